import type { Formatter } from "~/shared/format/formatter";
import { dateIn, localZone } from "~/shared/time/moments";
import type { Order } from "../job/types";

/** The promised window in words: the day once, where both ends are on it. */
export function promiseText(format: Formatter, order: Order | null): string {
  const { promised_from: from, promised_until: until } = order ?? {};
  if (!from) return "";
  if (!until) return format.shortMoment(from);
  const sameDay = dateIn(localZone(), Date.parse(from)) === dateIn(localZone(), Date.parse(until));
  return `${format.shortMoment(from)}–${sameDay ? format.time(until) : format.shortMoment(until)}`;
}

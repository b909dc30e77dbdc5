/** The order of a day's work. */
import { dateIn } from "~/shared/time/moments";
import type { Job } from "../job/queries";

/** Endless minus endless is no number, so times are compared, not subtracted. */
const compare = (one: number, other: number) => (one === other ? 0 : one < other ? -1 : 1);

export interface Days {
  /** For today, late ones and those without a promise among them. */
  today: Job[];
  later: Job[];
}

/** Jobs by the time that was promised, earliest first; what has no promise stands at the end of today. */
export function daysOf(jobs: readonly Job[], zone: string, now: number): Days {
  const at = ({ order }: Job) => (order?.promised_from ? Date.parse(order.promised_from) : Number.POSITIVE_INFINITY);
  const sorted = [...jobs].sort((one, other) => compare(at(one), at(other)) || one.row.id - other.row.id);
  const today = dateIn(zone, now);
  const isLater = (job: Job) => Number.isFinite(at(job)) && dateIn(zone, at(job)) > today;
  return { today: sorted.filter((job) => !isLater(job)), later: sorted.filter(isLater) };
}

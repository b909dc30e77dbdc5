/**
 * Moments, dates and walls: the words of time that cross the API.
 *
 * A moment is `YYYY-MM-DDTHH:MM:SS.mmmZ` (UTC). A date is `YYYY-MM-DD` and has no zone. A wall time is what a clock on
 * the wall of a zone shows, `YYYY-MM-DDTHH:MM`, and is only used between a moment and a person's eyes or hands.
 */
export type Moment = string;
export type PlainDate = string;
export type WallTime = string;

const minute = 60_000;

let skew = 0;

/** Remembers how far the device's clock is from the server's, from a response's `Date` header. */
export function learnClock(serverDate: string | null, receivedAt = Date.now()): void {
  const server = serverDate ? Date.parse(serverDate) : Number.NaN;
  if (!Number.isNaN(server) && Math.abs(server - receivedAt) > minute) skew = server - receivedAt;
  else if (!Number.isNaN(server)) skew = 0;
}

/** The present by the server's clock, in milliseconds. */
export function now(): number {
  return Date.now() + skew;
}

export function toMoment(at: number | Date): Moment {
  return new Date(at).toISOString();
}

/** The zone the browser is in; a company's own zone is passed explicitly where one is known. */
export function localZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "Asia/Shanghai";
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  let clock = clocks.get(zone);
  if (!clock) {
    clock = new Intl.DateTimeFormat("en-CA", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    });
    clocks.set(zone, clock);
  }
  return clock;
}

/** What the wall clock of a zone shows at a moment. */
export function toWall(moment: Moment | number, zone: string): WallTime {
  const parts: Record<string, string> = {};
  for (const part of clockOf(zone).formatToParts(new Date(moment))) parts[part.type] = part.value;
  return `${parts["year"]}-${parts["month"]}-${parts["day"]}T${parts["hour"]}:${parts["minute"]}`;
}

/** The moment at which the wall clock of a zone shows a time; of two such moments (clocks set back) the earlier. */
export function fromWall(wall: WallTime, zone: string): Moment {
  const wanted = Date.parse(`${wall.slice(0, 16)}Z`);
  const offsetAt = (at: number) => Date.parse(`${toWall(at, zone)}Z`) - Math.floor(at / minute) * minute;
  const first = wanted - offsetAt(wanted - 86_400_000);
  if (Date.parse(`${toWall(first, zone)}Z`) === wanted) return toMoment(first);
  return toMoment(wanted - offsetAt(wanted));
}

/** The date on the wall of a zone. */
export function dateIn(zone: string, at: number = now()): PlainDate {
  return toWall(at, zone).slice(0, 10);
}

/** A date some days later (or earlier). */
export function addDays(date: PlainDate, days: number): PlainDate {
  return toMoment(Date.parse(`${date}T00:00Z`) + days * 86_400_000).slice(0, 10);
}

/** Whether a text is a date that exists in the calendar. */
export function isPlainDate(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const at = Date.parse(`${value}T00:00Z`);
  return !Number.isNaN(at) && toMoment(at).slice(0, 10) === value;
}

/** Durations: whole seconds on the wire, hours and minutes in people's hands. */

const units: ReadonlyArray<readonly [pattern: string, seconds: number]> = [
  ["d|day|days|天|日", 86_400],
  ["h|hr|hrs|hour|hours|小时|时", 3600],
  ["m|min|mins|minute|minutes|分钟|分", 60],
  ["s|sec|secs|second|seconds|秒", 1],
];

/**
 * Reads a duration as people type it: `90` (minutes), `1:30`, `1h30m`, `1.5h`, `2小时5分`, `1 d 4 h`.
 *
 * Returns whole seconds, or null when it is no duration.
 */
export function parseDuration(text: string): number | null {
  const typed = text.trim().toLowerCase();
  if (/^\d+(\.\d+)?$/.test(typed)) return Math.round(Number(typed) * 60);
  const clock = /^(\d+):([0-5]\d)(?::([0-5]\d))?$/.exec(typed);
  if (clock) return Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3] ?? 0);
  let rest = typed;
  let seconds = 0;
  for (const [pattern, size] of units) {
    const found = new RegExp(`^(\\d+(?:\\.\\d+)?)\\s*(?:${pattern})(?![a-z])\\s*`).exec(rest);
    if (!found) continue;
    seconds += Number(found[1]) * size;
    rest = rest.slice(found[0].length);
  }
  return typed && !rest ? Math.round(seconds) : null;
}

/** The form in which a duration is offered for editing: `26:30` (hours and minutes), seconds only if there are any. */
export function clockOf(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const rest = seconds % 60;
  return `${Math.floor(seconds / 3600)}:${two(Math.floor((seconds % 3600) / 60))}${rest ? `:${two(rest)}` : ""}`;
}

/** A length for a promise's clock: no seconds but in its last minute, never negative. */
export function wholeMinutes(seconds: number): number {
  const length = Math.abs(Math.round(seconds));
  return length < 60 ? length : Math.floor(length / 60) * 60;
}

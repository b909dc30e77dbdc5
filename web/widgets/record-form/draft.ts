/** What was typed and not yet sent, kept in the browser for two weeks. */
import type { Values } from "~/shared/schema/fields";

const keep = 14 * 86_400_000;
const name = (key: string) => `paidan.draft.${key}`;

export function keepDraft(key: string, values: Values, at = Date.now()): void {
  try {
    localStorage.setItem(name(key), JSON.stringify({ at, values }));
  } catch {
    // A full or forbidden storage: the form still works, it is only not kept.
  }
}

export function readDraft(key: string, at = Date.now()): Values | null {
  try {
    const kept = JSON.parse(localStorage.getItem(name(key)) ?? "null") as { at: number; values: Values } | null;
    return kept && at - kept.at < keep ? kept.values : null;
  } catch {
    return null;
  }
}

export function dropDraft(key: string): void {
  try {
    localStorage.removeItem(name(key));
  } catch {
    // Nothing was kept.
  }
}

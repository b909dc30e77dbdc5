/** Acting through the outbox and hearing at once what came of it, where there is a network. */
import { useEffect, useState } from "react";
import type { Entry, NewEntry } from "./outbox";
import { outbox, sync } from "./sync";

export type Fate = { state: "sent" } | { state: "waiting" } | { state: "refused"; entry: Entry };

export async function fateOf(key: string): Promise<Fate> {
  const entry = (await outbox.list()).find((one) => one.key === key);
  if (!entry) return { state: "sent" };
  return entry.state === "refused" ? { state: "refused", entry } : { state: "waiting" };
}

/** Sends what waits, and tells what became of one entry. A run that was ending already is followed by another. */
export async function settle(key: string): Promise<Fate> {
  for (let round = 0; round < 2; round += 1) {
    await sync(true);
    const fate = await fateOf(key);
    if (fate.state !== "waiting") return fate;
  }
  return { state: "waiting" };
}

export async function sendNow(entry: NewEntry): Promise<Fate> {
  return settle(await outbox.add(entry));
}

/** Everything unsent, fresh after each change. */
export function useUnsent(): Entry[] {
  const [entries, setEntries] = useState<Entry[]>([]);
  useEffect(() => {
    const read = () => void outbox.list().then(setEntries);
    read();
    return outbox.subscribe(read);
  }, []);
  return entries;
}

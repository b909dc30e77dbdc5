/** Who works with this phone. Known from the last time where there is no network. */
import { useEffect, useState } from "react";
import { paths } from "~/shared/api/paths";
import { Problem } from "~/shared/api/problem";
import type { Session } from "~/shared/api/types";
import { forget, keep, kept } from "./store";
import { client, signedIn } from "./sync";

let session: Session | null = null;
let asked: Promise<void> | null = null;
const watchers = new Set<() => void>();

function tell(next: Session | null): void {
  session = next;
  for (const watcher of watchers) watcher();
}

async function ask(): Promise<void> {
  const before = (await kept<Session>("answers", "session").catch(() => undefined)) ?? null;
  if (before) tell(before);
  try {
    const now = await client.get<Session>(paths.session);
    if (before && before.person.id !== now.person.id) await forget("answers");
    await keep("answers", "session", now);
    tell(now);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    asked = null; // Signed out or unreachable: the next screen asks again.
  }
}

/** Signs in; raises a Problem when name and password do not fit. Sending goes on by itself. */
export async function signIn(login: string, password: string): Promise<void> {
  await client.post(paths.session, { login, password });
  asked = null;
  await loadSession();
  signedIn();
}

export async function signOut(): Promise<void> {
  await client.delete(paths.session);
  await forget("answers");
  asked = null;
  tell(null);
  await loadSession();
}

export function loadSession(): Promise<void> {
  asked ??= ask();
  return asked;
}

/** The session as far as known; null before it is, and when nobody is signed in. */
export function useSession(): Session | null {
  const [, again] = useState(0);
  useEffect(() => {
    const watcher = () => again((count) => count + 1);
    watchers.add(watcher);
    void loadSession();
    return () => void watchers.delete(watcher);
  }, []);
  return session;
}

/** Whether the session allows an act on an object's records. */
export function may(one: Session | null, action: string, object: string): boolean {
  const rights = one?.objects?.[object] ?? one?.objects?.["*"];
  return Boolean(rights?.actions.some((name) => name === action || name === "*"));
}

/**
 * When unsent work is sent: on opening, when the network or the person comes back, and every half minute while any
 * waits. There may be no service worker (WeChat on iOS), so the page itself does it.
 */
import { createClient } from "~/shared/api/client";
import { Outbox, type Counts, type Entry, type Outcome } from "./outbox";

const every = 30_000;

export interface SyncState extends Counts {
  online: boolean;
  signedOut: boolean;
}

let signedOut = false;

export const client = createClient({
  onSignedOut() {
    signedOut = true;
    publish();
  },
});

/** Somebody has signed in: what waits is sent. */
export function signedIn(): void {
  signedOut = false;
  void sync(true);
}

async function send(entry: Entry): Promise<unknown> {
  const body = entry.file ? asForm(entry.file) : entry.body;
  return client.request(entry.method, entry.path, {
    body,
    idempotencyKey: entry.key,
    headers: { "X-Captured-At": new Date(entry.at).toISOString() },
    timeout: entry.file ? 180_000 : 30_000,
  });
}

function asForm(file: { blob: Blob; name: string }): FormData {
  const form = new FormData();
  form.append("file", file.blob, file.name);
  return form;
}

export const outbox = new Outbox({ send });

let state: SyncState = { waiting: 0, refused: 0, online: navigator.onLine, signedOut: false };
const watchers = new Set<() => void>();

export const syncState = () => state;

export function onSync(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

async function publishCounts(): Promise<void> {
  const counts = await outbox.counts();
  state = { ...counts, online: navigator.onLine, signedOut };
  for (const watcher of watchers) watcher();
}

function publish(): void {
  void publishCounts();
}

/** Sends what waits; `hurry` when there is reason to believe that it will work now. */
export async function sync(hurry = false): Promise<Outcome> {
  const outcome = await outbox.flush({ hurry });
  if (outcome.stopped !== "signed_out" && outcome.sent > 0) signedOut = false;
  publish();
  return outcome;
}

/** Keeps sending until the page is closed. */
export function startSync(): void {
  outbox.subscribe(publish);
  window.addEventListener("online", () => void sync(true));
  window.addEventListener("offline", publish);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void sync(true);
  });
  setInterval(() => {
    if (state.waiting > 0 && document.visibilityState === "visible") void sync();
  }, every);
  void sync(true);
}

/** Asks the browser not to clear the unsent work; Safari clears after seven idle days unless installed. */
export async function keepStorage(): Promise<boolean> {
  if (!navigator.storage?.persist) return false;
  return (await navigator.storage.persisted()) || navigator.storage.persist();
}

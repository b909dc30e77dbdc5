/**
 * Work done without a network, kept until the server has it.
 *
 * Every write of the field app goes through here, online or not: it is stored first, shown at once, and sent as soon as
 * the network allows. An entry's key is made on the device and is the idempotency key of its request, so that sending
 * it twice does it once. Entries about one record go in order; a refused one holds back those behind it and waits for a
 * person, and nothing is ever dropped by itself. Only one sender runs in a browser: a Web Lock guards it, and where
 * there are none a lease in the database does.
 */
import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import { newKey } from "~/shared/api/client";
import { Problem } from "~/shared/api/problem";

export interface Entry {
  /** Made on the device; the idempotency key. */
  key: string;
  /** Order of entry, given by the database. */
  seq?: number;
  method: "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  /** JSON. `{"$result": "<key>"}` anywhere in it stands for the id that an earlier entry's answer had. */
  body?: unknown;
  /** A file sent as it is, with `name`, in place of a body. */
  file?: { blob: Blob; name: string };
  /** Entries of one lane are sent in order: `work_order/42`. */
  lane: string;
  /** When the person did it, in milliseconds; sent as `X-Captured-At`. */
  at: number;
  state: "waiting" | "refused";
  tries: number;
  /** Not to be tried before, in milliseconds. */
  notBefore: number;
  /** Why it was refused or why the last try failed. */
  problem?: { status: number; code: string; title: string; detail: string; body: unknown };
}

export type NewEntry = Pick<Entry, "method" | "path" | "lane"> & Partial<Pick<Entry, "key" | "body" | "file" | "at">>;

interface Schema extends DBSchema {
  entries: { key: number; value: Entry; indexes: { key: string } };
  results: { key: string; value: { key: string; id: number | null; at: number } };
  lease: { key: string; value: { name: string; owner: string; until: number } };
}

export interface OutboxSettings {
  name?: string;
  send: (entry: Entry) => Promise<unknown>;
  now?: () => number;
  isOnline?: () => boolean;
  locks?: Pick<LockManager, "request"> | null;
}

/** What a run of sending came to. */
export interface Outcome {
  sent: number;
  /** Why it stopped before the end, if it did. */
  stopped: "offline" | "signed_out" | "busy" | null;
}

export interface Counts {
  waiting: number;
  refused: number;
}

const leaseLength = 60_000;
const keepResults = 30 * 86_400_000;

/** Milliseconds before the next try: 2 s, 4 s … five minutes. */
export function pauseAfter(tries: number): number {
  return Math.min(300_000, 1000 * 2 ** Math.min(tries, 10));
}

/** The entry that a body builds on has not been sent yet, or was given up. */
export class MissingResult extends Error {
  constructor(readonly key: string) {
    super(`Nothing has come of ${key} yet.`);
  }
}

/** A body with every `$result` replaced by the id it stands for. */
export function withResults(body: unknown, idOf: (key: string) => number | null | undefined): unknown {
  if (Array.isArray(body)) return body.map((part) => withResults(part, idOf));
  if (typeof body !== "object" || body === null) return body;
  const reference = (body as Record<string, unknown>)["$result"];
  if (typeof reference === "string") {
    const id = idOf(reference);
    if (id === undefined || id === null) throw new MissingResult(reference);
    return id;
  }
  return Object.fromEntries(Object.entries(body).map(([name, part]) => [name, withResults(part, idOf)]));
}

function idIn(answer: unknown): number | null {
  const id = (answer as { id?: unknown } | null | undefined)?.id;
  return typeof id === "number" ? id : null;
}

export class Outbox {
  private readonly settings: Required<Omit<OutboxSettings, "name">>;
  private readonly database: Promise<IDBPDatabase<Schema>>;
  private readonly owner = newKey();
  private readonly listeners = new Set<() => void>();
  private running: Promise<Outcome> | null = null;

  constructor(settings: OutboxSettings) {
    this.settings = {
      send: settings.send,
      now: settings.now ?? Date.now,
      isOnline: settings.isOnline ?? (() => navigator.onLine),
      locks: settings.locks === undefined ? (navigator.locks ?? null) : settings.locks,
    };
    this.database = openDB<Schema>(settings.name ?? "paidan-outbox", 1, {
      upgrade(database) {
        const entries = database.createObjectStore("entries", { keyPath: "seq", autoIncrement: true });
        entries.createIndex("key", "key", { unique: true });
        database.createObjectStore("results", { keyPath: "key" });
        database.createObjectStore("lease", { keyPath: "name" });
      },
    });
  }

  /** Hears that something was added, sent or refused. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Keeps a write; it is safe from a closed app once this resolves. Returns its key. */
  async add(entry: NewEntry): Promise<string> {
    const at = entry.at ?? this.settings.now();
    const key = entry.key ?? newKey();
    const kept: Entry = { ...entry, key, at, state: "waiting", tries: 0, notBefore: 0 };
    await (await this.database).add("entries", kept);
    this.changed();
    return key;
  }

  async list(): Promise<Entry[]> {
    return (await this.database).getAll("entries");
  }

  async counts(): Promise<Counts> {
    const all = await this.list();
    const refused = all.filter((entry) => entry.state === "refused").length;
    return { waiting: all.length - refused, refused };
  }

  /** The id that the server gave to what an entry made, once it has been sent. */
  async resultOf(key: string): Promise<number | null | undefined> {
    return (await (await this.database).get("results", key))?.id;
  }

  /** Lets a refused entry be tried again, with another body if the person mended it. A mended one is a new request. */
  async retry(key: string, body?: unknown): Promise<void> {
    await this.change(key, (entry) => {
      const mended = body === undefined ? entry : { ...entry, body, key: newKey() };
      delete mended.problem;
      return { ...mended, state: "waiting", tries: 0, notBefore: 0 };
    });
  }

  /** Gives an entry up. Only a person decides that. */
  async discard(key: string): Promise<void> {
    const database = await this.database;
    const seq = await database.getKeyFromIndex("entries", "key", key);
    if (seq !== undefined) await database.delete("entries", seq);
    this.changed();
  }

  /**
   * Sends what can be sent now, oldest first.
   *
   * `hurry` forgets the pauses after failures: for the moment the network comes back or a person pulls to refresh.
   */
  flush(options: { hurry?: boolean } = {}): Promise<Outcome> {
    this.running ??= this.guarded(() => this.sendAll(options.hurry ?? false)).finally(() => {
      this.running = null;
    });
    return this.running;
  }

  async close(): Promise<void> {
    await this.running;
    (await this.database).close();
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }

  private async change(key: string, how: (entry: Entry) => Entry): Promise<void> {
    const transaction = (await this.database).transaction("entries", "readwrite");
    const entry = await transaction.store.index("key").get(key);
    if (entry) await transaction.store.put(how(entry));
    await transaction.done;
    this.changed();
  }

  private async guarded(work: () => Promise<Outcome>): Promise<Outcome> {
    const { locks } = this.settings;
    const busy: Outcome = { sent: 0, stopped: "busy" };
    if (locks) {
      return locks.request("paidan-outbox", { ifAvailable: true }, async (lock) =>
        lock ? work() : busy,
      ) as Promise<Outcome>;
    }
    if (!(await this.takeLease())) return busy;
    try {
      return await work();
    } finally {
      await this.endLease();
    }
  }

  private async takeLease(): Promise<boolean> {
    const transaction = (await this.database).transaction("lease", "readwrite");
    const held = await transaction.store.get("sender");
    const free = !held || held.owner === this.owner || held.until <= this.settings.now();
    if (free)
      await transaction.store.put({ name: "sender", owner: this.owner, until: this.settings.now() + leaseLength });
    await transaction.done;
    return free;
  }

  private async endLease(): Promise<void> {
    const transaction = (await this.database).transaction("lease", "readwrite");
    if ((await transaction.store.get("sender"))?.owner === this.owner) await transaction.store.delete("sender");
    await transaction.done;
  }

  private async sendAll(hurry: boolean): Promise<Outcome> {
    let sent = 0;
    const held = new Set<string>();
    for (;;) {
      if (!this.settings.isOnline()) return { sent, stopped: "offline" };
      if (!this.settings.locks && !(await this.takeLease())) return { sent, stopped: "busy" };
      const entry = await this.next(held, hurry);
      if (!entry) break;
      const stopped = await this.sendOne(entry, held);
      if (stopped) return { sent, stopped };
      if (!held.has(entry.lane)) sent += 1;
    }
    await this.forgetOldResults();
    return { sent, stopped: null };
  }

  /** The oldest entry whose lane is free: no refused, paused or failed one is before it. */
  private async next(held: Set<string>, hurry: boolean): Promise<Entry | undefined> {
    for (const entry of await this.list()) {
      if (held.has(entry.lane)) continue;
      if (entry.state === "waiting" && (hurry || entry.notBefore <= this.settings.now())) return entry;
      held.add(entry.lane);
    }
    return undefined;
  }

  private async sendOne(entry: Entry, held: Set<string>): Promise<Outcome["stopped"]> {
    try {
      const results = new Map((await (await this.database).getAll("results")).map((one) => [one.key, one.id]));
      const body = withResults(entry.body, (key) => results.get(key));
      await this.finish(entry, await this.settings.send({ ...entry, body }));
      return null;
    } catch (error) {
      held.add(entry.lane);
      return this.failed(entry, error);
    }
  }

  private async finish(entry: Entry, answer: unknown): Promise<void> {
    const transaction = (await this.database).transaction(["entries", "results"], "readwrite");
    if (entry.seq !== undefined) await transaction.objectStore("entries").delete(entry.seq);
    await transaction.objectStore("results").put({ key: entry.key, id: idIn(answer), at: this.settings.now() });
    await transaction.done;
    this.changed();
  }

  private async failed(entry: Entry, error: unknown): Promise<Outcome["stopped"]> {
    if (error instanceof Problem && error.status === 401) return "signed_out";
    const refusal = error instanceof MissingResult ? await this.lostResult(error) : error;
    if (refusal instanceof Problem && !refusal.isTemporary) {
      const { status, code, title, detail, body } = refusal;
      await this.change(entry.key, (kept) => ({
        ...kept,
        state: "refused",
        problem: { status, code, title, detail, body },
      }));
      return null;
    }
    await this.change(entry.key, (kept) => ({
      ...kept,
      tries: kept.tries + 1,
      notBefore: this.settings.now() + pauseAfter(kept.tries + 1),
    }));
    return error instanceof Problem && error.isOffline ? "offline" : null;
  }

  /** A refusal when what the entry builds on will never come; otherwise it only has to wait. */
  private async lostResult(missing: MissingResult): Promise<Problem | MissingResult> {
    const seq = await (await this.database).getKeyFromIndex("entries", "key", missing.key);
    if (seq !== undefined) return missing;
    return new Problem({ status: 424, code: "client.missing_result", title: missing.message });
  }

  private async forgetOldResults(): Promise<void> {
    const transaction = (await this.database).transaction("results", "readwrite");
    for await (const cursor of transaction.store) {
      if (cursor.value.at < this.settings.now() - keepResults) await cursor.delete();
    }
    await transaction.done;
  }
}

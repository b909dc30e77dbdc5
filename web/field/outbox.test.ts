import "fake-indexeddb/auto";
import { afterEach, describe, expect, it } from "vitest";
import { Problem } from "~/shared/api/problem";
import { Outbox, pauseAfter, withResults, type Entry, type OutboxSettings } from "./outbox";

const opened: Outbox[] = [];
let databases = 0;

afterEach(async () => {
  for (const outbox of opened.splice(0)) await outbox.close();
});

/** One lock for all that share it, as in one browser. */
function browserLocks(): Pick<LockManager, "request"> {
  let held = false;
  const request = async (_: string, __: unknown, work: (lock: object | null) => Promise<unknown>) => {
    if (held) return work(null);
    held = true;
    try {
      return await work({});
    } finally {
      held = false;
    }
  };
  return { request } as unknown as Pick<LockManager, "request">;
}

interface World {
  sent: Entry[];
  clock: number;
  online: boolean;
  answer: (entry: Entry) => unknown;
}

function world(): World {
  return { sent: [], clock: 1_000_000, online: true, answer: () => ({ id: 1 }) };
}

function outboxIn(it: World, more: Partial<OutboxSettings> = {}): Outbox {
  const outbox = new Outbox({
    name: `outbox-${(databases += 1)}`,
    locks: browserLocks(),
    now: () => it.clock,
    isOnline: () => it.online,
    send: async (entry) => {
      it.sent.push(entry);
      return it.answer(entry);
    },
    ...more,
  });
  opened.push(outbox);
  return outbox;
}

const refuse =
  (status: number, code = "x") =>
  () => {
    throw new Problem({ status, code, title: "no" });
  };
const checkIn = { method: "POST", path: "/api/visits/1/check-in", lane: "visit/1" } as const;
const complete = { method: "POST", path: "/api/visits/1/complete", lane: "visit/1" } as const;
const other = { method: "POST", path: "/api/visits/2/check-in", lane: "visit/2" } as const;

describe("work done without a network", () => {
  it("waits, is counted, and goes in order when the network is back", async () => {
    const life = world();
    life.online = false;
    const outbox = outboxIn(life);
    await outbox.add(checkIn);
    await outbox.add(complete);
    expect(await outbox.flush()).toEqual({ sent: 0, stopped: "offline" });
    expect(await outbox.counts()).toEqual({ waiting: 2, refused: 0 });
    life.online = true;
    expect(await outbox.flush()).toEqual({ sent: 2, stopped: null });
    expect(life.sent.map((entry) => entry.path)).toEqual([checkIn.path, complete.path]);
    expect(await outbox.counts()).toEqual({ waiting: 0, refused: 0 });
  });

  it("survives that the app is killed", async () => {
    const life = world();
    const name = "killed";
    const before = outboxIn(life, { name });
    const key = await before.add({ ...checkIn, body: { note: "地下室" }, at: 42 });
    const after = outboxIn(life, { name });
    await after.flush();
    expect(life.sent).toMatchObject([{ key, body: { note: "地下室" }, at: 42 }]);
  });

  it("keeps photos as they are", async () => {
    const life = world();
    const outbox = outboxIn(life);
    await outbox.add({ ...checkIn, file: { blob: new Blob(["photo"]), name: "before.jpg" } });
    await outbox.flush();
    expect(life.sent[0]?.file?.name).toBe("before.jpg");
  });
});

describe("a try that fails", () => {
  it("is repeated later with the same key", async () => {
    const life = world();
    const outbox = outboxIn(life);
    const key = await outbox.add(checkIn);
    life.answer = refuse(503);
    await outbox.flush();
    life.answer = () => ({});
    expect(await outbox.flush()).toEqual({ sent: 0, stopped: null });
    life.clock += pauseAfter(1);
    expect(await outbox.flush()).toEqual({ sent: 1, stopped: null });
    expect(life.sent.map((entry) => entry.key)).toEqual([key, key]);
  });

  it("is repeated at once when the network comes back", async () => {
    const life = world();
    const outbox = outboxIn(life);
    await outbox.add(checkIn);
    life.answer = refuse(0, "client.offline");
    expect(await outbox.flush()).toEqual({ sent: 0, stopped: "offline" });
    life.answer = () => ({});
    expect(await outbox.flush({ hurry: true })).toEqual({ sent: 1, stopped: null });
  });

  it("holds back what follows about the same record, and nothing else", async () => {
    const life = world();
    const outbox = outboxIn(life);
    await outbox.add(checkIn);
    await outbox.add(complete);
    await outbox.add(other);
    life.answer = (entry) => (entry.lane === "visit/1" ? refuse(500)() : {});
    expect(await outbox.flush()).toEqual({ sent: 1, stopped: null });
    expect(life.sent.map((entry) => entry.path)).toEqual([checkIn.path, other.path]);
  });

  it("because the session ended loses nothing and blames nobody", async () => {
    const life = world();
    const outbox = outboxIn(life);
    await outbox.add(checkIn);
    life.answer = refuse(401);
    expect(await outbox.flush()).toEqual({ sent: 0, stopped: "signed_out" });
    expect(await outbox.list()).toMatchObject([{ state: "waiting", tries: 0 }]);
  });
});

describe("a refusal", () => {
  it("is kept with its reason until a person decides, and holds its record back", async () => {
    const life = world();
    const outbox = outboxIn(life);
    const key = await outbox.add(checkIn);
    await outbox.add(complete);
    life.answer = refuse(409, "visit.cancelled");
    await outbox.flush();
    await outbox.flush({ hurry: true });
    expect(life.sent).toHaveLength(1);
    expect(await outbox.counts()).toEqual({ waiting: 1, refused: 1 });
    expect((await outbox.list())[0]?.problem?.code).toBe("visit.cancelled");

    life.answer = () => ({});
    await outbox.discard(key);
    expect(await outbox.flush()).toEqual({ sent: 1, stopped: null });
  });

  it("can be mended and sent as a new request", async () => {
    const life = world();
    const outbox = outboxIn(life);
    const key = await outbox.add({ ...checkIn, body: { meter: -1 } });
    life.answer = refuse(422);
    await outbox.flush();
    life.answer = () => ({});
    await outbox.retry(key, { meter: 10 });
    await outbox.flush();
    expect(life.sent[1]).toMatchObject({ body: { meter: 10 }, tries: 0 });
    expect(life.sent[1]?.key).not.toBe(key);
    expect(life.sent[1]).not.toHaveProperty("problem");
  });
});

describe("one sender", () => {
  it("runs in a browser however many triggers there are", async () => {
    const life = world();
    const locks = browserLocks();
    const tabs = [outboxIn(life, { name: "tabs", locks }), outboxIn(life, { name: "tabs", locks })] as const;
    await tabs[0].add(checkIn);
    await Promise.all([tabs[0].flush(), tabs[0].flush(), tabs[1].flush()]);
    expect(life.sent).toHaveLength(1);
  });

  it("runs also where there are no Web Locks, and a dead one's lease runs out", async () => {
    const life = world();
    let arrive: (value: unknown) => void = () => undefined;
    life.answer = () => new Promise((done) => (arrive = done));
    const first = outboxIn(life, { name: "lease", locks: null });
    const second = outboxIn(life, { name: "lease", locks: null });
    await first.add(checkIn);
    const sending = first.flush();
    while (life.sent.length === 0) await new Promise((done) => setTimeout(done));
    expect(await second.flush()).toEqual({ sent: 0, stopped: "busy" });

    life.clock += 61_000;
    life.answer = () => ({});
    expect(await second.flush()).toEqual({ sent: 1, stopped: null });
    arrive({});
    await sending;
    expect(new Set(life.sent.map((entry) => entry.key)).size).toBe(1);
  });
});

describe("what builds on an earlier entry", () => {
  it("gets the id that the server gave", async () => {
    const life = world();
    const outbox = outboxIn(life);
    life.answer = (entry) => ({ id: entry.path === "/api/files" ? 77 : 1 });
    const photo = await outbox.add({ method: "POST", path: "/api/files", lane: "visit/1" });
    await outbox.add({ ...complete, body: { photos: [{ $result: photo }], note: "好" } });
    await outbox.flush();
    expect(life.sent[1]?.body).toEqual({ photos: [77], note: "好" });
    expect(await outbox.resultOf(photo)).toBe(77);
  });

  it("is refused when that entry was given up", async () => {
    const life = world();
    const outbox = outboxIn(life);
    await outbox.add({ ...complete, body: { photo: { $result: "given-up" } } });
    await outbox.flush();
    expect(life.sent).toHaveLength(0);
    expect(await outbox.list()).toMatchObject([{ state: "refused", problem: { code: "client.missing_result" } }]);
  });

  it("is not sent before that id is known", () => {
    expect(() => withResults({ $result: "k" }, () => undefined)).toThrow("k");
  });
});

it("tells those who watch that a count changed", async () => {
  const life = world();
  const outbox = outboxIn(life);
  let heard = 0;
  const stop = outbox.subscribe(() => (heard += 1));
  await outbox.add(checkIn);
  await outbox.flush();
  stop();
  await outbox.add(other);
  expect(heard).toBe(2);
});

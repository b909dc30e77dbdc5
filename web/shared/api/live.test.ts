import { expect, it, vi } from "vitest";
import { backOff, createLive, type LiveEvent } from "./live";

class FakeSource {
  onopen: ((event: Event) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  closed = false;
  private readonly heard = new Map<string, (event: MessageEvent<string>) => void>();
  addEventListener(name: string, listener: (event: MessageEvent<string>) => void) {
    this.heard.set(name, listener);
  }
  close() {
    this.closed = true;
  }
  opens() {
    this.onopen?.(new Event("open"));
  }
  breaks() {
    this.onerror?.(new Event("error"));
  }
  sends(name: string, data: string) {
    this.heard.get(name)?.(new MessageEvent(name, { data }));
  }
}

function liveOverFakes(extra: { locks?: Pick<LockManager, "request"> | null } = {}) {
  const sources: FakeSource[] = [];
  const waits: number[] = [];
  const events: LiveEvent[] = [];
  const posted: unknown[] = [];
  const channel = {
    onmessage: null as ((event: MessageEvent) => unknown) | null,
    postMessage: (event: unknown) => void posted.push(event),
    close: () => undefined,
  };
  const live = createLive({
    url: "/api/live",
    names: ["record.changed"],
    locks: null,
    channel: () => channel as unknown as BroadcastChannel,
    open: () => {
      const source = new FakeSource();
      sources.push(source);
      return source;
    },
    wait: async (milliseconds) => void waits.push(milliseconds),
    ...extra,
  });
  live.listen((event) => events.push(event));
  return { live, sources, waits, events, posted, channel };
}

it("hears named events and passes them to the other tabs", async () => {
  const { live, sources, events, posted } = liveOverFakes();
  sources[0]?.sends("record.changed", '{"id":7}');
  expect(events).toEqual([{ name: "record.changed", data: { id: 7 } }]);
  expect(posted).toEqual(events);
  await live.close();
  expect(sources[0]?.closed).toBe(true);
});

it("hears what another tab passes on", async () => {
  const { live, channel, events, posted } = liveOverFakes();
  channel.onmessage?.(new MessageEvent("message", { data: { name: "record.changed", data: { id: 8 } } }));
  expect(events).toEqual([{ name: "record.changed", data: { id: 8 } }]);
  expect(posted).toEqual([]);
  await live.close();
});

it("connects again after a break, waits longer each time, and says that something may have been missed", async () => {
  const { live, sources, waits, events } = liveOverFakes();
  sources[0]?.opens();
  sources[0]?.breaks();
  await vi.waitFor(() => expect(sources).toHaveLength(2));
  sources[1]?.breaks();
  await vi.waitFor(() => expect(sources).toHaveLength(3));
  expect(waits[1]).toBeGreaterThan(waits[0] ?? Infinity);
  sources[2]?.opens();
  expect(events).toEqual([{ name: "reconnected", data: null }]);
  await live.close();
});

it("opens no connection while another tab holds one", async () => {
  const locks = { request: vi.fn(() => new Promise(() => undefined)) } as unknown as Pick<LockManager, "request">;
  const { sources } = liveOverFakes({ locks });
  expect(sources).toHaveLength(0);
});

it("never waits longer than half a minute", () => {
  expect(backOff(0, 1)).toBe(1000);
  expect(backOff(3, 0)).toBe(4000);
  expect(backOff(20, 1)).toBe(30_000);
});

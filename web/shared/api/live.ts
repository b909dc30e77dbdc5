/**
 * News from the server while a page is open.
 *
 * `/api/live` sends named events that carry ids only; whoever hears one fetches again. Of all tabs of one browser only
 * the holder of a lock keeps a connection (a browser opens six to one host), and passes what it hears to the others.
 * After a break it waits 1, 2, 4 … 30 s, and tells `reconnected`, because what was missed is not sent again.
 */
export interface LiveEvent {
  /** The server's event name, or `reconnected`. */
  name: string;
  data: unknown;
}

type Listener = (event: LiveEvent) => void;

interface Source {
  onopen: ((event: Event) => void) | null;
  onerror: ((event: Event) => void) | null;
  addEventListener(name: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
}

export interface LiveSettings {
  url: string;
  /** Event names to listen to; an event source hears only names it was told. */
  names: readonly string[];
  open?: (url: string) => Source;
  locks?: Pick<LockManager, "request"> | null;
  channel?: () => Pick<BroadcastChannel, "postMessage" | "close" | "onmessage"> | null;
  wait?: (milliseconds: number) => Promise<void>;
}

const longest = 30_000;

/** Milliseconds before the nth try in a row, between half and the whole of a doubling step, so that crowds spread. */
export function backOff(tries: number, random = Math.random()): number {
  return Math.min(longest, 1000 * 2 ** tries) * (0.5 + random / 2);
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return data;
  }
}

export function createLive(settings: LiveSettings) {
  const listeners = new Set<Listener>();
  const leave = new AbortController();
  const open = settings.open ?? ((url: string) => new EventSource(url) as Source);
  const wait = settings.wait ?? ((milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds)));
  const locks = settings.locks === undefined ? (navigator.locks ?? null) : settings.locks;
  const channel = (
    settings.channel ?? (() => ("BroadcastChannel" in globalThis ? new BroadcastChannel("paidan-live") : null))
  )();

  const tell = (event: LiveEvent) => {
    for (const listener of listeners) listener(event);
  };
  const hear = (event: LiveEvent) => {
    tell(event);
    channel?.postMessage(event);
  };
  if (channel) channel.onmessage = (message: MessageEvent<LiveEvent>) => tell(message.data);

  /** Resolves when the connection has broken; the number of tries starts again once it stood. */
  function connection(onOpen: () => void): Promise<void> {
    return new Promise((broken) => {
      const source = open(settings.url);
      const end = () => {
        source.close();
        broken();
      };
      source.onopen = onOpen;
      source.onerror = end;
      leave.signal.addEventListener("abort", end, { once: true });
      for (const name of settings.names) {
        source.addEventListener(name, (event) => hear({ name, data: parse(event.data) }));
      }
    });
  }

  async function stayConnected(): Promise<void> {
    let tries = 0;
    let before = false;
    while (!leave.signal.aborted) {
      await connection(() => {
        tries = 0;
        if (before) hear({ name: "reconnected", data: null });
        before = true;
      });
      if (!leave.signal.aborted) await wait(backOff(tries++));
    }
  }

  const running = locks
    ? locks.request("paidan-live", { signal: leave.signal }, stayConnected).catch(() => undefined)
    : stayConnected();

  return {
    /** Hears every event until the returned function is called. */
    listen(listener: Listener): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close(): Promise<void> {
      leave.abort();
      channel?.close();
      await running;
    },
  };
}

export type Live = ReturnType<typeof createLive>;

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { cookieValue, createClient, withQuery } from "./client";
import { Problem } from "./problem";

const json = (body: unknown, init: ResponseInit = {}) =>
  new Response(JSON.stringify(body), { headers: { "Content-Type": "application/json" }, ...init });

function clientAnswering(answer: () => Response | Promise<Response>) {
  const fetch = vi.fn<typeof globalThis.fetch>(async () => answer());
  const onSignedOut = vi.fn<() => void>();
  const client = createClient({ fetch, onSignedOut, language: () => "en" });
  const sent = () => ({
    url: fetch.mock.calls[0]?.[0],
    init: fetch.mock.calls[0]?.[1],
    headers: new Headers(fetch.mock.calls[0]?.[1]?.headers),
  });
  return { client, fetch, onSignedOut, sent };
}

beforeEach(() => {
  document.cookie = "paidan_csrf=token%2B1; path=/";
});
afterEach(() => {
  document.cookie = "paidan_csrf=; path=/; max-age=0";
});

describe("a write", () => {
  it("carries the session's token, a key of its own and the reader's language", async () => {
    const { client, sent } = clientAnswering(() => json({ id: 7 }, { status: 201 }));
    await expect(client.post("/api/orders", { title: "冰箱不制冷" })).resolves.toEqual({ id: 7 });
    expect(sent().headers.get("X-CSRF-Token")).toBe("token+1");
    expect(sent().headers.get("Idempotency-Key")).toMatch(/^[0-9a-f-]{32,36}$/);
    expect(sent().headers.get("Accept-Language")).toBe("en");
    expect(sent().headers.get("Content-Type")).toBe("application/json");
    expect(sent().init?.credentials).toBe("same-origin");
  });

  it("keeps the key it is given, so that sending it twice does it once", async () => {
    const { client, sent } = clientAnswering(() => new Response(null, { status: 204 }));
    await expect(
      client.patch("/api/orders/7", { note: "" }, { idempotencyKey: "k1", ifMatch: 12 }),
    ).resolves.toBeUndefined();
    expect(sent().headers.get("Idempotency-Key")).toBe("k1");
    expect(sent().headers.get("If-Match")).toBe('"12"');
  });

  it("lets the browser name the boundary of a form with files", async () => {
    const { client, sent } = clientAnswering(() => json({}));
    await client.post("/api/files", new FormData());
    expect(sent().headers.has("Content-Type")).toBe(false);
  });
});

it("a read carries no key and no token", async () => {
  const { client, sent } = clientAnswering(() => json({}));
  await client.get("/api/orders", { query: { status: [1, 2], q: "泵", page: undefined } });
  expect(sent().url).toBe("/api/orders?status=1&status=2&q=%E6%B3%B5");
  expect(sent().headers.has("Idempotency-Key")).toBe(false);
  expect(sent().headers.has("X-CSRF-Token")).toBe(false);
});

describe("a refusal", () => {
  it("arrives with its code, its sentence and the fields it is about", async () => {
    const body = {
      status: 422,
      code: "record.invalid",
      title: "不符合要求",
      detail: "请检查",
      fields: { phone: [{ code: "value.bad_phone", title: "号码不对" }] },
    };
    const { client } = clientAnswering(() => json(body, { status: 422 }));
    const problem = await client.post("/api/orders", {}).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(Problem);
    expect(problem).toMatchObject({
      status: 422,
      code: "record.invalid",
      fields: { phone: "号码不对" },
      isTemporary: false,
    });
  });

  it("of a proxy, in HTML, is still a problem", async () => {
    const { client } = clientAnswering(() => new Response("<h1>Bad gateway</h1>", { status: 502 }));
    await expect(client.get("/api/x")).rejects.toMatchObject({ status: 502, code: "client.server", isTemporary: true });
  });

  it("with 401 leads to the sign-in page", async () => {
    const { client, onSignedOut } = clientAnswering(() => json({ code: "session.ended", title: "…" }, { status: 401 }));
    await expect(client.get("/api/x")).rejects.toMatchObject({ status: 401 });
    expect(onSignedOut).toHaveBeenCalledOnce();
  });
});

describe("no answer", () => {
  it("is told as being offline", async () => {
    const { client } = clientAnswering(() => Promise.reject(new TypeError("Failed to fetch")));
    await expect(client.get("/api/x")).rejects.toMatchObject({
      code: "client.offline",
      isOffline: true,
      isTemporary: true,
    });
  });

  it("within the time allowed is told as a timeout", async () => {
    const client = createClient({
      fetch: (_, init) =>
        new Promise((_, reject) => {
          init?.signal?.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
        }),
    });
    await expect(client.get("/api/x", { timeout: 1 })).rejects.toMatchObject({ code: "client.timeout" });
  });

  it("because the caller left is not a problem of the server", async () => {
    const leave = new AbortController();
    leave.abort(new DOMException("left", "AbortError"));
    const { client } = clientAnswering(() => Promise.reject(new DOMException("", "AbortError")));
    await expect(client.get("/api/x", { signal: leave.signal })).rejects.not.toBeInstanceOf(Problem);
  });
});

it("reads one cookie among several", () => {
  expect(cookieValue("b", "a=1; b=x%20y; bb=3")).toBe("x y");
  expect(cookieValue("c", "a=1; b=2")).toBeNull();
});

it("adds to a query that is there", () => {
  expect(withQuery("/api/a?x=1", { y: 2 })).toBe("/api/a?x=1&y=2");
});

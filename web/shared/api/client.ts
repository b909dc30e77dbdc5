/**
 * The one way to the server.
 *
 * Same-origin cookies carry the session; a write repeats the `paidan_csrf` cookie in a header and has an idempotency
 * key, so that it can be sent twice and happen once. A refusal is thrown as a `Problem`. Screens use `queries.ts` or
 * `api`; they never call fetch.
 */
import { currentLanguage } from "../i18n/language";
import { learnClock } from "../time/moments";
import { offlineProblem, problemOf, timeoutProblem } from "./problem";

export type Query = Readonly<
  Record<string, string | number | boolean | readonly (string | number)[] | null | undefined>
>;

export interface RequestOptions {
  query?: Query;
  /** An object is sent as JSON; FormData, Blob and URLSearchParams as they are. */
  body?: unknown;
  /** For a write that may be repeated later; made anew for each call otherwise. */
  idempotencyKey?: string;
  /** The revision that the write was made against. */
  ifMatch?: string | number;
  headers?: Readonly<Record<string, string>>;
  signal?: AbortSignal;
  /** Milliseconds before giving up; 30 s unless told, 0 for never. */
  timeout?: number;
}

export interface ClientSettings {
  fetch?: typeof fetch;
  /** Called when the session has ended, before the 401 is thrown. */
  onSignedOut?: () => void;
  language?: () => string;
}

export type Client = ReturnType<typeof createClient>;

const isWrite = (method: string) => !["GET", "HEAD", "OPTIONS"].includes(method);

/** A key that no other device makes. `randomUUID` is missing on plain-HTTP addresses, where small companies begin. */
export function newKey(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function cookieValue(name: string, cookies: string = document.cookie): string | null {
  for (const pair of cookies.split("; ")) {
    const at = pair.indexOf("=");
    if (pair.slice(0, at) === name) return decodeURIComponent(pair.slice(at + 1));
  }
  return null;
}

export function withQuery(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null) continue;
    for (const one of Array.isArray(value) ? (value as readonly (string | number)[]) : [value])
      search.append(name, String(one));
  }
  const text = search.toString();
  return text ? `${path}${path.includes("?") ? "&" : "?"}${text}` : path;
}

function encode(body: unknown): { body: BodyInit | null; type: string | null } {
  if (body === undefined) return { body: null, type: null };
  if (body instanceof FormData || body instanceof URLSearchParams) return { body, type: null };
  if (body instanceof Blob) return { body, type: body.type || "application/octet-stream" };
  return { body: JSON.stringify(body), type: "application/json" };
}

function headersFor(method: string, options: RequestOptions, type: string | null, language: string): Headers {
  const headers = new Headers(options.headers);
  headers.set("Accept", "application/json, application/problem+json");
  headers.set("Accept-Language", language);
  if (type) headers.set("Content-Type", type);
  if (options.ifMatch !== undefined) headers.set("If-Match", `"${options.ifMatch}"`);
  if (isWrite(method)) {
    headers.set("Idempotency-Key", options.idempotencyKey ?? newKey());
    const token = cookieValue("paidan_csrf");
    if (token) headers.set("X-CSRF-Token", token);
  }
  return headers;
}

async function read<T>(response: Response): Promise<T> {
  if (response.status === 204 || response.headers.get("Content-Length") === "0") return undefined as T;
  const type = response.headers.get("Content-Type") ?? "";
  return (type.includes("json") ? await response.json() : await response.blob()) as T;
}

export function createClient(settings: ClientSettings = {}) {
  async function request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
    const { body, type } = encode(options.body);
    const timer = new AbortController();
    const timeout = options.timeout ?? 30_000;
    const alarm = timeout ? setTimeout(() => timer.abort(), timeout) : undefined;
    const stop = () => timer.abort();
    options.signal?.addEventListener("abort", stop);
    if (options.signal?.aborted) stop();
    try {
      const response = await (settings.fetch ?? fetch)(withQuery(path, options.query), {
        method,
        body,
        headers: headersFor(method, options, type, (settings.language ?? currentLanguage)()),
        credentials: "same-origin",
        signal: timer.signal,
      });
      learnClock(response.headers.get("Date"));
      if (response.ok) return await read<T>(response);
      if (response.status === 401) settings.onSignedOut?.();
      throw await problemOf(response);
    } catch (error) {
      if (options.signal?.aborted) throw error;
      if (timer.signal.aborted) throw timeoutProblem();
      // fetch rejects with TypeError when no answer came at all.
      if (error instanceof TypeError) throw offlineProblem();
      throw error;
    } finally {
      clearTimeout(alarm);
      options.signal?.removeEventListener("abort", stop);
    }
  }

  return {
    request,
    get: <T>(path: string, options?: RequestOptions) => request<T>("GET", path, options),
    post: <T>(path: string, body?: unknown, options?: RequestOptions) => request<T>("POST", path, { ...options, body }),
    put: <T>(path: string, body?: unknown, options?: RequestOptions) => request<T>("PUT", path, { ...options, body }),
    patch: <T>(path: string, body?: unknown, options?: RequestOptions) =>
      request<T>("PATCH", path, { ...options, body }),
    delete: <T>(path: string, options?: RequestOptions) => request<T>("DELETE", path, options),
  };
}

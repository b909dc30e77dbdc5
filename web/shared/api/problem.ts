/**
 * What can go wrong with a request, in one shape.
 *
 * The server answers refusals as problem+json with a permanent `code` and sentences in the reader's language. What the
 * server could not say (no network, no answer, a broken answer) gets a code here, beginning with `client.`, whose
 * sentence is in the catalogue `errors`.
 */
export interface ProblemBody {
  status: number;
  code: string;
  title: string;
  detail?: string;
  /** Sentences per field key, for a form. */
  fields?: Record<string, string>;
  /** Whatever else the problem carries, such as both values of a conflict. */
  [extra: string]: unknown;
}

export class Problem extends Error {
  override readonly name = "Problem";
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly body: Readonly<ProblemBody>;

  constructor(body: ProblemBody) {
    super(`${body.code}: ${body.title}`);
    this.status = body.status;
    this.code = body.code;
    this.title = body.title;
    this.detail = body.detail ?? "";
    this.fields = body.fields ?? {};
    this.body = body;
  }

  /** The request may or may not have arrived: sending it again with the same key is right. */
  get isTemporary(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 425 || this.status === 429 || this.status >= 500;
  }

  get isOffline(): boolean {
    return this.code === "client.offline";
  }

  get isConflict(): boolean {
    return this.status === 409;
  }
}

export const offlineProblem = () => new Problem({ status: 0, code: "client.offline", title: "offline" });
export const timeoutProblem = () => new Problem({ status: 0, code: "client.timeout", title: "timeout" });

/** The server tells several refusals of one field as a list; a form shows their sentences one after the other. */
function sentences(fields: unknown): Record<string, string> {
  if (!fields || typeof fields !== "object") return {};
  return Object.fromEntries(
    Object.entries(fields).map(([key, told]) => [
      key,
      Array.isArray(told) ? told.map((one: { title?: string }) => one.title ?? "").join(" ") : String(told),
    ]),
  );
}

/** The problem that a refused response tells, whatever its body is. */
export async function problemOf(response: Response): Promise<Problem> {
  const text = await response.text().catch(() => "");
  try {
    const body = JSON.parse(text) as Partial<ProblemBody>;
    if (typeof body.code === "string") {
      const title = String(body.title ?? body.code);
      return new Problem({ ...body, code: body.code, title, status: response.status, fields: sentences(body.fields) });
    }
  } catch {
    // A proxy's page, not our server's answer.
  }
  const code =
    response.status === 404 ? "client.not_found" : response.status >= 500 ? "client.server" : "client.refused";
  return new Problem({ status: response.status, code, title: response.statusText || code });
}

/**
 * A node's form on the phone: which fields it has, what must be filled, and what is sent.
 *
 * Values have the server's own shapes (choices by key, moments in UTC); pictures that are not sent yet are kept whole
 * and stand in the request as a reference to the upload before it.
 */
import type { Problem } from "~/shared/api/problem";
import type { ServerField } from "~/shared/schema/server";
import type { Entry } from "../outbox";
import type { ObjectShape, StoredFile, TaskAction, TaskForm } from "./types";

/** A picture taken here; `key` is that of its upload once there is one. */
export interface Taken {
  blob: Blob;
  name: string;
  width: number;
  height: number;
  takenAt: number;
  key?: string;
}
export type Picture = Taken | StoredFile;
export type Values = Record<string, unknown>;

export interface FormField {
  key: string;
  field: ServerField;
  required: boolean;
}

export const isTaken = (picture: Picture): picture is Taken => "blob" in picture;
export const opinionKey = "$opinion";
export const signatureKey = "$signature";

const entered = new Set([
  "text", "long_text", "choice", "choices", "cascade", "integer", "decimal", "money", "percent", "date", "datetime",
  "yes_no", "image", "signature", "rating", "phone", "email", "url",
]); // oxfmt-ignore
const figures = new Set(["integer", "decimal", "money", "percent"]);

export const canEnter = (field: ServerField) => entered.has(field.type);
export const isFigure = (field: ServerField) => figures.has(field.type);

/** The fields that the node opens, in the object's order. Status is the flow's own to move unless it is required. */
export function fieldsOf(form: TaskForm, shape: ObjectShape): FormField[] {
  return shape.fields
    .filter(({ key }) => form.fields[key] === "required" || (form.fields[key] === "edit" && key !== "status"))
    .sort((one, other) => one.position - other.position)
    .map((field) => ({ key: field.key, field, required: form.fields[field.key] === "required" }));
}

/** What the form shows first: what is kept on the phone, else the draft on the server, else the record. */
export function startingValues(form: TaskForm, fields: readonly FormField[], begun: Values | undefined): Values {
  const values: Values = {};
  for (const { key } of fields) values[key] = form.draft[key] ?? form.record[key] ?? null;
  return { ...values, ...begun };
}

export function isBlank(value: unknown): boolean {
  if (typeof value === "string") return value.trim() === "";
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}

/** A number as people type it: full-width digits and a comma for grouping are understood. NaN when it is none. */
export function figureOf(text: string): number {
  const plain = text.normalize("NFKC").replace(/[,\s]/g, "");
  return /^[-+]?\d*\.?\d+$/.test(plain) ? Number(plain) : Number.NaN;
}

export type Complaint = { code: string; limit?: number };

function complaintOf({ field, required }: FormField, value: unknown): Complaint | null {
  if (isBlank(value)) return required ? { code: "form.required" } : null;
  const { min, max, max_length: longest } = field.settings;
  if (isFigure(field)) {
    const figure = typeof value === "number" ? value : figureOf(String(value));
    if (Number.isNaN(figure)) return { code: "form.number" };
    if (field.type === "integer" && !Number.isInteger(figure)) return { code: "form.whole" };
    if (typeof min === "number" && figure < min) return { code: "form.min", limit: min };
    if (typeof max === "number" && figure > max) return { code: "form.max", limit: max };
  }
  if (typeof longest === "number" && String(value).length > longest) return { code: "form.long", limit: longest };
  return null;
}

/** What keeps the form from being handed in with an action, by field. */
export function complaintsOf(
  fields: readonly FormField[],
  values: Values,
  action: Pick<TaskAction, "opinion_required" | "signature_required">,
): Record<string, Complaint> {
  const found: Record<string, Complaint> = {};
  for (const one of fields) {
    const complaint = complaintOf(one, values[one.key]);
    if (complaint) found[one.key] = complaint;
  }
  if (action.opinion_required && isBlank(values[opinionKey])) found[opinionKey] = { code: "form.required" };
  if (action.signature_required && isBlank(values[signatureKey])) found[signatureKey] = { code: "form.required" };
  return found;
}

const reference = (picture: Picture) => (isTaken(picture) ? { $result: picture.key } : picture.id);

function sentValue(field: ServerField, value: unknown): unknown {
  if (isBlank(value)) return field.many || field.type === "image" ? [] : null;
  if (isFigure(field)) return typeof value === "number" ? value : figureOf(String(value));
  if (field.type === "image") return (value as Picture[]).map(reference);
  if (field.type === "signature") return reference(value as Picture);
  return typeof value === "string" ? value.trim() : value;
}

/** The request of an action; every picture must have its key by then. Fields that nothing can be entered in stay out. */
export function bodyOf(fields: readonly FormField[], values: Values, button: string): Record<string, unknown> {
  const sent = fields.filter(({ field }) => canEnter(field));
  const signature = values[signatureKey] as Picture | undefined;
  return {
    fields: Object.fromEntries(sent.map(({ key, field }) => [key, sentValue(field, values[key])])),
    button,
    ...(isBlank(values[opinionKey]) ? {} : { opinion: String(values[opinionKey]).trim() }),
    ...(signature ? { signature: reference(signature) } : {}),
  };
}

/** The pictures among the values that were taken here. */
export function takenIn(values: Values): Taken[] {
  return Object.values(values)
    .flatMap((value) => value as Picture | Picture[] | null)
    .filter((one): one is Taken => typeof one === "object" && one !== null && "blob" in one);
}

/** The server's refusals by field, in its own words or as our own code; what belongs to no field of the form is left out. */
export function refusalsOf(problem: Entry["problem"], fields: readonly FormField[]): Record<string, string> {
  const body = problem?.body as (Partial<Problem["body"]> & { data?: { keys?: string[] } }) | undefined;
  const known = new Set([...fields.map((one) => one.key), opinionKey, signatureKey]);
  const told: Record<string, string> = {};
  for (const key of body?.data?.keys ?? []) told[key] = "form.required";
  if (problem?.code === "flow.opinion_required") told[opinionKey] = "form.required";
  if (problem?.code === "flow.signature_required") told[signatureKey] = "form.required";
  for (const [key, words] of Object.entries(body?.fields ?? {})) told[key.replace(/^fields\./, "")] = words;
  return Object.fromEntries(Object.entries(told).filter(([key]) => known.has(key)));
}

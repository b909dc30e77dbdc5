/**
 * A list's filters: in the address as `f=field~op~value`, to the server as its filter tree.
 *
 * Which operators a field offers follows from its type; the server checks again.
 */
import type { ServerField, ServerObject } from "~/shared/schema/server";
import { statusCategories, type StatusCategory } from "~/shared/icons/marks";

export interface Condition {
  field: string;
  op: string;
  value?: unknown;
}

export type Tab = "all" | "active" | StatusCategory;

const active: readonly StatusCategory[] = ["new", "open", "waiting_customer", "waiting_internal"];

/** The tabs over a list whose object has a status: those categories that some status belongs to. */
export function tabsOf(object: ServerObject): Tab[] {
  const status = object.fields.find((field) => field.key === "status");
  const used = new Set(status?.choices.map((choice) => choice.category));
  const known = statusCategories.filter((category) => used.has(category));
  return known.length > 1 ? ["all", "active", ...known] : [];
}

export function categoriesOf(tab: Tab): readonly StatusCategory[] {
  return tab === "all" ? [] : tab === "active" ? active : [tab];
}

const numbers = ["eq", "ge", "le", "between", "blank", "not_blank"];
const identities = ["in", "not_in", "blank", "not_blank"];

const operatorsOf: Record<string, readonly string[]> = {
  text: ["contains", "not_contains", "starts_with", "eq", "blank", "not_blank"],
  number: numbers,
  duration: numbers,
  date: ["within", "ge", "le", "blank", "not_blank"],
  moment: ["within", "ge", "le", "blank", "not_blank"],
  choice: identities,
  person: ["is_me", "in_my_team", ...identities],
  record: identities,
  bool: ["eq"],
};

const unfit = new Set(["file", "image", "signature", "subform", "location", "address", "rich_text"]);

export function operators(field: ServerField): readonly string[] {
  if (unfit.has(field.type)) return [];
  const found = operatorsOf[field.value] ?? [];
  if (field.type === "team") return ["in_my_team", ...found];
  return field.many && field.value === "person" ? found.filter((op) => op !== "in_my_team") : found;
}

export function filterable(object: ServerObject): ServerField[] {
  return object.fields.filter((field) => field.right !== "masked" && operators(field).length > 0);
}

export const needsNoValue = (op: string) => ["blank", "not_blank", "is_me", "in_my_team"].includes(op);

export const periods = [
  "today",
  "yesterday",
  "tomorrow",
  "this_week",
  "last_week",
  "next_week",
  "this_month",
  "last_month",
  "this_quarter",
  "this_year",
] as const;

export function toText({ field, op, value }: Condition): string {
  return [field, op, ...(value === undefined ? [] : [JSON.stringify(value)])].join("~");
}

/** Reads a condition of the address; what does not fit the object's fields is left out. */
export function fromText(text: string, object: ServerObject): Condition | null {
  const [key = "", op = "", ...rest] = text.split("~");
  const field = object.fields.find((one) => one.key === key);
  if (!field || !operators(field).includes(op)) return null;
  if (needsNoValue(op)) return { field: key, op };
  try {
    return { field: key, op, value: JSON.parse(rest.join("~")) as unknown };
  } catch {
    return null;
  }
}

/** The tree that the server takes; an empty one lets everything through. */
export function treeOf(tab: Tab, conditions: readonly Condition[]): object {
  const categories = categoriesOf(tab);
  const leaf = categories.length ? [{ field: "status", op: "category", value: categories }] : [];
  const all = [...leaf, ...conditions];
  return all.length ? { all } : {};
}

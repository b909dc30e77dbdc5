/**
 * Whether a value may be sent: the same limits the server enforces, told while the person is still there.
 *
 * The answer names a sentence of the catalogue `fields` and its variables; the server's answer has the last word.
 */
import type { Label } from "../i18n/language";
import { dateIn, isPlainDate, localZone, now } from "../time/moments";
import { isBlank, isEditable, type Field, type FieldValue, type FileRef, type SubformRow, type Values } from "./fields";

export interface Complaint {
  /** Key of the sentence in the catalogue `fields`, such as `invalid.too_long`. */
  key: string;
  values?: Record<string, string | number>;
  /** A sentence an administrator wrote, used instead. */
  message?: Label;
}

/** Complaints per field key; those of a subform's cell have the key `rows.0.quantity`. */
export type Complaints = Record<string, Complaint>;

const emailShape = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/;
const phoneShape = /^\+?[\d\s()-]{5,24}$/;

function checkText(field: Field, value: string): Complaint | null {
  const { maxLength, minLength, pattern, patternMessage } = field.settings ?? {};
  const length = Array.from(value).length;
  if (maxLength !== undefined && length > maxLength)
    return { key: "invalid.too_long", values: { max: maxLength, length } };
  if (minLength !== undefined && length < minLength) return { key: "invalid.too_short", values: { min: minLength } };
  if (pattern && !matches(pattern, value))
    return { key: "invalid.pattern", ...(patternMessage ? { message: patternMessage } : {}) };
  return null;
}

/** A pattern that this browser cannot read is left to the server. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, "u").test(value);
  } catch {
    return true;
  }
}

function checkNumber(field: Field, value: number): Complaint | null {
  const { min, max, digits } = field.settings ?? {};
  if (!Number.isFinite(value)) return { key: "invalid.number" };
  if (field.type === "integer" && !Number.isSafeInteger(value)) return { key: "invalid.integer" };
  if (min !== undefined && value < min) return { key: "invalid.too_small", values: { min } };
  if (max !== undefined && value > max) return { key: "invalid.too_large", values: { max } };
  if (digits !== undefined && Math.abs(value - Number(value.toFixed(digits))) > 5e-7) {
    return { key: "invalid.digits", values: { digits } };
  }
  return null;
}

function checkTime(field: Field, value: string): Complaint | null {
  const isDate = field.type === "date";
  if (isDate ? !isPlainDate(value) : Number.isNaN(Date.parse(value))) return { key: "invalid.date" };
  const resolve = (limit: string) => {
    if (limit === "today") return dateIn(localZone());
    return limit === "now" ? new Date(now()).toISOString() : limit;
  };
  const comparable = (limit: string) => (isDate ? resolve(limit).slice(0, 10) : new Date(resolve(limit)).toISOString());
  const { earliest, latest } = field.settings ?? {};
  if (earliest && value < comparable(earliest)) return { key: "invalid.too_early" };
  if (latest && value > comparable(latest)) return { key: "invalid.too_late" };
  return null;
}

function checkItems(field: Field, items: readonly unknown[]): Complaint | null {
  const { minItems, maxItems } = field.settings ?? {};
  if (minItems !== undefined && items.length < minItems) return { key: "invalid.too_few", values: { min: minItems } };
  if (maxItems !== undefined && items.length > maxItems) return { key: "invalid.too_many", values: { max: maxItems } };
  return null;
}

function checkFiles(field: Field, files: readonly FileRef[]): Complaint | null {
  const limit = field.settings?.maxBytes;
  const tooLarge = limit === undefined ? undefined : files.find((file) => file.size > limit);
  return tooLarge ? { key: "invalid.file_too_large", values: { name: tooLarge.name } } : checkItems(field, files);
}

function isWebAddress(value: string): boolean {
  try {
    return ["http:", "https:"].includes(new URL(value).protocol);
  } catch {
    return false;
  }
}

/** The first thing wrong with a value that is not blank, or null. */
export function checkValue(field: Field, value: FieldValue): Complaint | null {
  switch (field.type) {
    case "text":
    case "long_text":
    case "rich_text":
      return checkText(field, value as string);
    case "integer":
    case "decimal":
    case "money":
    case "percent":
    case "duration":
    case "rating":
      return checkNumber(field, value as number);
    case "date":
    case "datetime":
      return checkTime(field, value as string);
    case "phone":
      return phoneShape.test((value as string).trim()) ? null : { key: "invalid.phone" };
    case "email":
      return emailShape.test((value as string).trim()) ? null : { key: "invalid.email" };
    case "url":
      return isWebAddress((value as string).trim()) ? null : { key: "invalid.url" };
    case "choices":
    case "people":
    case "links":
    case "subform":
      return checkItems(field, value as unknown[]);
    case "file":
    case "image":
      return checkFiles(field, value as FileRef[]);
    default:
      return null;
  }
}

function checkRows(field: Field, rows: readonly SubformRow[]): Complaints {
  const found: Complaints = {};
  rows.forEach((row, index) => {
    for (const [key, complaint] of Object.entries(checkAll(field.settings?.fields ?? [], row.values))) {
      found[`${field.key}.${index}.${key}`] = complaint;
    }
  });
  return found;
}

/** Everything wrong with a form. Fields given as not shown or not editable are not checked. */
export function checkAll(fields: readonly Field[], values: Values): Complaints {
  const found: Complaints = {};
  for (const field of fields) {
    if (field.hidden || !isEditable(field)) continue;
    const value = values[field.key] ?? null;
    if (isBlank(value)) {
      if (field.required) found[field.key] = { key: "invalid.required" };
      continue;
    }
    const complaint = checkValue(field, value);
    if (complaint) found[field.key] = complaint;
    if (field.type === "subform") Object.assign(found, checkRows(field, value as SubformRow[]));
  }
  return found;
}

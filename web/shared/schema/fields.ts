/**
 * What a form knows about its fields, as the server describes them, and what a value of each type looks like.
 *
 * One description serves the console's form, the phone's form, lists, print and validation. It knows no widget.
 */
import type { Label } from "../i18n/language";
import type { Moment, PlainDate } from "../time/moments";

export const fieldTypes = [
  "text",
  "long_text",
  "rich_text",
  "integer",
  "decimal",
  "money",
  "percent",
  "yes_no",
  "date",
  "datetime",
  "duration",
  "choice",
  "choices",
  "cascade",
  "person",
  "people",
  "team",
  "link",
  "links",
  "subform",
  "file",
  "image",
  "signature",
  "phone",
  "email",
  "url",
  "address",
  "location",
  "rating",
  "serial",
  "formula",
  "created_at",
  "changed_at",
  "created_by",
  "changed_by",
] as const;
export type FieldType = (typeof fieldTypes)[number];

/** Types whose value the server makes; no form ever edits them. */
export const computedTypes: ReadonlySet<FieldType> = new Set<FieldType>([
  "serial",
  "formula",
  "created_at",
  "changed_at",
  "created_by",
  "changed_by",
]);

export const choiceColours = [
  "grey",
  "red",
  "orange",
  "amber",
  "green",
  "teal",
  "blue",
  "violet",
  "pink",
  "brown",
] as const;
export type ChoiceColour = (typeof choiceColours)[number];

export interface Choice {
  id: number;
  key?: string;
  label: Label;
  colour?: ChoiceColour | null;
  /** No longer offered, still shown where it was chosen. */
  retired?: boolean;
  /** For a cascade: the choice above this one. */
  parent?: number | null;
}

/** Every setting any type has; a field carries those of its type. */
export interface FieldSettings {
  /** text: longest length in characters. */
  maxLength?: number;
  minLength?: number;
  /** text: a pattern the whole value must match, and the sentence said when it does not. */
  pattern?: string;
  patternMessage?: Label;
  /** numbers: limits, decimals shown and stored, a unit written behind (台, km). */
  min?: number;
  max?: number;
  digits?: number;
  unit?: Label;
  /** money: ISO 4217; CNY unless told. */
  currency?: string;
  /** date, datetime: earliest and latest; `today` and `now` may be used. */
  earliest?: string;
  latest?: string;
  /** long_text: rows shown at first. */
  rows?: number;
  /** many-valued: how many at least and at most. */
  minItems?: number;
  maxItems?: number;
  /** file, image: accepted types as in the HTML attribute, largest size in bytes, photos from the camera only. */
  accept?: string;
  maxBytes?: number;
  cameraOnly?: boolean;
  /** choice: shown as buttons when few, as a list otherwise. */
  display?: "list" | "buttons";
  /** link, links: the object's key linked to. */
  object?: string;
  /** subform: the columns of its rows. */
  fields?: Field[];
  /** subform: keys of number columns that are summed below. */
  totals?: string[];
  /** formula: the type of its result. */
  result?: FieldType;
  /** rating: how many stars. */
  stars?: number;
  /** yes_no: words other than yes and no. */
  yes?: Label;
  no?: Label;
  /** text, serial: may be filled by scanning a code. */
  scan?: boolean;
}

export interface Field {
  id?: number;
  key: string;
  type: FieldType;
  label: Label;
  required?: boolean;
  readonly?: boolean;
  hidden?: boolean;
  /** The reader may know that there is a value but see only part of it; the server has already masked it. */
  masked?: boolean;
  help?: Label;
  placeholder?: Label;
  settings?: FieldSettings;
  choices?: Choice[];
  default?: FieldValue;
}

export interface PersonRef {
  id: number;
  label: string;
  avatar?: string | null;
  /** Left the company or disabled. */
  inactive?: boolean;
}

export interface RecordRef {
  id: number;
  label: string;
  /** A second line that tells two with the same name apart. */
  detail?: string;
}

export interface FileRef {
  id: number;
  name: string;
  size: number;
  type: string;
  url?: string;
  thumbnail?: string;
}

export interface AddressValue {
  province?: string;
  city?: string;
  district?: string;
  street?: string;
  /** Contact at the door and similar are fields of their own. */
  postcode?: string;
}

/** A place in WGS-84 degrees, with the datum it was first given in. */
export interface LocationValue {
  lat: number;
  lng: number;
  datum?: "WGS-84" | "GCJ-02" | "BD-09";
  /** Metres. */
  accuracy?: number;
  label?: string;
}

/** One row of a subform; `id` is missing until it has been saved. */
export interface SubformRow {
  id?: number;
  /** Tells unsaved rows apart on this device; never sent. */
  local?: string;
  values: Values;
}

/** The value of each type on this side of the API; `null` is blank for all of them. */
export interface ValueOf {
  text: string;
  long_text: string;
  /** HTML in the server's allowed subset. */
  rich_text: string;
  integer: number;
  decimal: number;
  money: number;
  /** 0.125 is 12.5 %. */
  percent: number;
  yes_no: boolean;
  date: PlainDate;
  datetime: Moment;
  /** Whole seconds. */
  duration: number;
  choice: number;
  choices: number[];
  /** The chosen path from the top. */
  cascade: number[];
  person: PersonRef;
  people: PersonRef[];
  team: RecordRef;
  link: RecordRef;
  links: RecordRef[];
  subform: SubformRow[];
  file: FileRef[];
  image: FileRef[];
  signature: FileRef;
  phone: string;
  email: string;
  url: string;
  address: AddressValue;
  location: LocationValue;
  rating: number;
  serial: string;
  formula: string | number | boolean;
  created_at: Moment;
  changed_at: Moment;
  created_by: PersonRef;
  changed_by: PersonRef;
}

export type FieldValue = ValueOf[FieldType] | null;
export type Values = Record<string, FieldValue | undefined>;

/** Whether a value counts as nothing entered. No is an answer; an empty list is not. */
export function isBlank(value: FieldValue | undefined): boolean {
  if (value === undefined || value === null || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value === "object" && !("id" in value) && !("lat" in value))
    return Object.values(value).every((part) => !part);
  return typeof value === "string" && value.trim() === "";
}

/** Whether a form may offer the field for editing. */
export function isEditable(field: Field): boolean {
  return !field.readonly && !field.masked && !computedTypes.has(field.type);
}

/** The first values of a new record: each field's default, rows and lists empty. */
export function initialValues(fields: readonly Field[]): Values {
  return Object.fromEntries(fields.map((field) => [field.key, field.default ?? null]));
}

const idOf = (value: { id: number }) => value.id;

/** A value as the API takes it: references by id, local marks removed. */
export function toWire(field: Field, value: FieldValue | undefined): unknown {
  if (isBlank(value)) return null;
  switch (field.type) {
    case "person":
    case "team":
    case "link":
    case "signature":
      return idOf(value as { id: number });
    case "people":
    case "links":
    case "file":
    case "image":
      return (value as { id: number }[]).map(idOf);
    case "subform":
      return (value as SubformRow[]).map((row) => ({
        ...(row.id === undefined ? {} : { id: row.id }),
        values: wireValues(field.settings?.fields ?? [], row.values),
      }));
    case "text":
    case "phone":
    case "email":
    case "url":
      return (value as string).trim();
    default:
      return value;
  }
}

/** The editable fields' values as the API takes them; with `before`, only those that changed. */
export function wireValues(fields: readonly Field[], values: Values, before?: Values): Record<string, unknown> {
  const sent: Record<string, unknown> = {};
  for (const field of fields) {
    if (!isEditable(field) || !(field.key in values)) continue;
    const wire = toWire(field, values[field.key]);
    if (before && JSON.stringify(wire) === JSON.stringify(toWire(field, before[field.key]))) continue;
    sent[field.key] = wire;
  }
  return sent;
}

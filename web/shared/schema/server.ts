/**
 * Objects and records as the server writes them, turned into the fields and values of this side, and back.
 *
 * The server names choices by key, counts percents in hundredths and keeps a cascade's last step only; here choices are
 * ids, a percent is a share, a cascade is its path. What a reader may not know is already missing from what comes in.
 */
import type { Label } from "../i18n/language";
import {
  choiceColours,
  fieldTypes,
  isBlank,
  toWire,
  type AddressValue,
  type Choice,
  type ChoiceColour,
  type Field,
  type FieldSettings,
  type FieldType,
  type FieldValue,
  type FileRef,
  type LocationValue,
  type RecordRef,
  type SubformRow,
  type Values,
} from "./fields";
import type { FormSchema, FormSection } from "./linkage";

export interface ServerChoice {
  id: number;
  key: string;
  label: Label;
  colour: string;
  active: boolean;
  parent_id?: number;
  category?: string;
}

export type Right = "masked" | "read" | "edit";

export interface ServerField {
  id: number;
  key: string;
  type: string;
  /** Its type in formulas and filters. */
  value: string;
  many: boolean;
  label: Label;
  help: Label;
  section: string;
  position: number;
  shipped: boolean;
  computed: boolean;
  sortable: boolean;
  groupable: boolean;
  right: Right;
  settings: Record<string, unknown>;
  choices: ServerChoice[];
}

export interface ServerObject {
  id: number;
  key: string;
  label: Label;
  /** The object that this one is a subform of. */
  parent: string | null;
  shipped: boolean;
  settings: { sections?: { key: string; label: Label }[]; title?: string };
  /** read, create, update, delete, import, export. */
  actions: string[];
  /** Whether the reader may change its shape. */
  manage: boolean;
  fields: ServerField[];
}

/** A record: its fields lie flat beside id and rev. */
export interface ServerRecord {
  id: number;
  rev: number;
  [key: string]: unknown;
}

const renamed: Record<string, FieldType> = { updated_at: "changed_at", updated_by: "changed_by" };
const results: Record<string, FieldType> = { number: "decimal" };
const listed: ReadonlySet<string> = new Set(fieldTypes);
const colours: ReadonlySet<string> = new Set(choiceColours);

export function typeOf(type: string): FieldType {
  const name = renamed[type] ?? type;
  return listed.has(name) ? (name as FieldType) : "text";
}

export function choiceOf(choice: ServerChoice): Choice {
  return {
    id: choice.id,
    key: choice.key,
    label: choice.label,
    colour: colours.has(choice.colour) ? (choice.colour as ChoiceColour) : null,
    retired: !choice.active,
    parent: choice.parent_id ?? null,
  };
}

function unitOf(unit: unknown): Label | undefined {
  return typeof unit === "string" && unit ? { "zh-CN": unit, en: unit } : undefined;
}

const sameName: Record<string, keyof FieldSettings> = {
  max_length: "maxLength",
  pattern: "pattern",
  pattern_message: "patternMessage",
  min: "min",
  max: "max",
  digits: "digits",
  currency: "currency",
  object: "object",
  best: "stars",
  most: "maxItems",
  camera_only: "cameraOnly",
};

function settingsOf(field: ServerField, children: Field[] | undefined): FieldSettings {
  const settings: Record<string, unknown> = {};
  for (const [theirs, ours] of Object.entries(sameName)) {
    if (field.settings[theirs] !== undefined) settings[ours] = field.settings[theirs];
  }
  const unit = unitOf(field.settings["unit"]);
  if (unit) settings["unit"] = unit;
  if (children) settings["fields"] = children;
  const result = field.settings["result"];
  if (field.type === "formula") settings["result"] = typeOf(results[String(result)] ?? String(result ?? "text"));
  if (field.type === "percent") {
    // Limits of a share: the server's are of hundredths.
    for (const limit of ["min", "max"] as const)
      if (typeof settings[limit] === "number") settings[limit] = settings[limit] / 100;
    settings["digits"] = Math.min(6, Number(field.settings["digits"] ?? 2) + 2);
  }
  return settings as FieldSettings;
}

/** A field as forms and lists take it. `objects` names subforms' rows. */
export function fieldOf(field: ServerField, objects: readonly ServerObject[] = []): Field {
  const child =
    field.type === "subform" ? objects.find((one) => one.key === field.settings["object"])?.fields : undefined;
  const choices = field.choices.map(choiceOf);
  const made: Field = {
    id: field.id,
    key: field.key,
    type: typeOf(field.type),
    label: field.label,
    help: field.help,
    required: field.settings["required"] === true,
    readonly: field.settings["readonly"] === true || field.right === "read",
    masked: field.right === "masked",
    settings: settingsOf(
      field,
      child?.filter((one) => one.settings["system"] !== true && !one.computed).map((one) => fieldOf(one, objects)),
    ),
    choices,
  };
  const placeholder = field.settings["placeholder"];
  if (placeholder && typeof placeholder === "object") made.placeholder = placeholder as Label;
  const given = field.settings["default"];
  if (given !== undefined && given !== null) made.default = valueOf(made, given);
  return made;
}

interface Named {
  id: number;
  name?: string;
  number?: string | null;
  title?: string | null;
}

const personOf = (raw: Named) => ({ id: raw.id, label: raw.name ?? `#${raw.id}` });

export function recordOf(raw: Named): RecordRef {
  const label = raw.title || raw.number || raw.name || `#${raw.id}`;
  return { id: raw.id, label, ...(raw.number && raw.number !== label ? { detail: raw.number } : {}) };
}

interface ServerFile {
  id: number;
  name: string;
  media_type: string;
  size: number;
  width: number | null;
}

export function fileOf(raw: ServerFile): FileRef {
  const url = `/files/${raw.id}`;
  const thumbnail = raw.width ? { thumbnail: `${url}/thumb` } : {};
  return { id: raw.id, name: raw.name, size: raw.size, type: raw.media_type, url, ...thumbnail };
}

function choiceId(field: Field, raw: unknown): number | null {
  return field.choices?.find((one) => one.key === raw || one.id === raw)?.id ?? null;
}

function pathTo(field: Field, id: number | null): number[] {
  const path: number[] = [];
  const byId = new Map(field.choices?.map((one) => [one.id, one]));
  for (let at = id; at !== null && byId.has(at) && !path.includes(at); at = byId.get(at)?.parent ?? null)
    path.unshift(at);
  return path;
}

const datums = { wgs84: "WGS-84", gcj02: "GCJ-02", bd09: "BD-09" } as const;
type ServerDatum = keyof typeof datums;

/** A value as it came, in the shape that its field's editor and view take. */
export function valueOf(field: Field, raw: unknown): FieldValue {
  if (raw === null || raw === undefined || raw === "") return null;
  const list = Array.isArray(raw) ? raw : [raw];
  // Masked values come as words, whatever the type.
  if (field.masked) return typeof raw === "string" ? raw : null;
  switch (field.type) {
    case "choice":
      return choiceId(field, raw);
    case "choices": {
      const ids = list.flatMap((one) => choiceId(field, one) ?? []);
      return ids.length ? ids : null;
    }
    case "cascade": {
      const path = pathTo(field, choiceId(field, raw));
      return path.length ? path : null;
    }
    case "person":
    case "created_by":
    case "changed_by":
      return personOf(raw as Named);
    case "people":
      return list.length ? list.map((one) => personOf(one as Named)) : null;
    case "team":
    case "link":
      return recordOf(raw as Named);
    case "links":
      return list.length ? list.map((one) => recordOf(one as Named)) : null;
    case "file":
    case "image":
      return list.length ? list.map((one) => fileOf(one as ServerFile)) : null;
    case "signature":
      return fileOf(raw as ServerFile);
    case "subform":
      return list.length
        ? list.map((row: ServerRecord) => ({ id: row.id, values: valuesOf(field.settings?.fields ?? [], row) }))
        : null;
    case "percent":
      return Number(raw) / 100;
    case "decimal":
    case "money":
      return Number(raw);
    case "address": {
      const { detail, ...rest } = raw as AddressValue & { detail?: string };
      return { ...rest, ...(detail ? { street: detail } : {}) };
    }
    case "location": {
      const place = raw as Omit<LocationValue, "datum"> & { datum?: ServerDatum };
      return { ...place, datum: datums[place.datum ?? "wgs84"] };
    }
    default:
      return raw as FieldValue;
  }
}

export function valuesOf(fields: readonly Field[], record: ServerRecord): Values {
  return Object.fromEntries(fields.map((field) => [field.key, valueOf(field, record[field.key])]));
}

const round = (value: number) => Math.round(value * 1e6) / 1e6;

/** A value as the server takes it. */
export function toServer(field: Field, value: FieldValue | undefined): unknown {
  if (isBlank(value)) return null;
  switch (field.type) {
    case "cascade":
      return (value as number[]).at(-1) ?? null;
    case "percent":
      return round((value as number) * 100);
    case "address": {
      const { street, postcode: _, ...rest } = value as AddressValue;
      return { ...rest, detail: street ?? "" };
    }
    case "location": {
      const place = value as LocationValue;
      const datum = (Object.keys(datums) as ServerDatum[]).find((one) => datums[one] === place.datum) ?? "wgs84";
      return { ...place, datum };
    }
    case "subform":
      return (value as SubformRow[]).map((row) => ({
        ...(row.id === undefined ? {} : { id: row.id }),
        ...serverValues(field.settings?.fields ?? [], row.values),
      }));
    default:
      return toWire(field, value);
  }
}

/** The named values (all of them without `keys`) as the server takes them. */
export function serverValues(
  fields: readonly Field[],
  values: Values,
  keys: readonly string[] = fields.map((field) => field.key),
): Record<string, unknown> {
  const wanted = new Set(keys);
  return Object.fromEntries(
    fields
      .filter((field) => wanted.has(field.key) && !field.readonly && !field.masked && field.key in values)
      .map((field) => [field.key, toServer(field, values[field.key])]),
  );
}

const hiddenInForms = new Set(["owner", "team"]);

/** What a form shows of a field: nothing of what the server alone fills, but for those that people look for. */
function belongsInForm(object: ServerObject, field: ServerField): boolean {
  if (field.key === "title" && object.settings.title) return false;
  if (field.type === "formula") return true;
  return (
    !field.computed && (field.settings["system"] !== true || field.key === "title" || hiddenInForms.has(field.key))
  );
}

/** The form of an object: its sections in order, fields without one last. `isNew` leaves out what nobody types. */
export function formOf(object: ServerObject, objects: readonly ServerObject[], isNew: boolean): FormSchema {
  const shown = object.fields
    .filter((field) => belongsInForm(object, field))
    .filter((field) => !isNew || (field.right === "edit" && field.settings["readonly"] !== true && !field.computed))
    .sort((one, other) => one.position - other.position);
  const named = object.settings.sections ?? [];
  const known = new Set(named.map((section) => section.key));
  const keysIn = (wanted: (section: string) => boolean) =>
    shown.filter((field) => wanted(field.section)).map((field) => field.key);
  const sections: FormSection[] = named.map(({ key, label }) => ({
    key,
    label,
    fields: keysIn((section) => section === key),
    columns: 2,
  }));
  const rest = keysIn((section) => !known.has(section));
  if (rest.length) sections.push({ key: "_rest", label: { "zh-CN": "其他", en: "Other" }, fields: rest, columns: 2 });
  return {
    key: object.key,
    label: object.label,
    fields: shown.map((field) => fieldOf(field, objects)),
    sections: sections.filter((section) => section.fields.length > 0),
  };
}

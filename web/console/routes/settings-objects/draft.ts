/** What is typed about a field, and how it goes to the server. Pure. */
import type { Label } from "~/shared/i18n/language";
import type { ServerChoice, ServerField } from "~/shared/schema/server";

export interface ChoiceDraft {
  /** Missing until it is stored. */
  id?: number;
  zh: string;
  en: string;
  colour: string;
  active: boolean;
}

export interface FieldDraft {
  type: string;
  zh: string;
  en: string;
  helpZh: string;
  helpEn: string;
  section: string;
  settings: Record<string, unknown>;
  choices: ChoiceDraft[];
}

/** Types in the order people look for them; the server may know more, which are listed after these. */
export const commonTypes = [
  "text",
  "long_text",
  "integer",
  "decimal",
  "money",
  "percent",
  "choice",
  "choices",
  "yes_no",
  "date",
  "datetime",
  "duration",
  "person",
  "people",
  "team",
  "link",
  "links",
  "file",
  "image",
  "phone",
  "email",
  "url",
  "address",
  "location",
  "rating",
  "rich_text",
  "signature",
  "formula",
] as const;

export const hasChoices = (type: string) => type === "choice" || type === "choices";

/** Settings with a place of their own in the editor, by type; all others of a field are kept as they are. */
export function settingsFor(type: string): string[] {
  const own: Record<string, string[]> = {
    text: ["max_length", "unique"],
    long_text: ["max_length"],
    integer: ["min", "max", "unit"],
    decimal: ["min", "max", "digits", "unit"],
    percent: ["min", "max", "digits"],
    money: ["min", "max", "digits", "currency"],
    rating: ["best"],
    link: ["object"],
    links: ["object"],
    file: ["most"],
    image: ["most", "camera_only"],
    formula: ["text", "result", "digits"],
  };
  const common = type === "formula" ? ["in_list"] : ["required", "in_list", "readonly", "sensitive"];
  return [...(own[type] ?? []), ...common];
}

export const flags: ReadonlySet<string> = new Set([
  "required",
  "in_list",
  "readonly",
  "sensitive",
  "unique",
  "camera_only",
]);
export const figures: ReadonlySet<string> = new Set(["max_length", "min", "max", "digits", "best", "most"]);

export function emptyDraft(): FieldDraft {
  return { type: "text", zh: "", en: "", helpZh: "", helpEn: "", section: "", settings: {}, choices: [] };
}

function choiceDraft(choice: ServerChoice): ChoiceDraft {
  const { id, label, colour, active } = choice;
  return { id, zh: label["zh-CN"] ?? "", en: label.en ?? "", colour, active };
}

export function draftOf(field: ServerField): FieldDraft {
  return {
    type: field.type,
    zh: field.label["zh-CN"] ?? "",
    en: field.label.en ?? "",
    helpZh: field.help["zh-CN"] ?? "",
    helpEn: field.help.en ?? "",
    section: field.section,
    settings: { ...field.settings },
    choices: field.choices.map(choiceDraft),
  };
}

/** Only languages in which something was written. */
export function labelOf(zh: string, en: string): Label {
  return { ...(zh.trim() ? { "zh-CN": zh.trim() } : {}), ...(en.trim() ? { en: en.trim() } : {}) };
}

/** Settings without blanks and without flags that are off. */
export function settingsSent(settings: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settings).filter(
      ([, value]) => value !== null && value !== undefined && value !== "" && value !== false,
    ),
  );
}

export function isReady(draft: FieldDraft): boolean {
  if (!draft.zh.trim() && !draft.en.trim()) return false;
  if ((draft.type === "link" || draft.type === "links") && !draft.settings["object"]) return false;
  if (draft.type === "formula" && !draft.settings["text"]) return false;
  const named = draft.choices.every((choice) => choice.zh.trim() || choice.en.trim());
  return !hasChoices(draft.type) || (draft.choices.length > 0 && named);
}

/** The body that adds a field. */
export function addition(draft: FieldDraft): object {
  return {
    type: draft.type,
    label: labelOf(draft.zh, draft.en),
    help: labelOf(draft.helpZh, draft.helpEn),
    section: draft.section,
    settings: settingsSent(draft.settings),
    choices: hasChoices(draft.type)
      ? draft.choices.map(({ zh, en, colour }) => ({ label: labelOf(zh, en), colour }))
      : [],
  };
}

/** What changed about a field; an empty object when nothing did. */
export function change(before: FieldDraft, after: FieldDraft): Record<string, unknown> {
  const differs = (one: unknown, other: unknown) => JSON.stringify(one) !== JSON.stringify(other);
  const label = [labelOf(before.zh, before.en), labelOf(after.zh, after.en)] as const;
  const help = [labelOf(before.helpZh, before.helpEn), labelOf(after.helpZh, after.helpEn)] as const;
  const settings = [settingsSent(before.settings), settingsSent(after.settings)] as const;
  return {
    ...(differs(...label) ? { label: label[1] } : {}),
    ...(differs(...help) ? { help: help[1] } : {}),
    ...(before.section !== after.section ? { section: after.section } : {}),
    ...(differs(...settings) ? { settings: settings[1] } : {}),
  };
}

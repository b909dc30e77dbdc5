/**
 * What a form shows, requires and offers, given what has been entered.
 *
 * Rules come with the form. A rule whose condition holds adds its effects; a field that any `show` rule names is hidden
 * until one of them holds. The server applies the same rules to every way of writing, so this decides comfort only.
 */
import type { Label } from "../i18n/language";
import type { Field, Values } from "./fields";

/** A condition's checked syntax tree, as the server stores it (shared/schema/formula.ts reads it). */
export type Condition = unknown;

export interface FormRule {
  when: Condition;
  show?: string[];
  hide?: string[];
  require?: string[];
  readonly?: string[];
  /** Choice ids still offered per field key; several rules narrow each other. */
  options?: Record<string, number[]>;
}

export interface FormSection {
  key: string;
  label?: Label;
  help?: Label;
  /** Field keys in order. */
  fields: string[];
  /** 1, 2 or 3 columns where there is room. */
  columns?: 1 | 2 | 3;
  collapsed?: boolean;
}

export interface FormSchema {
  key: string;
  label?: Label;
  fields: Field[];
  sections: FormSection[];
  rules?: FormRule[];
}

/** Whether a condition is true of the values; anything but true, blank included, is not. */
export type Holds = (condition: Condition, values: Values) => boolean;

interface Effects {
  shown: Set<string>;
  hidden: Set<string>;
  required: Set<string>;
  readonly: Set<string>;
  options: Map<string, Set<number>>;
}

function effectsOf(rules: readonly FormRule[], values: Values, holds: Holds): Effects {
  const effects: Effects = {
    shown: new Set(),
    hidden: new Set(),
    required: new Set(),
    readonly: new Set(),
    options: new Map(),
  };
  for (const rule of rules) {
    if (!holds(rule.when, values)) continue;
    rule.show?.forEach((key) => effects.shown.add(key));
    rule.hide?.forEach((key) => effects.hidden.add(key));
    rule.require?.forEach((key) => effects.required.add(key));
    rule.readonly?.forEach((key) => effects.readonly.add(key));
    for (const [key, ids] of Object.entries(rule.options ?? {})) {
      const before = effects.options.get(key);
      effects.options.set(key, new Set(before ? ids.filter((id) => before.has(id)) : ids));
    }
  }
  return effects;
}

/**
 * The form's fields as they stand now: hidden, required, readonly and choices settled.
 *
 * A hidden field keeps what was typed, so that showing it again loses nothing; it is neither checked nor sent.
 */
export function settle(schema: FormSchema, values: Values, holds: Holds): Field[] {
  const rules = schema.rules ?? [];
  const conditional = new Set(rules.flatMap((rule) => rule.show ?? []));
  const effects = effectsOf(rules, values, holds);
  return schema.fields.map((field) => {
    const { key } = field;
    const offered = effects.options.get(key);
    return {
      ...field,
      hidden: Boolean(field.hidden) || effects.hidden.has(key) || (conditional.has(key) && !effects.shown.has(key)),
      required: Boolean(field.required) || effects.required.has(key),
      readonly: Boolean(field.readonly) || effects.readonly.has(key),
      ...(offered && field.choices
        ? { choices: field.choices.map((c) => (offered.has(c.id) ? c : { ...c, retired: true })) }
        : {}),
    };
  });
}

/** The fields that are sent: all but the hidden ones. */
export function sentFields(settled: readonly Field[]): Field[] {
  return settled.filter((field) => !field.hidden);
}

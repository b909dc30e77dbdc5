/**
 * A lookup of sentences small enough for a phone.
 *
 * It reads the same catalogues as i18next in the console: flat keys, `{name}` for variables, and `_one` / `_other`
 * endings where English counts.
 */
import type { Language } from "./language";

export type Catalogue = Readonly<Record<string, string>>;
export type Values = Readonly<Record<string, string | number>>;
export type Translate = (key: string, values?: Values) => string;

/** Puts values into a sentence; a variable without a value stays visible, so that it is noticed. */
export function fill(sentence: string, values: Values = {}): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

export function createLookup(language: Language, ...catalogues: Catalogue[]): Translate {
  const sentences: Catalogue = Object.assign({}, ...catalogues);
  const plural = new Intl.PluralRules(language);
  return (key, values) => {
    const count = values?.["count"];
    const counted = typeof count === "number" ? sentences[`${key}_${plural.select(count)}`] : undefined;
    return fill(counted ?? sentences[key] ?? sentences[`${key}_other`] ?? key, values);
  };
}

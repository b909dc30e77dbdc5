/** The reader's language in the phone apps: sentences and figures, given once at the root. */
import { createContext, useContext } from "react";
import { formatterFor, type Formatter } from "~/shared/format/formatter";
import type { Language } from "~/shared/i18n/language";
import { createLookup, type Catalogue, type Translate } from "~/shared/i18n/lookup";
import type { Problem } from "~/shared/api/problem";

export interface Texts {
  language: Language;
  t: Translate;
  format: Formatter;
  setLanguage: (language: Language) => void;
}

export const TextsContext = createContext<Texts | null>(null);

export function textsOf(language: Language, catalogue: Catalogue, setLanguage: Texts["setLanguage"]): Texts {
  return { language, t: createLookup(language, catalogue), format: formatterFor(language), setLanguage };
}

export function useTexts(): Texts {
  const texts = useContext(TextsContext);
  if (!texts) throw new Error("Texts are given at the root of the app.");
  return texts;
}

/** The sentence for a problem: the server's own, or ours for what the server could not say. */
export function problemText(t: Translate, problem: Problem): string {
  if (!problem.code.startsWith("client.")) return problem.detail || problem.title;
  const sentence = t(problem.code);
  return sentence === problem.code ? t("unexpected") : sentence;
}

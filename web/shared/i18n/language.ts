/**
 * Which language the reader has, and how the choice is kept.
 *
 * The choice lives in a cookie, because the server writes sentences too (problem details, notifications, print) and
 * reads the same cookie when no `Accept-Language` is sent.
 */
export const languages = ["zh-CN", "en"] as const;
export type Language = (typeof languages)[number];

/** What each language calls itself. */
export const languageNames: Record<Language, string> = { "zh-CN": "简体中文", en: "English" };

const cookie = "paidan_lang";

export function isLanguage(value: unknown): value is Language {
  return languages.includes(value as Language);
}

/** The kept choice, else the first browser language that we speak, else Chinese. */
export function currentLanguage(): Language {
  const kept = new RegExp(`(?:^|; )${cookie}=([^;]+)`).exec(document.cookie)?.[1];
  if (isLanguage(kept)) return kept;
  for (const wanted of navigator.languages ?? []) {
    if (wanted.toLowerCase().startsWith("zh")) return "zh-CN";
    if (wanted.toLowerCase().startsWith("en")) return "en";
  }
  return "zh-CN";
}

export function keepLanguage(language: Language): void {
  document.cookie = `${cookie}=${language}; path=/; max-age=31536000; samesite=lax`;
  document.documentElement.lang = language;
}

/** A label an administrator wrote in one or more languages. */
export type Label = Partial<Record<Language, string>>;

/** The label in the reader's language, else in any language it has. */
export function labelIn(language: Language, label: Label | undefined): string {
  return label?.[language] || label?.["zh-CN"] || label?.en || "";
}

/** A name inside a sentence: English writes it small, unless it begins with an abbreviation such as IT. */
export function inSentence(language: Language, name: string): string {
  return language === "en" && /^[A-Z][a-z]/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}

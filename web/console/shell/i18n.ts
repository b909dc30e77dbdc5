/**
 * i18next over the shared catalogues.
 *
 * A catalogue is one area in one language, fetched when a page first asks for it with `useTranslation("area")`;
 * `common`, `errors`, `marks` and `shell` come with the shell.
 */
import i18next, { type BackendModule } from "i18next";
import { initReactI18next } from "react-i18next";
import { keepLanguage, type Language } from "~/shared/i18n/language";

type Catalogue = Record<string, string>;
const files = import.meta.glob<{ default: Catalogue }>("../../shared/i18n/{zh-CN,en}/*.json");

const backend: BackendModule = {
  type: "backend",
  init: () => undefined,
  read(language, area, done) {
    const load = files[`../../shared/i18n/${language}/${area}.json`];
    if (!load) done(new Error(`There is no catalogue ${area} in ${language}.`), null);
    else
      load().then(
        (module) => done(null, module.default),
        (error: unknown) => done(error as Error, null),
      );
  },
};

/** Resolves when the shell's own sentences are there. */
export async function startI18n(language: Language): Promise<void> {
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: "zh-CN",
      supportedLngs: ["zh-CN", "en"],
      load: "currentOnly",
      ns: ["common", "errors", "marks", "shell"],
      defaultNS: "common",
      keySeparator: false,
      interpolation: { prefix: "{", suffix: "}", escapeValue: false },
      react: { useSuspense: true },
    });
}

export async function speak(language: Language): Promise<void> {
  keepLanguage(language);
  await i18next.changeLanguage(language);
}

/** What the reader chose: language, light or dark, zone; and the formatter that follows from it. */
import { createContext, useContext } from "react";
import type { Formatter } from "~/shared/format/formatter";
import type { Language } from "~/shared/i18n/language";
import type { Theme, ThemeChoice } from "~/shared/theme/theme";

export interface Preferences {
  language: Language;
  setLanguage: (language: Language) => void;
  themeChoice: ThemeChoice;
  theme: Theme;
  setTheme: (choice: ThemeChoice) => void;
  /** IANA name of the zone times are shown in. */
  zone: string;
  format: Formatter;
}

export const PreferencesContext = createContext<Preferences | null>(null);

export function usePreferences(): Preferences {
  const preferences = useContext(PreferencesContext);
  if (!preferences) throw new Error("Preferences are given at the root of the console.");
  return preferences;
}

export const useFormat = (): Formatter => usePreferences().format;

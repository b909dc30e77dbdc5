/** The root of the console: preferences, design system, data, and the router inside them. */
import { QueryClientProvider } from "@tanstack/react-query";
import { ConfigProvider } from "antd";
import type { Locale } from "antd/es/locale";
import { useEffect, useMemo, useState, type ReactNode } from "react";
import { formatterFor } from "~/shared/format/formatter";
import { currentLanguage, type Language } from "~/shared/i18n/language";
import { localZone } from "~/shared/time/moments";
import { applyTheme, keptTheme, onDeviceTheme, themeNow, type ThemeChoice } from "~/shared/theme/theme";
import { PreferencesContext, type Preferences } from "~/widgets/preferences/preferences";
import { speak } from "./i18n";
import { Pages } from "./router";
import { queries } from "./session";
import { themeConfig } from "./theme";

const locales: Record<Language, () => Promise<{ default: Locale }>> = {
  "zh-CN": () => import("antd/locale/zh_CN"),
  en: () => import("antd/locale/en_US"),
};

function usePreferencesState(): Preferences {
  const [language, setLanguage] = useState<Language>(currentLanguage);
  const [themeChoice, setThemeChoice] = useState<ThemeChoice>(keptTheme);
  const [theme, setTheme] = useState(() => themeNow());
  useEffect(() => onDeviceTheme(() => setTheme(themeNow())), []);
  return useMemo(() => {
    const zone = localZone();
    return {
      language,
      themeChoice,
      theme,
      zone,
      format: formatterFor(language, zone),
      setLanguage: (chosen) => void speak(chosen).then(() => setLanguage(chosen)),
      setTheme: (chosen) => {
        applyTheme(chosen);
        setThemeChoice(chosen);
        setTheme(themeNow(chosen));
      },
    };
  }, [language, themeChoice, theme]);
}

function useLocale(language: Language): Locale | undefined {
  const [locale, setLocale] = useState<Locale>();
  useEffect(() => {
    let left = false;
    void locales[language]().then((module) => {
      if (!left) setLocale(module.default);
    });
    return () => {
      left = true;
    };
  }, [language]);
  return locale;
}

export function Providers({ children }: { children: ReactNode }) {
  const preferences = usePreferencesState();
  const locale = useLocale(preferences.language);
  return (
    <PreferencesContext.Provider value={preferences}>
      <ConfigProvider
        theme={themeConfig(preferences.theme)}
        {...(locale ? { locale } : {})}
        button={{ autoInsertSpace: false }}
        wave={{ disabled: true }}
      >
        <QueryClientProvider client={queries}>{children}</QueryClientProvider>
      </ConfigProvider>
    </PreferencesContext.Provider>
  );
}

export function App() {
  return (
    <Providers>
      <Pages />
    </Providers>
  );
}

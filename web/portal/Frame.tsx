/** What surrounds every page of the portal: the company's name above, the language below. */
import type { ReactNode } from "react";
import { iconGlobe } from "~/shared/icons/paths";
import { languageNames, languages } from "~/shared/i18n/language";
import { Button } from "~/field/kit/basics";
import { useTexts } from "~/field/kit/texts";

export function Frame({ children }: { children: ReactNode }) {
  const { t, language, setLanguage } = useTexts();
  const other = languages.find((one) => one !== language) ?? "en";
  return (
    <>
      <header className="app-bar">
        <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width="28" height="28" />
        <strong>{t("app")}</strong>
      </header>
      <main className="screen">{children}</main>
      <footer className="foot">
        <Button kind="quiet" icon={iconGlobe} lang={other} onClick={() => setLanguage(other)}>
          {languageNames[other]}
        </Button>
      </footer>
    </>
  );
}

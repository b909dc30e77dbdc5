/** The reader's own choices on this phone, and how safe the unsent work is. */
import { useEffect, useState } from "react";
import { iconSignOut } from "~/shared/icons/paths";
import { languageNames, languages } from "~/shared/i18n/language";
import { applyTheme, keptTheme, themeChoices } from "~/shared/theme/theme";
import { Button, ListRow } from "../kit/basics";
import { toast } from "../kit/overlays";
import { Pills } from "../kit/inputs";
import { go, to } from "../kit/router";
import { useTexts } from "../kit/texts";
import { ScreenFrame } from "../shell/Frame";
import { useSync } from "../shell/useSync";
import { signOut, useSession } from "../session";
import { keepStorage } from "../sync";

export default function Me() {
  const { t, language, setLanguage } = useTexts();
  const { waiting, refused } = useSync();
  const session = useSession();
  const [theme, setTheme] = useState(keptTheme);
  const [kept, setKept] = useState<boolean | null>(null);
  useEffect(() => {
    void keepStorage().then(setKept, () => setKept(false));
  }, []);
  const unsent = refused > 0 ? t("refused", { count: refused }) : t("unsent", { count: waiting });
  const leave = () =>
    signOut().then(
      () => go(""),
      () => toast(t("client.offline"), { kind: "error" }),
    );
  return (
    <ScreenFrame title={t("me.title")}>
      <div className="stack">
        <ul className="list bleed">
          <li>
            <ListRow
              title={t("me.unsent")}
              detail={waiting + refused ? unsent : t("unsent.none")}
              href={to("unsent")}
            />
          </li>
          <li>
            <ListRow
              title={t("me.storage")}
              detail={kept === null ? "" : t(kept ? "me.storage.kept" : "me.storage.may_go")}
            />
          </li>
        </ul>
        <Pills
          label={t("me.language")}
          value={[language]}
          options={languages.map((value) => ({ value, label: languageNames[value] }))}
          onChange={([chosen]) => chosen && setLanguage(chosen)}
        />
        <Pills
          label={t("me.theme")}
          value={[theme]}
          options={themeChoices.map((value) => ({ value, label: t(`me.theme.${value}`) }))}
          onChange={([chosen]) => {
            if (!chosen) return;
            applyTheme(chosen);
            setTheme(chosen);
          }}
        />
        {session && waiting + refused === 0 && (
          // What is unsent belongs to who did it: with any left nobody signs out.
          <Button icon={iconSignOut} onClick={() => void leave()}>
            {t("me.sign_out")} · {session.person.label}
          </Button>
        )}
      </div>
    </ScreenFrame>
  );
}

/** The navigation at the left: sections by permission; slim on request; a drawer where the window is narrow. */
import { Button } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import { iconClose, iconLeft, iconRight } from "~/shared/icons/paths";
import { Icon } from "~/widgets/icon/Icon";
import { usePreferences } from "~/widgets/preferences/preferences";
import { navigation, pages } from "./registry";
import { useSession } from "./session";
import styles from "./shell.module.css";

const key = "paidan.nav.slim";

function useSlim(): [boolean, (slim: boolean) => void] {
  const [slim, setSlim] = useState(() => localStorage.getItem(key) === "1");
  useEffect(() => localStorage.setItem(key, slim ? "1" : "0"), [slim]);
  return [slim, setSlim];
}

export function Nav({ drawer, onClose }: { drawer: boolean; onClose: () => void }) {
  const { t } = useTranslation(["shell", "common"]);
  const { language } = usePreferences();
  const session = useSession();
  const [slim, setSlim] = useSlim();
  const groups = navigation(pages, session?.permissions ?? []);
  return (
    <>
      {drawer && <button type="button" className={styles["scrim"]} aria-label={t("common:close")} onClick={onClose} />}
      <nav className={styles["nav"]} data-slim={slim && !drawer} data-drawer={drawer} aria-label={t("nav")}>
        <div className={styles["brand"]}>
          <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width={24} height={24} />
          <strong>{session?.company || t("common:app")}</strong>
          {drawer && (
            <Button type="text" aria-label={t("common:close")} icon={<Icon path={iconClose} />} onClick={onClose} />
          )}
        </div>
        <div className={styles["links"]}>
          {groups.map(({ section, pages }) => (
            <section key={section} aria-label={t(`section.${section}`)}>
              <h2>{t(`section.${section}`)}</h2>
              {pages.map((page) => (
                <NavLink
                  key={page.path}
                  to={`/${page.path}`}
                  end={page.path === "" || page.path === "records"}
                  title={slim ? page.title[language] : undefined}
                >
                  <Icon path={page.nav?.icon ?? ""} size={18} />
                  <span>{page.title[language]}</span>
                </NavLink>
              ))}
            </section>
          ))}
        </div>
        <Button
          className={styles["slimmer"] ?? ""}
          type="text"
          aria-label={t(slim ? "nav.expand" : "nav.collapse")}
          icon={<Icon path={slim ? iconRight : iconLeft} />}
          onClick={() => setSlim(!slim)}
        />
      </nav>
    </>
  );
}

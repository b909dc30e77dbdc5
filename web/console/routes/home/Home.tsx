/** The first page after signing in: the ways into what the reader's role may do. */
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { iconHome } from "~/shared/icons/paths";
import { Icon } from "~/widgets/icon/Icon";
import { usePreferences } from "~/widgets/preferences/preferences";
import { State } from "~/widgets/states/states";
import { navigation, pages } from "../../shell/registry";
import { useSession } from "../../shell/session";
import styles from "./home.module.css";

export default function Home() {
  const { t } = useTranslation("shell");
  const { language } = usePreferences();
  const session = useSession();
  const groups = navigation(
    pages.filter((page) => page.path !== ""),
    session?.permissions ?? [],
  );
  if (groups.length === 0) return <State icon={iconHome} title={t("home.empty")} />;
  return (
    <div className={styles["home"]}>
      <h1>{t("home.title")}</h1>
      {groups.map(({ section, pages }) => (
        <section key={section}>
          <h2>{t(`section.${section}`)}</h2>
          <div className={styles["tiles"]}>
            {pages.map((page) => (
              <Link key={page.path} to={`/${page.path}`}>
                <Icon path={page.nav?.icon ?? ""} size={20} />
                {page.title[language]}
              </Link>
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}

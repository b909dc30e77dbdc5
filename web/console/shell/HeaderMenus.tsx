/** The header's menus: language, appearance, notifications, account. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { paths } from "~/shared/api/paths";
import type { Notice, Page } from "~/shared/api/types";
import { iconBell, iconGlobe, iconHelp, iconMoon, iconSignOut, iconSun, iconUser } from "~/shared/icons/paths";
import { languageNames, languages } from "~/shared/i18n/language";
import { themeChoices } from "~/shared/theme/theme";
import { MenuItems, PanelButton } from "~/widgets/menu/Menu";
import { usePreferences } from "~/widgets/preferences/preferences";
import { ProblemState, Skeleton, State } from "~/widgets/states/states";
import { api, useSession, useSignOut } from "./session";
import styles from "./shell.module.css";

export function LanguageMenu() {
  const { t } = useTranslation("shell");
  const { language, setLanguage } = usePreferences();
  const items = languages.map((one) => ({
    key: one,
    label: languageNames[one],
    lang: one,
    checked: one === language,
    run: () => setLanguage(one),
  }));
  return (
    <PanelButton label={t("language")} icon={iconGlobe} role="menu">
      {(close) => <MenuItems items={items} close={close} />}
    </PanelButton>
  );
}

export function ThemeMenu() {
  const { t } = useTranslation("shell");
  const { theme, themeChoice, setTheme } = usePreferences();
  const items = themeChoices.map((one) => ({
    key: one,
    label: t(`theme.${one}`),
    checked: one === themeChoice,
    run: () => setTheme(one),
  }));
  return (
    <PanelButton label={t("theme")} icon={theme === "dark" ? iconMoon : iconSun} role="menu">
      {(close) => <MenuItems items={items} close={close} />}
    </PanelButton>
  );
}

function NoticeList({ notices, onOpen }: { notices: readonly Notice[]; onOpen: () => void }) {
  const { format } = usePreferences();
  return (
    <ul className={styles["notices"]}>
      {notices.map((notice) => (
        <li key={notice.id} data-unread={!notice.read}>
          {notice.href ? (
            <Link to={notice.href} onClick={onOpen}>
              {notice.title}
            </Link>
          ) : (
            <span>{notice.title}</span>
          )}
          {notice.body && <p>{notice.body}</p>}
          <time dateTime={notice.at} title={format.moment(notice.at)}>
            {format.relative(notice.at)}
          </time>
        </li>
      ))}
    </ul>
  );
}

/** The last notifications; the number says how many were not read. */
export function NoticesPanel() {
  const { t } = useTranslation("shell");
  const query = useQuery({
    queryKey: ["notifications"],
    queryFn: () => api.get<Page<Notice> & { unread: number }>(paths.notices),
    retry: false,
  });
  const notices = query.data?.items ?? [];
  const unread = query.data?.unread ?? 0;
  const label = unread ? t("notices.unread", { count: unread }) : t("notices");
  return (
    <PanelButton
      label={label}
      icon={iconBell}
      badge={unread > 0 && <span className={styles["badge"]}>{unread > 99 ? "99+" : unread}</span>}
    >
      {(close) => (
        <div className={styles["noticePanel"]}>
          {query.isPending && <Skeleton shape="text" count={4} />}
          {query.error && <ProblemState error={query.error} onRetry={() => void query.refetch()} />}
          {query.data && notices.length === 0 && <State icon={iconBell} title={t("notices.empty")} />}
          {notices.length > 0 && <NoticeList notices={notices} onOpen={close} />}
        </div>
      )}
    </PanelButton>
  );
}

export function AccountMenu({ onHelp }: { onHelp: () => void }) {
  const { t } = useTranslation("shell");
  const session = useSession();
  const signOut = useSignOut();
  const items = [
    { key: "help", label: t("help"), icon: iconHelp, run: onHelp },
    ...(session ? [{ key: "out", label: t("account.sign_out"), icon: iconSignOut, run: () => void signOut() }] : []),
  ];
  return (
    <PanelButton
      label={t("account")}
      icon={iconUser}
      role="menu"
      text={session ? <span className={styles["name"]}>{session.person.label}</span> : undefined}
    >
      {(close) => <MenuItems items={items} close={close} head={session?.person.label} />}
    </PanelButton>
  );
}

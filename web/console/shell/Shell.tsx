/** The frame of the console: navigation, header, content, and what belongs to all pages. */
import { Button } from "antd";
import { lazy, Suspense, useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useNavigate } from "react-router";
import { useHotkeys, type Hotkey } from "~/hotkeys/hotkeys";
import { iconMenu, iconSearch } from "~/shared/icons/paths";
import { Icon } from "~/widgets/icon/Icon";
import { usePreferences } from "~/widgets/preferences/preferences";
import { AccountMenu, LanguageMenu, NoticesPanel, ThemeMenu } from "./HeaderMenus";
import { useObjects } from "../data/objects";
import { startLive, topicsFor } from "./live";
import { Nav } from "./Nav";
import { features, navigation, pages, allowed } from "./registry";
import { onSignedOut, queries, sessionKey, useSession } from "./session";
import styles from "./shell.module.css";

const CommandPalette = lazy(() => import("./CommandPalette"));
const ShortcutHelp = lazy(() => import("./ShortcutHelp"));

type Over = "palette" | "create" | "help" | null;

function useGlobalHotkeys(show: (over: Over) => void): void {
  const { t } = useTranslation("shell");
  const { language } = usePreferences();
  const navigate = useNavigate();
  const held = useSession()?.permissions;
  const hotkeys = useMemo<Hotkey[]>(() => {
    const group = "everywhere" as const;
    const commands = features
      .flatMap((feature) => feature.commands ?? [])
      .filter((one) => one.keys && allowed(one.permissions, held ?? []));
    return [
      { keys: "mod+k", label: t("shortcut.palette"), group, whileTyping: true, run: () => show("palette") },
      { keys: "?", label: t("shortcut.help"), group, run: () => show("help") },
      { keys: "c", label: t("shortcut.create"), group, run: () => show("create") },
      ...navigation(pages, held ?? []).flatMap((section) =>
        section.pages.flatMap((page) =>
          page.nav?.keys
            ? [{ keys: page.nav.keys, label: page.title[language], group, run: () => void navigate(`/${page.path}`) }]
            : [],
        ),
      ),
      ...commands.map((command) => ({
        keys: command.keys ?? "",
        label: command.title[language],
        group,
        run: () => (command.to ? void navigate(command.to) : command.run?.()),
      })),
    ];
  }, [t, language, held, navigate, show]);
  useHotkeys(hotkeys);
}

function useOnline(): boolean {
  return useSyncExternalStore(
    (hear) => {
      window.addEventListener("online", hear);
      window.addEventListener("offline", hear);
      return () => {
        window.removeEventListener("online", hear);
        window.removeEventListener("offline", hear);
      };
    },
    () => navigator.onLine,
  );
}

function useTitle(): void {
  const { t } = useTranslation("common");
  const { language } = usePreferences();
  const { pathname } = useLocation();
  useEffect(() => {
    const page = pages.find((one) => one.path === pathname.replace(/^\//, ""));
    document.title = page ? `${page.title[language]} · ${t("app")}` : t("app");
  }, [t, language, pathname]);
}

/** Follows what the reader may see, once it is known what that is. */
function useLiveNews(person: number | undefined): void {
  const objects = useObjects(person !== undefined).data;
  const topics =
    person && objects
      ? topicsFor(
          person,
          objects.map((object) => object.key),
        ).join(",")
      : "";
  useEffect(() => (topics ? startLive(queries, topics.split(",")) : undefined), [topics]);
}

export function Shell({ children }: { children: ReactNode }) {
  const { t } = useTranslation("shell");
  const session = useSession();
  const navigate = useNavigate();
  const online = useOnline();
  const [over, setOver] = useState<Over>(null);
  const [drawer, setDrawer] = useState(false);
  const { pathname } = useLocation();
  useGlobalHotkeys(setOver);
  useTitle();
  useEffect(() => setDrawer(false), [pathname]);
  useLiveNews(session?.person.id);
  useEffect(() => {
    onSignedOut(() => {
      queries.removeQueries({ queryKey: sessionKey });
      const { pathname, search } = window.location;
      if (pathname !== "/sign-in") void navigate(`/sign-in?ended=1&next=${encodeURIComponent(pathname + search)}`);
    });
  }, [navigate]);
  return (
    <div className={styles["shell"]}>
      <a className={styles["skip"]} href="#content">
        {t("skip")}
      </a>
      <Nav drawer={drawer} onClose={() => setDrawer(false)} />
      <header className={styles["header"]}>
        <span className={styles["hamburger"]}>
          <Button
            type="text"
            aria-label={t("nav.expand")}
            icon={<Icon path={iconMenu} size={18} />}
            onClick={() => setDrawer(true)}
          />
        </span>
        <button type="button" className={styles["find"]} onClick={() => setOver("palette")}>
          <Icon path={iconSearch} />
          <span>{t("find")}</span>
          <kbd>Ctrl K</kbd>
        </button>
        <span className={styles["push"]} />
        <LanguageMenu />
        <ThemeMenu />
        {session && <NoticesPanel />}
        <AccountMenu onHelp={() => setOver("help")} />
      </header>
      {!online && (
        <div className={styles["offline"]} role="status">
          {t("offline")}
        </div>
      )}
      <main id="content" className={styles["content"]} tabIndex={-1}>
        {children}
      </main>
      <Suspense fallback={null}>
        {(over === "palette" || over === "create") && (
          <CommandPalette only={over === "create" ? "create" : null} onClose={() => setOver(null)} />
        )}
        {over === "help" && <ShortcutHelp onClose={() => setOver(null)} />}
      </Suspense>
    </div>
  );
}

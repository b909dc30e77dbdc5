/** Ctrl-K: find a record, go to a page, create something, change a setting; all by typing. */
import { Command as Cmdk } from "cmdk";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { keyCaps } from "~/hotkeys/hotkeys";
import { iconGlobe, iconMoon, iconSearch, iconSun } from "~/shared/icons/paths";
import { languageNames, languages } from "~/shared/i18n/language";
import { Icon } from "~/widgets/icon/Icon";
import { usePreferences } from "~/widgets/preferences/preferences";
import styles from "./palette.module.css";
import { allowed, features, navigation, pages, type Hit } from "./registry";
import { useSession } from "./session";

interface Entry {
  id: string;
  title: string;
  detail?: string;
  icon: string;
  keys?: string;
  group: "found" | "create" | "go" | "settings";
  run: () => void;
}

function useEntries(): Entry[] {
  const { t } = useTranslation("shell");
  const { language, theme, setTheme, setLanguage } = usePreferences();
  const held = useSession()?.permissions ?? [];
  const navigate = useNavigate();
  const commands = features
    .flatMap((feature) => feature.commands ?? [])
    .filter((one) => allowed(one.permissions, held));
  const otherTheme = theme === "dark" ? "light" : "dark";
  return [
    ...commands.map((one) => ({
      ...one,
      title: one.title[language],
      run: () => (one.to ? void navigate(one.to) : one.run?.()),
    })),
    ...navigation(pages, held).flatMap((group) =>
      group.pages.map((page) => ({
        id: `go ${page.path}`,
        title: page.title[language],
        icon: page.nav?.icon ?? "",
        ...(page.nav?.keys ? { keys: page.nav.keys } : {}),
        group: "go" as const,
        run: () => void navigate(`/${page.path}`),
      })),
    ),
    {
      id: "theme",
      title: t(`theme.${otherTheme}`),
      icon: otherTheme === "dark" ? iconMoon : iconSun,
      group: "settings",
      run: () => setTheme(otherTheme),
    },
    ...languages
      .filter((one) => one !== language)
      .map((one) => ({
        id: `language ${one}`,
        title: languageNames[one],
        icon: iconGlobe,
        group: "settings" as const,
        run: () => setLanguage(one),
      })),
  ];
}

/** Asks every feature's search, 150 ms after the last key. */
function useHits(text: string): { hits: Hit[]; searching: boolean } {
  const [hits, setHits] = useState<Hit[]>([]);
  const [searching, setSearching] = useState(false);
  useEffect(() => {
    const sources = features.flatMap((feature) => feature.search ?? []);
    if (text.trim().length < 2 || sources.length === 0) {
      setHits([]);
      return undefined;
    }
    const leave = new AbortController();
    const timer = setTimeout(() => {
      setSearching(true);
      void Promise.allSettled(sources.map(async (load) => (await load()).search(text, leave.signal))).then(
        (results) => {
          if (leave.signal.aborted) return;
          setHits(results.flatMap((result) => (result.status === "fulfilled" ? result.value : [])));
          setSearching(false);
        },
      );
    }, 150);
    return () => {
      clearTimeout(timer);
      leave.abort();
    };
  }, [text]);
  return { hits, searching };
}

function Keys({ keys }: { keys: string }) {
  return (
    <span className={styles["keys"]}>
      {keyCaps(keys)
        .flat()
        .map((cap) => (
          <kbd key={cap}>{cap}</kbd>
        ))}
    </span>
  );
}

function Group({
  name,
  entries,
  pick,
}: {
  name: Entry["group"];
  entries: readonly Entry[];
  pick: (entry: Entry) => void;
}) {
  const { t } = useTranslation("shell");
  const own = entries.filter((entry) => entry.group === name);
  if (own.length === 0) return null;
  return (
    <Cmdk.Group heading={t(`palette.${name}`)} forceMount={name === "found"}>
      {own.map((entry) => (
        <Cmdk.Item
          key={entry.id}
          value={entry.id}
          keywords={[entry.title, entry.detail ?? ""]}
          forceMount={name === "found"}
          onSelect={() => pick(entry)}
        >
          <Icon path={entry.icon} />
          <span>{entry.title}</span>
          {entry.detail && <small>{entry.detail}</small>}
          {entry.keys && <Keys keys={entry.keys} />}
        </Cmdk.Item>
      ))}
    </Cmdk.Group>
  );
}

export default function CommandPalette({ only, onClose }: { only: "create" | null; onClose: () => void }) {
  const { t } = useTranslation("shell");
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const all = useEntries();
  const { hits, searching } = useHits(only ? "" : text);
  const entries = only ? all.filter((entry) => entry.group === only) : all;
  const found: Entry[] = hits.map((hit) => ({ ...hit, group: "found", run: () => void navigate(hit.to) }));
  const pick = (entry: Entry) => {
    onClose();
    entry.run();
  };
  return (
    <Cmdk.Dialog
      open
      onOpenChange={onClose}
      label={t("find")}
      overlayClassName={styles["scrim"] ?? ""}
      contentClassName={styles["palette"] ?? ""}
      aria-describedby={undefined}
    >
      <h2 className="only-read">{t("find")}</h2>
      <div className={styles["input"]}>
        <Icon path={iconSearch} size={18} />
        <Cmdk.Input value={text} onValueChange={setText} placeholder={t(only ? "create" : "palette.placeholder")} />
      </div>
      <Cmdk.List className={styles["list"] ?? ""} label={t("find")}>
        {searching && <Cmdk.Loading>{t("palette.searching")}</Cmdk.Loading>}
        {!searching && hits.length === 0 && <Cmdk.Empty>{t("palette.empty")}</Cmdk.Empty>}
        <Group name="found" entries={found} pick={pick} />
        <Group name="create" entries={entries} pick={pick} />
        <Group name="go" entries={entries} pick={pick} />
        <Group name="settings" entries={entries} pick={pick} />
      </Cmdk.List>
    </Cmdk.Dialog>
  );
}

/** What surrounds every screen of the field app: its title, what is unsent, and the three tabs. */
import { useEffect, useState, type ComponentType, type ReactNode } from "react";
import { iconCalendar, iconCloudOff, iconInbox, iconRefresh, iconUpload, iconUser } from "~/shared/icons/paths";
import { Button, Icon } from "../kit/basics";
import { to } from "../kit/router";
import { useTexts } from "../kit/texts";
import { loadSession } from "../session";
import { useSync } from "./useSync";
import { startWorker } from "./worker";

const tabs = [
  { path: "", key: "tab.today", icon: iconCalendar },
  { path: "pool", key: "tab.pool", icon: iconInbox },
  { path: "me", key: "tab.me", icon: iconUser },
];

function Notices({ takeOver }: { takeOver: (() => void) | null }) {
  const { t } = useTexts();
  const { online, waiting, refused } = useSync();
  return (
    <div role="status">
      {!online && (
        <div className="notice">
          <Icon path={iconCloudOff} />
          <span>
            {t("offline.title")}
            {waiting > 0 && ` · ${t("unsent", { count: waiting })}`}
          </span>
        </div>
      )}
      {online && waiting > 0 && (
        <a className="notice" href={to("unsent")}>
          <Icon path={iconUpload} />
          {t("unsent", { count: waiting })}
        </a>
      )}
      {refused > 0 && (
        <a className="notice" data-kind="danger" href={to("unsent")}>
          <Icon path={iconUpload} />
          {t("refused", { count: refused })}
        </a>
      )}
      {takeOver && (
        <div className="notice">
          <Icon path={iconRefresh} />
          {t("update.ready")}
          <span className="push" />
          <Button kind="quiet" onClick={takeOver}>
            {t("update.use")}
          </Button>
        </div>
      )}
    </div>
  );
}

type View = ComponentType;

/** In place of a screen that needs a person; forms begun are kept and come back. */
function SignInInstead() {
  const [View, setView] = useState<View | null>(null);
  useEffect(() => void import("./SignIn").then((module) => setView(() => module.default)), []);
  return View && <View />;
}

const needsNobody = /^(me|unsent|_gallery)$/;

export function Frame({ path, children }: { path: string; children: ReactNode }) {
  const { t } = useTexts();
  const [takeOver, setTakeOver] = useState<(() => void) | null>(null);
  const { signedOut } = useSync();
  useEffect(() => startWorker((take) => setTakeOver(() => take)), []);
  useEffect(() => void loadSession(), []);
  return (
    <>
      <Notices takeOver={takeOver} />
      <main>{signedOut && !needsNobody.test(path) ? <SignInInstead /> : children}</main>
      <nav className="tabs" aria-label={t("app")}>
        {tabs.map((tab) => (
          <a key={tab.path} href={to(tab.path)} aria-current={tab.path === path ? "page" : undefined}>
            <Icon path={tab.icon} size={24} />
            {t(tab.key)}
          </a>
        ))}
      </nav>
    </>
  );
}

interface ScreenFrameProps {
  title: string;
  /** Where one came from. */
  before?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}

/** A screen's own head and body. */
export function ScreenFrame({ title, before, action, children }: ScreenFrameProps) {
  return (
    <>
      <header className="app-bar">
        {before}
        <h1>{title}</h1>
        <span className="push" />
        {action}
      </header>
      <div className="screen">{children}</div>
    </>
  );
}

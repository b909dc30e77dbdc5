/** What a page or a part shows when it has nothing to show: one sentence and at most one button. */
import { Button } from "antd";
import { Component, useEffect, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "~/shared/api/problem";
import { iconAlert, iconCloudOff, iconInbox, iconLock, iconMap, iconRefresh } from "~/shared/icons/paths";
import { Icon } from "../icon/Icon";
import styles from "./states.module.css";

interface StateProps {
  icon?: string;
  title: string;
  detail?: ReactNode;
  action?: ReactNode;
}

export function State({ icon = iconInbox, title, detail, action }: StateProps) {
  return (
    <div className={styles["state"]} role="status">
      <Icon path={icon} size={32} />
      <h2>{title}</h2>
      {detail && <p>{detail}</p>}
      {action}
    </div>
  );
}

/** The sentence for a problem: the server's own, or ours for what the server could not say. */
export function useProblemText(): (problem: Problem) => string {
  const { t, i18n } = useTranslation("errors");
  return (problem) => {
    if (!problem.code.startsWith("client.")) return problem.detail || problem.title;
    return i18n.exists(problem.code, { ns: "errors" }) ? t(problem.code) : t("unexpected");
  };
}

/** Offline, not allowed, not there, or whatever else went wrong, and what can be done about it. */
export function ProblemState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation(["common", "errors"]);
  const text = useProblemText();
  if (!(error instanceof Problem)) return <BrokenState error={error} {...(onRetry ? { onRetry } : {})} />;
  if (error.status === 403)
    return <State icon={iconLock} title={t("forbidden.title")} detail={error.detail || t("forbidden.detail")} />;
  if (error.status === 404) return <State icon={iconMap} title={t("missing.title")} detail={text(error)} />;
  const action = onRetry && (
    <Button icon={<Icon path={iconRefresh} />} onClick={onRetry}>
      {t("retry")}
    </Button>
  );
  const code = error.code.startsWith("client.") ? "" : t("errors:reference", { code: error.code });
  return (
    <State
      icon={error.isOffline ? iconCloudOff : iconAlert}
      title={t(error.isOffline ? "offline.title" : "error.title")}
      detail={
        <>
          {text(error)}
          {code && <small>{code}</small>}
        </>
      }
      action={action}
    />
  );
}

export function BrokenState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation("common");
  return (
    <State
      icon={iconAlert}
      title={t("broken.title")}
      detail={
        <>
          {t("broken.detail")}
          <small>{error instanceof Error ? error.message : String(error)}</small>
        </>
      }
      action={onRetry && <Button onClick={onRetry}>{t("retry")}</Button>}
    />
  );
}

interface NetProps {
  children: ReactNode;
  /** The net is whole again when this changes, such as the address. */
  resetOn?: unknown;
}

/** Keeps a failing part from taking the page with it. */
export class Net extends Component<NetProps, { error: unknown; failed: boolean }> {
  override state = { error: null as unknown, failed: false };

  static getDerivedStateFromError(error: unknown) {
    return { error, failed: true };
  }

  override componentDidUpdate(before: NetProps) {
    if (this.state.failed && before.resetOn !== this.props.resetOn) this.mend();
  }

  mend = () => this.setState({ error: null, failed: false });

  override render() {
    return this.state.failed ? <ProblemState error={this.state.error} onRetry={this.mend} /> : this.props.children;
  }
}

/** True once something has lasted 150 ms, so that what is quick never flickers. */
export function useSlow(pending: boolean, after = 150): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!pending) {
      setSlow(false);
      return undefined;
    }
    const timer = setTimeout(() => setSlow(true), after);
    return () => clearTimeout(timer);
  }, [pending, after]);
  return slow;
}

interface SkeletonProps {
  /** The shape of what is coming. */
  shape?: "page" | "rows" | "form" | "text";
  count?: number;
}

/** The page's shape while it loads; it fades in after 150 ms. */
export function Skeleton({ shape = "page", count = 8 }: SkeletonProps) {
  const { t } = useTranslation("common");
  return (
    <div className={`${styles["skeleton"]} ${styles[shape]}`} role="status" aria-label={t("loading")}>
      {Array.from({ length: count }, (_, index) => (
        <i key={index} />
      ))}
    </div>
  );
}

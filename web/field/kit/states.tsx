/** What a screen shows when it has nothing to show: each state is one sentence and at most one button. */
import type { ReactNode } from "react";
import type { Problem } from "~/shared/api/problem";
import { iconAlert, iconCloudOff, iconInbox, iconLock, iconRefresh } from "~/shared/icons/paths";
import { Button, Icon } from "./basics";
import { problemText, useTexts } from "./texts";

interface StateProps {
  icon?: string;
  title: string;
  detail?: string;
  action?: ReactNode;
  /** The heading's level: 1 where the page has no other. */
  level?: 1 | 2;
}

export function State({ icon = iconInbox, title, detail, action, level = 2 }: StateProps) {
  return (
    <div className="state" role="status">
      <Icon path={icon} size={40} />
      {level === 1 ? <h1>{title}</h1> : <h2>{title}</h2>}
      {detail && <p className="muted">{detail}</p>}
      {action}
    </div>
  );
}

/** The screen's shape while it loads; it appears after 150 ms, so a quick answer does not flicker. */
export function Skeleton({ rows = 3 }: { rows?: number }) {
  const { t } = useTexts();
  return (
    <div className="skeleton" role="status" aria-label={t("loading")}>
      {Array.from({ length: rows * 3 }, (_, index) => (
        <i key={index} />
      ))}
    </div>
  );
}

/** Offline, not allowed, or whatever else went wrong, with the one thing that can be done about it. */
export function ProblemState({ problem, onRetry }: { problem: Problem; onRetry?: () => void }) {
  const { t } = useTexts();
  if (problem.status === 403)
    return <State icon={iconLock} title={t("forbidden.title")} detail={problem.detail || t("forbidden.detail")} />;
  const action = onRetry && (
    <Button icon={iconRefresh} onClick={onRetry}>
      {t("retry")}
    </Button>
  );
  const title = problem.isOffline ? t("offline.title") : t("error.title");
  return (
    <State
      icon={problem.isOffline ? iconCloudOff : iconAlert}
      title={title}
      detail={problemText(t, problem)}
      action={action}
    />
  );
}

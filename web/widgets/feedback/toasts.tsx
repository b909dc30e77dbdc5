/**
 * Short words about what just happened, with the way back.
 *
 * A change is shown at once and can be undone for eight seconds; an error stays until it is closed.
 */
import { Button } from "antd";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { iconAlert, iconCheck, iconClose, iconInfo } from "~/shared/icons/paths";
import { Icon } from "../icon/Icon";
import styles from "./toasts.module.css";

export interface Toast {
  id: number;
  text: string;
  kind: "done" | "error" | "info";
  undo?: () => void;
}

const stay = 8000;
let toasts: readonly Toast[] = [];
let made = 0;
const watchers = new Set<() => void>();

function show(next: readonly Toast[]): void {
  toasts = next;
  for (const watcher of watchers) watcher();
}

export function dismissToast(id: number): void {
  show(toasts.filter((toast) => toast.id !== id));
}

/** Returns the toast's id. At most four are kept. */
export function toast(text: string, options: { kind?: Toast["kind"]; undo?: () => void } = {}): number {
  const { kind = "done", undo } = options;
  const id = (made += 1);
  show([...toasts, { id, text, kind, ...(undo ? { undo } : {}) }].slice(-4));
  if (kind !== "error") setTimeout(() => dismissToast(id), stay);
  return id;
}

const subscribe = (watcher: () => void) => {
  watchers.add(watcher);
  return () => void watchers.delete(watcher);
};
const icons = { done: iconCheck, error: iconAlert, info: iconInfo };

function One({ toast: { id, text, kind, undo } }: { toast: Toast }) {
  const { t } = useTranslation("common");
  const takeBack = () => {
    undo?.();
    dismissToast(id);
  };
  return (
    <div className={styles["toast"]} data-kind={kind}>
      <Icon path={icons[kind]} size={18} />
      <span className={styles["text"]}>{text}</span>
      {undo && (
        <Button type="link" size="small" onClick={takeBack}>
          {t("undo")}
        </Button>
      )}
      <Button
        type="text"
        size="small"
        aria-label={t("close")}
        icon={<Icon path={iconClose} />}
        onClick={() => dismissToast(id)}
      />
    </div>
  );
}

export function Toasts() {
  const shown = useSyncExternalStore(subscribe, () => toasts);
  return (
    <div className={styles["toasts"]} role="status" aria-live="polite">
      {shown.map((one) => (
        <One key={one.id} toast={one} />
      ))}
    </div>
  );
}

/** Sheets and toasts. A sheet is the browser's own dialog: it keeps the focus inside and closes on Esc by itself. */
import { useEffect, useRef, useState, type ReactNode } from "react";
import { iconAlert, iconCheck, iconClose, iconInfo } from "~/shared/icons/paths";
import { Button, Icon, IconButton } from "./basics";
import { useTexts } from "./texts";

export function Sheet({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const { t } = useTexts();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    return () => element?.close();
  }, []);
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- the dialog hears Esc itself
    <dialog
      ref={dialog}
      className="sheet"
      aria-label={title}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <header>
        <h2>{title}</h2>
        <span className="push" />
        <IconButton icon={iconClose} label={t("close")} onClick={onClose} />
      </header>
      <div className="body">{children}</div>
    </dialog>
  );
}

export interface Toast {
  id: number;
  text: string;
  kind: "done" | "error" | "info";
  undo?: () => void;
}

const stay = 8000;
let shown: readonly Toast[] = [];
let count = 0;
const watchers = new Set<(toasts: readonly Toast[]) => void>();

function show(toasts: readonly Toast[]): void {
  shown = toasts;
  for (const watcher of watchers) watcher(shown);
}

export function dismiss(id: number): void {
  show(shown.filter((toast) => toast.id !== id));
}

/** Says something for eight seconds; an error stays until it is dismissed. */
export function toast(text: string, options: { kind?: Toast["kind"]; undo?: () => void } = {}): void {
  const { kind = "done", undo } = options;
  const id = (count += 1);
  show([...shown, { id, text, kind, ...(undo ? { undo } : {}) }].slice(-3));
  if (kind !== "error") setTimeout(() => dismiss(id), stay);
}

const icons = { done: iconCheck, error: iconAlert, info: iconInfo };

export function Toasts() {
  const { t } = useTexts();
  const [toasts, setToasts] = useState(shown);
  useEffect(() => {
    watchers.add(setToasts);
    return () => void watchers.delete(setToasts);
  }, []);
  return (
    <div className="toasts" role="status" aria-live="polite">
      {toasts.map(({ id, text, kind, undo }) => (
        <div key={id} className="toast" data-kind={kind}>
          <Icon path={icons[kind]} />
          <span>{text}</span>
          <span className="push" />
          {undo && (
            <Button
              kind="quiet"
              onClick={() => {
                undo();
                dismiss(id);
              }}
            >
              {t("undo")}
            </Button>
          )}
          {kind === "error" && <IconButton icon={iconClose} label={t("close")} onClick={() => dismiss(id)} />}
        </div>
      ))}
    </div>
  );
}

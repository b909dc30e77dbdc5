/**
 * A button that opens a small panel below itself: a menu of actions, or anything else.
 *
 * Arrow keys move through a menu, Esc closes and gives the focus back, a click elsewhere closes.
 */
import { Button } from "antd";
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { iconCheck } from "~/shared/icons/paths";
import { Icon } from "../icon/Icon";
import styles from "./menu.module.css";

function useOutside(open: boolean, close: () => void) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return undefined;
    const press = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node)) close();
    };
    document.addEventListener("pointerdown", press);
    return () => document.removeEventListener("pointerdown", press);
  }, [open, close]);
  return box;
}

interface PanelProps {
  /** Said of the button; also its tooltip when it shows only an icon. */
  label: string;
  icon: string;
  /** Shown in the button beside the icon. */
  text?: ReactNode;
  badge?: ReactNode;
  role?: "menu" | "dialog";
  children: (close: () => void) => ReactNode;
}

export function PanelButton({ label, icon, text, badge, role = "dialog", children }: PanelProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const box = useOutside(open, () => setOpen(false));
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  useEffect(() => {
    if (open) box.current?.querySelector<HTMLElement>("[role^=menuitem], [role=dialog]")?.focus();
  }, [open, box]);
  const keys = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !open) return;
    event.stopPropagation();
    close();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- Esc is heard for the whole panel
    <div className={styles["anchor"]} ref={box} onKeyDown={keys}>
      <Button
        ref={button}
        type="text"
        title={text ? undefined : label}
        aria-label={label}
        aria-haspopup={role}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        icon={<Icon path={icon} size={18} />}
        onClick={() => setOpen(!open)}
      >
        {text}
      </Button>
      {badge}
      {open && (
        <div id={id} className={styles["panel"]} role={role} aria-label={label} tabIndex={-1}>
          {children(close)}
        </div>
      )}
    </div>
  );
}

export interface MenuItem {
  key: string;
  label: string;
  icon?: string;
  /** For one of several: a check mark beside the chosen one. */
  checked?: boolean;
  lang?: string;
  run: () => void;
}

function step(event: KeyboardEvent<HTMLDivElement>): void {
  const items = Array.from(event.currentTarget.querySelectorAll<HTMLElement>("[role^=menuitem]"));
  const at = items.indexOf(document.activeElement as HTMLElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  items[(next + items.length) % items.length]?.focus();
}

export function MenuItems({ items, close, head }: { items: readonly MenuItem[]; close: () => void; head?: ReactNode }) {
  return (
    <>
      {head && <div className={styles["head"]}>{head}</div>}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- arrow keys of the menu around it */}
      <div onKeyDown={step} role="presentation">
        {items.map((item) => (
          <button
            key={item.key}
            type="button"
            className={styles["item"]}
            role={item.checked === undefined ? "menuitem" : "menuitemradio"}
            aria-checked={item.checked}
            lang={item.lang}
            onClick={() => {
              item.run();
              close();
            }}
          >
            {item.icon && <Icon path={item.icon} />}
            <span>{item.label}</span>
            {item.checked && <Icon path={iconCheck} className={styles["check"] ?? ""} />}
          </button>
        ))}
      </div>
    </>
  );
}

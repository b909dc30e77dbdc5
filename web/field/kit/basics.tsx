/** Buttons, icons, list rows and marks of the phone apps. */
import type { ButtonHTMLAttributes, ReactNode } from "react";
import { iconRight } from "~/shared/icons/paths";

export function Icon({ path, size = 20, label }: { path: string; size?: number; label?: string }) {
  const named = label ? { role: "img", "aria-label": label } : { "aria-hidden": true as const };
  return (
    <svg className="icon" viewBox="0 0 24 24" width={size} height={size} {...named}>
      <path d={path} />
    </svg>
  );
}

interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "type"> {
  /** `main` is the one thing that the screen is for. */
  kind?: "main" | "plain" | "quiet" | "danger" | "icon";
  icon?: string;
  /** Work is under way: the button keeps its words and takes no second press. */
  busy?: boolean;
  type?: "button" | "submit";
}

export function Button({ kind = "plain", icon, busy, type = "button", children, disabled, ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      className="button"
      data-kind={kind}
      type={type === "submit" ? "submit" : "button"}
      aria-busy={busy}
      disabled={disabled || busy}
    >
      {icon && <Icon path={icon} size={kind === "main" ? 22 : 20} />}
      {children}
    </button>
  );
}

export function IconButton({ icon, label, onClick }: { icon: string; label: string; onClick: () => void }) {
  return (
    <button type="button" className="button" data-kind="icon" aria-label={label} onClick={onClick}>
      <Icon path={icon} size={24} />
    </button>
  );
}

interface RowProps {
  title: ReactNode;
  detail?: ReactNode;
  before?: ReactNode;
  after?: ReactNode;
  href?: string;
  onClick?: () => void;
}

/** One row of a list; it is a link, a button or plain, by what it is given. */
export function ListRow({ title, detail, before, after, href, onClick }: RowProps) {
  const inside = (
    <>
      {before}
      <span className="main">
        <span>{title}</span>
        {detail && <span className="muted small">{detail}</span>}
      </span>
      {after}
      {(href || onClick) && <Icon path={iconRight} />}
    </>
  );
  if (href)
    return (
      <a className="list-row" href={href}>
        {inside}
      </a>
    );
  if (onClick)
    return (
      <button type="button" className="list-row" onClick={onClick}>
        {inside}
      </button>
    );
  return <div className="list-row">{inside}</div>;
}

/** One of the product's icons (shared/icons). Without a label it is decoration and hidden from screen readers. */
import type { CSSProperties } from "react";

interface IconProps {
  path: string;
  /** Pixels; 16 in rows and buttons, 20 in the shell. */
  size?: number;
  label?: string;
  className?: string;
  style?: CSSProperties;
}

export function Icon({ path, size = 16, label, className, style }: IconProps) {
  const named = label ? { role: "img", "aria-label": label } : { "aria-hidden": true as const };
  return (
    <svg
      {...named}
      className={className}
      style={{ flex: "none", verticalAlign: "-0.15em", ...style }}
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth={1.75}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={path} />
    </svg>
  );
}

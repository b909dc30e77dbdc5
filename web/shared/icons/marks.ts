/**
 * Status categories, SLA states and priorities: which icon and which token each has.
 *
 * Colour never speaks alone: whoever draws a mark draws its icon and its word (catalogue `marks`) too.
 */
import {
  iconAlert,
  iconArrowDown,
  iconArrowUp,
  iconBarred,
  iconCheck,
  iconClock,
  iconDashed,
  iconDone,
  iconFlag,
  iconLock,
  iconMinus,
  iconPause,
  iconProgress,
  iconSpark,
  iconUser,
} from "./paths";

export const statusCategories = [
  "new",
  "open",
  "waiting_customer",
  "waiting_internal",
  "resolved",
  "closed",
  "cancelled",
] as const;
export type StatusCategory = (typeof statusCategories)[number];

export const slaStates = ["running", "warning", "breached", "paused", "met"] as const;
export type SlaState = (typeof slaStates)[number];

export const priorities = ["urgent", "high", "normal", "low"] as const;
export type Priority = (typeof priorities)[number];

export const statusIcons: Record<StatusCategory, string> = {
  new: iconSpark,
  open: iconProgress,
  waiting_customer: iconUser,
  waiting_internal: iconDashed,
  resolved: iconDone,
  closed: iconLock,
  cancelled: iconBarred,
};

export const slaIcons: Record<SlaState, string> = {
  running: iconClock,
  warning: iconAlert,
  breached: iconFlag,
  paused: iconPause,
  met: iconCheck,
};

export const priorityIcons: Record<Priority, string> = {
  urgent: iconAlert,
  high: iconArrowUp,
  normal: iconMinus,
  low: iconArrowDown,
};

/** The token that colours a mark: `status-open`; its ground is the same with `-soft`. */
export function token(kind: "status" | "sla" | "priority", name: string): string {
  return `${kind}-${name.replaceAll("_", "-")}`;
}

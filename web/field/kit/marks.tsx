/** Status, SLA and priority: an icon, a word and a colour, always all three. */
import {
  priorityIcons,
  slaIcons,
  statusIcons,
  token,
  type Priority,
  type SlaState,
  type StatusCategory,
} from "~/shared/icons/marks";
import { wholeMinutes } from "~/shared/time/durations";
import { Icon } from "./basics";
import { useTexts } from "./texts";

function Mark({ name, icon, children }: { name: string; icon: string; children: string }) {
  return (
    <span className="mark" style={{ color: `var(--${name})`, background: `var(--${name}-soft)` }}>
      <Icon path={icon} size={14} />
      {children}
    </span>
  );
}

/** The company's own word for a status where it has one; colour and icon are the category's. */
export function StatusMark({ category, label }: { category: StatusCategory; label?: string }) {
  const { t } = useTexts();
  return (
    <Mark name={token("status", category)} icon={statusIcons[category]}>
      {label ?? t(`status.${category}`)}
    </Mark>
  );
}

/** Remaining or overrun time in words. */
export function SlaMark({ state, seconds }: { state: SlaState; seconds: number }) {
  const { t, format } = useTexts();
  return (
    <Mark name={token("sla", state)} icon={slaIcons[state]}>
      {t(`sla.${state}`, { time: format.duration(wholeMinutes(seconds)) })}
    </Mark>
  );
}

export function PriorityMark({ priority }: { priority: Priority }) {
  const { t } = useTexts();
  return (
    <Mark name={token("priority", priority)} icon={priorityIcons[priority]}>
      {t(`priority.${priority}`)}
    </Mark>
  );
}

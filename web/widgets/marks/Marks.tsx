/** Status, SLA, priority and choices: an icon or dot, a word and a colour, always together. */
import { useTranslation } from "react-i18next";
import { labelIn } from "~/shared/i18n/language";
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
import type { Choice } from "~/shared/schema/fields";
import { Icon } from "../icon/Icon";
import { usePreferences } from "../preferences/preferences";
import styles from "./marks.module.css";

function Mark({ name, icon, children }: { name: string; icon: string; children: string }) {
  return (
    <span className={styles["mark"]} style={{ color: `var(--${name})`, background: `var(--${name}-soft)` }}>
      <Icon path={icon} size={13} />
      <span>{children}</span>
    </span>
  );
}

/** The company's own word for a status where it has one; colour and icon are the category's. */
export function StatusMark({ category, label }: { category: StatusCategory; label?: string }) {
  const { t } = useTranslation("marks");
  return (
    <Mark name={token("status", category)} icon={statusIcons[category]}>
      {label ?? t(`status.${category}`)}
    </Mark>
  );
}

/** Remaining or overrun time in words. */
export function SlaMark({ state, seconds }: { state: SlaState; seconds: number }) {
  const { t } = useTranslation("marks");
  const { format } = usePreferences();
  return (
    <Mark name={token("sla", state)} icon={slaIcons[state]}>
      {t(`sla.${state}`, { time: format.duration(wholeMinutes(seconds)) })}
    </Mark>
  );
}

export function PriorityMark({ priority }: { priority: Priority }) {
  const { t } = useTranslation("marks");
  return (
    <Mark name={token("priority", priority)} icon={priorityIcons[priority]}>
      {t(`priority.${priority}`)}
    </Mark>
  );
}

/** A choice as an administrator coloured it; the word carries the meaning. */
export function ChoiceMark({ choice }: { choice: Choice }) {
  const { language } = usePreferences();
  const colour = choice.colour ?? "grey";
  return (
    <span
      className={styles["mark"]}
      style={{ color: `var(--choice-${colour})`, background: `var(--choice-${colour}-soft)` }}
    >
      <span>{labelIn(language, choice.label)}</span>
    </span>
  );
}

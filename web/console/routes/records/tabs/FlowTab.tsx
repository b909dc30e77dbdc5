/** Where the record's flows stand, who is to act, and the way so far. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { labelIn, type Label } from "~/shared/i18n/language";
import { iconProgress } from "~/shared/icons/paths";
import { usePreferences } from "~/widgets/preferences/preferences";
import { ProblemState, Skeleton, State } from "~/widgets/states/states";
import { api } from "../../../shell/session";
import type { TabProps } from "./index";
import styles from "./tabs.module.css";

interface Named {
  id: number;
  name: string;
}

interface FlowTask {
  id: number;
  label: Label;
  state: string;
  assignee: Named | null;
  candidates: Named[];
  opened_at: string | null;
  due_at: string | null;
}

interface Trail {
  instances: { id: number; flow: { label: Label }; state: string; at: { label: Label }[]; tasks: FlowTask[] }[];
  path: { id: number; at: string; kind: string; actor: { name: string | null }; label: Label }[];
}

function Holder({ task }: { task: FlowTask }) {
  const { t } = useTranslation("records");
  if (task.assignee) return <>{task.assignee.name}</>;
  const names = task.candidates.map((one) => one.name).join(t("list.comma"));
  return <>{names ? t("flow.pool", { names }) : t("flow.nobody")}</>;
}

export default function FlowTab({ object, record }: TabProps) {
  const { t, i18n } = useTranslation("records");
  const { language, format } = usePreferences();
  const query = useQuery({
    queryKey: [object.key, record.id, "flow"],
    queryFn: () => api.get<Trail>(`/api/flow/records/${object.key}/${record.id}`),
    retry: false,
  });
  const said = (area: string, key: string) =>
    i18n.exists(`${area}.${key}`, { ns: "records" }) ? t(`${area}.${key}`) : key.replaceAll("_", " ");
  if (query.isPending) return <Skeleton shape="text" />;
  if (query.error) return <ProblemState error={query.error} onRetry={() => void query.refetch()} />;
  const { instances, path } = query.data;
  if (instances.length === 0) return <State icon={iconProgress} title={t("flow.none")} />;
  return (
    <div className={styles["tab"]}>
      {instances.map((instance) => (
        <section key={instance.id}>
          <h3>
            {labelIn(language, instance.flow.label)} <small>{said("flow.state", instance.state)}</small>
          </h3>
          <ul className={styles["cards"]}>
            {instance.tasks.map((task) => (
              <li key={task.id}>
                <strong>{labelIn(language, task.label)}</strong>
                <span>
                  <Holder task={task} />
                </span>
                {task.due_at && <small>{t("flow.due", { time: format.moment(task.due_at) })}</small>}
              </li>
            ))}
          </ul>
        </section>
      ))}
      <ol className={styles["trail"]}>
        {path.toReversed().map((step) => (
          <li key={step.id}>
            <time dateTime={step.at} title={format.relative(step.at)}>
              {format.moment(step.at)}
            </time>
            <span>
              {[labelIn(language, step.label), said("flow.step", step.kind), step.actor.name]
                .filter(Boolean)
                .join(" · ")}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

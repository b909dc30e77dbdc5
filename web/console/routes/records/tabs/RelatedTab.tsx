/** Other work for the same customer, on the same asset. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { recordsPath } from "~/shared/api/paths";
import type { StatusCategory } from "~/shared/icons/marks";
import { labelIn } from "~/shared/i18n/language";
import { recordOf, type ServerRecord } from "~/shared/schema/server";
import { StatusMark } from "~/widgets/marks/Marks";
import { usePreferences } from "~/widgets/preferences/preferences";
import { ProblemState, Skeleton, State } from "~/widgets/states/states";
import { api } from "../../../shell/session";
import type { TabProps } from "./index";
import styles from "./tabs.module.css";

function Same({ object, record, field: key }: TabProps & { field: string }) {
  const { t } = useTranslation("records");
  const { language, format } = usePreferences();
  const field = object.fields.find((one) => one.key === key);
  const target = record[key] as { id: number; number?: string; title?: string } | null;
  const filter = target && { all: [{ field: key, op: "in", value: [target.id] }] };
  const query = useQuery({
    queryKey: [object.key, "list", "related", filter],
    queryFn: () =>
      api.post<{ records: ServerRecord[] }>(`${recordsPath(object.key)}/query`, {
        filter,
        fields: ["number", "title", "status", "created_at"].filter((one) => object.fields.some((f) => f.key === one)),
        limit: 20,
        count: "none",
      }),
    enabled: Boolean(filter),
  });
  if (!field || !target) return null;
  const statuses = object.fields.find((one) => one.key === "status")?.choices ?? [];
  const others = query.data?.records.filter((one) => one.id !== record.id) ?? [];
  const all = `/records/${object.key}?f=${encodeURIComponent(`${key}~in~[${target.id}]`)}`;
  return (
    <section>
      <h3>
        {labelIn(language, field.label)} {recordOf(target).label}
      </h3>
      {query.isPending && <Skeleton shape="text" count={3} />}
      {query.error && <ProblemState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && others.length === 0 && <p className={styles["quiet"]}>{t("related.none")}</p>}
      <ul className={styles["cards"]}>
        {others.map((one) => {
          const status = statuses.find((choice) => choice.key === one["status"]);
          return (
            <li key={one.id}>
              <Link to={`/records/${object.key}/${one.id}`}>
                {[one["number"], one["title"]].filter(Boolean).join(" ")}
              </Link>
              {status?.category && (
                <StatusMark category={status.category as StatusCategory} label={labelIn(language, status.label)} />
              )}
              {typeof one["created_at"] === "string" && <small>{format.moment(one["created_at"])}</small>}
            </li>
          );
        })}
      </ul>
      {others.length > 0 && <Link to={all}>{t("related.all")}</Link>}
    </section>
  );
}

export default function RelatedTab(props: TabProps) {
  const { t } = useTranslation("records");
  const keys = ["asset", "customer"].filter((key) => props.record[key]);
  if (keys.length === 0) return <State title={t("related.empty")} />;
  return (
    <div className={styles["tab"]}>
      {keys.map((key) => (
        <Same key={key} {...props} field={key} />
      ))}
    </div>
  );
}

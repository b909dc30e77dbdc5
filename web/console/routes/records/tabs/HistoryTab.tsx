/** What happened to the record, newest first, field by field; nobody can change it. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { paths, recordPath } from "~/shared/api/paths";
import { labelIn } from "~/shared/i18n/language";
import { fieldOf, valueOf, type ServerField } from "~/shared/schema/server";
import { FieldView } from "~/widgets/field-renderers/antd/FieldView";
import { usePreferences } from "~/widgets/preferences/preferences";
import { ProblemState, Skeleton, State } from "~/widgets/states/states";
import { api } from "../../../shell/session";
import type { TabProps } from "./index";
import styles from "./tabs.module.css";

interface Change {
  field: string;
  before: unknown;
  after: unknown;
}

interface Entry {
  id: number;
  at: string;
  kind: string;
  actor: { name: string | null; kind: string };
  changes?: Change[];
}

const named = new Set(["person", "people", "created_by", "updated_by"]);
const counted = new Set(["team", "link", "links", "file", "image", "signature", "subform"]);

/** History holds ids: people are named by the directory, other things are told by their number. */
function Stored({ field, raw, nameOf }: { field: ServerField; raw: unknown; nameOf: (id: number) => string }) {
  const made = fieldOf(field);
  const ids = (Array.isArray(raw) ? raw : [raw]).filter((one): one is number => typeof one === "number");
  if (ids.length && named.has(field.type)) return <span>{ids.map(nameOf).join(" ")}</span>;
  if (ids.length && counted.has(field.type)) return <span>{ids.map((id) => `#${id}`).join(" ")}</span>;
  if (field.type === "yes_no" && typeof raw === "number") return <FieldView field={made} value={raw === 1} dense />;
  if (field.type === "rich_text" || typeof raw === "string" || typeof raw === "number" || Array.isArray(raw))
    return <FieldView field={made} value={counted.has(field.type) ? null : valueOf(made, raw)} dense />;
  return <FieldView field={made} value={raw && typeof raw === "object" ? valueOf(made, raw) : null} dense />;
}

function peopleIn(entries: readonly Entry[], fields: ReadonlyMap<string, ServerField>): number[] {
  const ids = entries
    .flatMap((entry) => entry.changes ?? [])
    .filter((change) => named.has(fields.get(change.field)?.type ?? ""))
    .flatMap((change) => [change.before, change.after].flat())
    .filter((one): one is number => typeof one === "number");
  return [...new Set(ids)].sort((one, other) => one - other);
}

export default function HistoryTab({ object, record }: TabProps) {
  const { t, i18n } = useTranslation("records");
  const { language, format } = usePreferences();
  const query = useInfiniteQuery({
    queryKey: [object.key, record.id, "history"],
    queryFn: ({ pageParam }) =>
      api.get<{ entries: Entry[] }>(`${recordPath(object.key, record.id)}/history`, { query: { before: pageParam } }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => (page.entries.length >= 200 ? (page.entries.at(-1)?.id ?? null) : null),
  });
  const entries = query.data?.pages.flatMap((page) => page.entries) ?? [];
  const fields = new Map(object.fields.map((field) => [field.key, field]));
  const ids = peopleIn(entries, fields).slice(0, 200);
  const people = useQuery({
    queryKey: ["people", "by-id", ids],
    queryFn: () => api.get<{ items: { id: number; name: string }[] }>(paths.people, { query: { ids } }),
    enabled: ids.length > 0,
  });
  const names = new Map(people.data?.items.map((one) => [one.id, one.name]));
  const nameOf = (id: number) => names.get(id) ?? `#${id}`;
  if (query.isPending) return <Skeleton shape="text" />;
  if (query.error) return <ProblemState error={query.error} onRetry={() => void query.refetch()} />;
  if (entries.length === 0) return <State title={t("history.none")} />;
  const said = (kind: string) =>
    i18n.exists(`event.${kind}`, { ns: "records" }) ? t(`event.${kind}`) : kind.replace(".", " ").replaceAll("_", " ");
  return (
    <div className={styles["tab"]}>
      <ol className={styles["trail"]}>
        {entries.map((entry) => (
          <li key={entry.id}>
            <time dateTime={entry.at} title={format.relative(entry.at)}>
              {format.moment(entry.at)}
            </time>
            <span>
              {entry.actor.name || t("history.system")} · {said(entry.kind)}
            </span>
            {entry.kind !== "record.created" && entry.changes && entry.changes.length > 0 && (
              <dl>
                {entry.changes.map((change) => {
                  const field = fields.get(change.field);
                  return (
                    field && (
                      <div key={change.field}>
                        <dt>{labelIn(language, field.label)}</dt>
                        <dd>
                          <Stored field={field} raw={change.before} nameOf={nameOf} />
                          <span className={styles["arrow"]}>{t("history.to")}</span>
                          <Stored field={field} raw={change.after} nameOf={nameOf} />
                        </dd>
                      </div>
                    )
                  );
                })}
              </dl>
            )}
          </li>
        ))}
      </ol>
      {query.hasNextPage && (
        <Button onClick={() => void query.fetchNextPage()} {...(query.isFetchingNextPage ? { loading: true } : {})}>
          {t("history.more")}
        </Button>
      )}
    </div>
  );
}

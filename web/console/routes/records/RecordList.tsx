/** The list of any object: found, filtered, sorted and counted by the server, its state in the address. */
import { Button } from "antd";
import { lazy, Suspense, useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useNavigate, useSearchParams } from "react-router";
import { useHotkeys } from "~/hotkeys/hotkeys";
import { Problem } from "~/shared/api/problem";
import { iconInbox, iconPlus, iconSliders, iconTrash } from "~/shared/icons/paths";
import type { StatusCategory } from "~/shared/icons/marks";
import { inSentence, labelIn } from "~/shared/i18n/language";
import { fieldOf, valueOf, type ServerField, type ServerObject, type ServerRecord } from "~/shared/schema/server";
import { DataGrid, type Column } from "~/widgets/data-grid/DataGrid";
import { FieldView } from "~/widgets/field-renderers/antd/FieldView";
import { Icon } from "~/widgets/icon/Icon";
import { StatusMark } from "~/widgets/marks/Marks";
import { usePreferences } from "~/widgets/preferences/preferences";
import { ProblemState, Skeleton, State } from "~/widgets/states/states";
import { useObject } from "../../data/objects";
import { RealSources } from "../../data/sources";
import { FilterBar } from "./list/FilterBar";
import { tabsOf, type Tab } from "./list/filters";
import { useAsked, useExactCount, useRecordList } from "./list/useList";
import styles from "./list/list.module.css";

const CreateDrawer = lazy(() => import("./list/CreateDrawer"));
const gone = new Problem({ status: 404, code: "client.not_found", title: "" });
const wide = new Set(["title", "name", "description"]);
const narrow: Record<string, number> = { number: 170, status: 130, priority: 90, rating: 110 };
const numeric = new Set(["integer", "decimal", "money", "percent", "duration"]);

function cellOf(field: ServerField, objects: readonly ServerObject[]): (row: ServerRecord) => React.ReactNode {
  const made = fieldOf(field, objects);
  if (field.key === "status") {
    const Status = (row: ServerRecord) => {
      const choice = field.choices.find((one) => one.key === row["status"]);
      if (choice?.category) return <StatusCell choice={choice} />;
      return <FieldView field={made} value={valueOf(made, row["status"])} dense />;
    };
    return Status;
  }
  return (row) => <FieldView field={made} value={valueOf(made, row[field.key])} dense />;
}

function StatusCell({ choice }: { choice: ServerField["choices"][number] }) {
  const { language } = usePreferences();
  return <StatusMark category={choice.category as StatusCategory} label={labelIn(language, choice.label)} />;
}

function useColumns(object: ServerObject, objects: readonly ServerObject[]): Column<ServerRecord>[] {
  const { language } = usePreferences();
  return useMemo(() => {
    const shown = object.fields.filter((field) => field.type !== "subform" && field.type !== "rich_text");
    const first = shown.filter((field) => field.settings["in_list"] === true);
    const asDefault = new Set((first.length ? first : shown.slice(0, 6)).map((field) => field.key));
    const lead = ["number", "title"].find((key) => asDefault.has(key));
    return shown.map((field) => ({
      key: field.key,
      title: labelIn(language, field.label),
      width: narrow[field.key] ?? (wide.has(field.key) ? 240 : 150),
      align: numeric.has(field.type) ? ("end" as const) : ("start" as const),
      sortable: field.sortable && field.right !== "masked",
      fixed: field.key === lead,
      hidden: !asDefault.has(field.key),
      render: cellOf(field, objects),
    }));
  }, [object, objects, language]);
}

function Tabs({ tabs, tab, onTab }: { tabs: readonly Tab[]; tab: Tab; onTab: (tab: Tab) => void }) {
  const { t } = useTranslation(["records", "marks"]);
  if (tabs.length === 0) return null;
  return (
    <div className={styles["tabs"]} role="group" aria-label={t("tabs")}>
      {tabs.map((one) => (
        <button key={one} type="button" aria-pressed={one === tab} onClick={() => onTab(one)}>
          {one === "all" || one === "active" ? t(`tab.${one}`) : t(`marks:status.${one}`)}
        </button>
      ))}
    </div>
  );
}

function List({ object, objects }: { object: ServerObject; objects: readonly ServerObject[] }) {
  const { t } = useTranslation(["records", "grid"]);
  const { language } = usePreferences();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const { asked, ask } = useAsked(object);
  const [fields, setFields] = useState<string[] | null>(null);
  const [exact, setExact] = useState("");
  const columns = useColumns(object, objects);
  const { list, rows, count } = useRecordList(object.key, asked, fields);
  const question = JSON.stringify(asked);
  const counted = useExactCount(object.key, asked, exact === question);
  const known = exact === question ? counted.data : undefined;
  const label = labelIn(language, object.label);
  const noun = inSentence(language, label);
  const mayCreate = object.actions.includes("create");
  const creating = search.has("new") && mayCreate;
  const showNew = (on: boolean) => {
    const next = new URLSearchParams(search);
    if (on) next.set("new", "1");
    else next.delete("new");
    setSearch(next);
  };
  useHotkeys(
    mayCreate && !creating
      ? [{ keys: "c", label: t("create.title", { object: noun }), group: "list", run: () => showNew(true) }]
      : [],
  );
  const find = useCallback((q: string) => ask({ q }), [ask]);
  const narrowed = Boolean(asked.q || asked.conditions.length || asked.tab !== "all");
  const createButton = mayCreate && (
    <Button type="primary" icon={<Icon path={iconPlus} />} onClick={() => showNew(true)}>
      {t("create.title", { object: noun })}
    </Button>
  );
  const empty = asked.trashed ? (
    <State icon={iconTrash} title={t("trash.empty")} />
  ) : narrowed ? (
    <State
      icon={iconInbox}
      title={t("empty.narrowed")}
      action={<Button onClick={() => ask({ q: "", tab: "all", conditions: [] })}>{t("filter.clear")}</Button>}
    />
  ) : (
    <State icon={iconInbox} title={t("empty", { object: noun })} action={createButton} />
  );
  return (
    <div className={styles["page"]}>
      <header className={styles["head"]}>
        <h1>{label}</h1>
        <Tabs tabs={tabsOf(object)} tab={asked.tab} onTab={(tab) => ask({ tab })} />
        <span className={styles["push"]} />
        <Button
          type={asked.trashed ? "default" : "text"}
          aria-pressed={asked.trashed}
          onClick={() => ask({ trashed: !asked.trashed })}
        >
          <Icon path={iconTrash} /> {t("trash")}
        </Button>
        {object.manage && (
          <Link className={styles["link"]} to={`/settings/objects/${object.key}`}>
            <Icon path={iconSliders} /> {t("fields")}
          </Link>
        )}
        {createButton}
      </header>
      <DataGrid
        id={`records.${object.key}`}
        label={label}
        columns={columns}
        rows={rows}
        loading={list.isPending}
        error={list.error}
        onRetry={() => void list.refetch()}
        {...(count ? { count: { value: known ?? count.value, capped: known === undefined && count.more } } : {})}
        hasMore={list.hasNextPage}
        loadingMore={list.isFetchingNextPage}
        onLoadMore={() => void list.fetchNextPage()}
        sort={asked.sort}
        onSort={(sort) => ask({ sort })}
        onColumns={setFields}
        onOpen={(row) => void navigate(`/records/${object.key}/${row.id}${asked.trashed ? "?trash=1" : ""}`)}
        empty={empty}
        bar={
          <>
            {count?.more && known === undefined && (
              <Button size="small" type="link" loading={counted.isFetching} onClick={() => setExact(question)}>
                {t("count.exact")}
              </Button>
            )}
            <FilterBar
              object={object}
              q={asked.q}
              onFind={find}
              conditions={asked.conditions}
              onConditions={(conditions) => ask({ conditions })}
            />
          </>
        }
      />
      {creating && (
        <Suspense fallback={null}>
          <CreateDrawer object={object} objects={objects} onClose={() => showNew(false)} />
        </Suspense>
      )}
    </div>
  );
}

export default function RecordList() {
  const key = useLocation().pathname.split("/")[2] ?? "";
  const { query, object, objects } = useObject(key);
  if (query.error) return <ProblemState error={query.error} onRetry={() => void query.refetch()} />;
  if (object === undefined) return <Skeleton shape="rows" />;
  if (object === null) return <ProblemState error={gone} />;
  return (
    <RealSources>
      <List key={key} object={object} objects={objects} />
    </RealSources>
  );
}

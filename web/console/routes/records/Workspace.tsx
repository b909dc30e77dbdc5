/** One record: its form at the left, at the right what happens around it. The open tab stands in the address. */
import { Button } from "antd";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useMemo, useState, type ComponentType } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams, useSearchParams } from "react-router";
import { useHotkeys } from "~/hotkeys/hotkeys";
import { recordPath } from "~/shared/api/paths";
import { Problem } from "~/shared/api/problem";
import type { StatusCategory } from "~/shared/icons/marks";
import { iconArrowLeft, iconRefresh, iconTrash } from "~/shared/icons/paths";
import { labelIn } from "~/shared/i18n/language";
import type { Values } from "~/shared/schema/fields";
import { formOf, valuesOf, type ServerObject, type ServerRecord } from "~/shared/schema/server";
import { FieldView } from "~/widgets/field-renderers/antd/FieldView";
import { toast } from "~/widgets/feedback/toasts";
import { Icon } from "~/widgets/icon/Icon";
import { StatusMark } from "~/widgets/marks/Marks";
import { usePreferences } from "~/widgets/preferences/preferences";
import { dropDraft } from "~/widgets/record-form/draft";
import { Net, ProblemState, Skeleton, useProblemText } from "~/widgets/states/states";
import { useObject } from "../../data/objects";
import { RealSources } from "../../data/sources";
import { api } from "../../shell/session";
import { recordTabs, type TabProps } from "./tabs";
import { useSave } from "./saving/useSave";
import styles from "./workspace.module.css";

const gone = new Problem({ status: 404, code: "client.not_found", title: "" });
const never = () => false;
const RecordForm = lazy(async () => ({ default: (await import("~/widgets/record-form/RecordForm")).RecordForm }));
const views = new Map<string, ComponentType<TabProps>>(recordTabs.map((tab) => [tab.key, lazy(tab.load)]));

function viewOf(tab: string, props: TabProps) {
  const View = views.get(tab);
  return View && <View {...props} />;
}

/** Trash and restore, each with its way back. */
function useTrash(object: ServerObject, id: number) {
  const { t } = useTranslation("records");
  const queries = useQueryClient();
  const navigate = useNavigate();
  const problemText = useProblemText();
  const path = recordPath(object.key, id);
  const refresh = () => queries.invalidateQueries({ queryKey: [object.key] });
  const guarded = (work: () => Promise<void>) => () =>
    void work().catch((error: unknown) => {
      if (!(error instanceof Problem)) throw error;
      toast(problemText(error), { kind: "error" });
    });
  const restore = guarded(async () => {
    await api.post(`${path}/restore`);
    await refresh();
    toast(t("restored"));
    await navigate(`/records/${object.key}/${id}`);
  });
  const trash = guarded(async () => {
    await api.delete(path);
    await navigate(`/records/${object.key}`);
    await refresh();
    toast(t("trashed"), { undo: restore });
  });
  return { trash, restore };
}

function Form({ object, objects, record }: TabProps) {
  const { t } = useTranslation("records");
  const schema = useMemo(() => formOf(object, objects, false), [object, objects]);
  const [base, setBase] = useState(record);
  const [dirty, setDirty] = useState(false);
  const behind = record.rev > base.rev;
  // News is taken in at once where nothing was typed; where something was, the reader decides.
  useEffect(() => {
    if (behind && !dirty) setBase(record);
  }, [behind, dirty, record]);
  const initial = useMemo(() => valuesOf(schema.fields, base), [schema, base]);
  const draftKey = `record.${object.key}.${record.id}`;
  // The form begins anew from what was saved, so the draft must be gone before.
  const takeIn = (saved: ServerRecord) => {
    dropDraft(draftKey);
    setBase(saved);
  };
  const { submit, dialog } = useSave(object, record.id, schema.fields, takeIn);
  const send = (wire: Record<string, unknown>, values: Values) => submit(values, Object.keys(wire), base.rev);
  if (!object.actions.includes("update")) return <Reading object={object} objects={objects} record={record} />;
  return (
    <>
      {behind && dirty && (
        <p className={styles["news"]} role="status">
          <Icon path={iconRefresh} /> {t("changed.meanwhile")}
        </p>
      )}
      <Suspense fallback={<Skeleton shape="form" />}>
        <RecordForm
          key={base.rev}
          schema={schema}
          initial={initial}
          holds={never}
          draftKey={draftKey}
          onSubmit={send}
          onDirty={setDirty}
        />
      </Suspense>
      {dialog}
    </>
  );
}

/** The same fields for somebody who may read and not change. */
function Reading({ object, objects, record }: TabProps) {
  const { language } = usePreferences();
  const schema = useMemo(() => formOf(object, objects, false), [object, objects]);
  const values = valuesOf(schema.fields, record);
  return (
    <div className={styles["reading"]}>
      {schema.sections.map((section) => (
        <section key={section.key}>
          <h2>{labelIn(language, section.label)}</h2>
          <dl>
            {section.fields.map((key) => {
              const field = schema.fields.find((one) => one.key === key);
              return (
                field && (
                  <div key={key}>
                    <dt>{labelIn(language, field.label)}</dt>
                    <dd>
                      <FieldView field={field} value={values[key]} />
                    </dd>
                  </div>
                )
              );
            })}
          </dl>
        </section>
      ))}
    </div>
  );
}

function Beside(props: TabProps) {
  const { t } = useTranslation("records");
  const [search, setSearch] = useSearchParams();
  const tabs = recordTabs.filter((tab) => tab.applies(props.object));
  const wanted = search.get("tab");
  const tab = tabs.find((one) => one.key === wanted) ?? tabs[0];
  const show = (key: string) => {
    const next = new URLSearchParams(search);
    next.set("tab", key);
    setSearch(next, { replace: true });
  };
  return (
    <aside className={styles["beside"]} aria-label={t("beside")}>
      <div className={styles["tabs"]} role="group" aria-label={t("beside")}>
        {tabs.map((one) => (
          <button key={one.key} type="button" aria-pressed={one === tab} onClick={() => show(one.key)}>
            {t(one.title)}
          </button>
        ))}
      </div>
      <Net resetOn={tab?.key}>
        <Suspense fallback={<Skeleton shape="text" />}>{tab && viewOf(tab.key, props)}</Suspense>
      </Net>
    </aside>
  );
}

function Record({ object, objects, record, trashed }: TabProps & { trashed: boolean }) {
  const { t } = useTranslation("records");
  const { language } = usePreferences();
  const navigate = useNavigate();
  const { trash, restore } = useTrash(object, record.id);
  const list = `/records/${object.key}`;
  useHotkeys([{ keys: "esc", label: t("back"), group: "here", run: () => void navigate(list) }]);
  const status = object.fields.find((one) => one.key === "status")?.choices.find((one) => one.key === record["status"]);
  const number = record["number"] as string | null | undefined;
  const title = record["title"] as string | null | undefined;
  useEffect(() => {
    document.title = [number, title].filter(Boolean).join(" ");
  }, [number, title]);
  return (
    <div className={styles["workspace"]}>
      <header>
        <Link to={list} className={styles["up"]}>
          <Icon path={iconArrowLeft} /> {labelIn(language, object.label)}
        </Link>
        <h1>
          {number && <small>{number}</small>} {title || (number ? "" : `#${record.id}`)}
        </h1>
        {status?.category && (
          <StatusMark category={status.category as StatusCategory} label={labelIn(language, status.label)} />
        )}
        <span className={styles["push"]} />
        {trashed ? (
          <Button type="primary" onClick={restore}>
            {t("restore")}
          </Button>
        ) : (
          object.actions.includes("delete") && (
            <Button icon={<Icon path={iconTrash} />} onClick={trash}>
              {t("to_trash")}
            </Button>
          )
        )}
      </header>
      <div className={styles["columns"]}>
        <div className={styles["main"]}>
          {trashed ? (
            <Reading object={object} objects={objects} record={record} />
          ) : (
            <Form object={object} objects={objects} record={record} />
          )}
        </div>
        {!trashed && <Beside object={object} objects={objects} record={record} />}
      </div>
    </div>
  );
}

export default function Workspace() {
  const { object: key = "", id = "" } = useParams();
  const [search] = useSearchParams();
  const trashed = search.has("trash");
  const known = useObject(key);
  const query = useQuery({
    queryKey: [key, Number(id), "record", ...(trashed ? ["trash"] : [])],
    queryFn: ({ signal }) =>
      api.get<ServerRecord>(recordPath(key, Number(id)), { query: trashed ? { trashed: true } : {}, signal }),
    enabled: /^\d+$/.test(id),
  });
  const error = known.query.error ?? query.error;
  if (error && !query.data) {
    return <ProblemState error={error} onRetry={() => void Promise.all([known.query.refetch(), query.refetch()])} />;
  }
  if (known.object === null || !/^\d+$/.test(id)) return <ProblemState error={gone} />;
  if (!known.object || !query.data) return <Skeleton shape="form" />;
  return (
    <RealSources>
      <Record
        key={`${key}/${id}`}
        object={known.object}
        objects={known.objects}
        record={query.data}
        trashed={trashed}
      />
    </RealSources>
  );
}

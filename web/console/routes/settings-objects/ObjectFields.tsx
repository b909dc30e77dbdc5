/** The fields of one object: added, changed, put into the trash and brought back; every change can be undone. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams, useSearchParams } from "react-router";
import { useHotkeys } from "~/hotkeys/hotkeys";
import { Problem } from "~/shared/api/problem";
import { iconArrowLeft, iconPen, iconPlus, iconTrash } from "~/shared/icons/paths";
import { inSentence, labelIn, type Label } from "~/shared/i18n/language";
import type { ServerField, ServerObject } from "~/shared/schema/server";
import { toast } from "~/widgets/feedback/toasts";
import { Icon } from "~/widgets/icon/Icon";
import { usePreferences } from "~/widgets/preferences/preferences";
import { ProblemState, Skeleton, State, useProblemText } from "~/widgets/states/states";
import { useObject, useRefreshObjects } from "../../data/objects";
import { api } from "../../shell/session";
import { addition, change, labelOf, type FieldDraft } from "./draft";
import styles from "./objects.module.css";

const FieldEditing = lazy(() => import("./FieldEditing"));
const gone = new Problem({ status: 404, code: "client.not_found", title: "" });

interface Change {
  id: number;
  at: string;
  command: string;
  field_id: number | null;
  forward: { draft?: { label?: Label } };
  undone_by: number | null;
}

/** What can be done to an object's fields. Each ends with fresh objects and a way back. */
function useShaping(object: ServerObject) {
  const { t } = useTranslation("objects");
  const queries = useQueryClient();
  const refreshObjects = useRefreshObjects();
  const problemText = useProblemText();
  const path = `/api/objects/${object.key}/fields`;
  const refresh = async () => {
    await Promise.all([refreshObjects(), queries.invalidateQueries({ queryKey: [object.key] })]);
    await queries.invalidateQueries({ queryKey: ["object-changes", object.key] });
  };
  const told = (work: () => Promise<void>) =>
    void work().catch((error: unknown) => {
      if (!(error instanceof Problem)) throw error;
      toast(problemText(error), { kind: "error" });
    });
  const undo = (id: number) =>
    told(async () => {
      await api.post(`/api/objects/changes/${id}/undo`);
      await refresh();
      toast(t("undone"));
    });
  const restore = (key: string) =>
    told(async () => {
      await api.post(`${path}/${key}/restore`);
      await refresh();
      toast(t("field.restored"));
    });
  const trash = (field: ServerField) =>
    told(async () => {
      await api.delete(`${path}/${field.key}`);
      await refresh();
      toast(t("field.trashed"), { undo: () => restore(field.key) });
    });
  const add = async (draft: FieldDraft) => {
    await api.post(path, addition(draft));
    await refresh();
    toast(t("field.added"));
  };
  const save = async (field: ServerField, before: FieldDraft, after: FieldDraft) => {
    const own = `${path}/${field.key}`;
    const changed = change(before, after);
    if (Object.keys(changed).length) await api.patch(own, changed);
    for (const choice of after.choices) {
      const earlier = before.choices.find((one) => one.id === choice.id);
      const body = { label: labelOf(choice.zh, choice.en), colour: choice.colour };
      if (choice.id === undefined) await api.post(`${own}/choices`, body);
      else if (JSON.stringify(earlier) !== JSON.stringify(choice))
        await api.patch(`${own}/choices/${choice.id}`, { ...body, active: choice.active });
    }
    await refresh();
    toast(t("field.saved"));
  };
  return { undo, trash, add, save };
}

function Journal({ object, onUndo }: { object: ServerObject; onUndo: (id: number) => void }) {
  const { t, i18n } = useTranslation(["objects", "common"]);
  const { language, format } = usePreferences();
  const query = useQuery({
    queryKey: ["object-changes", object.key],
    queryFn: async () => (await api.get<{ changes: Change[] }>(`/api/objects/${object.key}/changes`)).changes,
  });
  const names = new Map(object.fields.map((field) => [field.id, labelIn(language, field.label)]));
  const said = (command: string) =>
    i18n.exists(`command.${command}`, { ns: "objects" }) ? t(`command.${command}`) : command.replaceAll("_", " ");
  return (
    <section className={styles["journal"]} aria-label={t("journal")}>
      <h2>{t("journal")}</h2>
      {query.isPending && <Skeleton shape="text" count={3} />}
      {query.error && <ProblemState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data?.length === 0 && <p>{t("journal.none")}</p>}
      <ul>
        {query.data?.map((one) => (
          <li key={one.id} data-undone={one.undone_by !== null}>
            <span>
              {said(one.command)}{" "}
              {(one.field_id !== null && names.get(one.field_id)) || labelIn(language, one.forward.draft?.label)}
            </span>
            <time dateTime={one.at} title={format.relative(one.at)}>
              {format.moment(one.at)}
            </time>
            {one.command === "define_object" ? null : one.undone_by === null ? (
              <Button size="small" type="link" onClick={() => onUndo(one.id)}>
                {t("common:undo")}
              </Button>
            ) : (
              <small>{t("common:undone")}</small>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Fields({ object, objects }: { object: ServerObject; objects: readonly ServerObject[] }) {
  const { t } = useTranslation("objects");
  const { language } = usePreferences();
  const [search, setSearch] = useSearchParams();
  const shaping = useShaping(object);
  const wanted = search.get("field");
  const field = object.fields.find((one) => one.key === wanted) ?? null;
  const isNew = wanted === "+";
  const edit = (key: string | null) => setSearch(key ? { field: key } : {});
  useHotkeys(wanted ? [] : [{ keys: "c", label: t("field.add"), group: "here", run: () => edit("+") }]);
  const save = async (before: FieldDraft, after: FieldDraft) => {
    await (field ? shaping.save(field, before, after) : shaping.add(after));
    edit(null);
  };
  const sectionName = (key: string) =>
    labelIn(language, object.settings.sections?.find((one) => one.key === key)?.label);
  const shown = object.fields.toSorted((one, other) => one.position - other.position);
  return (
    <div className={styles["page"]}>
      <header>
        <Link to="/settings/objects">
          <Icon path={iconArrowLeft} /> {t("objects")}
        </Link>
        <h1>{t("title", { object: inSentence(language, labelIn(language, object.label)) })}</h1>
        <span className={styles["push"]} />
        <Button type="primary" icon={<Icon path={iconPlus} />} onClick={() => edit("+")}>
          {t("field.add")}
        </Button>
      </header>
      <div className={styles["columns"]}>
        <div className={styles["scroll"]}>
          {shown.length === 0 && <State title={t("fields.none")} />}
          <table>
            <thead>
              <tr>
                <th scope="col">{t("name")}</th>
                <th scope="col">{t("type")}</th>
                <th scope="col">{t("section")}</th>
                <th scope="col">{t("marks")}</th>
                <th scope="col">
                  <span className="only-read">{t("actions")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((one) => (
                <tr key={one.key}>
                  <th scope="row">
                    {labelIn(language, one.label)}
                    <code>{one.key}</code>
                  </th>
                  <td>{t(`type.${one.type}`)}</td>
                  <td>{sectionName(one.section)}</td>
                  <td>
                    {["required", "in_list", "readonly", "sensitive", "unique"]
                      .filter((name) => one.settings[name] === true)
                      .map((name) => t(`setting.${name}`))
                      .join(" · ")}
                  </td>
                  <td>
                    <Button
                      size="small"
                      type="text"
                      aria-label={t("field.edit.named", { field: labelIn(language, one.label) })}
                      icon={<Icon path={iconPen} />}
                      onClick={() => edit(one.key)}
                    />
                    {!one.shipped && (
                      <Button
                        size="small"
                        type="text"
                        aria-label={t("field.trash.named", { field: labelIn(language, one.label) })}
                        icon={<Icon path={iconTrash} />}
                        onClick={() => shaping.trash(one)}
                      />
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <Journal object={object} onUndo={shaping.undo} />
      </div>
      {(field || isNew) && (
        <Suspense fallback={null}>
          <FieldEditing
            key={wanted}
            object={object}
            objects={objects}
            field={field}
            onSave={save}
            onClose={() => edit(null)}
          />
        </Suspense>
      )}
    </div>
  );
}

export default function ObjectFields() {
  const { key = "" } = useParams();
  const { query, object, objects } = useObject(key);
  if (query.error) return <ProblemState error={query.error} onRetry={() => void query.refetch()} />;
  if (object === undefined) return <Skeleton shape="rows" />;
  if (object === null) return <ProblemState error={gone} />;
  return <Fields key={key} object={object} objects={objects} />;
}

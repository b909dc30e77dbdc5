/** Saving against the revision that was before the reader's eyes; who collides is asked, and loses nothing typed. */
import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { recordPath } from "~/shared/api/paths";
import { Problem } from "~/shared/api/problem";
import type { Field, Values } from "~/shared/schema/fields";
import { serverValues, valuesOf, type ServerObject, type ServerRecord } from "~/shared/schema/server";
import { toast } from "~/widgets/feedback/toasts";
import { api } from "../../../shell/session";
import type { Collision } from "./MergeDialog";

const MergeDialog = lazy(() => import("./MergeDialog"));

interface ConflictData {
  rev: number;
  conflicts: Record<string, { by: string }>;
}

interface Asking {
  collision: Collision;
  answer: (mine: ReadonlySet<string> | null) => void;
}

export function useSave(
  object: ServerObject,
  id: number,
  fields: readonly Field[],
  onSaved: (record: ServerRecord) => void,
) {
  const { t } = useTranslation("records");
  const queries = useQueryClient();
  const [asking, setAsking] = useState<Asking | null>(null);
  const path = recordPath(object.key, id);

  async function decide(problem: Problem, yours: Values): Promise<{ rev: number; theirs: Set<string> }> {
    const { rev, conflicts } = problem.body["data"] as ConflictData;
    const fresh = await api.get<ServerRecord>(path);
    const by = Object.fromEntries(Object.entries(conflicts).map(([key, one]) => [key, one.by]));
    const mine = await new Promise<ReadonlySet<string> | null>((answer) =>
      setAsking({ collision: { by, theirs: valuesOf(fields, fresh), yours, rev }, answer }),
    );
    setAsking(null);
    if (!mine) throw problem;
    return { rev: Math.min(rev, fresh.rev), theirs: new Set(Object.keys(by).filter((key) => !mine.has(key))) };
  }

  async function save(values: Values, keys: readonly string[], rev: number): Promise<ServerRecord> {
    const sent = serverValues(fields, values, keys);
    if (Object.keys(sent).length === 0) return api.get<ServerRecord>(path);
    try {
      return await api.patch<ServerRecord>(path, { values: sent, rev });
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== "record.edit_conflict") throw error;
      const decided = await decide(error, values);
      const left = keys.filter((key) => !decided.theirs.has(key));
      return save(values, left, decided.rev);
    }
  }

  const submit = async (values: Values, keys: readonly string[], rev: number) => {
    const record = await save(values, keys, rev);
    onSaved(record);
    queries.setQueryData([object.key, id, "record"], record);
    void queries.invalidateQueries({ queryKey: [object.key, "list"] });
    void queries.invalidateQueries({ queryKey: [object.key, id] });
    toast(t("saved"));
  };
  const dialog: ReactNode = asking && (
    <Suspense fallback={null}>
      <MergeDialog
        fields={fields}
        collision={asking.collision}
        onMerge={(mine) => asking.answer(mine)}
        onCancel={() => asking.answer(null)}
      />
    </Suspense>
  );
  return { submit, dialog };
}

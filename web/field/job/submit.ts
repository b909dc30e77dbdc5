/** Handing a form in: its pictures first, then the act itself, all in the order's own lane of the outbox. */
import { newKey } from "~/shared/api/client";
import type { NewEntry } from "../outbox";
import { outbox } from "../sync";
import { settle, type Fate } from "../sending";
import { bodyOf, takenIn, type FormField, type Taken, type Values } from "./form";
import type { TaskAction, TaskForm } from "./types";

export const laneOf = (object: string, record: number) => `${object}/${record}`;
export const actPath = (task: number, action: string) => `/api/flow/tasks/${task}/${action}`;

/** Whether an unsent entry hands this task in, by any of the three acts. */
export const handsIn = (path: string, task: number) =>
  ["complete", "agree", "reject"].some((action) => path === actPath(task, action));

type Box = Pick<typeof outbox, "list" | "add" | "discard" | "resultOf">;

/** Puts a picture's upload into the outbox unless it is there or sent already. A refused one is tried as a new one. */
async function upload(box: Box, picture: Taken, lane: string): Promise<void> {
  if (picture.key) {
    if ((await box.resultOf(picture.key)) !== undefined) return;
    const entry = (await box.list()).find((one) => one.key === picture.key);
    if (entry?.state === "waiting") return;
    if (entry) await box.discard(picture.key);
  }
  picture.key = newKey();
  const file = { blob: picture.blob, name: picture.name };
  await box.add({ key: picture.key, method: "POST", path: "/api/files", lane, file, at: picture.takenAt });
}

/**
 * Keeps the uploads and the act in the outbox and returns the act's key.
 *
 * An earlier try of the same task gives way: it was refused, and what the person mended is what counts.
 */
export async function queue(
  box: Box,
  form: TaskForm,
  fields: readonly FormField[],
  values: Values,
  action: TaskAction,
): Promise<string> {
  const lane = laneOf(form.object, form.record.id);
  for (const entry of await box.list()) if (handsIn(entry.path, form.task.id)) await box.discard(entry.key);
  for (const picture of takenIn(values)) await upload(box, picture, lane);
  const path = actPath(form.task.id, action.action);
  const act: NewEntry = { method: "POST", path, lane, body: bodyOf(fields, values, action.key) };
  return box.add(act);
}

export async function handIn(
  form: TaskForm,
  fields: readonly FormField[],
  values: Values,
  action: TaskAction,
): Promise<Fate> {
  return settle(await queue(outbox, form, fields, values, action));
}

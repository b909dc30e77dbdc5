import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Problem } from "~/shared/api/problem";
import { Outbox, type Entry } from "../outbox";
import type { FormField, Taken } from "./form";
import { queue } from "./submit";
import type { TaskAction, TaskForm } from "./types";

const form = { task: { id: 7 }, object: "work_order", record: { id: 42 } } as unknown as TaskForm;
const complete: TaskAction = {
  key: "complete",
  action: "complete",
  label: { "zh-CN": "", en: "" },
  opinion_required: false,
  signature_required: false,
};
const fields = [
  { key: "photos", field: { key: "photos", type: "image", settings: {} }, required: false },
  { key: "result", field: { key: "result", type: "text", settings: {} }, required: true },
] as unknown as FormField[];
const photo = (): Taken => ({ blob: new Blob(["x"]), name: "a.jpg", width: 1, height: 1, takenAt: 5 });

let box: Outbox;
let count = 0;
const send = vi.fn<(entry: Entry) => Promise<unknown>>();
beforeEach(() => {
  count += 1;
  send.mockReset();
  box = new Outbox({ name: `submit-${count}`, send, isOnline: () => true, locks: null });
});
afterEach(() => box.close());

const paths = async () => (await box.list()).map((entry) => entry.path);

it("sends the photos before the form that names them", async () => {
  await queue(box, form, fields, { photos: [photo()], result: "fixed" }, complete);
  send.mockResolvedValueOnce({ id: 900 }).mockResolvedValueOnce({});
  await box.flush();
  expect(send.mock.calls.map(([entry]) => entry.path)).toEqual(["/api/files", "/api/flow/tasks/7/complete"]);
  expect(send.mock.calls[1]?.[0].body).toEqual({ fields: { photos: [900], result: "fixed" }, button: "complete" });
});

it("puts what was mended in the place of what was refused, with photos taken since", async () => {
  const values = { photos: [photo()], result: "" };
  await queue(box, form, fields, values, complete);
  send.mockResolvedValueOnce({ id: 900 });
  send.mockRejectedValueOnce(new Problem({ status: 422, code: "flow.required_fields", title: "" }));
  await box.flush();
  expect(await paths()).toEqual(["/api/flow/tasks/7/complete"]);

  await queue(box, form, fields, { photos: [...values.photos, photo()], result: "fixed" }, complete);
  send.mockResolvedValueOnce({ id: 901 }).mockResolvedValueOnce({});
  await box.flush();
  expect(await box.list()).toEqual([]);
  expect(send.mock.calls.at(-1)?.[0].body).toEqual({
    fields: { photos: [900, 901], result: "fixed" },
    button: "complete",
  });
});

it("keeps one upload and one act when it is handed in twice without a network", async () => {
  const values = { photos: [photo()], result: "fixed" };
  await queue(box, form, fields, values, complete);
  await queue(box, form, fields, values, complete);
  expect(await paths()).toEqual(["/api/files", "/api/flow/tasks/7/complete"]);
});

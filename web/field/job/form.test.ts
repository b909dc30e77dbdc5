import { describe, expect, it } from "vitest";
import type { ServerField } from "~/shared/schema/server";
import {
  bodyOf,
  complaintsOf,
  figureOf,
  fieldsOf,
  refusalsOf,
  signatureKey,
  startingValues,
  takenIn,
  type FormField,
  type Taken,
} from "./form";
import type { TaskForm } from "./types";

const field = (key: string, type: string, settings: Record<string, unknown> = {}, position = 0) =>
  ({ id: position, key, type, position, settings, many: type === "choices", choices: [] }) as unknown as ServerField;
const one = (key: string, type: string, required = false, settings: Record<string, unknown> = {}): FormField => ({
  key,
  field: field(key, type, settings),
  required,
});
const nothing = { opinion_required: false, signature_required: false };
const photo = (key?: string): Taken => ({
  blob: new Blob(["x"]),
  name: "a.jpg",
  width: 1,
  height: 1,
  takenAt: 5,
  ...(key ? { key } : {}),
});

const form = {
  task: { id: 7, label: {}, state: "open", seen_at: null },
  object: "work_order",
  record: { id: 42, solution: "of the record", cause: "use" },
  fields: { status: "edit", solution: "required", cause: "edit", number: "read", photos_after: "edit" },
  draft: { cause: "wear" },
  actions: [],
} as unknown as TaskForm;
const shape = {
  fields: [
    field("photos_after", "image", {}, 9),
    field("cause", "choice", {}, 3),
    field("status", "choice", {}, 1),
    field("solution", "long_text", {}, 2),
    field("number", "serial", {}, 0),
  ],
};

describe("a node's form", () => {
  it("has the fields that the node opens, in the object's order, and leaves the status to the flow", () => {
    const fields = fieldsOf(form, shape);
    expect(fields.map(({ key, required }) => [key, required])).toEqual([
      ["solution", true],
      ["cause", false],
      ["photos_after", false],
    ]);
  });

  it("starts with what was typed here, else the draft, else the record", () => {
    const fields = fieldsOf(form, shape);
    expect(startingValues(form, fields, undefined)).toEqual({
      solution: "of the record",
      cause: "wear",
      photos_after: null,
    });
    expect(startingValues(form, fields, { solution: "typed" })["solution"]).toBe("typed");
  });

  it.each([
    ["text", true, {}, "  ", "form.required"],
    ["text", false, {}, "  ", null],
    ["image", true, {}, [], "form.required"],
    ["yes_no", true, {}, false, null],
    ["integer", false, {}, "1.5", "form.whole"],
    ["decimal", false, {}, "abc", "form.number"],
    ["decimal", false, { min: 2 }, "1,5", null],
    ["decimal", false, { min: 2 }, "1.5", "form.min"],
    ["decimal", false, { max: 2 }, "3", "form.max"],
    ["text", false, { max_length: 2 }, "abc", "form.long"],
  ])("of a %s (required: %s, %o) with %o complains of %s", (type, required, settings, value, code) => {
    const found = complaintsOf([one("f", type, required, settings)], { f: value }, nothing);
    expect(found["f"]?.code ?? null).toBe(code);
  });

  it("asks for the opinion and the signature that the act needs", () => {
    const found = complaintsOf([], {}, { opinion_required: true, signature_required: true });
    expect(Object.keys(found)).toEqual(["$opinion", "$signature"]);
  });

  it("understands full-width digits", () => expect(figureOf("１２．５")).toBe(12.5));

  it("sends figures as numbers, words without their margins and pictures as what their upload becomes", () => {
    const fields = [one("n", "decimal"), one("w", "text"), one("p", "image"), one("s", "signature"), one("l", "link")];
    const stored = { id: 3, name: "b.jpg", media_type: "image/jpeg" };
    const values = {
      n: "1,200",
      w: " done ",
      p: [stored, photo("up")],
      s: null,
      l: { id: 1 },
      [signatureKey]: photo("sg"),
    };
    expect(bodyOf(fields, values, "ok")).toEqual({
      fields: { n: 1200, w: "done", p: [3, { $result: "up" }], s: null },
      button: "ok",
      signature: { $result: "sg" },
    });
  });

  it("finds the pictures taken here in lists and alone", () => {
    const [a, b] = [photo("a"), photo("b")];
    expect(takenIn({ p: [a, { id: 3 }], s: b, t: "text", n: null })).toEqual([a, b]);
  });

  it("says the server's refusals at its own fields, in the server's words where it has any", () => {
    const problem = {
      status: 422,
      code: "flow.required_fields",
      title: "",
      detail: "",
      body: { data: { keys: ["solution"] }, fields: { cause: "No such choice.", elsewhere: "No." } },
    };
    expect(refusalsOf(problem, fieldsOf(form, shape))).toEqual({ solution: "form.required", cause: "No such choice." });
  });
});

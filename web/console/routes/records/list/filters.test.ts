import { expect, it } from "vitest";
import type { ServerField, ServerObject } from "~/shared/schema/server";
import { fromText, operators, tabsOf, toText, treeOf } from "./filters";

const field = (key: string, type: string, value: string, more: object = {}) =>
  ({ key, type, value, many: false, right: "edit", choices: [], ...more }) as unknown as ServerField;
const status = field("status", "choice", "choice", {
  choices: [{ category: "new" }, { category: "open" }, { category: "closed" }],
});
const object = { fields: [field("title", "text", "text"), status] } as unknown as ServerObject;

it("keeps a condition in the address, whatever its value holds", () => {
  const condition = { field: "title", op: "contains", value: 'a~b"c' };
  expect(fromText(toText(condition), object)).toEqual(condition);
});

it("leaves out what the object does not have or the field does not offer", () => {
  expect(fromText('colour~eq~"red"', object)).toBeNull();
  expect(fromText("title~is_me", object)).toBeNull();
  expect(fromText("title~contains~{broken", object)).toBeNull();
});

it("offers quick tabs for the categories in use", () => {
  expect(tabsOf(object)).toEqual(["all", "active", "new", "open", "closed"]);
  expect(tabsOf({ fields: [] } as unknown as ServerObject)).toEqual([]);
});

it("asks for the open work as all categories that are not done", () => {
  const tree = treeOf("active", [{ field: "title", op: "blank" }]);
  expect(tree).toEqual({
    all: [
      { field: "status", op: "category", value: ["new", "open", "waiting_customer", "waiting_internal"] },
      { field: "title", op: "blank" },
    ],
  });
  expect(treeOf("all", [])).toEqual({});
});

it("offers no filter on files and places", () => {
  expect(operators(field("photos", "image", "record"))).toEqual([]);
});

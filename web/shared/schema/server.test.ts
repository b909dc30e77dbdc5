import { describe, expect, it } from "vitest";
import { fieldOf, formOf, serverValues, toServer, valueOf, type ServerField, type ServerObject } from "./server";

function field(key: string, type: string, more: Partial<ServerField> = {}): ServerField {
  return {
    id: 1,
    key,
    type,
    value: "text",
    many: false,
    label: { "zh-CN": key, en: key },
    help: {},
    section: "",
    position: 0,
    shipped: false,
    computed: false,
    sortable: true,
    groupable: true,
    right: "edit",
    settings: {},
    choices: [],
    ...more,
  };
}

const choice = (id: number, key: string, parent_id?: number) => ({
  id,
  key,
  label: { en: key },
  colour: "",
  active: true,
  ...(parent_id ? { parent_id } : {}),
});

describe("a value goes to the server as it came", () => {
  it.each([
    ["choice", field("a", "choice", { choices: [choice(7, "high")] }), "high", 7, 7],
    ["cascade", field("a", "cascade", { choices: [choice(1, "x"), choice(2, "y", 1)] }), "y", [1, 2], 2],
    ["percent", field("a", "percent"), 12.5, 0.125, 12.5],
    ["person", field("a", "person"), { id: 3, name: "Li" }, { id: 3, label: "Li" }, 3],
    [
      "address",
      field("a", "address"),
      { province: "P", city: "C", district: "D", detail: "No. 1", location: { lat: 1, lng: 2 } },
      { province: "P", city: "C", district: "D", street: "No. 1", location: { lat: 1, lng: 2 } },
      { province: "P", city: "C", district: "D", detail: "No. 1", location: { lat: 1, lng: 2 } },
    ],
    [
      "location",
      field("a", "location"),
      { lat: 1, lng: 2, datum: "gcj02" },
      { lat: 1, lng: 2, datum: "GCJ-02" },
      { lat: 1, lng: 2, datum: "gcj02" },
    ],
  ])("%s", (_, described, came, here, sent) => {
    const made = fieldOf(described);
    expect(valueOf(made, came)).toEqual(here);
    expect(toServer(made, valueOf(made, came))).toEqual(sent);
  });
});

it("shows a masked value as the words the server made of it, and never sends it", () => {
  const phone = fieldOf(field("phone", "phone", { right: "masked" }));
  expect(valueOf(phone, "139****0000")).toBe("139****0000");
  expect(serverValues([phone], { phone: "139****0000" })).toEqual({});
});

it("sends a subform's rows flat, with the ids of those that exist", () => {
  const child = { key: "part", fields: [field("name", "text"), field("n", "serial", { computed: true })] };
  const rows = fieldOf(field("parts", "subform", { settings: { object: "part" } }), [child as ServerObject]);
  const value = valueOf(rows, [{ id: 5, rev: 2, name: "Belt", n: "1" }]);
  expect(toServer(rows, [...(value as []), { local: "new", values: { name: "Pump" } }])).toEqual([
    { id: 5, name: "Belt" },
    { name: "Pump" },
  ]);
});

it("makes a form by sections, with what nobody placed at its end", () => {
  const object = {
    id: 1,
    key: "thing",
    label: { en: "Thing" },
    parent: null,
    shipped: false,
    manage: true,
    actions: [],
    settings: { sections: [{ key: "main", label: { en: "Main" } }], title: "{name}" },
    fields: [
      field("title", "text", { settings: { system: true } }),
      field("extra", "text", { position: 9 }),
      field("name", "text", { section: "main", position: 1 }),
      field("done_at", "datetime", { section: "main", position: 2, settings: { readonly: true } }),
    ],
  } satisfies ServerObject;
  const sections = (isNew: boolean) => formOf(object, [], isNew).sections.map((one) => [one.key, one.fields]);
  expect(sections(false)).toEqual([
    ["main", ["name", "done_at"]],
    ["_rest", ["extra"]],
  ]);
  expect(sections(true)).toEqual([
    ["main", ["name"]],
    ["_rest", ["extra"]],
  ]);
});

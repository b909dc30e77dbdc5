import { describe, expect, it } from "vitest";
import { isBlank, toWire, wireValues, type Field, type FieldType, type FieldValue } from "./fields";
import { settle, type FormSchema } from "./linkage";
import { checkAll, checkValue } from "./validate";

const field = (type: FieldType, more: Partial<Field> = {}): Field => ({ key: "f", type, label: { en: "F" }, ...more });

describe("blank", () => {
  it.each<[FieldValue, boolean]>([
    [null, true],
    ["  ", true],
    [[], true],
    [{}, true],
    [{ province: "" }, true],
    [0, false],
    [false, false],
    [{ lat: 0, lng: 0 }, false],
    [{ id: 1, label: "" }, false],
  ])("%j: %s", (value, blank) => {
    expect(isBlank(value)).toBe(blank);
  });
});

describe("a value that cannot be sent", () => {
  it.each<[string, Field, FieldValue, string | null]>([
    ["a long text", field("text", { settings: { maxLength: 3 } }), "四个汉字", "invalid.too_long"],
    ["an emoji is one character", field("text", { settings: { maxLength: 2 } }), "👍👍", null],
    ["a short text", field("text", { settings: { minLength: 5 } }), "abc", "invalid.too_short"],
    ["a serial of the wrong shape", field("text", { settings: { pattern: "SN\\d{4}" } }), "SN123", "invalid.pattern"],
    ["the whole text must match", field("text", { settings: { pattern: "a|b" } }), "ab", "invalid.pattern"],
    ["a pattern only the server reads", field("text", { settings: { pattern: "(?P<x>" } }), "x", null],
    ["half a piece", field("integer"), 1.5, "invalid.integer"],
    ["too little", field("decimal", { settings: { min: 0 } }), -1, "invalid.too_small"],
    ["too much", field("money", { settings: { max: 100 } }), 100.01, "invalid.too_large"],
    ["too fine", field("money", { settings: { digits: 2 } }), 1.234, "invalid.digits"],
    ["fine enough in doubles", field("money", { settings: { digits: 2 } }), 0.1 + 0.2, null],
    ["a day that is not", field("date"), "2026-02-30", "invalid.date"],
    ["a day too early", field("date", { settings: { earliest: "2026-01-01" } }), "2025-12-31", "invalid.too_early"],
    [
      "a moment in the future",
      field("datetime", { settings: { latest: "now" } }),
      "2999-01-01T00:00:00.000Z",
      "invalid.too_late",
    ],
    ["letters in a phone number", field("phone"), "call me", "invalid.phone"],
    ["a phone number", field("phone"), "+86 138 1234 5678", null],
    ["half an address of mail", field("email"), "a@b", "invalid.email"],
    ["a script as a link", field("url"), "javascript:alert(1)", "invalid.url"],
    ["too many choices", field("choices", { settings: { maxItems: 1 } }), [1, 2], "invalid.too_many"],
    [
      "a large file",
      field("file", { settings: { maxBytes: 10 } }),
      [{ id: 1, name: "a", size: 11, type: "" }],
      "invalid.file_too_large",
    ],
  ])("%s", (_, one, value, key) => {
    expect(checkValue(one, value)?.key ?? null).toBe(key);
  });

  it("is missing where it is required, unless hidden or made by the server", () => {
    const fields = [
      field("text", { key: "a", required: true }),
      field("text", { key: "b", required: true, hidden: true }),
      field("serial", { key: "c", required: true }),
      field("yes_no", { key: "d", required: true }),
    ];
    expect(Object.keys(checkAll(fields, { d: false }))).toEqual(["a"]);
  });

  it("is found in the row of a subform where it stands", () => {
    const parts = field("subform", {
      key: "parts",
      settings: { fields: [field("integer", { key: "quantity", required: true })] },
    });
    const rows = [{ values: { quantity: 1 } }, { values: { quantity: null } }];
    expect(checkAll([parts], { parts: rows })).toEqual({ "parts.1.quantity": { key: "invalid.required" } });
  });
});

describe("what is sent", () => {
  it("names people and records by id", () => {
    expect(toWire(field("person"), { id: 7, label: "张三" })).toBe(7);
    expect(toWire(field("links"), [{ id: 7, label: "A" }])).toEqual([7]);
    expect(toWire(field("text"), "  x ")).toBe("x");
    expect(toWire(field("choices"), [])).toBeNull();
  });

  it("is what changed, of what may be changed", () => {
    const fields = [
      field("text", { key: "a" }),
      field("text", { key: "b" }),
      field("text", { key: "c", readonly: true }),
    ];
    expect(wireValues(fields, { a: "1", b: "2", c: "3" }, { a: "1", b: "1", c: "1" })).toEqual({ b: "2" });
  });

  it("keeps the ids of saved subform rows and drops local marks", () => {
    const parts = field("subform", { settings: { fields: [field("integer", { key: "n" })] } });
    expect(
      toWire(parts, [
        { id: 5, values: { n: 1 } },
        { local: "x", values: { n: 2 } },
      ]),
    ).toEqual([{ id: 5, values: { n: 1 } }, { values: { n: 2 } }]);
  });
});

describe("a form's rules", () => {
  const schema: FormSchema = {
    key: "repair",
    fields: [
      field("choice", {
        key: "kind",
        choices: [
          { id: 1, label: {} },
          { id: 2, label: {} },
        ],
      }),
      field("money", { key: "price" }),
      field("text", { key: "reason" }),
    ],
    sections: [{ key: "main", fields: ["kind", "price", "reason"] }],
    rules: [
      { when: "charged", show: ["price"], require: ["price"] },
      { when: "closed", readonly: ["kind"], options: { kind: [1] } },
    ],
  };
  const settled = (...truths: string[]) => {
    const fields = settle(schema, {}, (condition) => truths.includes(condition as string));
    return Object.fromEntries(fields.map((one) => [one.key, one]));
  };

  it("hide what they show until their condition holds", () => {
    expect(settled()["price"]).toMatchObject({ hidden: true, required: false });
    expect(settled("charged")["price"]).toMatchObject({ hidden: false, required: true });
    expect(settled()["reason"]).toMatchObject({ hidden: false });
  });

  it("narrow choices without losing the label of one chosen before", () => {
    expect(settled("closed")["kind"]?.choices).toMatchObject([{ id: 1 }, { id: 2, retired: true }]);
    expect(settled("closed")["kind"]?.readonly).toBe(true);
  });
});

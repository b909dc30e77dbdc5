import { expect, it } from "vitest";
import { addition, change, emptyDraft, isReady } from "./draft";

const typed = { ...emptyDraft(), zh: " 颜色 ", settings: { required: true, in_list: false, max_length: null } };

it("sends a new field without blanks and without what is off", () => {
  expect(addition(typed)).toEqual({
    type: "text",
    label: { "zh-CN": "颜色" },
    help: {},
    section: "",
    settings: { required: true },
    choices: [],
  });
});

it("is ready with a name; a choice field needs named options, a link its object", () => {
  expect(isReady(typed)).toBe(true);
  expect(isReady(emptyDraft())).toBe(false);
  expect(isReady({ ...typed, type: "link" })).toBe(false);
  expect(isReady({ ...typed, type: "choice" })).toBe(false);
  const option = { zh: "红", en: "", colour: "red", active: true };
  expect(isReady({ ...typed, type: "choice", choices: [option] })).toBe(true);
});

it("sends only what was changed, and settings as a whole", () => {
  const after = { ...typed, en: "Colour", settings: { ...typed.settings, unique: true } };
  expect(change(typed, after)).toEqual({
    label: { "zh-CN": "颜色", en: "Colour" },
    settings: { required: true, unique: true },
  });
  expect(change(typed, { ...typed })).toEqual({});
});

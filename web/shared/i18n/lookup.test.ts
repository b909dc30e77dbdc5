import { expect, it } from "vitest";
import { labelIn } from "./language";
import { createLookup } from "./lookup";

const english = createLookup("en", {
  unsent_one: "{count} change to send",
  unsent_other: "{count} changes to send",
  hello: "Hello {name}",
});

it("counts as the language counts", () => {
  expect(english("unsent", { count: 1 })).toBe("1 change to send");
  expect(english("unsent", { count: 3 })).toBe("3 changes to send");
  expect(createLookup("zh-CN", { unsent_other: "{count} 项待发送" })("unsent", { count: 1 })).toBe("1 项待发送");
});

it("shows what is missing instead of hiding it", () => {
  expect(english("hello")).toBe("Hello {name}");
  expect(english("unknown.key")).toBe("unknown.key");
});

it("falls back to the language that a label has", () => {
  expect(labelIn("en", { "zh-CN": "优先级" })).toBe("优先级");
  expect(labelIn("en", { "zh-CN": "优先级", en: "Priority" })).toBe("Priority");
});

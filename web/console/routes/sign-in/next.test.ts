import { expect, it } from "vitest";
import { safeNext } from "./next";

it.each([
  ["/orders/42?tab=parts", "/orders/42?tab=parts"],
  [null, "/"],
  ["//evil.example", "/"],
  ["/\\\\evil.example", "/"],
  ["https://evil.example", "/"],
  ["javascript:alert(1)", "/"],
  ["/sign-in?next=/sign-in", "/"],
])("after signing in, %s leads to %s", (next, to) => {
  expect(safeNext(next)).toBe(to);
});

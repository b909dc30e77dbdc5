import { describe, expect, it } from "vitest";
import { arranged, defaultArrangement, moved, nextSort, range, reconcile, resized, shown } from "./columns";

const columns = [
  { key: "number", fixed: true },
  { key: "title", width: 300 },
  { key: "phone", hidden: true },
  { key: "due" },
];
const keys = (arrangement = defaultArrangement(columns)) => arranged(columns, arrangement).map((column) => column.key);

describe("an arrangement of columns", () => {
  it("begins as the list has it", () => {
    expect(keys()).toEqual(["number", "title", "due"]);
    expect(arranged(columns, defaultArrangement(columns)).map((column) => column.width)).toEqual([160, 300, 160]);
  });

  it("can be changed by moving, showing and widening", () => {
    let arrangement = defaultArrangement(columns);
    arrangement = moved(arrangement, "due", -1);
    arrangement = shown(arrangement, "phone", true);
    arrangement = shown(arrangement, "title", false);
    arrangement = resized(arrangement, "due", 9999);
    expect(keys(arrangement)).toEqual(["number", "due", "phone"]);
    expect(arranged(columns, arrangement)[1]?.width).toBe(640);
    expect(resized(arrangement, "due", 1).widths["due"]).toBe(64);
  });

  it("moves nothing beyond an end", () => {
    const arrangement = defaultArrangement(columns);
    expect(moved(arrangement, "number", -1)).toBe(arrangement);
    expect(moved(arrangement, "due", 1)).toBe(arrangement);
  });

  it("that was kept survives fields that came and went", () => {
    const kept = { order: ["gone", "due", "title"], hidden: ["gone", "number"], widths: {} };
    expect(reconcile(columns, kept)).toEqual({
      order: ["number", "due", "phone", "title"],
      hidden: ["phone"],
      widths: {},
    });
  });
});

it("sorts up, down, and not at all", () => {
  const up = nextSort(null, "due");
  const down = nextSort(up, "due");
  expect([up, down, nextSort(down, "due")]).toEqual([
    { key: "due", descending: false },
    { key: "due", descending: true },
    null,
  ]);
  expect(nextSort(down, "title")).toEqual({ key: "title", descending: false });
});

it("selects a range in either direction", () => {
  expect(range([5, 6, 7, 8], 8, 6)).toEqual([6, 7, 8]);
  expect(range([5, 6], 99, 6)).toEqual([6]);
});

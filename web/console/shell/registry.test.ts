import { QueryClient } from "@tanstack/react-query";
import { describe, expect, it, vi } from "vitest";
import { refresh, topicsFor } from "./live";
import { readsRecords } from "./rights";
import { allowed, features, navigation, type Page } from "./registry";

const load = () => Promise.reject(new Error("not loaded in this test"));
const page = (path: string, more: Partial<Page> = {}): Page => ({
  path,
  title: { "zh-CN": path, en: path },
  load,
  ...more,
});

describe("the navigation", () => {
  const all = [
    page("reports", { nav: { section: "insight", order: 1, icon: "" }, permissions: ["reports.read"] }),
    page("orders", { nav: { section: "work", order: 2, icon: "" } }),
    page("", { nav: { section: "work", order: 0, icon: "" } }),
    page("orders/:id"),
  ];

  it("has what the reader may open, in its order, without empty sections", () => {
    expect(navigation(all, []).map(({ section, pages }) => [section, pages.map((one) => one.path)])).toEqual([
      ["work", ["", "orders"]],
    ]);
    expect(navigation(all, ["reports.read"]).map(({ section }) => section)).toEqual(["work", "insight"]);
  });

  it("opens to any one of the permissions named", () => {
    expect(allowed(["a", "b"], ["b"])).toBe(true);
    expect(allowed(["a"], ["b"])).toBe(false);
    expect(allowed([], [])).toBe(true);
    expect(allowed([readsRecords("customer")], [readsRecords("*")])).toBe(true);
    expect(allowed([readsRecords("customer")], [readsRecords("asset")])).toBe(false);
  });
});

it("finds every feature by its folder, and no address twice", () => {
  const paths = features.flatMap((feature) => feature.pages).map((one) => one.path);
  expect(paths).toContain("sign-in");
  expect(new Set(paths).size).toBe(paths.length);
});

describe("news of a change", () => {
  const told = (name: string, data: unknown) => {
    const queries = new QueryClient();
    const invalidate = vi.spyOn(queries, "invalidateQueries");
    refresh(queries, { name, data });
    return invalidate.mock.calls.map(([filter]) => filter?.queryKey ?? "everything");
  };

  it("refreshes what is shown of the object, and nothing of another", () => {
    expect(told("changed", { topics: ["work_order", "customer/42"] })).toEqual([["work_order"], ["customer", 42]]);
  });

  it("refreshes the reader's notifications when something comes into their inbox", () => {
    expect(told("changed", { topics: ["person/7"] })).toEqual([["notifications"]]);
  });

  it("follows the inbox first, and no more topics than the server lets one page follow", () => {
    const topics = topicsFor(
      7,
      Array.from({ length: 80 }, (_, index) => `object_${index}`),
    );
    expect(topics[0]).toBe("person/7");
    expect(topics).toHaveLength(60);
  });

  it("refreshes everything after a break, because what was missed is not sent again", () => {
    expect(told("reconnected", null)).toEqual(["everything"]);
    expect(told("refetch", {})).toEqual(["everything"]);
  });
});

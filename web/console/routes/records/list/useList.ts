/** One list as its address says: what is asked of the server, page by page, and how many there are. */
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";
import { recordsPath } from "~/shared/api/paths";
import type { ServerObject, ServerRecord } from "~/shared/schema/server";
import type { Sort } from "~/widgets/data-grid/columns";
import { api } from "../../../shell/session";
import { fromText, tabsOf, toText, treeOf, type Condition, type Tab } from "./filters";

export interface ListPage {
  records: ServerRecord[];
  next: string | null;
  count?: { value: number; more: boolean };
}

export interface Asked {
  q: string;
  tab: Tab;
  conditions: Condition[];
  sort: Sort | null;
  trashed: boolean;
}

/** The list's state lives in the address, so that it can be sent to a colleague and found again by Back. */
export function useAsked(object: ServerObject) {
  const [search, setSearch] = useSearchParams();
  const asked = useMemo<Asked>(() => {
    const tabs = tabsOf(object);
    const tab = (search.get("tab") ?? "all") as Tab;
    const sort = search.get("sort");
    return {
      q: search.get("q") ?? "",
      tab: tabs.includes(tab) ? tab : "all",
      conditions: search.getAll("f").flatMap((text) => fromText(text, object) ?? []),
      sort: sort ? { key: sort.replace(/^-/, ""), descending: sort.startsWith("-") } : null,
      trashed: search.has("trash"),
    };
  }, [search, object]);
  const ask = useCallback(
    (change: Partial<Asked>) => {
      const { q, tab, conditions, sort, trashed } = { ...asked, ...change };
      const next = new URLSearchParams();
      if (q) next.set("q", q);
      if (tab !== "all") next.set("tab", tab);
      for (const condition of conditions) next.append("f", toText(condition));
      if (sort) next.set("sort", `${sort.descending ? "-" : ""}${sort.key}`);
      if (trashed) next.set("trash", "1");
      setSearch(next, { replace: "q" in change });
    },
    [asked, setSearch],
  );
  return { asked, ask };
}

function bodyOf(asked: Asked) {
  return {
    filter: treeOf(asked.tab, asked.conditions),
    q: asked.q,
    sort: asked.sort ? [`${asked.sort.descending ? "-" : ""}${asked.sort.key}`] : [],
    trashed: asked.trashed,
  };
}

/** `fields` are those before the reader's eyes; without them nothing is asked yet. */
export function useRecordList(object: string, asked: Asked, fields: readonly string[] | null) {
  const body = bodyOf(asked);
  const list = useInfiniteQuery({
    queryKey: [object, "list", body, fields],
    queryFn: ({ pageParam, signal }) =>
      api.request<ListPage>("POST", `${recordsPath(object)}/query`, {
        body: { ...body, fields, limit: 50, after: pageParam, count: pageParam ? "none" : "capped" },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    enabled: fields !== null,
    placeholderData: keepPreviousData,
  });
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.records) ?? [], [list.data]);
  return { list, rows, count: list.data?.pages[0]?.count };
}

/** The exact number, asked for by the reader because it may cost the server a look at every row. */
export function useExactCount(object: string, asked: Asked, wanted: boolean) {
  const body = bodyOf(asked);
  return useQuery({
    queryKey: [object, "list", "exact", body],
    queryFn: async ({ signal }) => {
      const page = await api.request<ListPage>("POST", `${recordsPath(object)}/query`, {
        body: { ...body, fields: ["number"], limit: 1, count: "exact" },
        signal,
      });
      return page.count?.value ?? 0;
    },
    enabled: wanted,
  });
}

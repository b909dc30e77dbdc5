/** What the company keeps: its objects with their fields, as the reader may know them. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { paths } from "~/shared/api/paths";
import type { ServerObject } from "~/shared/schema/server";
import { api } from "../shell/session";

export const objectsKey = ["objects"] as const;

export function useObjects(enabled = true) {
  return useQuery({
    queryKey: objectsKey,
    queryFn: async () => (await api.get<{ objects: ServerObject[] }>(paths.objects)).objects,
    staleTime: 5 * 60_000,
    enabled,
  });
}

/** One object; `undefined` while it loads, `null` when there is none for this reader. */
export function useObject(key: string) {
  const query = useObjects();
  const object = useMemo(() => query.data?.find((one) => one.key === key), [query.data, key]);
  return { query, object: query.data ? (object ?? null) : undefined, objects: query.data ?? [] };
}

export function useRefreshObjects(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: objectsKey });
}

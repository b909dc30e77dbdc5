/** News from the server turned into fresh data: an event names what changed, and whoever shows it asks again. */
import type { QueryClient } from "@tanstack/react-query";
import { createLive, type LiveEvent } from "~/shared/api/live";
import { paths } from "~/shared/api/paths";

/** Query keys begin with the object's key, then the record's id: `["work_order", 42, …]`. */
export const liveNames = ["record.changed", "record.removed", "notification.added", "meta.changed"] as const;

export function refresh(queries: QueryClient, event: LiveEvent): void {
  const { object, id } = (event.data ?? {}) as { object?: string; id?: number };
  if (event.name === "reconnected" || event.name === "meta.changed") void queries.invalidateQueries();
  else if (event.name === "notification.added") void queries.invalidateQueries({ queryKey: ["notifications"] });
  else if (object) {
    void queries.invalidateQueries({ queryKey: [object, "list"] });
    if (id !== undefined) void queries.invalidateQueries({ queryKey: [object, id] });
  }
}

export function startLive(queries: QueryClient): () => void {
  const live = createLive({ url: paths.live, names: liveNames });
  const stop = live.listen((event) => refresh(queries, event));
  return () => {
    stop();
    void live.close();
  };
}

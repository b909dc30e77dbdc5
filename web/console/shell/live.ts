/** News from the server turned into fresh data: an event names what changed, and whoever shows it asks again. */
import type { QueryClient } from "@tanstack/react-query";
import { createLive, type LiveEvent } from "~/shared/api/live";
import { paths } from "~/shared/api/paths";

/** `changed` names topics; `refetch` says that something may have been missed. */
export const liveNames = ["changed", "refetch"] as const;

/** The server lets one page follow at most so many. */
const mostTopics = 60;

/** Query keys begin with the object's key, then the record's id: `["work_order", 42, …]`. */
export function refresh(queries: QueryClient, event: LiveEvent): void {
  if (event.name === "reconnected" || event.name === "refetch") void queries.invalidateQueries();
  const { topics = [] } = (event.data ?? {}) as { topics?: string[] };
  for (const topic of topics) {
    const [object, id] = topic.split("/");
    if (object === "person") void queries.invalidateQueries({ queryKey: ["notifications"] });
    else if (id) void queries.invalidateQueries({ queryKey: [object, Number(id)] });
    else void queries.invalidateQueries({ queryKey: [object] });
  }
}

/** What a reader follows: their own inbox, and every object that they may see. */
export function topicsFor(person: number, objects: readonly string[]): string[] {
  return [`person/${person}`, ...objects].slice(0, mostTopics);
}

export function startLive(queries: QueryClient, topics: readonly string[]): () => void {
  const live = createLive({ url: `${paths.live}?topics=${topics.join(",")}`, names: liveNames });
  const stop = live.listen((event) => refresh(queries, event));
  return () => {
    stop();
    void live.close();
  };
}

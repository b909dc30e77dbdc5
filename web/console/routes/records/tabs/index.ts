/**
 * The tabs beside a record's form, in their order.
 *
 * A tab is one file here and one line below; it is loaded when it is first shown. Tasks of the flow stand here;
 * promised times, the dispatch decision and messages join by a line of their own.
 */
import type { ComponentType } from "react";
import type { ServerObject, ServerRecord } from "~/shared/schema/server";

export interface TabProps {
  object: ServerObject;
  objects: readonly ServerObject[];
  record: ServerRecord;
}

export interface RecordTab {
  key: string;
  /** Key of its name in the catalogue `records`. */
  title: string;
  applies: (object: ServerObject) => boolean;
  load: () => Promise<{ default: ComponentType<TabProps> }>;
}

const hasLink = (object: ServerObject) =>
  object.fields.some((field) => field.type === "link" && ["customer", "asset"].includes(field.key));

export const recordTabs: readonly RecordTab[] = [
  { key: "flow", title: "tab.flow", applies: () => true, load: () => import("./FlowTab") },
  { key: "related", title: "tab.related", applies: hasLink, load: () => import("./RelatedTab") },
  { key: "history", title: "tab.history", applies: () => true, load: () => import("./HistoryTab") },
];

/** How a reader arranged a list's columns: order, which are hidden, how wide. Pure; kept per list in the browser. */
import type { ReactNode } from "react";

export interface Column<Row> {
  key: string;
  title: string;
  /** Pixels; 160 unless told. */
  width?: number;
  align?: "start" | "end";
  sortable?: boolean;
  /** Cannot be hidden or moved from the front; stays in view when scrolling sideways. */
  fixed?: boolean;
  /** Shown only when the reader asks for it. */
  hidden?: boolean;
  render: (row: Row) => ReactNode;
}

export interface Arrangement {
  order: string[];
  hidden: string[];
  widths: Record<string, number>;
}

export const narrowest = 64;
export const widest = 640;

type Known = Pick<Column<never>, "key" | "fixed" | "hidden" | "width">;

export function defaultArrangement(columns: readonly Known[]): Arrangement {
  return {
    order: columns.map((column) => column.key),
    hidden: columns.filter((column) => column.hidden).map((column) => column.key),
    widths: {},
  };
}

/** A kept arrangement brought up to date: gone columns dropped, new ones added where the list has them. */
export function reconcile(columns: readonly Known[], kept: Arrangement): Arrangement {
  const known = new Set(columns.map((column) => column.key));
  const order = kept.order.filter((key) => known.has(key));
  columns.forEach((column, index) => {
    if (!order.includes(column.key)) order.splice(Math.min(index, order.length), 0, column.key);
  });
  const fixed = columns.filter((column) => column.fixed).map((column) => column.key);
  const isNew = (column: Known) => !kept.order.includes(column.key) && column.hidden;
  return {
    order: [...fixed, ...order.filter((key) => !fixed.includes(key))],
    hidden: [
      ...kept.hidden.filter((key) => known.has(key) && !fixed.includes(key)),
      ...columns.filter(isNew).map((column) => column.key),
    ],
    widths: kept.widths,
  };
}

/** The columns to draw, in order, with their widths. */
export function arranged<C extends Known>(columns: readonly C[], arrangement: Arrangement): (C & { width: number })[] {
  const byKey = new Map(columns.map((column) => [column.key, column]));
  return arrangement.order.flatMap((key) => {
    const column = byKey.get(key);
    if (!column || arrangement.hidden.includes(key)) return [];
    return [{ ...column, width: arrangement.widths[key] ?? column.width ?? 160 }];
  });
}

export function moved(arrangement: Arrangement, key: string, by: -1 | 1): Arrangement {
  const order = [...arrangement.order];
  const at = order.indexOf(key);
  const to = at + by;
  if (at < 0 || to < 0 || to >= order.length) return arrangement;
  order.splice(at, 1);
  order.splice(to, 0, key);
  return { ...arrangement, order };
}

export function shown(arrangement: Arrangement, key: string, show: boolean): Arrangement {
  const hidden = arrangement.hidden.filter((other) => other !== key);
  return { ...arrangement, hidden: show ? hidden : [...hidden, key] };
}

export function resized(arrangement: Arrangement, key: string, width: number): Arrangement {
  const kept = Math.round(Math.min(widest, Math.max(narrowest, width)));
  return { ...arrangement, widths: { ...arrangement.widths, [key]: kept } };
}

export interface Sort {
  key: string;
  descending: boolean;
}

/** A column's next sorting: up, down, then the list's own. */
export function nextSort(sort: Sort | null, key: string): Sort | null {
  if (sort?.key !== key) return { key, descending: false };
  return sort.descending ? null : { key, descending: true };
}

/** The ids between two rows, for a click with Shift. */
export function range(ids: readonly number[], from: number, to: number): number[] {
  const [start, end] = [ids.indexOf(from), ids.indexOf(to)].sort((a, b) => a - b) as [number, number];
  return start < 0 ? [to] : ids.slice(start, end + 1);
}

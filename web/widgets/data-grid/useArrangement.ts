import { useCallback, useEffect, useMemo, useState } from "react";
import { defaultArrangement, reconcile, type Arrangement, type Column } from "./columns";

export type Density = "tight" | "roomy";

function read<T>(key: string): T | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null") as T | null;
  } catch {
    return null;
  }
}

function useKept<T>(key: string, first: T): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => read<T>(key) ?? first);
  useEffect(() => {
    try {
      localStorage.setItem(key, JSON.stringify(value));
    } catch {
      // Without storage the arrangement lasts as long as the page.
    }
  }, [key, value]);
  return [value, setValue];
}

/** A list's arrangement of columns and its row height, kept under the list's id. */
export function useArrangement<Row>(id: string, columns: readonly Column<Row>[]) {
  const [kept, keep] = useKept<Arrangement | null>(`paidan.grid.${id}`, null);
  const [density, setDensity] = useKept<Density>("paidan.grid.density", "roomy");
  const arrangement = useMemo(() => (kept ? reconcile(columns, kept) : defaultArrangement(columns)), [columns, kept]);
  const reset = useCallback(() => keep(null), [keep]);
  return { arrangement, setArrangement: keep, reset, density, setDensity };
}

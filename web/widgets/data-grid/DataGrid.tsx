/**
 * A list of records: thousands of rows in view-sized pieces, arranged by the reader, moved through by keys.
 *
 * Sorting, filtering and counting are the server's; the grid asks for them. It holds a window of at most 2,000 rows and
 * says so at its end. Keys: j/k or arrows move, Enter opens, x or Space selects, Shift extends.
 */
import { useVirtualizer } from "@tanstack/react-virtual";
import { Button, Segmented } from "antd";
import {
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
} from "react";
import { useTranslation } from "react-i18next";
import { useHotkeys, type Hotkey } from "~/hotkeys/hotkeys";
import { usePreferences } from "../preferences/preferences";
import { ProblemState, Skeleton, State } from "../states/states";
import { ColumnChooser } from "./ColumnChooser";
import { arranged, nextSort, range, resized, type Column, type Sort } from "./columns";
import { GridHead } from "./GridHead";
import styles from "./grid.module.css";
import { useArrangement } from "./useArrangement";

export type { Column, Sort } from "./columns";

/** The most rows a browser ever holds of one list. */
export const rowWindow = 2000;

interface GridProps<Row extends { id: number }> {
  /** Names the list, for the reader's arrangement. */
  id: string;
  /** What the list is, for screen readers. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  loading?: boolean;
  error?: unknown;
  onRetry?: () => void;
  /** How many there are on the server, counted up to a limit. */
  count?: { value: number; capped?: boolean };
  hasMore?: boolean;
  loadingMore?: boolean;
  onLoadMore?: () => void;
  sort?: Sort | null;
  onSort?: (sort: Sort | null) => void;
  selected?: ReadonlySet<number>;
  onSelect?: (selected: Set<number>) => void;
  onOpen?: (row: Row) => void;
  /** Hears which columns the reader has before them, so that no others need to be fetched. */
  onColumns?: (keys: string[]) => void;
  /** One sentence and one button for when nothing is there. */
  empty?: ReactNode;
  /** What stands at the left of the bar above the list: filters, or actions for the selected rows. */
  bar?: ReactNode;
}

const none: ReadonlySet<number> = new Set();

function useSelection(
  ids: readonly number[],
  selected: ReadonlySet<number>,
  onSelect: ((selected: Set<number>) => void) | undefined,
) {
  const anchor = useRef<number | null>(null);
  const toggle = useCallback(
    (id: number, extend: boolean) => {
      const next = new Set(selected);
      const on = !selected.has(id);
      const touched = extend && anchor.current !== null ? range(ids, anchor.current, id) : [id];
      for (const one of touched) {
        if (on || extend) next.add(one);
        else next.delete(one);
      }
      anchor.current = id;
      onSelect?.(next);
    },
    [ids, selected, onSelect],
  );
  const all = (on: boolean) => onSelect?.(new Set(on ? ids : []));
  const state = selected.size === 0 ? false : ids.every((id) => selected.has(id)) ? true : ("some" as const);
  return { toggle, all, state: onSelect ? state : undefined };
}

export function DataGrid<Row extends { id: number }>(props: GridProps<Row>) {
  const {
    id,
    label,
    columns,
    rows,
    sort = null,
    onSort,
    selected = none,
    onSelect,
    onOpen,
    hasMore,
    loadingMore,
    onLoadMore,
    onColumns,
  } = props;
  const { t } = useTranslation(["grid", "shell"]);
  const { format } = usePreferences();
  const base = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const { arrangement, setArrangement, reset, density, setDensity } = useArrangement(id, columns);
  const visible = useMemo(() => arranged(columns, arrangement), [columns, arrangement]);
  const ids = useMemo(() => rows.map((row) => row.id), [rows]);
  const selection = useSelection(ids, selected, onSelect);
  const [active, show] = useState(-1);
  // Keys come faster than drawing: where one stands is known at once, and drawn when there is time.
  const standing = useRef(-1);
  const setActive = (index: number) => {
    standing.current = index;
    show(index);
  };
  const height = density === "tight" ? 32 : 40;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 8,
    scrollPaddingStart: height,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  const full = rows.length >= rowWindow;

  const shown = visible.map((column) => column.key).join(",");
  useEffect(() => onColumns?.(shown ? shown.split(",") : []), [shown, onColumns]);
  useEffect(() => virtual.measure(), [virtual, height]);
  useEffect(() => {
    if (hasMore && !full && !loadingMore && last >= rows.length - 20 && rows.length > 0) onLoadMore?.();
  }, [hasMore, full, loadingMore, last, rows.length, onLoadMore]);

  const move = (to: number) => {
    if (rows.length === 0) return;
    const next = Math.max(0, Math.min(rows.length - 1, to));
    setActive(next);
    virtual.scrollToIndex(next);
    scroller.current?.focus({ preventScroll: true });
  };
  const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / height) - 1);
  const keys = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const row = rows[standing.current];
    const steps: Record<string, () => void> = {
      ArrowDown: () => move(standing.current + 1),
      ArrowUp: () => move(standing.current - 1),
      PageDown: () => move(standing.current + page),
      PageUp: () => move(standing.current - page),
      Home: () => move(0),
      End: () => move(rows.length - 1),
      Enter: () => row && onOpen?.(row),
      " ": () => row && onSelect && selection.toggle(row.id, event.shiftKey),
      Escape: () => onSelect?.(new Set()),
    };
    const step = steps[event.key];
    if (!step || (event.key === "Escape" && selected.size === 0)) return;
    event.preventDefault();
    event.stopPropagation();
    step();
  };
  const hotkeys: Hotkey[] = [
    { keys: "j", label: t("shell:shortcut.next"), group: "list", run: () => move(standing.current + 1) },
    { keys: "k", label: t("shell:shortcut.previous"), group: "list", run: () => move(standing.current - 1) },
    { keys: "enter", label: t("shell:shortcut.open"), group: "list" },
  ];
  const pick = () => {
    const row = rows[standing.current];
    if (row) selection.toggle(row.id, false);
  };
  if (onSelect) hotkeys.push({ keys: "x", label: t("shell:shortcut.select"), group: "list", run: pick });
  // A list without rows leaves the keys to another on the page.
  useHotkeys(rows.length > 0 ? hotkeys : []);

  const template = [...(onSelect ? ["36px"] : []), ...visible.map((column) => `${column.width}px`)].join(" ");
  const width = visible.reduce((sum, column) => sum + column.width, onSelect ? 36 : 0);
  const total = props.count ? format.count(props.count.value, props.count.capped) : null;

  return (
    <section
      className={styles["grid"]}
      style={{ "--columns": template, "--row": `${height}px`, "--width": `${width}px` } as CSSProperties}
    >
      <div className={styles["bar"]}>
        {selected.size > 0 && onSelect ? (
          <>
            <strong>{t("selected", { count: selected.size })}</strong>
            <Button size="small" type="text" onClick={() => onSelect(new Set())}>
              {t("selected.clear")}
            </Button>
          </>
        ) : (
          total && (
            <span className={styles["count"]}>
              {hasMore ? t("shown", { shown: format.number(rows.length), total }) : t("count", { total })}
            </span>
          )
        )}
        {props.bar}
        <span className={styles["push"]} />
        <Segmented
          size="small"
          aria-label={t("density")}
          value={density}
          onChange={setDensity}
          options={[
            { value: "tight", label: t("density.tight") },
            { value: "roomy", label: t("density.roomy") },
          ]}
        />
        <ColumnChooser columns={columns} arrangement={arrangement} onChange={setArrangement} onReset={reset} />
      </div>
      <div
        ref={scroller}
        className={styles["scroller"]}
        role="grid"
        tabIndex={0}
        aria-label={label}
        aria-rowcount={props.count && !props.count.capped ? props.count.value + 1 : -1}
        aria-colcount={visible.length + (onSelect ? 1 : 0)}
        aria-multiselectable={onSelect ? true : undefined}
        aria-activedescendant={rows[active] ? `${base}-${rows[active].id}` : undefined}
        aria-busy={props.loading}
        onKeyDown={keys}
      >
        <GridHead
          columns={visible}
          sort={sort}
          onSort={onSort && ((key) => onSort(nextSort(sort, key)))}
          onResize={(key, to) => setArrangement(resized(arrangement, key, to))}
          all={selection.state}
          onAll={selection.all}
        />
        <div role="rowgroup" className={styles["body"]} style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            return (
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the grid around it hears the keys
              <div
                key={row.id}
                id={`${base}-${row.id}`}
                role="row"
                tabIndex={-1}
                className={styles["row"]}
                aria-rowindex={item.index + 2}
                aria-selected={onSelect ? selected.has(row.id) : undefined}
                data-active={item.index === active}
                style={{ transform: `translateY(${item.start}px)` }}
                onClick={(event) => {
                  // A link in a cell leads to its own place.
                  if ((event.target as HTMLElement).closest("a")) return;
                  setActive(item.index);
                  onOpen?.(row);
                }}
              >
                {onSelect && (
                  // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- keeps a click on the box from opening the row
                  <div
                    role="gridcell"
                    className={`${styles["cell"]} ${styles["check"]}`}
                    onClick={(event) => event.stopPropagation()}
                  >
                    <input
                      type="checkbox"
                      tabIndex={-1}
                      aria-label={t("select.row", { number: item.index + 1 })}
                      checked={selected.has(row.id)}
                      onChange={(event) => selection.toggle(row.id, (event.nativeEvent as MouseEvent).shiftKey)}
                    />
                  </div>
                )}
                {visible.map((column) => (
                  <div
                    key={column.key}
                    role="gridcell"
                    className={styles["cell"]}
                    data-align={column.align}
                    data-fixed={column.fixed}
                  >
                    {column.render(row)}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
      {props.loading && rows.length === 0 && <Skeleton shape="rows" />}
      {Boolean(props.error) && rows.length === 0 && (
        <ProblemState error={props.error} {...(props.onRetry ? { onRetry: props.onRetry } : {})} />
      )}
      {!props.loading && !props.error && rows.length === 0 && (props.empty ?? <State title={t("empty")} />)}
      {rows.length > 0 && hasMore && (
        <footer className={styles["foot"]}>
          {full ? (
            <span>{t("window", { limit: format.number(rowWindow) })}</span>
          ) : (
            <Button size="small" {...(loadingMore ? { loading: true } : {})} onClick={() => onLoadMore?.()}>
              {t("more")}
            </Button>
          )}
        </footer>
      )}
    </section>
  );
}

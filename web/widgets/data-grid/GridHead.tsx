/** The head of a list: select all, sort by a column, widen it by dragging or with the arrow keys. */
import { useTranslation } from "react-i18next";
import { iconArrowDown, iconArrowUp } from "~/shared/icons/paths";
import { Icon } from "../icon/Icon";
import { narrowest, widest, type Column, type Sort } from "./columns";
import styles from "./grid.module.css";

interface HeadProps<Row> {
  columns: readonly (Column<Row> & { width: number })[];
  sort: Sort | null;
  onSort: ((key: string) => void) | undefined;
  onResize: (key: string, width: number) => void;
  /** Undefined when rows cannot be selected. */
  all: boolean | "some" | undefined;
  onAll: (on: boolean) => void;
}

function Handle({ title, width, onResize }: { title: string; width: number; onResize: (width: number) => void }) {
  const { t } = useTranslation("grid");
  const drag = (start: React.PointerEvent<HTMLElement>) => {
    const handle = start.currentTarget;
    handle.setPointerCapture(start.pointerId);
    handle.onpointermove = (event) => onResize(width + event.clientX - start.clientX);
    handle.onpointerup = () => {
      handle.onpointermove = null;
    };
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-noninteractive-tabindex -- a separator that moves is a control
    <span
      role="separator"
      tabIndex={0}
      className={styles["handle"]}
      aria-orientation="vertical"
      aria-label={t("columns.width", { column: title })}
      aria-valuenow={width}
      aria-valuemin={narrowest}
      aria-valuemax={widest}
      onPointerDown={drag}
      onKeyDown={(event) => {
        const by = { ArrowLeft: -16, ArrowRight: 16 }[event.key];
        if (!by) return;
        event.preventDefault();
        event.stopPropagation();
        onResize(width + by);
      }}
    />
  );
}

export function GridHead<Row>({ columns, sort, onSort, onResize, all, onAll }: HeadProps<Row>) {
  const { t } = useTranslation("grid");
  return (
    <div role="rowgroup" className={styles["head"]}>
      <div role="row" aria-rowindex={1} className={styles["row"]}>
        {all !== undefined && (
          <div role="columnheader" className={`${styles["cell"]} ${styles["check"]}`}>
            <input
              type="checkbox"
              aria-label={t("select.all")}
              checked={all === true}
              ref={(box) => {
                if (box) box.indeterminate = all === "some";
              }}
              onChange={(event) => onAll(event.target.checked)}
            />
          </div>
        )}
        {columns.map((column) => {
          const sorted = sort?.key === column.key ? (sort.descending ? "descending" : "ascending") : undefined;
          return (
            <div
              key={column.key}
              role="columnheader"
              aria-sort={sorted}
              className={styles["cell"]}
              data-align={column.align}
              data-fixed={column.fixed}
            >
              {column.sortable && onSort ? (
                <button type="button" title={t("sort.by", { column: column.title })} onClick={() => onSort(column.key)}>
                  <span>{column.title}</span>
                  {sorted && <Icon path={sorted === "ascending" ? iconArrowUp : iconArrowDown} size={14} />}
                </button>
              ) : (
                <span>{column.title}</span>
              )}
              <Handle title={column.title} width={column.width} onResize={(width) => onResize(column.key, width)} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

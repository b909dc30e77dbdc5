/** The rows of a subform as they are read, with the totals below. */
import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";
import { labelIn } from "~/shared/i18n/language";
import type { Field, FieldValue, SubformRow } from "~/shared/schema/fields";
import { usePreferences } from "../../preferences/preferences";
import styles from "./fields.module.css";

const figures = new Set(["integer", "decimal", "money", "percent", "duration"]);
export const isFigure = (field: Field): boolean => figures.has(field.type) || figures.has(field.settings?.result ?? "");

/** The sum of a number column; blank cells count as nothing. */
export function totalOf(rows: readonly SubformRow[], key: string): number {
  return rows.reduce((sum, row) => sum + (typeof row.values[key] === "number" ? row.values[key] : 0), 0);
}

interface SubformProps {
  field: Field;
  rows: readonly SubformRow[];
  dense?: boolean;
  /** Draws a cell: `FieldView`, given here because it draws subforms in turn. */
  Cell: ComponentType<{ field: Field; value: FieldValue | undefined; dense?: boolean }>;
}

export function SubformView({ field, rows, dense, Cell }: SubformProps) {
  const { t } = useTranslation("fields");
  const { language } = usePreferences();
  const columns = (field.settings?.fields ?? []).filter((column) => !column.hidden);
  const totals = field.settings?.totals ?? [];
  if (dense) return <span>{t("subform.rows", { count: rows.length })}</span>;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a wide table scrolls by keyboard
    <div className={styles["tableScroll"]} tabIndex={0} role="group" aria-label={labelIn(language, field.label)}>
      <table className={styles["table"]}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" data-figure={isFigure(column)}>
                {labelIn(language, column.label)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={row.id ?? row.local ?? index}>
              {columns.map((column) => (
                <td key={column.key} data-figure={isFigure(column)}>
                  <Cell field={column} value={row.values[column.key]} dense />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {totals.length > 0 && (
          <tfoot>
            <tr>
              {columns.map((column, index) => (
                <td key={column.key} data-figure={isFigure(column)}>
                  {totals.includes(column.key) ? (
                    <Cell field={column} value={totalOf(rows, column.key)} dense />
                  ) : (
                    index === 0 && t("subform.total")
                  )}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}

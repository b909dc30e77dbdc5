/** The editor of a subform: a table whose cells are the fields' own editors, with totals that follow. */
import { Button } from "antd";
import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";
import { newKey } from "~/shared/api/client";
import { iconPlus, iconTrash } from "~/shared/icons/paths";
import { labelIn } from "~/shared/i18n/language";
import { initialValues, type Field, type FieldValue, type SubformRow } from "~/shared/schema/fields";
import { Icon } from "../../../icon/Icon";
import { usePreferences } from "../../../preferences/preferences";
import styles from "../fields.module.css";
import { FieldView } from "../FieldView";
import { isFigure, totalOf } from "../SubformView";
import type { EditorProps } from "./types";

/** Draws a cell: `FieldEditor`, given here because it draws subforms in turn. */
type Cell = ComponentType<EditorProps>;

const none: Readonly<Record<string, string>> = {};

interface RowProps {
  Cell: Cell;
  id: string;
  row: SubformRow;
  number: number;
  columns: readonly Field[];
  complaints: Readonly<Record<string, string>>;
  onChange: (row: SubformRow) => void;
  onRemove: () => void;
}

function Row({ Cell, id, row, number, columns, complaints, onChange, onRemove }: RowProps) {
  const { t } = useTranslation("fields");
  const { language } = usePreferences();
  const set = (key: string, value: FieldValue) => onChange({ ...row, values: { ...row.values, [key]: value } });
  return (
    <tr>
      {columns.map((column) => {
        const complaint = complaints[`${number - 1}.${column.key}`];
        return (
          <td key={column.key}>
            <Cell
              id={`${id}-${number}-${column.key}`}
              field={column}
              value={row.values[column.key] ?? null}
              label={t("subform.cell", { label: labelIn(language, column.label), number })}
              invalid={Boolean(complaint)}
              onChange={(value) => set(column.key, value)}
            />
            {complaint && (
              <span className={styles["hint"]} data-bad="true">
                {complaint}
              </span>
            )}
          </td>
        );
      })}
      <td className={styles["actions"]}>
        <Button
          size="small"
          type="text"
          aria-label={t("subform.remove", { number })}
          icon={<Icon path={iconTrash} />}
          onClick={onRemove}
        />
      </td>
    </tr>
  );
}

export function SubformEditor({
  id,
  field,
  value,
  onChange,
  complaints = none,
  Cell,
}: EditorProps<SubformRow[]> & { Cell: Cell }) {
  const { t } = useTranslation("fields");
  const { language } = usePreferences();
  const rows = value ?? [];
  const columns = (field.settings?.fields ?? []).filter((column) => !column.hidden);
  const totals = field.settings?.totals ?? [];
  const { maxItems } = field.settings ?? {};
  const put = (next: SubformRow[]) => onChange(next.length ? next : null);
  const add = () => put([...rows, { local: newKey(), values: initialValues(columns) }]);
  return (
    <div role="group" aria-labelledby={`${id}-label`}>
      {rows.length > 0 && (
        <div className={`${styles["tableScroll"]} ${styles["editing"]}`}>
          <table className={styles["table"]}>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column.key} scope="col">
                    {labelIn(language, column.label)}
                    {column.required && " *"}
                  </th>
                ))}
                <td />
              </tr>
            </thead>
            <tbody>
              {rows.map((row, index) => (
                <Row
                  key={row.id ?? row.local ?? index}
                  Cell={Cell}
                  id={id}
                  row={row}
                  number={index + 1}
                  columns={columns}
                  complaints={complaints}
                  onChange={(changed) => put(rows.map((one, at) => (at === index ? changed : one)))}
                  onRemove={() => put(rows.filter((_, at) => at !== index))}
                />
              ))}
            </tbody>
            {totals.length > 0 && (
              <tfoot>
                <tr>
                  {columns.map((column, index) => (
                    <td key={column.key} data-figure={isFigure(column)}>
                      {totals.includes(column.key) ? (
                        <FieldView field={column} value={totalOf(rows, column.key)} dense />
                      ) : (
                        index === 0 && t("subform.total")
                      )}
                    </td>
                  ))}
                  <td />
                </tr>
              </tfoot>
            )}
          </table>
        </div>
      )}
      <Button
        id={id}
        className={rows.length ? (styles["below"] ?? "") : ""}
        size="small"
        disabled={maxItems !== undefined && rows.length >= maxItems}
        icon={<Icon path={iconPlus} />}
        onClick={add}
      >
        {t("subform.add")}
      </Button>
    </div>
  );
}

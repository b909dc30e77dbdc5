/** One more condition: a field, how to compare, with what. Loaded when asked for: it brings every editor with it. */
import { Button, Select } from "antd";
import { useId, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { labelIn } from "~/shared/i18n/language";
import { isBlank, type Field, type FieldValue } from "~/shared/schema/fields";
import { fieldOf, toServer, type ServerField, type ServerObject } from "~/shared/schema/server";
import { FieldEditor } from "~/widgets/field-renderers/antd/edit/FieldEditor";
import { usePreferences } from "~/widgets/preferences/preferences";
import { filterable, needsNoValue, operators, periods, type Condition } from "./filters";
import styles from "./list.module.css";

/** The field as one types a value to compare with: several of what it holds one of, never required. */
function asked(field: ServerField, op: string): Field {
  const made = { ...fieldOf(field), readonly: false, required: false };
  if (op !== "in" && op !== "not_in") return made;
  const many: Partial<Record<Field["type"], Field["type"]>> = {
    choice: "choices",
    cascade: "choices",
    person: "people",
    created_by: "people",
    changed_by: "people",
    link: "links",
  };
  return { ...made, type: many[made.type] ?? made.type };
}

function comparable(made: Field, field: ServerField, op: string): Field {
  if (made.type === "changed_at" || made.type === "created_at") return { ...made, type: "datetime" };
  if (made.type === "serial" || field.value === "text") return { ...made, type: "text", settings: {} };
  if (made.type === "formula") return { ...made, type: made.settings?.result ?? "text" };
  return op === "eq" && made.type === "rating" ? { ...made, type: "integer" } : made;
}

interface ValueProps {
  id: string;
  field: ServerField;
  op: string;
  value: FieldValue[];
  onChange: (value: FieldValue[]) => void;
}

function ValueInput({ id, field, op, value, onChange }: ValueProps) {
  const { t } = useTranslation("records");
  if (op === "within") {
    return (
      <Select
        aria-label={t("filter.value")}
        value={(value[0] as string) ?? null}
        options={periods.map((period) => ({ value: period, label: t(`period.${period}`) }))}
        onChange={(period: string) => onChange([period])}
      />
    );
  }
  const made = comparable(asked(field, op), field, op);
  const one = (index: number) => (
    <FieldEditor
      id={`${id}-${index}`}
      label={t(index ? "filter.until" : "filter.value")}
      field={made}
      value={value[index] ?? null}
      onChange={(changed) => onChange(index ? [value[0] ?? null, changed] : [changed, ...value.slice(1)])}
    />
  );
  return op === "between" ? (
    <>
      {one(0)}
      {one(1)}
    </>
  ) : (
    one(0)
  );
}

function valueFor(field: ServerField, op: string, value: FieldValue[]): unknown {
  if (op === "within") return value[0];
  const made = comparable(asked(field, op), field, op);
  const sent = value.map((one) => toServer(made, one));
  if (op === "between") return sent;
  if ((op === "in" || op === "not_in") && !Array.isArray(sent[0])) return sent;
  return made.type === "yes_no" ? value[0] : sent[0];
}

export default function AddFilter({ object, onAdd }: { object: ServerObject; onAdd: (condition: Condition) => void }) {
  const { t } = useTranslation("records");
  const { language } = usePreferences();
  const id = useId();
  const [key, setKey] = useState<string | null>(null);
  const [op, setOp] = useState("");
  const [value, setValue] = useState<FieldValue[]>([]);
  const field = object.fields.find((one) => one.key === key);
  const choose = (chosen: string) => {
    const found = object.fields.find((one) => one.key === chosen);
    setKey(chosen);
    setOp(found ? (operators(found)[0] ?? "") : "");
    setValue([]);
  };
  const ready = field && (needsNoValue(op) || (!isBlank(value[0]) && (op !== "between" || !isBlank(value[1]))));
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (!field || !ready) return;
    onAdd({ field: field.key, op, ...(needsNoValue(op) ? {} : { value: valueFor(field, op, value) }) });
  };
  return (
    <form className={styles["adder"]} onSubmit={add}>
      <Select
        aria-label={t("filter.field")}
        autoFocus
        placeholder={t("filter.field")}
        showSearch={{ optionFilterProp: "label" }}
        value={key}
        options={filterable(object).map((one) => ({ value: one.key, label: labelIn(language, one.label) }))}
        onChange={choose}
      />
      {field && (
        <Select
          aria-label={t("filter.operator")}
          value={op}
          options={operators(field).map((one) => ({ value: one, label: t(`op.${one}`) }))}
          onChange={(chosen: string) => {
            setOp(chosen);
            setValue([]);
          }}
        />
      )}
      {field && !needsNoValue(op) && (
        <ValueInput key={`${field.key}-${op}`} id={id} field={field} op={op} value={value} onChange={setValue} />
      )}
      <Button type="primary" htmlType="submit" disabled={!ready}>
        {t("filter.apply")}
      </Button>
    </form>
  );
}

/** Editors of choices, people, teams and linked records. */
import { Radio, Select } from "antd";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { labelIn } from "~/shared/i18n/language";
import type { Choice, Field, PersonRef, RecordRef } from "~/shared/schema/fields";
import { ChoiceMark } from "../../../marks/Marks";
import { usePreferences } from "../../../preferences/preferences";
import { Person } from "../FieldView";
import styles from "../fields.module.css";
import { useSources, type FieldSources } from "../sources";
import { aria, type EditorProps } from "./types";

const status = (invalid: boolean | undefined) => (invalid ? { status: "error" as const } : {});

/** What may be chosen now: everything in use, and what is chosen already even if it no longer is. */
function offered(field: Field, chosen: readonly number[]): Choice[] {
  return (field.choices ?? []).filter((choice) => !choice.retired || chosen.includes(choice.id));
}

function useOptions(field: Field, chosen: readonly number[]) {
  const { language } = usePreferences();
  const { t } = useTranslation("fields");
  return offered(field, chosen).map((choice) => {
    const text = labelIn(language, choice.label);
    return {
      value: choice.id,
      text,
      label: choice.retired ? t("retired", { label: text }) : <ChoiceMark choice={choice} />,
    };
  });
}

export function ChoiceEditor(props: EditorProps<number>) {
  const { id, field, value, onChange, label } = props;
  const { t } = useTranslation("fields");
  const options = useOptions(field, value === null ? [] : [value]);
  if (field.settings?.display === "buttons") {
    const named = label ? { "aria-label": label } : { "aria-labelledby": `${id}-label` };
    return (
      <Radio.Group
        id={id}
        {...named}
        optionType="button"
        value={value}
        options={options.map(({ value, text }) => ({ value, label: text }))}
        onChange={(event) => onChange(event.target.value as number)}
      />
    );
  }
  return (
    <Select<number>
      {...aria(props as never)}
      {...status(props.invalid)}
      className={styles["full"] ?? ""}
      value={value}
      options={options}
      placeholder={t("choose")}
      notFoundContent={t("search.none")}
      allowClear={!field.required}
      showSearch={{ optionFilterProp: "text" }}
      onChange={(chosen) => onChange(chosen ?? null)}
    />
  );
}

export function ChoicesEditor(props: EditorProps<number[]>) {
  const { field, value, onChange } = props;
  const { t } = useTranslation("fields");
  const options = useOptions(field, value ?? []);
  return (
    <Select<number[]>
      {...aria(props as never)}
      {...status(props.invalid)}
      className={styles["full"] ?? ""}
      mode="multiple"
      value={value ?? []}
      options={options}
      placeholder={t("choose")}
      notFoundContent={t("search.none")}
      showSearch={{ optionFilterProp: "text" }}
      onChange={(chosen) => onChange(chosen.length ? chosen : null)}
    />
  );
}

type Found = PersonRef | RecordRef;

function finder(field: Field, sources: FieldSources): (text: string, signal: AbortSignal) => Promise<Found[]> {
  if (field.type === "person" || field.type === "people") return sources.people;
  if (field.type === "team") return sources.teams;
  return (text, signal) => sources.records(field.settings?.object ?? "", text, signal);
}

/** What the server finds for what is typed, 200 ms after the last key; asked first when the list opens. */
function useFound(field: Field) {
  const sources = useSources();
  const [found, setFound] = useState<readonly Found[]>([]);
  const [state, setState] = useState<"idle" | "searching" | "failed">("idle");
  const leave = useRef<AbortController | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      leave.current?.abort();
    },
    [],
  );
  const ask = (text: string, after = 200) => {
    clearTimeout(timer.current);
    leave.current?.abort();
    const stop = (leave.current = new AbortController());
    setState("searching");
    timer.current = setTimeout(() => {
      finder(field, sources)(text, stop.signal).then(
        (records) => {
          if (stop.signal.aborted) return;
          setFound(records);
          setState("idle");
        },
        () => !stop.signal.aborted && setState("failed"),
      );
    }, after);
  };
  return { found, state, ask };
}

function optionOf(record: Found) {
  const isPerson = "avatar" in record || "inactive" in record;
  const detail = "detail" in record ? record.detail : undefined;
  const words = detail ? (
    <span>
      {record.label} <small className={styles["hint"]}>{detail}</small>
    </span>
  ) : (
    record.label
  );
  return {
    value: record.id,
    text: record.label,
    record,
    label: isPerson ? <Person person={record as PersonRef} /> : words,
  };
}

/** One person, team or record, or several: found by typing. */
export function ReferenceEditor(props: EditorProps<Found | Found[]>) {
  const { field, value, onChange } = props;
  const { t } = useTranslation("fields");
  const { found, state, ask } = useFound(field);
  const many = field.type === "people" || field.type === "links";
  const chosen = (Array.isArray(value) ? value : value ? [value] : []) as Found[];
  const known = new Map([...chosen, ...found].map((record) => [record.id, record]));
  const pick = (ids: readonly number[]) => {
    const records = ids.flatMap((id) => known.get(id) ?? []);
    if (many) onChange(records.length ? records : null);
    else onChange(records[0] ?? null);
  };
  const ids = chosen.map((record) => record.id);
  return (
    <Select<number | number[]>
      {...aria(props as never)}
      {...status(props.invalid)}
      {...(many ? { mode: "multiple" as const } : {})}
      className={styles["full"] ?? ""}
      value={many ? ids : (ids[0] ?? (null as never))}
      options={[...known.values()].map(optionOf)}
      placeholder={t("search")}
      loading={state === "searching"}
      notFoundContent={state === "failed" ? t("search.failed") : state === "searching" ? null : t("search.none")}
      allowClear={!field.required}
      showSearch={{ filterOption: false, onSearch: (text) => ask(text) }}
      onOpenChange={(open) => open && ask("", 0)}
      onChange={(picked) =>
        pick(Array.isArray(picked) ? picked : picked === undefined || picked === null ? [] : [picked])
      }
    />
  );
}

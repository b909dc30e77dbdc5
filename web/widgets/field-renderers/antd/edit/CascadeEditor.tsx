/** The editor of a cascade: a choice that narrows the next. Loaded only where such a field is edited. */
import { Cascader } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { labelIn } from "~/shared/i18n/language";
import type { Choice } from "~/shared/schema/fields";
import { usePreferences } from "../../../preferences/preferences";
import styles from "../fields.module.css";
import { aria, type EditorProps } from "./types";

interface Branch {
  value: number;
  label: string;
  children?: Branch[];
}

/** The choices of a cascade as a tree. */
export function branches(
  choices: readonly Choice[],
  label: (choice: Choice) => string,
  parent: number | null = null,
): Branch[] {
  return choices
    .filter((choice) => (choice.parent ?? null) === parent && !choice.retired)
    .map((choice) => {
      const children = branches(choices, label, choice.id);
      return { value: choice.id, label: label(choice), ...(children.length ? { children } : {}) };
    });
}

export default function CascadeEditor(props: EditorProps<number[]>) {
  const { field, value, onChange } = props;
  const { t } = useTranslation("fields");
  const { language } = usePreferences();
  const tree = useMemo(
    () => branches(field.choices ?? [], (choice) => labelIn(language, choice.label)),
    [field.choices, language],
  );
  return (
    <Cascader
      {...aria(props as never)}
      {...(props.invalid ? { status: "error" as const } : {})}
      className={styles["full"] ?? ""}
      value={value ?? []}
      options={tree}
      placeholder={t("choose")}
      showSearch
      onChange={(path) => onChange(path?.length ? (path as number[]) : null)}
    />
  );
}

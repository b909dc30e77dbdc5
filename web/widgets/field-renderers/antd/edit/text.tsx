/** Editors of text, numbers, yes/no, durations and ratings. */
import { Button, Input, InputNumber, Radio, Rate } from "antd";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { labelIn } from "~/shared/i18n/language";
import { clockOf, parseDuration } from "~/shared/time/durations";
import { usePreferences } from "../../../preferences/preferences";
import { Skeleton } from "../../../states/states";
import styles from "../fields.module.css";
import { aria, type EditorProps } from "./types";

const RichTextEditor = lazy(() => import("../../../rich-text/RichTextEditor"));

const kinds = {
  phone: { type: "tel", inputMode: "tel" },
  email: { type: "email", inputMode: "email" },
  url: { type: "url", inputMode: "url" },
} as const;

export function TextEditor(props: EditorProps<string>) {
  const { field, value, onChange } = props;
  const { language } = usePreferences();
  const kind = kinds[field.type as keyof typeof kinds] ?? {};
  return (
    <Input
      {...aria(props as never)}
      {...kind}
      {...(props.invalid ? { status: "error" as const } : {})}
      value={value ?? ""}
      placeholder={labelIn(language, field.placeholder)}
      autoComplete="off"
      onChange={(event) => onChange(event.target.value || null)}
    />
  );
}

export function LongTextEditor(props: EditorProps<string>) {
  const { field, value, onChange } = props;
  const { language } = usePreferences();
  return (
    <Input.TextArea
      {...aria(props as never)}
      {...(props.invalid ? { status: "error" as const } : {})}
      value={value ?? ""}
      placeholder={labelIn(language, field.placeholder)}
      autoSize={{ minRows: field.settings?.rows ?? 3, maxRows: 16 }}
      onChange={(event) => onChange(event.target.value || null)}
    />
  );
}

export function RichEditor({ id, value, onChange, invalid }: EditorProps<string>) {
  return (
    <Suspense fallback={<Skeleton shape="text" count={3} />}>
      <RichTextEditor
        id={id}
        labelledBy={`${id}-label`}
        value={value ?? ""}
        invalid={invalid ?? false}
        onChange={(html) => onChange(html || null)}
      />
    </Suspense>
  );
}

/** A percentage is typed as people say it and kept as a share. */
const hundred = (value: number) => Number((value * 100).toFixed(10));

export function NumberEditor(props: EditorProps<number>) {
  const { field, value, onChange } = props;
  const { language } = usePreferences();
  const { settings = {} } = field;
  const isShare = field.type === "percent";
  const digits =
    field.type === "integer" ? 0 : isShare && settings.digits !== undefined ? settings.digits : settings.digits;
  const sign =
    field.type === "money" ? (!settings.currency || settings.currency === "CNY" ? "¥" : settings.currency) : undefined;
  const unit = isShare ? "%" : labelIn(language, settings.unit);
  return (
    <InputNumber<number>
      {...aria(props as never)}
      {...(props.invalid ? { status: "error" as const } : {})}
      {...(digits === undefined ? {} : { precision: digits })}
      className={styles["full"] ?? ""}
      value={value === null ? null : isShare ? hundred(value) : value}
      prefix={sign}
      suffix={unit || undefined}
      controls={false}
      inputMode={field.type === "integer" ? "numeric" : "decimal"}
      onChange={(typed) => onChange(typed === null ? null : isShare ? Number((typed / 100).toFixed(12)) : typed)}
    />
  );
}

export function DurationEditor(props: EditorProps<number>) {
  const { t } = useTranslation("fields");
  const { format } = usePreferences();
  const { value, onChange } = props;
  const [typed, setTyped] = useState(() => (value === null ? "" : clockOf(value)));
  useEffect(() => {
    setTyped((before) =>
      parseDuration(before) === value || (value === null && before !== "")
        ? before
        : value === null
          ? ""
          : clockOf(value),
    );
  }, [value]);
  const unread = typed.trim() !== "" && parseDuration(typed) === null;
  const hint = unread ? t("duration.unread") : value === null ? t("duration.hint") : format.duration(value);
  return (
    <div className={styles["inline"]}>
      <Input
        {...aria(props as never)}
        {...(props.invalid || unread ? { status: "error" as const } : {})}
        style={{ width: 140 }}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          onChange(event.target.value.trim() ? parseDuration(event.target.value) : null);
        }}
      />
      <span className={styles["hint"]} data-bad={unread} aria-live="polite">
        {hint}
      </span>
    </div>
  );
}

export function YesNoEditor({ id, field, value, onChange, label, describedBy }: EditorProps<boolean>) {
  const { t } = useTranslation("fields");
  const { language } = usePreferences();
  const named = label ? { "aria-label": label } : { "aria-labelledby": `${id}-label` };
  return (
    <div className={styles["inline"]}>
      <Radio.Group
        id={id}
        {...named}
        {...(describedBy ? { "aria-describedby": describedBy } : {})}
        value={value}
        onChange={(event) => onChange(event.target.value as boolean)}
      >
        <Radio value={true}>{labelIn(language, field.settings?.yes) || t("yes")}</Radio>
        <Radio value={false}>{labelIn(language, field.settings?.no) || t("no")}</Radio>
      </Radio.Group>
      {value !== null && !field.required && (
        <Button type="link" size="small" onClick={() => onChange(null)}>
          {t("clear")}
        </Button>
      )}
    </div>
  );
}

export function RatingEditor({ field, value, onChange, ...rest }: EditorProps<number>) {
  return (
    <Rate
      {...(rest.label ? { "aria-label": rest.label } : {})}
      count={field.settings?.stars ?? 5}
      value={value ?? 0}
      onChange={(stars) => onChange(stars || null)}
    />
  );
}

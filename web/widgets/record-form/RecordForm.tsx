/**
 * A form made from its description: sections, rules that show and require, checks while there is still time.
 *
 * What is typed is kept as a draft until it has been sent; the server's sentences stand at their fields; Ctrl-Enter
 * sends. It knows no address: the page gives it what to do on submit.
 */
import { Button } from "antd";
import { useEffect, useId, useMemo, useRef, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useHotkeys } from "~/hotkeys/hotkeys";
import { Problem } from "~/shared/api/problem";
import { iconAlert } from "~/shared/icons/paths";
import { labelIn } from "~/shared/i18n/language";
import { initialValues, wireValues, type Field, type FieldValue, type Values } from "~/shared/schema/fields";
import { sentFields, settle, type FormSchema, type FormSection, type Holds } from "~/shared/schema/linkage";
import { checkAll, type Complaint, type Complaints } from "~/shared/schema/validate";
import { FieldEditor } from "../field-renderers/antd/edit/FieldEditor";
import { Icon } from "../icon/Icon";
import { usePreferences } from "../preferences/preferences";
import { useProblemText } from "../states/states";
import { FormField } from "./FormField";
import styles from "./form.module.css";
import { dropDraft, keepDraft, readDraft } from "./draft";

interface FormProps {
  schema: FormSchema;
  /** Values of the record being changed; a new record begins with the fields' defaults. */
  initial?: Values;
  /** Decides the rules' conditions. */
  holds: Holds;
  /** Given what is to be sent, by field key. What it throws as a Problem is shown at the fields. */
  onSubmit: (wire: Record<string, unknown>, values: Values) => Promise<void>;
  onCancel?: () => void;
  submitLabel?: string;
  /** Names the draft; without it nothing is kept. */
  draftKey?: string;
  onDirty?: (dirty: boolean) => void;
}

function useSentence(): (complaint: Complaint) => string {
  const { t } = useTranslation("fields");
  const { language } = usePreferences();
  return (complaint) =>
    (complaint.message && labelIn(language, complaint.message)) || t(complaint.key, complaint.values ?? {});
}

/** Only what differs from the record: a draft must not bring back what others have changed since. */
function typed(values: Values, start: Values): Values {
  const differs = ([key, value]: [string, unknown]) => JSON.stringify(value) !== JSON.stringify(start[key]);
  return Object.fromEntries(Object.entries(values).filter(differs)) as Values;
}

function useForm({ schema, initial, holds, onSubmit, draftKey, onDirty }: FormProps) {
  const sentence = useSentence();
  const start = useMemo(() => initial ?? initialValues(schema.fields), [initial, schema.fields]);
  const [restored, setRestored] = useState(() => (draftKey ? readDraft(draftKey) : null));
  const [values, setValues] = useState<Values>(() => ({ ...start, ...restored }));
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const fields = useMemo(() => settle(schema, values, holds), [schema, values, holds]);
  const complaints = useMemo(() => checkAll(fields, values), [fields, values]);
  const dirty = useMemo(() => JSON.stringify(values) !== JSON.stringify(start), [values, start]);

  useEffect(() => onDirty?.(dirty), [dirty, onDirty]);
  useEffect(() => {
    if (draftKey && dirty) keepDraft(draftKey, typed(values, start));
  }, [draftKey, dirty, values, start]);

  const set = (key: string, value: FieldValue) => {
    setValues((before) => ({ ...before, [key]: value }));
    if (problem?.fields[key]) setProblem(new Problem({ ...problem.body, fields: { ...problem.fields, [key]: "" } }));
  };
  const forget = () => {
    if (draftKey) dropDraft(draftKey);
    setRestored(null);
    setValues(start);
  };
  const submit = async (): Promise<boolean> => {
    setTried(true);
    if (Object.keys(complaints).length > 0 || busy) return false;
    setBusy(true);
    setProblem(null);
    try {
      await onSubmit(wireValues(sentFields(fields), values, initial), values);
      if (draftKey) dropDraft(draftKey);
      return true;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
      return false;
    } finally {
      setBusy(false);
    }
  };
  const words = (found: Complaints): Record<string, string> =>
    Object.fromEntries(Object.entries(found).map(([key, one]) => [key, sentence(one)]));
  const shown = tried ? words(complaints) : {};
  return {
    fields,
    values,
    set,
    submit,
    busy,
    problem,
    dirty,
    restored: Boolean(restored),
    forget,
    sentences: { ...shown, ...problem?.fields },
  };
}

interface SectionProps {
  section: FormSection;
  fields: ReadonlyMap<string, Field>;
  values: Values;
  sentences: Readonly<Record<string, string>>;
  idOf: (key: string) => string;
  onChange: (key: string, value: FieldValue) => void;
}

/** The sentences about a subform's cells, without the subform's own key. */
function within(sentences: Readonly<Record<string, string>>, key: string): Record<string, string> {
  const own = Object.entries(sentences).filter(([path]) => path.startsWith(`${key}.`));
  return Object.fromEntries(own.map(([path, words]) => [path.slice(key.length + 1), words]));
}

function Section({ section, fields, values, sentences, idOf, onChange }: SectionProps) {
  const { language } = usePreferences();
  const visible = section.fields.flatMap((key) => fields.get(key) ?? []).filter((field) => !field.hidden);
  if (visible.length === 0) return null;
  const body = (
    <div className={styles["fields"]} data-columns={section.columns ?? 2}>
      {visible.map((field) => (
        <FormField key={field.key} id={idOf(field.key)} field={field} complaint={sentences[field.key] || undefined}>
          {(describedBy) => (
            <FieldEditor
              id={idOf(field.key)}
              field={field}
              value={values[field.key] ?? null}
              invalid={Boolean(sentences[field.key])}
              complaints={within(sentences, field.key)}
              {...(describedBy ? { describedBy } : {})}
              onChange={(value) => onChange(field.key, value)}
            />
          )}
        </FormField>
      ))}
    </div>
  );
  const label = labelIn(language, section.label);
  if (!label) return <section className={styles["section"]}>{body}</section>;
  return (
    <details className={styles["section"]} open={!section.collapsed || visible.some((field) => sentences[field.key])}>
      <summary>
        <h2>{label}</h2>
      </summary>
      {section.help && <p className={styles["help"]}>{labelIn(language, section.help)}</p>}
      {body}
    </details>
  );
}

export function RecordForm(props: FormProps) {
  const { schema, onCancel, submitLabel } = props;
  const { t } = useTranslation(["fields", "common", "shell"]);
  const form = useForm(props);
  const problemText = useProblemText();
  const base = useId();
  const element = useRef<HTMLFormElement>(null);
  const fields = useMemo(() => new Map(form.fields.map((field) => [field.key, field])), [form.fields]);
  const idOf = (key: string) => `${base}-${key}`;
  const faults = Object.values(form.sentences).filter(Boolean).length;
  const send = async () => {
    const sent = await form.submit();
    if (!sent)
      requestAnimationFrame(() =>
        element.current
          ?.querySelector<HTMLElement>("[aria-invalid=true], [data-complaint=true] :is(input, button)")
          ?.focus(),
      );
  };
  useHotkeys([
    { keys: "mod+enter", label: t("shell:shortcut.send"), group: "form", whileTyping: true, run: () => void send() },
  ]);
  return (
    <form
      ref={element}
      className={styles["form"]}
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void send();
      }}
    >
      {form.restored && (
        <p className={styles["draft"]} role="status">
          {t("form.draft")}
          <Button type="link" size="small" onClick={form.forget}>
            {t("form.draft.drop")}
          </Button>
        </p>
      )}
      {schema.sections.map((section) => (
        <Section
          key={section.key}
          section={section}
          fields={fields}
          values={form.values}
          sentences={form.sentences}
          idOf={idOf}
          onChange={form.set}
        />
      ))}
      <footer className={styles["foot"]}>
        <Button type="primary" htmlType="submit" {...(form.busy ? { loading: true } : {})}>
          {submitLabel ?? t("common:save")}
        </Button>
        {onCancel && <Button onClick={onCancel}>{t("common:cancel")}</Button>}
        <span className={styles["summary"]} role="alert">
          {(form.problem || faults > 0) && <Icon path={iconAlert} />}
          {form.problem ? problemText(form.problem) : faults > 0 ? t("form.problems", { count: faults }) : ""}
        </span>
      </footer>
    </form>
  );
}

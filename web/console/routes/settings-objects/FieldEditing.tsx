/** A field being added or changed: names, help, type, its settings, its options. */
import { Button, Checkbox, Drawer, Input, InputNumber, Select } from "antd";
import { useId, useState, type FormEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "~/shared/api/problem";
import { iconAlert, iconClose, iconPlus } from "~/shared/icons/paths";
import { labelIn } from "~/shared/i18n/language";
import { choiceColours } from "~/shared/schema/fields";
import type { ServerField, ServerObject } from "~/shared/schema/server";
import { Icon } from "~/widgets/icon/Icon";
import { usePreferences } from "~/widgets/preferences/preferences";
import { useProblemText } from "~/widgets/states/states";
import {
  commonTypes,
  draftOf,
  emptyDraft,
  figures,
  flags,
  hasChoices,
  isReady,
  settingsFor,
  type ChoiceDraft,
  type FieldDraft,
} from "./draft";
import styles from "./objects.module.css";

interface EditingProps {
  object: ServerObject;
  objects: readonly ServerObject[];
  /** None for a new one. */
  field: ServerField | null;
  onSave: (before: FieldDraft, after: FieldDraft) => Promise<void>;
  onClose: () => void;
}

function Row({ id, label, children }: { id: string; label: string; children: ReactNode }) {
  return (
    <div className={styles["row"]}>
      <label htmlFor={id}>{label}</label>
      {children}
    </div>
  );
}

function Choices({ choices, onChange }: { choices: ChoiceDraft[]; onChange: (choices: ChoiceDraft[]) => void }) {
  const { t } = useTranslation("objects");
  const set = (index: number, part: Partial<ChoiceDraft>) =>
    onChange(choices.map((choice, at) => (at === index ? { ...choice, ...part } : choice)));
  const colours = choiceColours.map((colour) => ({
    value: colour,
    label: (
      <span
        className={styles["swatch"]}
        style={{ background: `var(--choice-${colour}-soft)`, color: `var(--choice-${colour})` }}
      >
        {t(`colour.${colour}`)}
      </span>
    ),
  }));
  return (
    <fieldset className={styles["choices"]}>
      <legend>{t("choices")}</legend>
      {choices.map((choice, index) => (
        <div key={choice.id ?? `new-${index}`}>
          <Input
            aria-label={t("choice.zh", { number: index + 1 })}
            placeholder={t("in_chinese")}
            value={choice.zh}
            onChange={(event) => set(index, { zh: event.target.value })}
          />
          <Input
            aria-label={t("choice.en", { number: index + 1 })}
            placeholder={t("in_english")}
            value={choice.en}
            onChange={(event) => set(index, { en: event.target.value })}
          />
          <Select
            aria-label={t("choice.colour", { number: index + 1 })}
            value={choice.colour || "grey"}
            options={colours}
            onChange={(colour: string) => set(index, { colour })}
          />
          {choice.id === undefined ? (
            <Button
              type="text"
              aria-label={t("choice.remove", { number: index + 1 })}
              icon={<Icon path={iconClose} />}
              onClick={() => onChange(choices.filter((_, at) => at !== index))}
            />
          ) : (
            <Checkbox checked={choice.active} onChange={(event) => set(index, { active: event.target.checked })}>
              {t("choice.offered")}
            </Checkbox>
          )}
        </div>
      ))}
      <Button
        icon={<Icon path={iconPlus} />}
        onClick={() => onChange([...choices, { zh: "", en: "", colour: "grey", active: true }])}
      >
        {t("choice.add")}
      </Button>
    </fieldset>
  );
}

interface SettingProps {
  id: string;
  name: string;
  value: unknown;
  objects: readonly ServerObject[];
  onChange: (value: unknown) => void;
}

function Setting({ id, name, value, objects, onChange }: SettingProps) {
  const { t } = useTranslation("objects");
  const { language } = usePreferences();
  const label = t(`setting.${name}`);
  if (flags.has(name)) {
    return (
      <Checkbox checked={value === true} onChange={(event) => onChange(event.target.checked)}>
        {label}
      </Checkbox>
    );
  }
  const results = ["text", "number", "yes_no", "date", "datetime", "duration"];
  const options =
    name === "object"
      ? objects.filter((one) => !one.parent).map((one) => ({ value: one.key, label: labelIn(language, one.label) }))
      : results.map((one) => ({ value: one, label: t(`type.${one === "number" ? "decimal" : one}`) }));
  return (
    <Row id={id} label={label}>
      {figures.has(name) ? (
        <InputNumber id={id} value={(value as number) ?? null} onChange={onChange} />
      ) : name === "object" || name === "result" ? (
        <Select id={id} value={(value as string) ?? null} options={options} onChange={onChange} />
      ) : name === "text" ? (
        <Input.TextArea
          id={id}
          rows={3}
          value={(value as string) ?? ""}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <Input id={id} value={(value as string) ?? ""} onChange={(event) => onChange(event.target.value)} />
      )}
    </Row>
  );
}

export default function FieldEditing({ object, objects, field, onSave, onClose }: EditingProps) {
  const { t } = useTranslation(["objects", "common"]);
  const { language } = usePreferences();
  const problemText = useProblemText();
  const id = useId();
  const [before] = useState(() => (field ? draftOf(field) : emptyDraft()));
  const [draft, setDraft] = useState(before);
  const [busy, setBusy] = useState(false);
  const [message, setMessage] = useState("");
  const set = (part: Partial<FieldDraft>) => setDraft({ ...draft, ...part });
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (!isReady(draft)) return setMessage(t("incomplete"));
    setBusy(true);
    try {
      await onSave(before, draft);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setMessage([problemText(error), ...Object.values(error.fields)].join(" "));
      setBusy(false);
    }
  };
  const text = (name: "zh" | "en" | "helpZh" | "helpEn", label: string) => (
    <Row id={`${id}-${name}`} label={label}>
      <Input
        id={`${id}-${name}`}
        autoFocus={name === "zh"}
        value={draft[name]}
        maxLength={name === "zh" || name === "en" ? 80 : 500}
        onChange={(event) => set({ [name]: event.target.value })}
      />
    </Row>
  );
  const sections = object.settings.sections ?? [];
  return (
    <Drawer open size={620} title={field ? t("field.edit") : t("field.add")} onClose={onClose}>
      <form className={styles["editing"]} onSubmit={(event) => void send(event)}>
        <Row id={`${id}-type`} label={t("type")}>
          <Select
            id={`${id}-type`}
            disabled={Boolean(field)}
            showSearch={{ optionFilterProp: "label" }}
            value={draft.type}
            options={[...new Set([draft.type, ...commonTypes])].map((type) => ({
              value: type,
              label: t(`type.${type}`),
            }))}
            onChange={(type: string) => set({ type, settings: {}, choices: [] })}
          />
        </Row>
        <div className={styles["pair"]}>
          {text("zh", t("label.zh"))}
          {text("en", t("label.en"))}
          {text("helpZh", t("help.zh"))}
          {text("helpEn", t("help.en"))}
        </div>
        {sections.length > 0 && (
          <Row id={`${id}-section`} label={t("section")}>
            <Select
              id={`${id}-section`}
              value={draft.section}
              options={[
                { value: "", label: t("section.last") },
                ...sections.map((one) => ({ value: one.key, label: labelIn(language, one.label) })),
              ]}
              onChange={(section: string) => set({ section })}
            />
          </Row>
        )}
        {settingsFor(draft.type).map((name) => (
          <Setting
            key={name}
            id={`${id}-${name}`}
            name={name}
            value={draft.settings[name]}
            objects={objects}
            onChange={(value) => set({ settings: { ...draft.settings, [name]: value } })}
          />
        ))}
        {hasChoices(draft.type) && <Choices choices={draft.choices} onChange={(choices) => set({ choices })} />}
        <footer>
          <Button type="primary" htmlType="submit" loading={busy}>
            {t("common:save")}
          </Button>
          <Button onClick={onClose}>{t("common:cancel")}</Button>
          {message && (
            <span role="alert" className={styles["bad"]}>
              <Icon path={iconAlert} /> {message}
            </span>
          )}
        </footer>
      </form>
    </Drawer>
  );
}

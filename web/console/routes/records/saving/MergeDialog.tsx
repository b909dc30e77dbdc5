/** Two people changed the same field: both values side by side, and the writer decides which one stays. */
import { Modal, Radio } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { labelIn } from "~/shared/i18n/language";
import type { Field, Values } from "~/shared/schema/fields";
import { FieldView } from "~/widgets/field-renderers/antd/FieldView";
import { usePreferences } from "~/widgets/preferences/preferences";
import styles from "../workspace.module.css";

export interface Collision {
  /** Field key → who changed it meanwhile. */
  by: Record<string, string>;
  theirs: Values;
  yours: Values;
  rev: number;
}

interface DialogProps {
  fields: readonly Field[];
  collision: Collision;
  /** Given the fields whose own value is to stay. */
  onMerge: (mine: ReadonlySet<string>) => void;
  onCancel: () => void;
}

export default function MergeDialog({ fields, collision, onMerge, onCancel }: DialogProps) {
  const { t } = useTranslation(["records", "common"]);
  const { language } = usePreferences();
  const id = useId();
  const [mine, setMine] = useState<ReadonlySet<string>>(() => new Set(Object.keys(collision.by)));
  const keep = (key: string, own: boolean) => {
    const next = new Set(mine);
    if (own) next.add(key);
    else next.delete(key);
    setMine(next);
  };
  return (
    <Modal
      open
      title={t("merge.title")}
      width={720}
      okText={t("merge.save")}
      cancelText={t("merge.back")}
      onOk={() => onMerge(mine)}
      onCancel={onCancel}
    >
      <p>{t("merge.detail")}</p>
      {fields
        .filter((field) => field.key in collision.by)
        .map((field) => (
          <div key={field.key} className={styles["collision"]}>
            <strong id={`${id}-${field.key}`}>{labelIn(language, field.label)}</strong>
            <Radio.Group
              aria-labelledby={`${id}-${field.key}`}
              value={mine.has(field.key)}
              onChange={(event) => keep(field.key, event.target.value as boolean)}
            >
              <Radio value={true}>
                <small>{t("merge.yours")}</small>
                <FieldView field={field} value={collision.yours[field.key]} />
              </Radio>
              <Radio value={false}>
                <small>{t("merge.theirs", { name: collision.by[field.key] || t("merge.somebody") })}</small>
                <FieldView field={field} value={collision.theirs[field.key]} />
              </Radio>
            </Radio.Group>
          </div>
        ))}
    </Modal>
  );
}

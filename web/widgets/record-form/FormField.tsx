/** One field of a form: its label, whether it is needed, its editor, its help, and what is wrong with it. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { iconAlert, iconLock } from "~/shared/icons/paths";
import { labelIn } from "~/shared/i18n/language";
import { isEditable, type Field } from "~/shared/schema/fields";
import { groupTypes } from "../field-renderers/antd/edit/FieldEditor";
import { Icon } from "../icon/Icon";
import { usePreferences } from "../preferences/preferences";
import styles from "./form.module.css";

interface FieldProps {
  id: string;
  field: Field;
  complaint?: string | undefined;
  children: (describedBy: string) => ReactNode;
}

const wide = new Set(["long_text", "rich_text", "subform", "file", "image", "address", "location", "signature"]);

export function FormField({ id, field, complaint, children }: FieldProps) {
  const { t } = useTranslation("fields");
  const { language } = usePreferences();
  const help = labelIn(language, field.help);
  const editable = isEditable(field);
  const words = (
    <>
      {labelIn(language, field.label)}
      {field.required && editable && <span className={styles["need"]}>{t("required")}</span>}
      {!editable && <Icon path={iconLock} size={13} label={t("computed")} />}
    </>
  );
  const describedBy = [help && `${id}-help`, complaint && `${id}-bad`].filter(Boolean).join(" ");
  return (
    <div className={styles["field"]} data-wide={wide.has(field.type)} data-complaint={Boolean(complaint)}>
      {editable && !groupTypes.has(field.type) ? (
        <label id={`${id}-label`} htmlFor={id}>
          {words}
        </label>
      ) : (
        <span id={`${id}-label`} className={styles["label"]}>
          {words}
        </span>
      )}
      {children(describedBy)}
      {help && (
        <span id={`${id}-help`} className={styles["help"]}>
          {help}
        </span>
      )}
      {complaint && (
        <span id={`${id}-bad`} className={styles["bad"]}>
          <Icon path={iconAlert} size={14} />
          {complaint}
        </span>
      )}
    </div>
  );
}

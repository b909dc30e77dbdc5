import { labelIn } from "~/shared/i18n/language";
import { FieldView } from "~/widgets/field-renderers/antd/FieldView";
import { usePreferences } from "~/widgets/preferences/preferences";
import styles from "./gallery.module.css";
import { everyField, everyValue } from "./samples";

export default function ValuesPart() {
  const { language } = usePreferences();
  return (
    <section>
      <dl className={styles["values"]}>
        {everyField.map((field) => (
          <div key={field.key}>
            <dt>{labelIn(language, field.label)}</dt>
            <dd>
              <FieldView field={field} value={everyValue[field.key]} />
            </dd>
            <dd>
              <FieldView field={field} value={everyValue[field.key]} dense />
            </dd>
            <dd>
              <FieldView field={field} value={null} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The objects whose fields can be shaped. */
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { labelIn } from "~/shared/i18n/language";
import { usePreferences } from "~/widgets/preferences/preferences";
import { ProblemState, Skeleton, State } from "~/widgets/states/states";
import { useObjects } from "../../data/objects";
import styles from "./objects.module.css";

export default function Objects() {
  const { t } = useTranslation("objects");
  const { language } = usePreferences();
  const query = useObjects();
  if (query.isPending) return <Skeleton shape="rows" />;
  if (query.error) return <ProblemState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data.length === 0) return <State title={t("none")} />;
  const nameOf = (key: string | null) => labelIn(language, query.data.find((one) => one.key === key)?.label);
  return (
    <div className={styles["page"]}>
      <h1>{t("objects")}</h1>
      <ul className={styles["list"]}>
        {query.data.map((object) => (
          <li key={object.key}>
            <Link to={`/settings/objects/${object.key}`}>{labelIn(language, object.label)}</Link>
            <code>{object.key}</code>
            <small>
              {t("fields.count", { count: object.fields.length })}
              {object.parent && ` · ${t("part_of", { object: nameOf(object.parent) })}`}
            </small>
          </li>
        ))}
      </ul>
    </div>
  );
}

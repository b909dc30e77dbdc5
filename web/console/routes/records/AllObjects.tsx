/** Every object that the reader may see, for those that have no place of their own in the navigation. */
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { iconList } from "~/shared/icons/paths";
import { labelIn } from "~/shared/i18n/language";
import { Icon } from "~/widgets/icon/Icon";
import { usePreferences } from "~/widgets/preferences/preferences";
import { ProblemState, Skeleton, State } from "~/widgets/states/states";
import { useObjects } from "../../data/objects";
import styles from "./list/list.module.css";

export default function AllObjects() {
  const { t } = useTranslation("records");
  const { language } = usePreferences();
  const query = useObjects();
  if (query.isPending) return <Skeleton shape="rows" />;
  if (query.error) return <ProblemState error={query.error} onRetry={() => void query.refetch()} />;
  const open = query.data.filter((object) => !object.parent && object.actions.includes("read"));
  if (open.length === 0) return <State title={t("all.empty")} />;
  return (
    <div className={styles["page"]}>
      <h1>{t("all")}</h1>
      <ul className={styles["tiles"]}>
        {open.map((object) => (
          <li key={object.key}>
            <Link to={`/records/${object.key}`}>
              <Icon path={iconList} size={18} />
              {labelIn(language, object.label)}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

import { Button } from "antd";
import { useTranslation } from "react-i18next";
import * as icons from "~/shared/icons/paths";
import { priorities, slaStates, statusCategories } from "~/shared/icons/marks";
import { choiceColours } from "~/shared/schema/fields";
import { toast } from "~/widgets/feedback/toasts";
import { Icon } from "~/widgets/icon/Icon";
import { ChoiceMark, PriorityMark, SlaMark, StatusMark } from "~/widgets/marks/Marks";
import styles from "./gallery.module.css";

const seconds = { running: 7500, warning: 900, breached: 4200, paused: 86_400, met: 0 };

export default function Basics() {
  const { t } = useTranslation("gallery");
  return (
    <>
      <section>
        <h2>{t("marks")}</h2>
        <p className={styles["row"]}>
          {statusCategories.map((one) => (
            <StatusMark key={one} category={one} />
          ))}
        </p>
        <p className={styles["row"]}>
          {slaStates.map((one) => (
            <SlaMark key={one} state={one} seconds={seconds[one]} />
          ))}
        </p>
        <p className={styles["row"]}>
          {priorities.map((one) => (
            <PriorityMark key={one} priority={one} />
          ))}
        </p>
        <p className={styles["row"]}>
          {choiceColours.map((colour, id) => (
            <ChoiceMark key={colour} choice={{ id, label: { en: colour }, colour }} />
          ))}
        </p>
      </section>
      <section>
        <h2>{t("buttons")}</h2>
        <p className={styles["row"]}>
          <Button type="primary">{t("primary")}</Button>
          <Button>{t("plain")}</Button>
          <Button danger>{t("danger")}</Button>
          <Button type="primary" danger>
            {t("danger")}
          </Button>
          <Button type="link">{t("plain")}</Button>
          <Button type="primary" loading>
            {t("busy")}
          </Button>
          <Button disabled>{t("disabled")}</Button>
        </p>
      </section>
      <section>
        <h2>{t("toasts")}</h2>
        <p className={styles["row"]}>
          <Button onClick={() => toast(t("toast.done"), { undo: () => undefined })}>{t("toast.show")}</Button>
          <Button danger onClick={() => toast(t("toast.error"), { kind: "error" })}>
            {t("toast.show")}
          </Button>
        </p>
      </section>
      <section>
        <div className={styles["icons"]}>
          {Object.entries(icons).map(([name, path]) => (
            <Icon key={name} path={path} size={22} label={name} />
          ))}
        </div>
      </section>
    </>
  );
}

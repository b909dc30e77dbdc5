import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Problem } from "~/shared/api/problem";
import { BrokenState, ProblemState, Skeleton, State } from "~/widgets/states/states";
import styles from "./gallery.module.css";

const problem = (status: number, code: string, title = "") => new Problem({ status, code, title });
const nothing = () => undefined;

export default function States() {
  const { t } = useTranslation("gallery");
  return (
    <div className={styles["cards"]}>
      <div className={styles["card"]}>
        <State title={t("state.empty")} action={<Button type="primary">{t("state.create")}</Button>} />
      </div>
      <div className={styles["card"]}>
        <Skeleton shape="form" count={6} />
      </div>
      <div className={styles["card"]}>
        <Skeleton shape="rows" count={5} />
      </div>
      <div className={styles["card"]}>
        <ProblemState error={problem(503, "client.server")} onRetry={nothing} />
      </div>
      <div className={styles["card"]}>
        <ProblemState error={problem(409, "work_order.closed", t("toast.error"))} onRetry={nothing} />
      </div>
      <div className={styles["card"]}>
        <ProblemState error={problem(0, "client.offline")} onRetry={nothing} />
      </div>
      <div className={styles["card"]}>
        <ProblemState error={problem(403, "client.forbidden")} />
      </div>
      <div className={styles["card"]}>
        <ProblemState error={problem(404, "client.not_found")} />
      </div>
      <div className={styles["card"]}>
        <BrokenState error={new TypeError("x is not a function")} onRetry={nothing} />
      </div>
    </div>
  );
}

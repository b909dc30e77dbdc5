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
      <section aria-label={t("state.nothing")}>
        <State title={t("state.empty")} action={<Button type="primary">{t("state.create")}</Button>} />
      </section>
      <section aria-label={t("state.loading")}>
        <Skeleton shape="form" count={6} />
      </section>
      <section aria-label={t("state.loading")}>
        <Skeleton shape="rows" count={5} />
      </section>
      <section aria-label={t("state.error")}>
        <ProblemState error={problem(503, "client.server")} onRetry={nothing} />
      </section>
      <section aria-label={t("state.error")}>
        <ProblemState error={problem(409, "work_order.closed", t("toast.error"))} onRetry={nothing} />
      </section>
      <section aria-label={t("state.offline")}>
        <ProblemState error={problem(0, "client.offline")} onRetry={nothing} />
      </section>
      <section aria-label={t("state.forbidden")}>
        <ProblemState error={problem(403, "client.forbidden")} />
      </section>
      <section aria-label={t("state.missing")}>
        <ProblemState error={problem(404, "client.not_found")} />
      </section>
      <section aria-label={t("state.broken")}>
        <BrokenState error={new TypeError("x is not a function")} onRetry={nothing} />
      </section>
    </div>
  );
}

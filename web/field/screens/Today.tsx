/** The engineer's day. The shell shows its empty state; visits come with the dispatch feature. */
import { iconCalendar } from "~/shared/icons/paths";
import { to } from "../kit/router";
import { State } from "../kit/states";
import { useTexts } from "../kit/texts";
import { ScreenFrame } from "../shell/Frame";

export default function Today() {
  const { t } = useTexts();
  return (
    <ScreenFrame title={t("today.title")}>
      <State
        icon={iconCalendar}
        title={t("today.empty")}
        action={
          <a className="button" href={to("pool")}>
            {t("today.see_pool")}
          </a>
        }
      />
    </ScreenFrame>
  );
}

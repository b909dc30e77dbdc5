import { to } from "../kit/router";
import { State } from "../kit/states";
import { useTexts } from "../kit/texts";
import { ScreenFrame } from "../shell/Frame";

export default function Missing() {
  const { t } = useTexts();
  return (
    <ScreenFrame title={t("app")}>
      <State
        title={t("notfound.title")}
        action={
          <a className="button" href={to("")}>
            {t("notfound.go")}
          </a>
        }
      />
    </ScreenFrame>
  );
}

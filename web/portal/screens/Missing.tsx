import { iconLink } from "~/shared/icons/paths";
import { to } from "~/field/kit/router";
import { State } from "~/field/kit/states";
import { useTexts } from "~/field/kit/texts";

export default function Missing() {
  const { t } = useTexts();
  return (
    <State
      level={1}
      icon={iconLink}
      title={t("notfound.title")}
      detail={t("notfound.detail")}
      action={
        <a className="button" href={to("")}>
          {t("notfound.go")}
        </a>
      }
    />
  );
}

/** Where a customer lands without a link: it says how to get one. */
import { useTexts } from "~/field/kit/texts";

export default function Home() {
  const { t } = useTexts();
  return (
    <div className="stack">
      <h1>{t("home.title")}</h1>
      <p>{t("home.detail")}</p>
    </div>
  );
}

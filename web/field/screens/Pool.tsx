/** Orders that anyone may take. The shell shows its empty state; orders come with the dispatch feature. */
import { State } from "../kit/states";
import { useTexts } from "../kit/texts";
import { ScreenFrame } from "../shell/Frame";

export default function Pool() {
  const { t } = useTexts();
  return (
    <ScreenFrame title={t("pool.title")}>
      <State title={t("pool.empty")} />
    </ScreenFrame>
  );
}

/** Every part of the kit in every state, for eyes and for the checks in e2e/. */
import { useState } from "react";
import { Problem } from "~/shared/api/problem";
import { priorities, slaStates, statusCategories } from "~/shared/icons/marks";
import { iconCheck, iconPhone, iconPin, iconWrench } from "~/shared/icons/paths";
import { Button, Icon, IconButton, ListRow } from "../kit/basics";
import { PhotoPicker, SignaturePad, type Photo } from "../kit/capture";
import { Pills, Select, Stars, TextArea, TextInput } from "../kit/inputs";
import { PriorityMark, SlaMark, StatusMark } from "../kit/marks";
import { Sheet, toast } from "../kit/overlays";
import { ProblemState, Skeleton, State } from "../kit/states";
import { useTexts } from "../kit/texts";
import { ScreenFrame } from "../shell/Frame";

const problem = (status: number, code: string) => new Problem({ status, code, title: code });
const seconds = { running: 7500, warning: 900, breached: 4200, paused: 86_400, met: 0 };

function Inputs() {
  const { t } = useTexts();
  const [text, setText] = useState("");
  const [pills, setPills] = useState<number[]>([1]);
  const [stars, setStars] = useState<number | null>(4);
  const [chosen, setChosen] = useState<string | null>(null);
  const [photos, setPhotos] = useState<Photo[]>([]);
  const options = priorities.map((value) => ({ value, label: t(`priority.${value}`) }));
  return (
    <section>
      <TextInput label={t("me.title")} required value={text} onChange={setText} help={t("sign.here")} />
      <TextInput
        label={t("me.title")}
        value="138 1234"
        onChange={setText}
        inputMode="tel"
        complaint={t("client.refused")}
      />
      <TextArea label={t("unsent.title")} value={text} onChange={setText} placeholder={t("optional")} />
      <Select label={t("me.theme")} value={chosen} options={options} empty={t("optional")} onChange={setChosen} />
      <Pills
        label={t("tab.today")}
        many
        value={pills}
        onChange={setPills}
        options={[1, 2, 3].map((value) => ({ value, label: t("photo.count", { count: value }) }))}
      />
      <Stars label={t("tab.me")} value={stars} onChange={setStars} />
      <PhotoPicker label={t("photo.take")} cameraOnly photos={photos} onChange={setPhotos} />
    </section>
  );
}

function Buttons({ onSheet }: { onSheet: () => void }) {
  const { t } = useTexts();
  return (
    <section>
      <Button kind="main" icon={iconCheck} onClick={() => toast(t("unsent.none"), { undo: () => undefined })}>
        {t("ok")}
      </Button>
      <Button kind="main" busy>
        {t("sending")}
      </Button>
      <div className="row">
        <Button onClick={onSheet}>{t("sign.done")}</Button>
        <Button kind="danger" onClick={() => toast(t("client.server"), { kind: "error" })}>
          {t("remove")}
        </Button>
        <Button kind="quiet">{t("cancel")}</Button>
        <IconButton icon={iconPhone} label={t("tab.me")} onClick={() => undefined} />
      </div>
    </section>
  );
}

function Rows() {
  const { format } = useTexts();
  return (
    <ul className="list bleed">
      <li>
        <ListRow
          before={<Icon path={iconWrench} />}
          title="冰箱不制冷 · Fridge does not cool"
          detail={
            <>
              {format.moment("2026-11-22T06:30:00.000Z")} · {format.money(128.5)}
            </>
          }
          after={<StatusMark category="open" />}
          onClick={() => undefined}
        />
      </li>
      <li>
        <ListRow
          before={<Icon path={iconPin} />}
          title="上海市浦东新区世纪大道 100 号"
          detail={format.relative("2026-11-21T06:30:00.000Z")}
        />
      </li>
    </ul>
  );
}

export default function Gallery() {
  const { t } = useTexts();
  const [sheet, setSheet] = useState(false);
  return (
    <ScreenFrame title="_gallery">
      <div className="gallery">
        <Buttons onSheet={() => setSheet(true)} />
        <section>
          <div className="pills">
            {statusCategories.map((one) => (
              <StatusMark key={one} category={one} />
            ))}
          </div>
          <div className="pills">
            {slaStates.map((one) => (
              <SlaMark key={one} state={one} seconds={seconds[one]} />
            ))}
          </div>
          <div className="pills">
            {priorities.map((one) => (
              <PriorityMark key={one} priority={one} />
            ))}
          </div>
        </section>
        <Rows />
        <Inputs />
        <section className="card">
          <State title={t("pool.empty")} action={<Button>{t("pool.refresh")}</Button>} />
          <ProblemState problem={problem(0, "client.offline")} onRetry={() => undefined} />
          <ProblemState problem={problem(503, "client.server")} onRetry={() => undefined} />
          <ProblemState problem={problem(403, "forbidden")} />
          <Skeleton rows={2} />
        </section>
      </div>
      {sheet && (
        <Sheet title={t("sign.here")} onClose={() => setSheet(false)}>
          <SignaturePad onDone={() => setSheet(false)} />
        </Sheet>
      )}
    </ScreenFrame>
  );
}

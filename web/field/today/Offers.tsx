/** Orders that the engineer is asked to take: yes, or no with a reason. */
import { useState } from "react";
import { iconCheck, iconClock, iconClose, iconPin } from "~/shared/icons/paths";
import { addressText } from "../job/contact";
import type { Offered } from "../job/queries";
import { Button, Icon } from "../kit/basics";
import { Pills, TextArea } from "../kit/inputs";
import { Sheet, toast } from "../kit/overlays";
import { useTexts } from "../kit/texts";
import { sendNow, useUnsent } from "../sending";
import { outbox } from "../sync";
import { promiseText } from "./promise";

const reasons = ["too_far", "no_time", "no_skill", "no_parts", "unwell", "other"] as const;
type Reason = (typeof reasons)[number];

const answerPath = (offer: number, answer: string) => `/api/dispatch/offers/${offer}/${answer}`;

function Refusing({ onClose, onRefuse }: { onClose: () => void; onRefuse: (body: unknown) => void }) {
  const { t } = useTexts();
  const [reason, setReason] = useState<Reason | null>(null);
  const [comment, setComment] = useState("");
  const [asked, setAsked] = useState(false);
  return (
    <Sheet title={t("offer.refuse.title")} onClose={onClose}>
      <div className="stack">
        <Pills
          label={t("offer.reason")}
          required
          value={reason ? [reason] : []}
          options={reasons.map((value) => ({ value, label: t(`offer.reason.${value}`) }))}
          onChange={([chosen]) => setReason(chosen ?? null)}
          complaint={asked && !reason ? t("form.required") : undefined}
        />
        <TextArea label={t("offer.comment")} value={comment} onChange={setComment} rows={2} maxLength={500} />
        <Button
          kind="main"
          onClick={() => {
            setAsked(true);
            if (reason) onRefuse({ reason, comment: comment.trim() });
          }}
        >
          {t("offer.refuse")}
        </Button>
      </div>
    </Sheet>
  );
}

function OfferCard({ offered, onAnswered }: { offered: Offered; onAnswered: () => void }) {
  const { t, format } = useTexts();
  const { offer, order } = offered;
  const [refusing, setRefusing] = useState(false);
  const [busy, setBusy] = useState(false);
  const answer = async (how: "accept" | "refuse", body?: unknown) => {
    setRefusing(false);
    setBusy(true);
    const lane = `${offer.object}/${offer.record}`;
    const fate = await sendNow({ method: "POST", path: answerPath(offer.id, how), lane, ...(body ? { body } : {}) });
    setBusy(false);
    if (fate.state === "refused") {
      // An offer that has passed to another needs nothing more from the engineer than to know it.
      toast(fate.entry.problem?.title ?? t("client.refused"), { kind: "error" });
      await outbox.discard(fate.entry.key);
    } else toast(t(fate.state === "sent" ? `offer.done.${how}` : "sent.later"), { kind: "done" });
    onAnswered();
  };
  const promised = promiseText(format, order);
  const address = addressText(order?.address);
  return (
    <li className="card stack job-card">
      <div>
        <strong>{order?.title ?? t("offer.unknown")}</strong>
        {order?.number && <p className="muted small">{order.number}</p>}
      </div>
      {promised && (
        <p className="fact">
          <Icon path={iconClock} />
          {promised}
        </p>
      )}
      {address && (
        <p className="fact">
          <Icon path={iconPin} />
          {address}
        </p>
      )}
      {offer.answer_by && <p className="muted small">{t("offer.until", { time: format.time(offer.answer_by) })}</p>}
      <div className="row even">
        <Button icon={iconClose} disabled={busy} onClick={() => setRefusing(true)}>
          {t("offer.refuse")}
        </Button>
        <Button kind="main" icon={iconCheck} busy={busy} onClick={() => void answer("accept")}>
          {t("offer.accept")}
        </Button>
      </div>
      {refusing && <Refusing onClose={() => setRefusing(false)} onRefuse={(body) => void answer("refuse", body)} />}
    </li>
  );
}

export function Offers({ offers, onAnswered }: { offers: readonly Offered[]; onAnswered: () => void }) {
  const { t } = useTexts();
  const unsent = useUnsent();
  const open = offers.filter(({ offer }) => !unsent.some((entry) => entry.path.startsWith(answerPath(offer.id, ""))));
  if (open.length === 0) return null;
  return (
    <section className="stack" aria-label={t("offer.title")}>
      <h2>{t("offer.title")}</h2>
      <ul className="cards">
        {open.map((offered) => (
          <OfferCard key={offered.offer.id} offered={offered} onAnswered={onAnswered} />
        ))}
      </ul>
    </section>
  );
}

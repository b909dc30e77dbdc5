/** Telling that one has arrived: the moment and, where the phone tells it, the place. */
import { useState } from "react";
import { iconDone, iconPin } from "~/shared/icons/paths";
import { now, toMoment } from "~/shared/time/moments";
import { Button, Icon } from "../kit/basics";
import { toast } from "../kit/overlays";
import { useTexts } from "../kit/texts";
import { useLoaded } from "../loading";
import type { Entry } from "../outbox";
import { sendNow, useUnsent } from "../sending";
import { may, useSession } from "../session";
import { arrivalEntry, arrivalIn, currentVisit, whereAmI } from "./arriving";
import { askVisits, visitsKey } from "./queries";

function Arrived({ at, waiting }: { at: string; waiting: boolean }) {
  const { t, format } = useTexts();
  return (
    <p className="fact" role="status">
      <Icon path={iconDone} />
      {t("checkin.done", { time: format.shortMoment(at) })}
      {waiting && ` · ${t("checkin.waiting")}`}
    </p>
  );
}

export function CheckIn({ order }: { order: number }) {
  const { t } = useTexts();
  const session = useSession();
  const { value: visits, again } = useLoaded(visitsKey(order), askVisits(order));
  const unsent: Entry[] = useUnsent();
  const [busy, setBusy] = useState(false);
  const me = session?.person.id;
  if (!visits || !me) return null;
  const visit = currentVisit(visits, me);
  const waiting = arrivalIn(unsent, order, visit?.id);
  if (waiting) return <Arrived at={waiting} waiting />;
  if (visit?.checked_in_at) return <Arrived at={visit.checked_in_at} waiting={false} />;
  if (!visit && !may(session, "create", "visit")) return <p className="muted small">{t("checkin.no_visit")}</p>;
  const checkIn = async () => {
    setBusy(true);
    const place = await whereAmI();
    const fate = await sendNow(
      arrivalEntry({
        order,
        visit: visit?.id,
        engineer: me,
        team: session?.teams?.[0]?.id,
        at: toMoment(now()),
        place,
      }),
    );
    await again();
    setBusy(false);
    if (fate.state === "refused") toast(fate.entry.problem?.title ?? t("client.refused"), { kind: "error" });
    else if (!place) toast(t("checkin.no_place"), { kind: "info" });
  };
  return (
    <Button icon={iconPin} busy={busy} onClick={() => void checkIn()}>
      {t("checkin.do")}
    </Button>
  );
}

/** Work that anyone of a group may take. */
import "../today/today.css";
import { useState } from "react";
import { Button } from "../kit/basics";
import { toast } from "../kit/overlays";
import { StatusMark } from "../kit/marks";
import { ProblemState, Skeleton, State } from "../kit/states";
import { useTexts } from "../kit/texts";
import { askPool } from "../job/queries";
import type { TaskRow } from "../job/types";
import { useLoaded } from "../loading";
import { sendNow } from "../sending";
import { ScreenFrame } from "../shell/Frame";
import { outbox } from "../sync";

function PoolCard({ row, onTaken }: { row: TaskRow; onTaken: () => void }) {
  const { t, language } = useTexts();
  const [busy, setBusy] = useState(false);
  const { status, number, title } = row.record;
  const take = async () => {
    setBusy(true);
    const lane = `${row.object}/${row.record.id}`;
    const fate = await sendNow({ method: "POST", path: `/api/flow/tasks/${row.id}/claim`, lane });
    setBusy(false);
    if (fate.state === "refused") {
      toast(fate.entry.problem?.title ?? t("client.refused"), { kind: "error" });
      await outbox.discard(fate.entry.key);
    } else toast(t(fate.state === "sent" ? "pool.taken" : "sent.later"));
    onTaken();
  };
  return (
    <li className="card stack job-card">
      <span className="row">
        <strong>{title ?? row.label[language]}</strong>
        <span className="push" />
        {status && <StatusMark category={status.category} label={status.label[language]} />}
      </span>
      {number && <span className="muted small">{number}</span>}
      <Button busy={busy} onClick={() => void take()}>
        {t("pool.take")}
      </Button>
    </li>
  );
}

export default function Pool() {
  const { t } = useTexts();
  const { value, problem, loading, again } = useLoaded("pool", askPool);
  return (
    <ScreenFrame title={t("pool.title")}>
      {!value && loading && <Skeleton />}
      {!value && problem && <ProblemState problem={problem} onRetry={() => void again()} />}
      {value?.tasks.length === 0 && <State title={t("pool.empty")} />}
      {value && value.tasks.length > 0 && (
        <ul className="cards">
          {value.tasks.map((row) => (
            <PoolCard key={row.id} row={row} onTaken={() => void again()} />
          ))}
        </ul>
      )}
    </ScreenFrame>
  );
}

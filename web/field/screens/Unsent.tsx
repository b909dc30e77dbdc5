/** Work that the server does not have yet: what waits, what was refused and why, and what can be done. */
import { useEffect, useState } from "react";
import { iconAlert, iconDone, iconRefresh, iconUpload } from "~/shared/icons/paths";
import { Button, Icon, ListRow } from "../kit/basics";
import { Sheet, toast } from "../kit/overlays";
import { State } from "../kit/states";
import { useTexts } from "../kit/texts";
import type { Entry } from "../outbox";
import { ScreenFrame } from "../shell/Frame";
import { useSync } from "../shell/useSync";
import { outbox, sync } from "../sync";

function useEntries(): Entry[] {
  const [entries, setEntries] = useState<Entry[]>([]);
  useEffect(() => {
    const read = () => void outbox.list().then(setEntries);
    read();
    return outbox.subscribe(read);
  }, []);
  return entries;
}

function Refusal({ entry, onClose }: { entry: Entry; onClose: () => void }) {
  const { t, format } = useTexts();
  const discard = () => {
    void outbox.discard(entry.key).then(onClose);
  };
  const retry = () => {
    void outbox.retry(entry.key).then(() => sync(true));
    onClose();
  };
  const code = entry.problem?.code ?? "";
  const own = code.startsWith("client.") ? t(code) : "";
  return (
    <Sheet title={entry.problem?.title ?? entry.path} onClose={onClose}>
      <div className="stack">
        <p>{own || entry.problem?.detail}</p>
        <p className="muted small">
          {t("unsent.at", { time: format.moment(entry.at) })} · {t("reference", { code })}
        </p>
        <p className="muted small">{t("unsent.discard.ask")}</p>
        <Button kind="danger" onClick={discard}>
          {t("unsent.discard")}
        </Button>
        <Button kind="main" icon={iconRefresh} onClick={retry}>
          {t("retry")}
        </Button>
      </div>
    </Sheet>
  );
}

export default function Unsent() {
  const { t, format } = useTexts();
  const { signedOut } = useSync();
  const entries = useEntries();
  const [busy, setBusy] = useState(false);
  const [open, setOpen] = useState<Entry | null>(null);
  const send = async () => {
    setBusy(true);
    const outcome = await sync(true);
    setBusy(false);
    if (outcome.stopped === "offline") toast(t("client.offline"), { kind: "info" });
    if (outcome.stopped === "signed_out") toast(t("unsent.signed_out"), { kind: "error" });
  };
  return (
    <ScreenFrame title={t("unsent.title")}>
      {entries.length === 0 ? (
        <State icon={iconDone} title={t("unsent.none")} />
      ) : (
        <div className="stack">
          {signedOut && <p className="complaint">{t("unsent.signed_out")}</p>}
          <ul className="list bleed">
            {entries.map((entry) => (
              <li key={entry.key}>
                <ListRow
                  before={<Icon path={entry.state === "refused" ? iconAlert : iconUpload} />}
                  title={entry.file?.name ?? entry.problem?.title ?? entry.lane}
                  detail={t("unsent.at", { time: format.shortMoment(entry.at) })}
                  {...(entry.state === "refused" ? { onClick: () => setOpen(entry) } : {})}
                />
              </li>
            ))}
          </ul>
          <Button kind="main" icon={iconUpload} busy={busy} onClick={() => void send()}>
            {t("unsent.send")}
          </Button>
        </div>
      )}
      {open && <Refusal entry={open} onClose={() => setOpen(null)} />}
    </ScreenFrame>
  );
}

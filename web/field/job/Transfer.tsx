/** Handing a job to a colleague. Whom is found on the server, so it needs a network; the act itself may wait. */
import { useEffect, useState } from "react";
import { iconUsers } from "~/shared/icons/paths";
import { paths } from "~/shared/api/paths";
import { Button, ListRow } from "../kit/basics";
import { TextArea, TextInput } from "../kit/inputs";
import { Sheet, toast } from "../kit/overlays";
import { go } from "../kit/router";
import { useTexts } from "../kit/texts";
import { sendNow } from "../sending";
import { client } from "../sync";
import { actPath, laneOf } from "./submit";
import type { TaskForm } from "./types";

interface Person {
  id: number;
  name: string;
  title?: string | null;
}

function usePeople(words: string): Person[] {
  const [people, setPeople] = useState<Person[]>([]);
  useEffect(() => {
    const leave = new AbortController();
    const timer = setTimeout(() => {
      client
        .get<{ items: Person[] }>(paths.people, { query: { q: words, limit: 8 }, signal: leave.signal })
        .then((answer) => setPeople(answer.items))
        .catch(() => setPeople([]));
    }, 250);
    return () => {
      clearTimeout(timer);
      leave.abort();
    };
  }, [words]);
  return people;
}

function Choosing({ onChosen }: { onChosen: (to: number, opinion: string) => void }) {
  const { t } = useTexts();
  const [words, setWords] = useState("");
  const [opinion, setOpinion] = useState("");
  const people = usePeople(words);
  return (
    <div className="stack">
      <TextArea label={t("transfer.why")} rows={2} value={opinion} onChange={setOpinion} />
      <TextInput label={t("transfer.who")} value={words} onChange={setWords} />
      <ul className="list">
        {people.map(({ id, name, title }) => (
          <li key={id}>
            <ListRow title={name} {...(title ? { detail: title } : {})} onClick={() => onChosen(id, opinion.trim())} />
          </li>
        ))}
      </ul>
    </div>
  );
}

export function Transfer({ form }: { form: TaskForm }) {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  const hand = async (to: number, opinion: string) => {
    setOpen(false);
    const fate = await sendNow({
      method: "POST",
      path: actPath(form.task.id, "transfer"),
      lane: laneOf(form.object, form.record.id),
      body: { to, opinion },
    });
    if (fate.state === "refused") return toast(fate.entry.problem?.title ?? t("client.refused"), { kind: "error" });
    toast(t(fate.state === "sent" ? "transfer.done" : "sent.later"));
    go("");
  };
  return (
    <>
      <Button icon={iconUsers} onClick={() => setOpen(true)}>
        {t("transfer.do")}
      </Button>
      {open && (
        <Sheet title={t("transfer.do")} onClose={() => setOpen(false)}>
          <Choosing onChosen={(to, opinion) => void hand(to, opinion)} />
        </Sheet>
      )}
    </>
  );
}

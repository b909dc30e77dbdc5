/** The node's form with its acts: checked here first, then handed in; whatever is refused is said at its field. */
import { useMemo, useRef, useState } from "react";
import { iconCheck } from "~/shared/icons/paths";
import { Button } from "../kit/basics";
import { TextArea } from "../kit/inputs";
import { toast } from "../kit/overlays";
import { go } from "../kit/router";
import { Skeleton } from "../kit/states";
import { useTexts } from "../kit/texts";
import { useUnsent } from "../sending";
import { FieldInput, SignatureInput } from "./FieldInput";
import { complaintsOf, fieldsOf, opinionKey, refusalsOf, signatureKey, type Picture } from "./form";
import { handIn, handsIn } from "./submit";
import { Transfer } from "./Transfer";
import type { ObjectShape, TaskAction, TaskForm } from "./types";
import { useForm } from "./useForm";

const acts = new Set(["complete", "agree", "reject"]);

export function Form({ form, shape }: { form: TaskForm; shape: ObjectShape }) {
  const { t, language } = useTexts();
  const fields = useMemo(() => fieldsOf(form, shape), [form, shape]);
  const { values, set, save, drop } = useForm(form, fields);
  const [own, setOwn] = useState<Record<string, string>>({});
  const [mended, setMended] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState(false);
  const top = useRef<HTMLFormElement>(null);
  const before = useUnsent().find((entry) => handsIn(entry.path, form.task.id));
  const offered = form.actions.filter(({ action }) => acts.has(action));
  if (offered.length === 0) return <p className="muted">{t("job.not_yours")}</p>;
  if (!values) return <Skeleton rows={2} />;

  const refused = before?.state === "refused" ? refusalsOf(before.problem, fields) : {};
  const complaintAt = (key: string) => {
    const words = own[key] ?? (mended.has(key) ? undefined : refused[key]);
    return words?.startsWith("form.") ? t(words) : words;
  };
  const change = (key: string) => (value: unknown) => {
    set(key, value);
    setMended((now) => new Set([...now, key]));
    setOwn((now) => Object.fromEntries(Object.entries(now).filter(([other]) => other !== key)));
  };
  const showFirst = () =>
    setTimeout(() => top.current?.querySelector(".complaint")?.parentElement?.scrollIntoView({ block: "center" }), 50);

  const act = async (action: TaskAction) => {
    const found = Object.entries(complaintsOf(fields, values, action));
    setOwn(
      Object.fromEntries(found.map(([key, { code, limit }]) => [key, t(code, limit === undefined ? {} : { limit })])),
    );
    if (found.length > 0) return void showFirst();
    setBusy(true);
    await save();
    const fate = await handIn(form, fields, values, action);
    await save();
    setBusy(false);
    setMended(new Set());
    if (fate.state === "refused") {
      toast(fate.entry.problem?.title ?? t("client.refused"), { kind: "error" });
      showFirst();
      return;
    }
    if (fate.state === "sent") await drop();
    toast(t(fate.state === "sent" ? "job.done" : "sent.later"));
    go("");
  };

  const needs = (what: "opinion_required" | "signature_required") => offered.some((action) => action[what]);
  return (
    <form ref={top} className="stack job-form" onSubmit={(event) => event.preventDefault()}>
      <h2>{form.task.label[language]}</h2>
      {before?.state === "waiting" && (
        <p className="muted" role="status">
          {t("job.handed_in")}
        </p>
      )}
      {fields.map((one) => (
        <FieldInput
          key={one.key}
          one={one}
          value={values[one.key]}
          complaint={complaintAt(one.key)}
          onChange={change(one.key)}
        />
      ))}
      {needs("opinion_required") && (
        <TextArea
          label={t("form.opinion")}
          value={String(values[opinionKey] ?? "")}
          onChange={change(opinionKey)}
          complaint={complaintAt(opinionKey)}
        />
      )}
      {needs("signature_required") && (
        <SignatureInput
          label={t("form.signature")}
          required
          value={(values[signatureKey] as Picture | undefined) ?? null}
          onChange={change(signatureKey)}
          complaint={complaintAt(signatureKey)}
        />
      )}
      {offered.map((action, index) => (
        <Button
          key={action.key}
          kind={index === 0 ? "main" : action.action === "reject" ? "danger" : "plain"}
          {...(index === 0 ? { icon: iconCheck } : {})}
          busy={busy}
          onClick={() => void act(action)}
        >
          {action.label[language] || t(`act.${action.action}`)}
        </Button>
      ))}
      {form.actions.some(({ action }) => action === "transfer") && <Transfer form={form} />}
    </form>
  );
}

/** One job: what was reported, whom to reach and how, arriving, and the form that hands it in. */
import "../job/job.css";
import "../today/today.css";
import { useEffect } from "react";
import { iconLeft, iconMap, iconPhone } from "~/shared/icons/paths";
import { CheckIn } from "../job/CheckIn";
import { addressText, callLink, mapLink } from "../job/contact";
import { Form } from "../job/Form";
import { Stored } from "../job/Pictures";
import { askForm, askShape, formKey, shapeKey } from "../job/queries";
import { optionsOf } from "../job/FieldInput";
import type { ObjectShape, TaskForm } from "../job/types";
import { Icon, IconButton } from "../kit/basics";
import type { ScreenProps } from "../kit/App";
import { go } from "../kit/router";
import { ProblemState, Skeleton } from "../kit/states";
import { useTexts } from "../kit/texts";
import { useLoaded } from "../loading";
import { ScreenFrame } from "../shell/Frame";
import { client } from "../sync";
import { promiseText } from "../today/promise";

const isApple = () => /iPad|iPhone|Macintosh/.test(navigator.userAgent);

function Contact({ form }: { form: TaskForm }) {
  const { t } = useTexts();
  const { contact_name: name, customer, contact_phone: phone, address } = form.record;
  const call = callLink(phone);
  const map = mapLink(address, isApple());
  return (
    <section className="card stack" aria-label={t("job.contact")}>
      <div>
        <strong>{name || customer?.title}</strong>
        {phone && <p className="muted">{phone}</p>}
        {address && <p>{addressText(address)}</p>}
      </div>
      <div className="row even">
        {call && (
          <a className="button" href={call}>
            <Icon path={iconPhone} />
            {t("job.call")}
          </a>
        )}
        {map && (
          <a className="button" href={map}>
            <Icon path={iconMap} />
            {t("job.navigate")}
          </a>
        )}
      </div>
      {form.object === "work_order" && <CheckIn order={form.record.id} />}
    </section>
  );
}

function Reported({ form, shape }: { form: TaskForm; shape: ObjectShape }) {
  const { t, language, format } = useTexts();
  const { record } = form;
  const labelOf = (key: string) => shape.fields.find((one) => one.key === key)?.label[language] ?? key;
  const chosen = (key: string) => {
    const field = shape.fields.find((one) => one.key === key);
    return field && optionsOf(field, language).find((one) => one.value === record[key])?.label;
  };
  const facts = [
    [t("job.promised"), promiseText(format, record)],
    [labelOf("category"), chosen("category")],
    [labelOf("asset"), record.asset?.title ?? record.asset?.number],
    [labelOf("cover"), chosen("cover")],
  ].filter((fact) => fact[1]);
  return (
    <section className="card stack" aria-label={t("job.reported")}>
      <h2>{record.title}</h2>
      {record.description && <p className="words">{record.description}</p>}
      {facts.length > 0 && (
        <dl className="facts">
          {facts.map(([label, words]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
      )}
      {record.photos && record.photos.length > 0 && <Stored files={record.photos} />}
    </section>
  );
}

export default function Job({ params }: ScreenProps) {
  const { t } = useTexts();
  const task = params["task"] ?? "";
  const { value: form, problem, again } = useLoaded(formKey(task), askForm(task));
  const back = <IconButton icon={iconLeft} label={t("back")} onClick={() => go("")} />;
  const unseen = form && !form.task.seen_at && form.task.state === "open";
  useEffect(() => {
    // Having looked is a courtesy to the dispatcher; without a network it is not owed.
    if (unseen) void client.post(`/api/flow/tasks/${task}/see`).catch(() => undefined);
  }, [unseen, task]);
  return (
    <ScreenFrame title={form?.record.number ?? t("job.title")} before={back}>
      {!form && !problem && <Skeleton />}
      {!form && problem && <ProblemState problem={problem} onRetry={() => void again()} />}
      {form && <Shaped form={form} />}
    </ScreenFrame>
  );
}

function Shaped({ form }: { form: TaskForm }) {
  const { value: shape, problem, again } = useLoaded(shapeKey(form.object), askShape(form.object));
  if (!shape) return problem ? <ProblemState problem={problem} onRetry={() => void again()} /> : <Skeleton />;
  return (
    <div className="stack">
      <Contact form={form} />
      <Reported form={form} shape={shape} />
      <Form form={form} shape={shape} />
    </div>
  );
}

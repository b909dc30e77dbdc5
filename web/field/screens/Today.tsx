/** The engineer's day: what is offered on top, then the jobs in the order in which they were promised. */
import "../today/today.css";
import { useEffect, useRef } from "react";
import { iconCalendar, iconRefresh, iconUpload } from "~/shared/icons/paths";
import { createLive } from "~/shared/api/live";
import { localZone, now } from "~/shared/time/moments";
import { addressText } from "../job/contact";
import { askDay, type Job } from "../job/queries";
import { handsIn } from "../job/submit";
import { Icon, IconButton } from "../kit/basics";
import { StatusMark } from "../kit/marks";
import { to } from "../kit/router";
import { ProblemState, Skeleton, State } from "../kit/states";
import { useTexts } from "../kit/texts";
import { useLoaded } from "../loading";
import type { Entry } from "../outbox";
import { useUnsent } from "../sending";
import { useSession } from "../session";
import { ScreenFrame } from "../shell/Frame";
import { outbox } from "../sync";
import { daysOf } from "../today/days";
import { Offers } from "../today/Offers";
import { promiseText } from "../today/promise";

/** Asks again when the server tells of something new, and when something of ours has arrived there. */
function useNews(person: number | undefined, again: () => Promise<void>) {
  useEffect(() => {
    if (!person || !("EventSource" in globalThis)) return undefined;
    const live = createLive({ url: `/api/live?topics=person/${person}`, names: ["changed", "refetch"] });
    const stop = live.listen(() => void again());
    return () => {
      stop();
      void live.close();
    };
  }, [person, again]);
  const waiting = useRef(0);
  useEffect(
    () =>
      outbox.subscribe(() => {
        void outbox.list().then((entries) => {
          if (entries.length < waiting.current) void again();
          waiting.current = entries.length;
        });
      }),
    [again],
  );
}

function JobCard({ job: { row, order }, unsent }: { job: Job; unsent: readonly Entry[] }) {
  const { t, format, language } = useTexts();
  const { status } = row.record;
  const handedIn = unsent.some((entry) => handsIn(entry.path, row.id));
  const promised = promiseText(format, order);
  const contact = order?.contact_name || order?.customer?.title;
  return (
    <li>
      <a className="card job-card" href={to(`job/${row.id}`)}>
        <span className="row">
          <strong>{row.record.title ?? row.label[language]}</strong>
          <span className="push" />
          {status && <StatusMark category={status.category} label={status.label[language]} />}
        </span>
        <span className="muted small">{row.record.number}</span>
        {promised && <span>{promised}</span>}
        {contact && <span>{contact}</span>}
        {order?.address && <span className="muted">{addressText(order.address)}</span>}
        {handedIn && (
          <span className="fact small">
            <Icon path={iconUpload} size={16} />
            {t("job.handed_in")}
          </span>
        )}
      </a>
    </li>
  );
}

function Jobs({ title, jobs, unsent }: { title: string; jobs: readonly Job[]; unsent: readonly Entry[] }) {
  if (jobs.length === 0) return null;
  return (
    <section className="stack" aria-label={title}>
      <h2>{title}</h2>
      <ul className="cards">
        {jobs.map((job) => (
          <JobCard key={job.row.id} job={job} unsent={unsent} />
        ))}
      </ul>
    </section>
  );
}

function Empty() {
  const { t } = useTexts();
  const action = (
    <a className="button" href={to("pool")}>
      {t("today.see_pool")}
    </a>
  );
  return <State icon={iconCalendar} title={t("today.empty")} action={action} />;
}

export default function Today() {
  const { t } = useTexts();
  const session = useSession();
  const { value, problem, loading, again } = useLoaded("day", askDay);
  const unsent = useUnsent();
  useNews(session?.person.id, again);
  const days = value && daysOf(value.jobs, localZone(), now());
  const refresh = <IconButton icon={iconRefresh} label={t("pool.refresh")} onClick={() => void again()} />;
  return (
    <ScreenFrame title={t("today.title")} action={refresh}>
      {!value && loading && <Skeleton />}
      {!value && problem?.isOffline && <State icon={iconCalendar} title={t("today.offline")} />}
      {!value && problem && !problem.isOffline && <ProblemState problem={problem} onRetry={() => void again()} />}
      {value && days && (
        <div className="stack">
          <Offers offers={value.offers} onAnswered={() => void again()} />
          <Jobs title={t("today.jobs")} jobs={days.today} unsent={unsent} />
          <Jobs title={t("today.later")} jobs={days.later} unsent={unsent} />
          {value.offers.length + value.jobs.length === 0 && <Empty />}
        </div>
      )}
    </ScreenFrame>
  );
}

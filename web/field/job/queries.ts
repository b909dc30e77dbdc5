/** What the phone asks about its work. Every open task's form is loaded with the list, so that each opens in a basement. */
import { paths, recordPath } from "~/shared/api/paths";
import { askAndKeep } from "../loading";
import { client } from "../sync";
import type { ObjectShape, Offer, Order, TaskForm, TaskRow, Visit } from "./types";

export const formKey = (task: number | string) => `task/${task}`;
export const shapeKey = (object: string) => `shape/${object}`;
export const visitsKey = (order: number) => `visits/${order}`;

export const askForm = (task: number | string) => () => client.get<TaskForm>(`/api/flow/tasks/${task}`);
export const askShape = (object: string) => () => client.get<ObjectShape>(`${paths.objects}/${object}`);

export const askVisits = (order: number) => async () => {
  const filter = { field: "work_order", op: "eq", value: order };
  const page = await client.post<{ records: Visit[] }>("/api/records/visit/query", {
    filter,
    limit: 20,
    count: "none",
  });
  return page.records;
};

export interface Job {
  row: TaskRow;
  /** The order as the task's form shows it; null when it could not be loaded. */
  order: Order | null;
}
export interface Offered {
  offer: Offer;
  order: Order | null;
}
export interface Day {
  offers: Offered[];
  jobs: Job[];
}

const orNull = <T>(asked: Promise<T>): Promise<T | null> => asked.catch(() => null);

async function jobOf(row: TaskRow): Promise<Job> {
  const form = await orNull(askAndKeep(formKey(row.id), askForm(row.id)));
  return { row, order: form?.record ?? null };
}

async function offeredOf(offer: Offer): Promise<Offered> {
  const order = await orNull(client.get<Order>(recordPath(offer.object, offer.record)));
  return { offer, order };
}

/** Offers that wait for an answer, and the tasks in hand with their orders. */
export async function askDay(): Promise<Day> {
  const [{ offers }, { tasks }] = await Promise.all([
    client.get<{ offers: Offer[] }>("/api/dispatch/offers", { query: { state: "open" } }),
    client.get<{ tasks: TaskRow[] }>("/api/flow/tasks", { query: { tab: "open" } }),
  ]);
  const day = { offers: await Promise.all(offers.map(offeredOf)), jobs: await Promise.all(tasks.map(jobOf)) };
  for (const object of new Set(tasks.map((one) => one.object)))
    await orNull(askAndKeep(shapeKey(object), askShape(object)));
  for (const { row } of day.jobs)
    if (row.object === "work_order") await orNull(askAndKeep(visitsKey(row.record.id), askVisits(row.record.id)));
  return day;
}

export const askPool = () => client.get<{ tasks: TaskRow[] }>("/api/flow/tasks", { query: { tab: "pool" } });

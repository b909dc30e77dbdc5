import { expect, it } from "vitest";
import type { Job } from "../job/queries";
import { daysOf } from "./days";

const job = (id: number, promised: string | null) => ({ row: { id }, order: { id, promised_from: promised } }) as Job;
const ids = (jobs: readonly Job[]) => jobs.map(({ row }) => row.id);

it("puts late and unpromised jobs into today, by the wall of the zone, earliest first", () => {
  const now = Date.parse("2026-11-22T18:30:00Z"); // 02:30 of the 23rd in Shanghai
  const jobs = [
    job(1, null),
    job(2, "2026-11-23T15:59:00.000Z"),
    job(3, "2026-11-23T16:00:00.000Z"),
    job(4, "2026-11-20T01:00:00.000Z"),
    job(5, null),
  ];
  const { today, later } = daysOf(jobs, "Asia/Shanghai", now);
  expect(ids(today)).toEqual([4, 2, 1, 5]);
  expect(ids(later)).toEqual([3]);
});

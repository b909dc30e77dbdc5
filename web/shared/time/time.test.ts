import { describe, expect, it } from "vitest";
import { clockOf, parseDuration, wholeMinutes } from "./durations";
import { addDays, dateIn, fromWall, isPlainDate, learnClock, now, toWall } from "./moments";

describe("a moment and the wall clock", () => {
  it.each([
    ["2026-11-22T15:30:00.000Z", "Asia/Shanghai", "2026-11-22T23:30"],
    ["2026-11-22T16:30:00.000Z", "Asia/Shanghai", "2026-11-23T00:30"],
    ["2026-07-01T04:30:00.000Z", "America/New_York", "2026-07-01T00:30"],
    ["2026-11-22T15:30:00.000Z", "Asia/Kolkata", "2026-11-22T21:00"],
  ])("%s in %s is %s and back", (moment, zone, wall) => {
    expect(toWall(moment, zone)).toBe(wall);
    expect(fromWall(wall, zone)).toBe(moment);
  });

  it("takes the first of two equal wall times when clocks are set back", () => {
    expect(fromWall("2026-11-01T01:30", "America/New_York")).toBe("2026-11-01T05:30:00.000Z");
  });

  it("keeps the order of days around the date line", () => {
    expect(dateIn("Pacific/Auckland", Date.parse("2026-11-22T12:00Z"))).toBe("2026-11-23");
    expect(addDays("2026-02-28", 1)).toBe("2026-03-01");
  });

  it("knows which dates exist", () => {
    expect(isPlainDate("2028-02-29")).toBe(true);
    expect(isPlainDate("2026-02-29")).toBe(false);
    expect(isPlainDate("2026-2-9")).toBe(false);
  });
});

it("follows the server's clock when the device's is wrong", () => {
  const device = Date.now();
  learnClock(new Date(device + 3_600_000).toUTCString(), device);
  expect(now() - Date.now()).toBeGreaterThan(3_590_000);
  learnClock(new Date(device).toUTCString(), device);
  expect(Math.abs(now() - Date.now())).toBeLessThan(2);
});

describe("a duration as people type it", () => {
  it.each([
    ["90", 5400],
    ["1:30", 5400],
    ["0:00:45", 45],
    ["1h30m", 5400],
    ["1.5h", 5400],
    ["2小时5分", 7500],
    ["1 d 4 h", 100_800],
    ["3天", 259_200],
    ["soon", null],
    ["1:75", null],
    ["", null],
    ["1h later", null],
  ])("%s", (typed, seconds) => {
    expect(parseDuration(typed)).toBe(seconds);
  });

  it("is offered for editing as it is read", () => {
    for (const seconds of [0, 45, 5400, 95_400]) expect(parseDuration(clockOf(seconds))).toBe(seconds);
  });
});

it.each([
  [-3725, 3720],
  [59.6, 60],
  [45, 45],
])("a clock with %d s shows %d s", (seconds, shown) => {
  expect(wholeMinutes(seconds)).toBe(shown);
});

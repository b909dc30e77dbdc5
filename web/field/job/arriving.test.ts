import { expect, it } from "vitest";
import type { Entry } from "../outbox";
import { arrivalEntry, arrivalIn, currentVisit } from "./arriving";
import { addressText, callLink, mapLink } from "./contact";

const at = "2026-11-22T01:00:00.000Z";
const place = { lat: 31.2, lng: 121.4, accuracy: 9, datum: "wgs84" as const };
const visit = (id: number, status: string, person: number, planned: string) => ({
  id,
  status,
  engineer: { id: person },
  planned_from: planned,
  checked_in_at: null,
});

it("checks in at the person's own visit that comes next", () => {
  const visits = [
    visit(1, "done", 5, "a"),
    visit(2, "planned", 5, "c"),
    visit(3, "planned", 6, "a"),
    visit(4, "planned", 5, "b"),
  ];
  expect(currentVisit(visits, 5)?.id).toBe(4);
  expect(currentVisit(visits, 7)).toBeUndefined();
});

it("writes the planned visit, or makes one where none was planned", () => {
  const arrival = { order: 42, engineer: 5, team: 2, at, place };
  expect(arrivalEntry({ ...arrival, visit: 4 })).toMatchObject({ method: "PATCH", path: "/api/records/visit/4" });
  expect(arrivalEntry({ ...arrival, visit: undefined, place: null })).toEqual({
    method: "POST",
    path: "/api/records/visit",
    lane: "work_order/42",
    body: { values: { work_order: 42, engineer: 5, team: 2, status: "on_site", checked_in_at: at } },
  });
});

it("knows an arrival that still waits on the phone", () => {
  const entry = (visit: number | undefined) => {
    const made = arrivalEntry({ order: 42, engineer: 5, team: 2, at, place, visit });
    return { ...made, state: "waiting" } as Entry;
  };
  expect(arrivalIn([entry(4)], 42, 4)).toBe(at);
  expect(arrivalIn([entry(undefined)], 42, undefined)).toBe(at);
  expect(arrivalIn([entry(undefined)], 43, undefined)).toBeNull();
});

it("names a municipality once, and calls and navigates only with what is not masked", () => {
  const address = { province: "上海市", city: "上海市", district: "宝山区", detail: "友谊路135号" };
  expect(addressText(address)).toBe("上海市宝山区友谊路135号");
  expect(callLink("021-6000 1234")).toBe("tel:02160001234");
  expect(callLink("199****0024")).toBeNull();
  expect(mapLink({ ...address, location: { lat: 31.3, lng: 121.4, datum: "wgs84" } }, false)).toMatch(
    /^geo:31.3,121.4\?q=/,
  );
  expect(mapLink({ ...address, location: { lat: 31.3, lng: 121.4, datum: "gcj02" } }, false)).toMatch(/^geo:0,0\?q=/);
  expect(mapLink("上海市***", true)).toBeNull();
});

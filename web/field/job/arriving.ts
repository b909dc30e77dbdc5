/** The check-in as data: which visit it belongs to, what is written, what of it waits to be sent. */
import type { Entry, NewEntry } from "../outbox";
import type { Visit } from "./types";

export interface Place {
  lat: number;
  lng: number;
  accuracy: number;
  datum: "wgs84";
}

interface Arrival {
  order: number;
  visit: number | undefined;
  engineer: number;
  team: number | undefined;
  /** When the person pressed the button. */
  at: string;
  place: Place | null;
}

const visitsPath = "/api/records/visit";

/** The person's own visit that is going on or comes next; among several the one planned first. */
export function currentVisit(visits: readonly Visit[], person: number): Visit | undefined {
  return visits
    .filter((one) => one.engineer?.id === person && one.status !== "done" && one.status !== "cancelled")
    .sort((one, other) => (one.planned_from ?? "").localeCompare(other.planned_from ?? ""))[0];
}

/** Writes the arrival into the planned visit, or into one made for it. */
export function arrivalEntry({ order, visit, engineer, team, at, place }: Arrival): NewEntry {
  const told = { status: "on_site", checked_in_at: at, ...(place ? { check_in_location: place } : {}) };
  const made = { work_order: order, engineer, ...(team === undefined ? {} : { team }) };
  const lane = `work_order/${order}`;
  if (visit !== undefined) return { method: "PATCH", path: `${visitsPath}/${visit}`, lane, body: { values: told } };
  return { method: "POST", path: visitsPath, lane, body: { values: { ...made, ...told } } };
}

/** When the person arrived, if that is still on the phone and was not refused. */
export function arrivalIn(entries: readonly Entry[], order: number, visit: number | undefined): string | null {
  for (const { path, body, state } of entries) {
    const values = (body as { values?: Record<string, unknown> } | undefined)?.values;
    const isOurs = path === `${visitsPath}/${visit}` || (path === visitsPath && values?.["work_order"] === order);
    if (isOurs && state === "waiting" && typeof values?.["checked_in_at"] === "string") return values["checked_in_at"];
  }
  return null;
}

/** Where the phone is; null when it may not or cannot tell within ten seconds. */
export function whereAmI(): Promise<Place | null> {
  return new Promise((done) => {
    if (!navigator.geolocation) return done(null);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        done({ lat: coords.latitude, lng: coords.longitude, accuracy: Math.round(coords.accuracy), datum: "wgs84" }),
      () => done(null),
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 },
    );
  });
}

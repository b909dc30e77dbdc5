/**
 * The few shapes that the shells need before `schema.d.ts` is generated from docs/openapi.json.
 *
 * Feature screens take their types from the generated file. When it is there, what it covers is removed here.
 */
import type { Language } from "../i18n/language";

/** A person, record or choice as it is named on a screen. */
export interface Ref {
  id: number;
  label: string;
}

/** One page of a list; `next` continues it (keyset), null at its end. */
export interface Page<Row> {
  items: Row[];
  next: string | null;
  /** How many there are, counted up to a limit. */
  count?: number;
  capped?: boolean;
}

export interface ObjectRights {
  /** `*` is every action. */
  actions: string[];
  field_default: string;
  fields: Record<string, string>;
}

export interface Session {
  person: Ref & { login?: string; title?: string; avatar?: string | null };
  /** Permission names such as `dispatch.assign`. */
  permissions: string[];
  /** What may be done with the records of each object; `*` is every object that is not named. */
  objects?: Record<string, ObjectRights>;
  teams?: { id: number; name: string; main: boolean; leads: boolean }[];
  language?: Language | null;
  /** IANA name of the reader's zone, and of the company's. */
  zone?: string | null;
  company_zone?: string | null;
  company?: string | null;
  must_change_password?: boolean;
}

export interface Notice {
  id: number;
  title: string;
  body?: string;
  at: string;
  read: boolean;
  /** Where in the console it leads. */
  href?: string | null;
}

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

export interface Session {
  person: Ref & { avatar?: string | null };
  /** Permission names such as `dispatch.assign`. */
  permissions: string[];
  language?: Language | null;
  /** IANA name of the company's zone. */
  zone?: string | null;
  company?: string | null;
}

export interface Notice {
  id: number;
  title: string;
  body?: string;
  at: string;
  read: boolean;
  /** Where in the console it leads. */
  href?: string;
}

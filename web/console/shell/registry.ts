/**
 * The console's pages, found by folder.
 *
 * `routes/<feature>/route.ts` says which pages a feature has, where they stand in the navigation, which commands and
 * search results it adds to the palette. It is loaded with the shell and must stay small; pages are loaded when shown.
 */
import type { ComponentType } from "react";
import type { Language } from "~/shared/i18n/language";
import { allowed } from "./rights";

export { allowed } from "./rights";

/** Navigation titles are needed before any catalogue of the feature is loaded, so both languages stand side by side. */
export type Title = Record<Language, string>;

export const navSections = ["work", "service", "supply", "insight", "build", "admin"] as const;
export type NavSection = (typeof navSections)[number];

export interface Page {
  /** Under `/`, in react-router's notation: `orders/:id`. */
  path: string;
  title: Title;
  load: () => Promise<{ default: ComponentType }>;
  /** Any one of these permissions opens it; none means everyone who is signed in. */
  permissions?: readonly string[];
  /** Shown in the navigation. */
  nav?: { section: NavSection; order: number; icon: string; keys?: string };
  /** `public` needs no session; `bare` stands without the shell's frame. */
  public?: boolean;
  bare?: boolean;
}

export interface Command {
  id: string;
  title: Title;
  icon: string;
  group: "create" | "go" | "settings";
  /** A hotkey such as `g o`. */
  keys?: string;
  permissions?: readonly string[];
  /** Where it leads; or what it does. */
  to?: string;
  run?: () => void;
}

/** One result in the palette. */
export interface Hit {
  id: string;
  title: string;
  detail?: string;
  icon: string;
  to: string;
}

export type Search = (text: string, signal: AbortSignal) => Promise<Hit[]>;

export interface Feature {
  pages: readonly Page[];
  commands?: readonly Command[];
  search?: () => Promise<{ search: Search }>;
}

const modules = import.meta.glob<{ feature: Feature }>("../routes/*/route.ts", { eager: true });

export const features: readonly Feature[] = Object.values(modules).map((module) => module.feature);
export const pages: readonly Page[] = features.flatMap((feature) => feature.pages);

export interface NavGroup {
  section: NavSection;
  pages: Page[];
}

/** The navigation for someone who holds these permissions, in its fixed order, empty sections left out. */
export function navigation(all: readonly Page[], held: readonly string[]): NavGroup[] {
  return navSections
    .map((section) => ({
      section,
      pages: all
        .filter((page) => page.nav?.section === section && allowed(page.permissions, held))
        .sort((one, other) => (one.nav?.order ?? 0) - (other.nav?.order ?? 0)),
    }))
    .filter((group) => group.pages.length > 0);
}

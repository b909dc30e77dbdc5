/** The built pages as they stand without a server: every part of the kit, in both languages and themes. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  accessibilityFaults,
  desktop,
  launch,
  looks,
  missingGlyphs,
  open,
  overflowsSideways,
  phone,
  picture,
  unfold,
} from "./helpers/browser.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const pages = [
  ...["basics", "states", "list", "values", "form", "form&filled"].map((part) => ({
    path: `/_gallery?part=${part}`,
    name: `console-${part.replace("&", "-")}`,
  })),
  { path: "/sign-in", name: "console-sign-in" },
];
const phonePages = [
  { path: "/m/_gallery", name: "field-gallery" },
  { path: "/m/", name: "field-today" },
  { path: "/m/me", name: "field-me" },
  { path: "/m/unsent", name: "field-unsent" },
  { path: "/p/", name: "portal-home" },
  { path: "/p/_gallery", name: "portal-gallery" },
  { path: "/p/nothing", name: "portal-missing" },
];

const cases = [
  ...pages.flatMap((page) => looks(desktop).map((look) => ({ ...page, look }))),
  ...pages.map((page) => ({ ...page, look: { language: "zh-CN" as const, theme: "light" as const, size: phone } })),
  ...phonePages.flatMap((page) => looks(phone).map((look) => ({ ...page, look }))),
].map((one) => ({ ...one, title: `${one.name} ${one.look.language} ${one.look.theme} ${one.look.size.width}` }));

describe("a page of the kit", () => {
  it.each(cases)("$title can be read and used", async ({ path, name, look }) => {
    const { page, context, faults } = await open(browser, path, look);
    await page.waitForTimeout(400);
    await unfold(page);
    await picture(page, `${name}-${look.language}-${look.theme}-${look.size.width}`);
    expect(faults).toEqual([]);
    expect(await missingGlyphs(page)).toEqual([]);
    expect(await overflowsSideways(page)).toBe(false);
    expect(await accessibilityFaults(page)).toEqual([]);
    await context.close();
  });
});

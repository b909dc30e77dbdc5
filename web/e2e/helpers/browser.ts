/**
 * One browser for a test file, and pages that notice what a person would not.
 *
 * A page fails its test for: a request to any other origin, a breach of the content policy, an uncaught error, a missing
 * glyph (where looked for), an accessibility fault (where looked for).
 */
import { AxeBuilder } from "@axe-core/playwright";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { inject } from "vitest";
import type { Language } from "../../shared/i18n/language.ts";
import { webRoot } from "../../vite.shared.ts";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const desktop = { width: 1280, height: 800 };
export const phone = { width: 390, height: 844 };

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env["PAIDAN_CHROMIUM"] ?? "/usr/bin/chromium",
    headless: true,
    args: flags,
  });
}

export interface Look {
  language: Language;
  theme: "light" | "dark";
  size: { width: number; height: number };
}

/**
 * The looks a page is tried in: Chinese on light and English on dark; all four with PAIDAN_E2E_LOOKS=all.
 *
 * A colour does not depend on the language nor a sentence on the theme, so two of the four find nearly everything.
 */
export function looks(size: Look["size"]): Look[] {
  const all = process.env["PAIDAN_E2E_LOOKS"] === "all";
  return (["zh-CN", "en"] as const).flatMap((language) =>
    (["light", "dark"] as const)
      .filter((theme) => all || (language === "zh-CN") === (theme === "light"))
      .map((theme) => ({ language, theme, size })),
  );
}

export interface Watched {
  page: Page;
  context: BrowserContext;
  /** Everything that went wrong so far. */
  faults: string[];
}

/** A page in one look, at an address under the base URL, watched from its first byte. */
export async function open(browser: Browser, path: string, look: Look): Promise<Watched> {
  const base = inject("baseUrl");
  const context = await browser.newContext({
    viewport: look.size,
    colorScheme: look.theme,
    locale: look.language,
    timezoneId: "Asia/Shanghai",
    reducedMotion: "reduce",
    hasTouch: look.size.width < 600,
  });
  await context.addCookies([{ name: "paidan_lang", value: look.language, url: base }]);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (/^https?:$/.test(url.protocol) && url.origin !== new URL(base).origin)
      faults.push(`asked another origin: ${url.href}`);
  });
  page.on("pageerror", (error) => faults.push(`uncaught: ${error.message}`));
  page.on("console", (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) faults.push(message.text());
  });
  await page.goto(base + path, { waitUntil: "networkidle" });
  return { page, context, faults };
}

const folder = join(webRoot, "test-results");

/** Keeps a picture under web/test-results for eyes. */
export async function picture(page: Page, name: string, whole = true): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: whole });
}

/** What axe finds against WCAG 2.2 AA, one line each. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  return violations.flatMap((one) =>
    one.nodes.map(
      (node) => `${one.id}: ${node.target.join(" ")} — ${node.failureSummary?.split("\n")[1]?.trim() ?? ""}`,
    ),
  );
}

/**
 * Characters on the page that are drawn as the font's "missing" box.
 *
 * Each is drawn alone and compared with a character that no font has.
 */
export function missingGlyphs(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const characters = new Set(
      Array.from(document.body.innerText).filter((one) => /\P{ASCII}/u.test(one) && /\S/.test(one)),
    );
    const canvas = document.createElement("canvas");
    canvas.width = 40;
    canvas.height = 40;
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    if (!pen) return ["no canvas"];
    const drawn = (character: string) => {
      pen.clearRect(0, 0, 40, 40);
      pen.font = `24px ${getComputedStyle(document.body).fontFamily}`;
      pen.fillText(character, 4, 30);
      return pen.getImageData(0, 0, 40, 40).data.join();
    };
    const missing = drawn("\u{10FFFE}");
    return Array.from(characters).filter((character) => drawn(character) === missing);
  });
}

/** Makes the window as tall as what it shows, so that nothing hides behind a bar or in a scroller. */
export async function unfold(page: Page): Promise<void> {
  const height = await page.evaluate(() => {
    const scroller = document.querySelector("main#content");
    const inside = scroller ? scroller.scrollHeight - scroller.clientHeight + window.innerHeight : 0;
    return Math.max(inside, document.documentElement.scrollHeight);
  });
  const size = page.viewportSize();
  if (size && height > size.height) await page.setViewportSize({ width: size.width, height: Math.min(height, 6000) });
}

/** Whether anything sticks out sideways at this width. */
export function overflowsSideways(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1);
}

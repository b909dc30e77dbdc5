/** The console by keyboard: lists, the palette, the help, languages and themes. It needs no server. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { accessibilityFaults, desktop, launch, open, phone, picture, type Look } from "./helpers/browser.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const chinese: Look = { language: "zh-CN", theme: "light", size: desktop };
const english: Look = { language: "en", theme: "dark", size: desktop };

async function at(path: string, look: Look, story: (page: Page) => Promise<void>): Promise<void> {
  const { page, context, faults } = await open(browser, path, look);
  await story(page);
  expect(faults).toEqual([]);
  await context.close();
}

describe("a list", () => {
  it("is walked with j and k, opened with Enter, selected with x", () =>
    at("/_gallery?part=list", english, async (page) => {
      const grid = page.getByRole("grid", { name: "Work orders" });
      await grid.waitFor();
      await page.keyboard.press("j");
      await page.keyboard.press("j");
      await page.keyboard.press("j");
      await page.keyboard.press("k");
      await page.keyboard.press("Enter");
      await page.getByText("WO-2026-10001").nth(1).waitFor();
      await page.keyboard.press("x");
      await page.getByText("10,000+").waitFor();
      await page.keyboard.press("Home");
      await page.keyboard.press("x");
      expect(await grid.getByRole("row", { selected: true }).count()).toBe(1);
      expect(await grid.getAttribute("aria-activedescendant")).toBeTruthy();
    }));

  it("draws only what is in view, and loads more at its end", () =>
    at("/_gallery?part=list", chinese, async (page) => {
      const grid = page.getByRole("grid", { name: "工单" });
      await grid.waitFor();
      await grid.focus();
      await page.keyboard.press("End");
      await grid.getByText("WO-2026-10099").waitFor();
      await page.keyboard.press("End");
      await grid.getByText("WO-2026-10199").waitFor();
      expect(await grid.getByRole("row").count()).toBeLessThan(60);
    }));

  it("keeps the columns as the reader arranged them", () =>
    at("/_gallery?part=list", english, async (page) => {
      await page.getByRole("button", { name: "Columns" }).first().click();
      await page.getByRole("checkbox", { name: "Priority" }).uncheck();
      await page.getByRole("button", { name: "Move SLA earlier" }).click();
      await page.keyboard.press("Escape");
      await page.reload();
      const grid = page.getByRole("grid", { name: "Work orders" });
      await grid.waitFor();
      const heads = await grid.getByRole("columnheader").allInnerTexts();
      expect(
        heads
          .map((head) => head.trim())
          .filter(Boolean)
          .slice(0, 5),
      ).toEqual(["Number", "Problem", "Status", "SLA", "Amount"]);
    }));
});

describe("the shell", () => {
  it("finds by Ctrl-K and closes by Esc", () =>
    at("/_gallery", chinese, async (page) => {
      await page.getByRole("heading", { name: "部件展示" }).waitFor();
      await page.keyboard.press("Control+k");
      await page.getByPlaceholder(/搜索工单/).fill("深色");
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => document.documentElement.dataset["theme"] === "dark");
      await page.keyboard.press("Control+k");
      await page.getByPlaceholder(/搜索工单/).waitFor();
      await picture(page, "console-palette", false);
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await page.getByPlaceholder(/搜索工单/).waitFor({ state: "detached" });
    }));

  it("lists its keys by ?", () =>
    at("/_gallery?part=list", english, async (page) => {
      await page.getByRole("grid", { name: "Work orders" }).waitFor();
      await page.keyboard.press("?");
      const help = page.getByRole("dialog", { name: "Shortcuts" });
      await help.getByText("Next row").waitFor();
      await picture(page, "console-shortcuts", false);
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await help.waitFor({ state: "detached" });
    }));

  it("changes language without a reload, and keeps it", () =>
    at("/_gallery", english, async (page) => {
      await page.getByRole("button", { name: "Language" }).click();
      await page.getByRole("menuitemradio", { name: "简体中文" }).click();
      await page.getByRole("heading", { name: "部件展示" }).waitFor();
      expect(await page.evaluate(() => document.documentElement.lang)).toBe("zh-CN");
      await page.reload();
      await page.getByRole("heading", { name: "部件展示" }).waitFor();
    }));

  it("has its navigation in a drawer on a phone", () =>
    at("/_gallery", { ...chinese, size: phone }, async (page) => {
      await page.getByRole("button", { name: "展开导航" }).click();
      await page.getByRole("link", { name: "工作台" }).waitFor();
      await picture(page, "console-drawer", false);
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.getByRole("navigation", { name: "主导航" }).getByRole("button", { name: "关闭" }).click();
    }));

  it.skipIf(inject("hasServer"))("says in a sentence when there is no server", () =>
    at("/", english, async (page) => {
      await page.getByRole("heading", { name: "Could not load" }).waitFor({ timeout: 20_000 });
      await page.getByText("These are the built pages without a server.").waitFor();
    }),
  );
});

describe("a form", () => {
  it("marks what is missing and leads there", () =>
    at("/_gallery?part=form", english, async (page) => {
      await page.getByLabel(/^Title/).waitFor();
      await page.keyboard.press("Control+Enter");
      await page.getByText("places need a change").waitFor();
      await page.waitForFunction(() => document.activeElement?.getAttribute("aria-invalid") === "true");
      await picture(page, "console-form-faults", false);
      expect(await accessibilityFaults(page)).toEqual([]);
    }));

  it("finds people by typing and adds rows to a subform", () =>
    at("/_gallery?part=form", english, async (page) => {
      await page.getByLabel("Engineer").click();
      await page.keyboard.type("chen");
      await page
        .getByRole("option", { name: "Chen Jie" })
        .or(page.locator(".ant-select-item", { hasText: "Chen Jie" }))
        .last()
        .click();
      await page.getByRole("button", { name: "Add row" }).click();
      await page.getByLabel("Quantity, row 1").fill("3");
      await page.getByLabel("Amount, row 1").fill("12.5");
      await page.keyboard.press("Tab");
      await page.getByText("¥12.50").waitFor();
    }));
});

/** Work orders in the console, against the real server with its demo company. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { accessibilityFaults, desktop, launch, open, picture, type Look } from "./helpers/browser.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

const chinese: Look = { language: "zh-CN", theme: "light", size: desktop };
const english: Look = { language: "en", theme: "dark", size: desktop };
/** Journeys may be told twice to one server: what they make has names of its own. */
const mark = Date.now().toString(36);

async function signedIn(look: Look, login: string, story: (page: Page) => Promise<void>): Promise<void> {
  const { page, context, faults } = await open(browser, "/sign-in", look);
  await page.locator("input[name=username]").fill(login);
  await page.locator("input[name=password]").fill("Paidan-2026");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname === "/");
  await story(page);
  expect(faults).toEqual([]);
  await context.close();
}

const workOrders = (page: Page) => page.getByRole("grid", { name: /^(工单|Work order)$/ });

async function newWorkOrder(page: Page, title: string): Promise<void> {
  await page.getByRole("link", { name: "工单", exact: true }).click();
  await workOrders(page).getByText(/^WO-/).first().waitFor();
  await page.keyboard.press("c");
  await page.getByRole("dialog").getByLabel("标题").fill(title);
  await page.keyboard.press("Control+Enter");
  await page.waitForURL(/\/records\/work_order\/\d+/);
  await page.getByRole("heading", { name: new RegExp(title) }).waitFor();
}

describe.skipIf(!inject("hasServer"))("work orders", () => {
  it("are listed, narrowed by tab, words and condition, all kept in the address", () =>
    signedIn(english, "admin", async (page) => {
      await page.getByRole("link", { name: "Work orders" }).click();
      await workOrders(page).getByText(/^WO-/).first().waitFor();
      await picture(page, "records-list-en", false);
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.getByRole("button", { name: "Cancelled" }).click();
      await page.waitForURL(/tab=cancelled/);
      await page.getByRole("button", { name: "Filter", exact: true }).click();
      await page.getByRole("combobox", { name: "Field" }).fill("Title");
      await page.keyboard.press("Enter");
      await page.getByLabel("Value").fill("no such title anywhere");
      await page.keyboard.press("Enter");
      await page.getByText("Nothing matches the filters.").waitFor();
      await page.reload();
      await page.getByText("Nothing matches the filters.").waitFor();
      await page.getByRole("button", { name: "Clear filters" }).click();
      await workOrders(page).getByText(/^WO-/).first().waitFor();
    }));

  it("are created by C, changed with their history, put into the trash and brought back", () =>
    signedIn(chinese, "admin", async (page) => {
      const title = `门封条漏风 ${mark}`;
      await newWorkOrder(page, title);
      await page.getByLabel("问题描述").fill("关不严，一直结霜。");
      await page.keyboard.press("Control+Enter");
      await page.getByText("已保存").first().waitFor();
      await page.getByRole("button", { name: "历史" }).click();
      await page.getByText("关不严，一直结霜。").nth(1).waitFor();
      expect(await page.getByText("已恢复上次未提交的内容").count()).toBe(0);
      await picture(page, "records-workspace-zh", false);
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.getByRole("button", { name: "移到回收站" }).click();
      await page.getByRole("button", { name: "撤销" }).click();
      await page.getByRole("heading", { name: new RegExp(title) }).waitFor();
    }));

  it("show both values when two people change the same field, and lose nothing typed", () =>
    signedIn(chinese, "admin", async (page) => {
      const title = `水管冻裂 ${mark}`;
      await newWorkOrder(page, title);
      const path = `/api${new URL(page.url()).pathname}`;
      await page.getByLabel("问题描述").fill("我写的");
      await page.evaluate(async (path) => {
        const csrf = /paidan_csrf=([^;]+)/.exec(document.cookie)?.[1] ?? "";
        const headers = { "Content-Type": "application/json", "X-CSRF-Token": csrf };
        await fetch(path, { method: "PATCH", headers, body: JSON.stringify({ values: { description: "别人写的" } }) });
      }, path);
      await page.getByText("有人刚改过这条记录").waitFor();
      await page.keyboard.press("Control+Enter");
      const dialog = page.getByRole("dialog");
      await dialog.getByText("别人写的").waitFor();
      await dialog.getByText("我写的").waitFor();
      await picture(page, "records-merge-zh", false);
      expect(await accessibilityFaults(page)).toEqual([]);
      await dialog.getByRole("button", { name: "按选择保存" }).click();
      await dialog.waitFor({ state: "detached" });
      await page.getByText("已保存").first().waitFor();
      expect(await page.getByLabel("问题描述").inputValue()).toBe("我写的");
    }));

  it("take a field that an administrator adds, in form and list at once", () =>
    signedIn(chinese, "admin", async (page) => {
      const name = `楼层 ${mark}`;
      await page.goto(new URL("/settings/objects/work_order", page.url()).href);
      await page.getByRole("button", { name: "新增字段" }).click();
      const drawer = page.getByRole("dialog", { name: "新增字段" });
      await drawer.getByLabel("中文名称").fill(name);
      await drawer.getByRole("checkbox", { name: "默认在列表显示" }).check();
      await picture(page, "fields-add-zh", false);
      expect(await accessibilityFaults(page)).toEqual([]);
      await drawer.getByRole("button", { name: "保存" }).click();
      await page.getByRole("rowheader", { name: new RegExp(name) }).waitFor();
      await page.getByRole("link", { name: "工单", exact: true }).click();
      await workOrders(page).getByRole("columnheader", { name }).waitFor();
      await page.keyboard.press("c");
      await page.getByRole("dialog").getByLabel(name).fill("十三层");
      await page.getByRole("dialog").getByLabel("标题").fill(`电梯厅灯不亮 ${mark}`);
      await page.keyboard.press("Control+Enter");
      await page.waitForURL(/\/records\/work_order\/\d+/);
      await page.getByRole("link", { name: "工单", exact: true }).last().click();
      await workOrders(page).getByText("十三层").first().waitFor();
    }));

  it("hide administration from those who may not do it", () =>
    signedIn(chinese, "agent", async (page) => {
      await page.getByRole("link", { name: "工单", exact: true }).waitFor();
      expect(await page.getByRole("link", { name: "人员与团队" }).count()).toBe(0);
      await page.goto(new URL("/settings/people", page.url()).href);
      await page.getByRole("heading", { name: "没有权限" }).waitFor();
    }));
});

describe.skipIf(!inject("hasServer"))("people", () => {
  it("are added, and their account is closed and opened again", () =>
    signedIn(english, "admin", async (page) => {
      await page.getByRole("link", { name: "People and teams" }).click();
      await page.getByRole("grid", { name: "People" }).getByText("agent2").waitFor();
      await picture(page, "people-en", false);
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.getByRole("button", { name: "Add person" }).click();
      await page.getByRole("textbox", { name: "Name", exact: true }).fill(`Tester ${mark}`);
      await page.getByRole("textbox", { name: "Account" }).fill(`tester-${mark}`);
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByLabel("Search name, account, phone").fill(`tester-${mark}`);
      await page.getByText("1 in total").waitFor();
      await page.getByRole("checkbox", { name: "Select row 1" }).check();
      await page.getByRole("button", { name: "Disable", exact: true }).click();
      await page.getByRole("gridcell", { name: "Disabled" }).waitFor();
      await page.getByRole("button", { name: "Undo" }).click();
      await page.getByRole("gridcell", { name: "Open" }).waitFor();
    }));
});

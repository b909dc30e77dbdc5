/** The field app where there is no network: it opens, keeps work, and counts it. It needs no server. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launch, open, phone, picture, type Look } from "./helpers/browser.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const look: Look = { language: "zh-CN", theme: "light", size: phone };

describe("without a network", () => {
  it("the app opens and its screens are there", async () => {
    const { page, context, faults } = await open(browser, "/m/", look);
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    await context.setOffline(true);
    await page.reload();
    await page.getByRole("heading", { name: "今日工单" }).waitFor();
    await page.getByText("没有网络").waitFor();
    await page.getByRole("link", { name: "我的" }).click();
    await page.getByText("全部已发送").waitFor();
    await page.getByText("English").click();
    await page.getByRole("heading", { name: "Me" }).waitFor();
    await picture(page, "field-offline", false);
    expect(faults).toEqual([]);
    await context.close();
  });

  it("its worker leaves the console alone", async () => {
    const { page, context } = await open(browser, "/m/", look);
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    const controlled = await context.newPage();
    await controlled.goto(`${inject("baseUrl")}/_gallery`);
    expect(await controlled.evaluate(() => navigator.serviceWorker.controller)).toBeNull();
    await context.close();
  });
});

it("a signature is drawn with a finger and taken back", async () => {
  const { page, context, faults } = await open(browser, "/m/_gallery", look);
  await page.getByRole("button", { name: "完成签名" }).click();
  const area = page.getByRole("img", { name: "签名区" });
  await page.waitForTimeout(300);
  const box = await area.boundingBox();
  if (!box) throw new Error("There is no signature area.");
  await page.mouse.move(box.x + 40, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + 160, box.y + 120, { steps: 8 });
  await page.mouse.up();
  await picture(page, "field-signature", false);
  await page.getByRole("button", { name: "重签" }).click();
  expect(await page.getByRole("button", { name: "完成签名" }).last().isDisabled()).toBe(true);
  expect(faults).toEqual([]);
  await context.close();
});

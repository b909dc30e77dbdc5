/** An engineer's day on the phone, against a server with the demo company: an order is offered, taken, done offline. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import {
  accessibilityFaults,
  launch,
  missingGlyphs,
  open,
  overflowsSideways,
  phone,
  picture,
} from "./helpers/browser.ts";

const password = "Paidan-2026";
const base = inject("baseUrl");

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

type Json = Record<string, unknown>;
interface Caller {
  get: (path: string) => Promise<Json>;
  post: (path: string, body: Json) => Promise<Json>;
}

/** Somebody else of the company, at the API. */
async function caller(login: string): Promise<Caller> {
  let headers: Record<string, string> = { Origin: base, "Content-Type": "application/json" };
  const ask = async (method: string, path: string, body?: Json) => {
    const key = { "Idempotency-Key": crypto.randomUUID() };
    const answer = await fetch(base + path, {
      method,
      headers: method === "GET" ? headers : { ...headers, ...key },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    const cookies = answer.headers.getSetCookie().map((one) => one.split(";")[0]);
    if (cookies.length > 0) headers = { ...headers, Cookie: cookies.join("; ") };
    return (await answer.json()) as Json;
  };
  const { csrf_token: token } = await ask("POST", "/api/session", { login, password });
  headers = { ...headers, "X-CSRF-Token": String(token) };
  return { get: (path) => ask("GET", path), post: (path, body) => ask("POST", path, body) };
}

/** A new order that the dispatcher offers to the demo's engineer. */
async function offerOrder(title: string): Promise<void> {
  const [agent, dispatcher, engineer] = [await caller("agent"), await caller("dispatcher"), await caller("engineer")];
  const { person } = (await engineer.get("/api/session")) as { person: { id: number } };
  const { records } = (await engineer.get("/api/records/work_order?limit=1")) as { records: Json[] };
  const known = records[0] as Json & { customer: { id: number } };
  const { contact_name, address } = known;
  const customer = known.customer.id;
  const values = { title, customer, contact_name, contact_phone: "19900010024", address, description: "冷藏室不冷" };
  const order = await agent.post("/api/records/work_order", { values });
  for (let tries = 0; tries < 40; tries += 1) {
    const { offers } = (await engineer.get("/api/dispatch/offers?state=open")) as { offers: { record: number }[] };
    if (offers.some((one) => one.record === order["id"])) return;
    // The engine may still be looking, or may have found nobody: then the dispatcher decides.
    await dispatcher
      .post(`/api/dispatch/orders/${String(order["id"])}/assign`, { engineer: person.id })
      .catch(() => null);
    await new Promise((done) => setTimeout(done, 500));
  }
  throw new Error("The order was offered to nobody.");
}

async function lookAt(page: Page, name: string): Promise<void> {
  await picture(page, name);
  expect(await accessibilityFaults(page), name).toEqual([]);
  expect(await missingGlyphs(page), name).toEqual([]);
  expect(await overflowsSideways(page), name).toBe(false);
}

const looks = [
  { language: "zh-CN", theme: "light", size: phone },
  { language: "en", theme: "dark", size: phone },
] as const;
const words = {
  "zh-CN": {
    login: "登录名", password: "密码", signIn: "去登录", today: "今日工单", accept: "接单", refuse: "拒单", why: "距离太远",
    solution: "处理过程", result: "处理结论", complete: "完工", needed: "请填写这一项。", call: "打电话", offline: "没有网络",
  },
  en: {
    login: "Login", password: "Password", signIn: "Sign in", today: "Today", accept: "Accept", refuse: "Refuse",
    why: "Too far", solution: "What was done", result: "Result", complete: "Complete", needed: "This is needed.",
    call: "Call", offline: "You are offline",
  },
}; // oxfmt-ignore

describe.skipIf(!inject("hasServer"))("an engineer with the phone", () => {
  it.each(looks)("takes an order, does it without a network, and it arrives ($language)", async (look) => {
    const say = words[look.language];
    const title = `冰箱不制冷 ${look.language} ${Date.now()}`;
    const { page, context, faults } = await open(browser, "/m/", look);
    await lookAt(page, `field-signin-${look.language}`);
    await page.getByLabel(say.login).fill("engineer");
    await page.getByLabel(say.password).fill(password);
    await page.getByRole("button", { name: say.signIn }).click();
    await page.getByRole("heading", { name: say.today, exact: true }).waitFor();

    await offerOrder(title);
    await page.reload();
    const card = page.getByRole("listitem").filter({ hasText: title });
    await card.getByRole("button", { name: say.refuse }).click();
    await page.getByText(say.why).waitFor();
    await picture(page, `field-refuse-${look.language}`, false);
    await page.keyboard.press("Escape");
    await lookAt(page, `field-offer-${look.language}`);
    await card.getByRole("button", { name: say.accept }).click();
    const job = page.getByRole("link").filter({ hasText: title });
    await job.waitFor();
    await lookAt(page, `field-today-${look.language}`);

    await job.click();
    await page.getByRole("link", { name: say.call }).waitFor();
    await page.getByLabel(say.solution).fill("更换温控器");
    await page.getByRole("button", { name: say.complete, exact: true }).click();
    await page.getByText(say.needed).waitFor();
    await lookAt(page, `field-job-${look.language}`);

    await page.waitForTimeout(500);
    await page.reload();
    await page.getByLabel(say.solution).waitFor();
    expect(await page.getByLabel(say.solution).inputValue()).toBe("更换温控器");

    await context.setOffline(true);
    await page.getByText(say.offline).first().waitFor();
    await page.getByLabel(say.result).fill("已修复");
    await page.getByRole("button", { name: say.complete, exact: true }).click();
    await page.getByRole("heading", { name: say.today, exact: true }).waitFor();
    await picture(page, `field-handed-in-${look.language}`, false);
    await context.setOffline(false);
    await job.waitFor({ state: "detached" });
    const engineer = await caller("engineer");
    const { records } = (await engineer.get("/api/records/work_order?limit=50")) as { records: Json[] };
    expect(records.find((one) => one["title"] === title)).toMatchObject({ result: "已修复", solution: "更换温控器" });
    expect(faults).toEqual([]);
    await context.close();
  });
});

/** The address under test: PAIDAN_BASE_URL, or the built pages served without a backend. */
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    baseUrl: string;
    hasServer: boolean;
  }
}

export default async function setup(project: TestProject): Promise<(() => void) | void> {
  const given = process.env["PAIDAN_BASE_URL"];
  project.provide("hasServer", Boolean(given));
  if (given) return project.provide("baseUrl", given.replace(/\/$/, ""));
  const path = "../../tools/serve.mjs";
  const { serve } = (await import(path)) as { serve: () => Promise<{ url: string; stop: () => void }> };
  const { url, stop } = await serve();
  project.provide("baseUrl", url);
  return stop;
}

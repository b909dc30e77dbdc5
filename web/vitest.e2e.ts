import { defineConfig } from "vitest/config";
import { webRoot } from "./vite.shared.ts";

export default defineConfig({
  resolve: { alias: { "~": webRoot.replace(/\/$/, "") } },
  test: {
    environment: "node",
    include: ["e2e/**/*.e2e.ts"],
    globalSetup: ["./e2e/helpers/server.ts"],
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});

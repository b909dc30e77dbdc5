import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { webRoot } from "./vite.shared.ts";

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "~": webRoot.replace(/\/$/, "") } },
  test: {
    environment: "happy-dom",
    include: ["{console,field,portal,shared,widgets,dnd,hotkeys,a11y}/**/*.test.{ts,tsx}"],
    setupFiles: ["./vitest.setup.ts"],
    maxWorkers: 1,
    restoreMocks: true,
  },
});

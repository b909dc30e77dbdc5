import { defineConfig } from "vite";
import { precache } from "./tools/precache.ts";
import { app, plainImports, preactAlias } from "./vite.shared.ts";

export default defineConfig({
  ...app("field", "/m/"),
  resolve: { alias: preactAlias },
  plugins: [plainImports(), precache()],
});

import { defineConfig } from "vite";
import { app, plainImports, preactAlias } from "./vite.shared.ts";

export default defineConfig({ ...app("portal", "/p/"), resolve: { alias: preactAlias }, plugins: [plainImports()] });

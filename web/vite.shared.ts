/**
 * What the three builds have in common.
 *
 * Each app is its own Vite root with its own base path and output folder. The manifest is kept for the size budgets
 * (tools/size.mjs) and for the field app's precache list.
 */
import { fileURLToPath } from "node:url";
import type { Plugin, UserConfig } from "vite";

export const webRoot = fileURLToPath(new URL(".", import.meta.url));

const api = process.env["PAIDAN_API"] ?? "http://127.0.0.1:8000";

export function app(name: "console" | "field" | "portal", base: string): UserConfig {
  return {
    root: `${webRoot}${name}`,
    base,
    cacheDir: `${webRoot}.vite/${name}`,
    resolve: { alias: { "~": webRoot.replace(/\/$/, "") } },
    server: { fs: { allow: [webRoot] }, proxy: { "/api": api, "/files": api } },
    build: {
      outDir: `${webRoot}dist/${name}`,
      emptyOutDir: true,
      target: ["chrome100", "safari15.4", "firefox110"],
      manifest: true,
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 2000,
    },
  };
}

/**
 * Replaces the loader that Vite wraps around every `import()` by a plain call.
 *
 * It preloads styles and neighbours, which the phone apps do not have: all their CSS is one file. That is 1 KB of 12.
 */
export function plainImports(): Plugin {
  const helper = "\0vite/preload-helper.js";
  return {
    name: "paidan-plain-imports",
    enforce: "pre",
    apply: "build",
    config: () => ({ build: { modulePreload: false, cssCodeSplit: false } }),
    load: (id) => (id === helper ? "export const __vitePreload = (load) => load();" : null),
  };
}

/** field and portal are written as React and built against Preact (field/kit/react.ts says why not compat). */
export const preactAlias = [
  { find: /^react\/jsx-runtime$/, replacement: "preact/jsx-runtime" },
  { find: /^react\/jsx-dev-runtime$/, replacement: "preact/jsx-runtime" },
  { find: /^react-dom\/client$/, replacement: `${webRoot}field/kit/react.ts` },
  { find: /^react$/, replacement: `${webRoot}field/kit/react.ts` },
  { find: "~", replacement: webRoot.replace(/\/$/, "") },
];

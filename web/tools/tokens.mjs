// Writes shared/theme/tokens.css from shared/theme/tokens.json. `--check` only compares.
//
// The JSON is the one place where colours and measures are decided; the CSS file is what all three apps load, and
// console/theme.ts turns the same JSON into the design system's settings.
import { readFileSync, writeFileSync } from "node:fs";

const source = new URL("../shared/theme/tokens.json", import.meta.url);
const target = new URL("../shared/theme/tokens.css", import.meta.url);
const tokens = JSON.parse(readFileSync(source, "utf8"));

const lines = (prefix, values, unit = "") =>
  Object.entries(values).map(([name, value]) => `  --${prefix}${name}: ${value}${unit};`);

const theme = (name) => [
  `  color-scheme: ${name};`,
  ...lines("", tokens.colour[name]),
  ...lines("shadow-", tokens.shadow[name]),
];

const fixed = [
  `  --font: ${tokens.type.family};`,
  `  --font-mono: ${tokens.type.mono};`,
  ...lines("text-size-", tokens.type.size, "px"),
  ...lines("line-", tokens.type.line),
  ...lines("weight-", tokens.type.weight),
  ...lines("space-", tokens.space, "px"),
  ...lines("radius-", tokens.radius, "px"),
  ...lines("motion-", tokens.motion),
  ...lines("size-", tokens.size, "px"),
];

const css = [
  "/* Written by tools/tokens.mjs from tokens.json. Change that file, then run `npm run tokens`. */",
  ":root {",
  ...fixed,
  ...theme("light"),
  "}",
  "@media (prefers-color-scheme: dark) {",
  '  :root:not([data-theme="light"]) {',
  ...theme("dark").map((line) => `  ${line}`),
  "  }",
  "}",
  ':root[data-theme="dark"] {',
  ...theme("dark"),
  "}",
  "",
].join("\n");

if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== css) {
    console.error("shared/theme/tokens.css is older than tokens.json: run `npm run tokens`.");
    process.exit(1);
  }
} else {
  writeFileSync(target, css);
}

// Keeps the size budgets of tools/budgets.json (JavaScript, gzip -9, KB of 1,024 bytes).
//
// What counts is what a browser must load: an entry with all it imports, and the larger language's sentences; a console
// route counts together with the shell, a phone screen on top of its entry. What is imported later is not counted.
import { readFileSync, readdirSync } from "node:fs";
import { gzipSync } from "node:zlib";

const dist = new URL("../dist/", import.meta.url);
const budgets = JSON.parse(readFileSync(new URL("budgets.json", import.meta.url), "utf8"));
let tooLarge = 0;

const sizes = new Map();
function gz(app, file) {
  const key = `${app}/${file}`;
  if (!sizes.has(key))
    sizes.set(key, file.endsWith(".js") ? gzipSync(readFileSync(new URL(key, dist)), { level: 9 }).length : 0);
  return sizes.get(key);
}

const manifestOf = (app) => JSON.parse(readFileSync(new URL(`${app}/.vite/manifest.json`, dist), "utf8"));

/** The files that a module brings with it by static imports. */
function closure(manifest, name, found = new Set()) {
  const chunk = manifest[name];
  if (!chunk || found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const other of chunk.imports ?? []) closure(manifest, other, found);
  return found;
}

const total = (app, files) => [...files].reduce((sum, file) => sum + gz(app, file), 0);

function report(name, bytes, budget) {
  const kb = bytes / 1024;
  const over = kb > budget;
  if (over) tooLarge += 1;
  console.log(`${over ? "TOO LARGE" : "ok       "} ${name.padEnd(34)} ${kb.toFixed(1).padStart(7)} of ${budget} KB`);
}

function entryOf(manifest) {
  return Object.keys(manifest).find((name) => manifest[name].isEntry);
}

function largerLanguage(app, manifest, pattern) {
  const bytes = { "zh-CN": 0, en: 0 };
  for (const name of Object.keys(manifest)) {
    const language = pattern.exec(name)?.[1];
    if (language) bytes[language] += gz(app, manifest[name].file);
  }
  return Math.max(...Object.values(bytes));
}

function consoleSizes() {
  const manifest = manifestOf("console");
  const entry = closure(manifest, entryOf(manifest));
  const texts = largerLanguage("console", manifest, /i18n\/(zh-CN|en)\/(?:common|errors|marks|shell)\.json$/);
  const shell = total("console", entry) + texts;
  report("console shell", shell, budgets.console.shell);
  for (const name of Object.keys(manifest)) {
    const route = /^routes\/([^/]+)\/([^/]+)\.tsx$/.exec(name);
    // Of the gallery, the list and the form count: every real list and form weighs at least as much.
    const isSample = route?.[1] === "gallery" && !["List", "FormPart"].includes(route[2]);
    if (!route || !manifest[name].isDynamicEntry || isSample) continue;
    const own = [...closure(manifest, name)].filter((file) => !entry.has(file));
    report(
      `console ${route[1]}/${route[2]}`,
      shell + total("console", own),
      budgets.console.routes[route[1]] ?? budgets.console.routes["*"],
    );
  }
}

function phoneSizes(app) {
  const manifest = manifestOf(app);
  const entry = closure(manifest, entryOf(manifest));
  const texts = largerLanguage(app, manifest, /texts\/(zh-CN|en)\.ts$/);
  report(`${app} entry`, total(app, entry) + texts, budgets[app].entry);
  for (const name of Object.keys(manifest)) {
    if (!/^screens\/.*\.tsx$/.test(name) || !manifest[name].isDynamicEntry || name.includes("Gallery")) continue;
    const own = [...closure(manifest, name)].filter((file) => !entry.has(file));
    report(`${app} ${name}`, total(app, own), budgets[app].screen);
  }
}

const built = readdirSync(dist);
if (built.includes("console")) consoleSizes();
if (built.includes("field")) phoneSizes("field");
if (built.includes("portal")) phoneSizes("portal");
if (tooLarge > 0) process.exit(1);

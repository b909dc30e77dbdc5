// Both languages say everything: the same areas and keys, the same variables, no Chinese in the English catalogue; and
// every key that a source names exists.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const web = fileURLToPath(new URL("..", import.meta.url));
const folder = (language) => join(web, "shared/i18n", language);
const read = (language, area) => JSON.parse(readFileSync(join(folder(language), area), "utf8"));
const plain = (key) => key.replace(/_(one|other)$/, "");
const variables = (sentence) => [...new Set(sentence.match(/\{\w+\}/g) ?? [])].sort().join(" ");
const faults = [];
const keys = new Map();

const areas = new Set([...readdirSync(folder("zh-CN")), ...readdirSync(folder("en"))]);
for (const area of [...areas].sort()) {
  const [chinese, english] = [read("zh-CN", area), read("en", area)];
  const [zh, en] = [chinese, english].map((catalogue) => new Set(Object.keys(catalogue).map(plain)));
  keys.set(area.replace(".json", ""), zh);
  for (const key of zh) if (!en.has(key)) faults.push(`en/${area} lacks ${key}`);
  for (const key of en) if (!zh.has(key)) faults.push(`zh-CN/${area} lacks ${key}`);
  for (const [key, sentence] of Object.entries(english)) {
    if (key.endsWith("_one") && !(`${plain(key)}_other` in english)) faults.push(`en/${area} ${key} has no _other`);
    const other = chinese[key] ?? chinese[`${plain(key)}_other`] ?? chinese[plain(key)];
    if (!sentence.trim() || !other?.trim()) faults.push(`${area} ${key} is empty`);
    else if (!key.endsWith("_one") && variables(sentence) !== variables(other))
      faults.push(`${area} ${key}: other variables in zh-CN and en`);
    if (/[\u4e00-\u9fff]/.test(sentence)) faults.push(`en/${area} ${key} has Chinese in it`);
  }
}

function sources(path) {
  return readdirSync(join(web, path), { withFileTypes: true }).flatMap((entry) => {
    const inner = `${path}/${entry.name}`;
    if (entry.isDirectory()) return sources(inner);
    return /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name) ? [inner] : [];
  });
}

const everyKey = new Set([...keys.values()].flatMap((area) => [...area]));
for (const file of ["console", "field", "portal", "widgets"].flatMap(sources)) {
  for (const [, key] of readFileSync(join(web, file), "utf8").matchAll(/\bt\(\s*"([^"]+)"/g)) {
    const [area, own] = key.includes(":") ? key.split(":") : [null, key];
    const known = area ? keys.get(area)?.has(own) : everyKey.has(own);
    if (!known) faults.push(`${file} says "${key}", which no catalogue has`);
  }
}

if (faults.length > 0) {
  console.error(faults.join("\n"));
  process.exit(1);
}

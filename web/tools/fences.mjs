// Which part may import which, where a lint rule cannot say it:
//   shared imports nothing but shared; widgets nothing of an app; field and portal no widgets, portal of field only its
//   kit; a console route no other route; the console nothing of the phone apps.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const web = fileURLToPath(new URL("..", import.meta.url));
const parts = ["console", "field", "portal", "shared", "widgets", "dnd", "hotkeys", "a11y"];
const imports = /(?:from\s*|import\s*\(?\s*)["']([^"']+)["']/g;

function sources(folder) {
  return readdirSync(join(web, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

/** The imported file under web/, or null for a package. */
function target(file, specifier) {
  if (specifier.startsWith("~/")) return specifier.slice(2);
  return specifier.startsWith(".") ? relative(web, join(web, dirname(file), specifier)) : null;
}

const route = (path) => /^console\/routes\/([^/]+)\//.exec(path)?.[1];
const allowed = {
  shared: (to) => to.startsWith("shared/"),
  hotkeys: (to) => /^(hotkeys|shared|a11y)\//.test(to),
  a11y: (to) => /^(a11y|shared)\//.test(to),
  dnd: (to) => /^(dnd|shared|a11y)\//.test(to),
  widgets: (to) => /^(widgets|shared|hotkeys|a11y|dnd)\//.test(to),
  field: (to) => /^(field|shared)\//.test(to),
  portal: (to) => /^(portal|shared|field\/kit)\//.test(to),
  console: (to, from) =>
    /^(console|widgets|shared|hotkeys|a11y|dnd)\//.test(to) && (!route(to) || route(to) === route(from)),
};
const uiPackages = /^(react|react-dom|preact|antd|@ant-design|react-i18next|cmdk|@tanstack|@xyflow|@dnd-kit)(\/|$)/;
const heavyPackages =
  /^(antd|@ant-design|react-router|@tanstack|i18next|react-i18next|cmdk|echarts|leaflet|@xyflow|@dnd-kit|@tiptap)(\/|$)/;

const broken = [];
for (const file of parts.flatMap(sources)) {
  const part = file.slice(0, file.indexOf("/"));
  for (const [, specifier] of readFileSync(join(web, file), "utf8").matchAll(imports)) {
    const to = target(file, specifier);
    const fault = to
      ? !allowed[part](to, file) && `may not import ${to}`
      : (part === "shared" && uiPackages.test(specifier)) ||
          (/^(field|portal)$/.test(part) && heavyPackages.test(specifier))
        ? `may not import the package ${specifier}`
        : null;
    if (fault) broken.push(`${file} ${fault}`);
  }
}
if (broken.length > 0) {
  console.error(broken.join("\n"));
  process.exit(1);
}

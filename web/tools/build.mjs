// Builds the three apps into web/dist, compresses what compresses, and copies the result to where the server looks
// for it. One app alone: `node tools/build.mjs field`.
import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "vite";

const web = fileURLToPath(new URL("..", import.meta.url));
const dist = join(web, "dist");
const served = join(web, "../src/paidan/web_dist");
const apps = ["console", "field", "portal"];
const wanted = process.argv.slice(2).filter((name) => apps.includes(name));

const compressible = /\.(js|css|html|svg|json|webmanifest|wasm|txt)$/;

function files(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? files(path) : [path];
  });
}

/** Writes .gz and .br beside each file, unless that saves nothing. */
function compress(folder) {
  for (const path of files(folder)) {
    if (!compressible.test(path) || path.includes("/.vite/")) continue;
    const content = readFileSync(path);
    const gz = gzipSync(content, { level: 9 });
    const br = brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
    if (gz.length < content.length) writeFileSync(`${path}.gz`, gz);
    if (br.length < content.length) writeFileSync(`${path}.br`, br);
  }
}

await import("./tokens.mjs");
for (const app of wanted.length ? wanted : apps) {
  await build({ configFile: join(web, `vite.${app}.ts`), logLevel: "warn" });
  compress(join(dist, app));
  const all = files(join(dist, app)).filter((path) => !/\.(gz|br)$/.test(path));
  console.log(
    `${app}: ${all.length} files, ${Math.round(all.reduce((sum, path) => sum + statSync(path).size, 0) / 1024)} KB`,
  );
}
cpSync(join(web, "shared/api/csp.json"), join(dist, "csp.json"));
rmSync(served, { recursive: true, force: true });
cpSync(dist, served, { recursive: true });

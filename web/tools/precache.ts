/**
 * Writes the field app's service worker, its list of files taken from the bundle itself.
 *
 * A file pattern once left React out of such a list; what the bundler emitted cannot. The worker lives at the app's own
 * base, /m/, so that it can never answer for the console.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

/** Chunks that a phone in a basement does not need before it asked for them once. */
const onDemand = /zxing|gallery/i;

export function precache(): Plugin {
  return {
    name: "paidan-precache",
    apply: "build",
    enforce: "post",
    generateBundle(_, bundle) {
      const files = Object.keys(bundle)
        .filter((name) => /\.(js|css|html|wasm)$/.test(name) && !onDemand.test(name))
        .map((name) => (name.endsWith(".html") ? "" : name))
        .sort();
      const hash = createHash("sha256");
      for (const [name, part] of Object.entries(bundle).sort(([a], [b]) => a.localeCompare(b))) {
        hash.update(name).update(part.type === "chunk" ? part.code : part.source);
      }
      const template = readFileSync(new URL("../field/sw.js", import.meta.url), "utf8");
      this.emitFile({
        type: "asset",
        fileName: "sw.js",
        source: template
          .replace("__VERSION__", hash.digest("hex").slice(0, 12))
          .replace(
            '"__FILES__"',
            JSON.stringify([...new Set([...files, "manifest.webmanifest", "icons/icon.svg", "icons/icon-192.png"])]),
          ),
      });
    },
  };
}

// The lock file installs anywhere: no download addresses in it, and an entry for every optional dependency, without
// which `npm ci` fails on another machine.
import { readFileSync } from "node:fs";

const faults = [];
for (const lockFile of ["../package-lock.json", "codegen/package-lock.json"]) {
  const { packages } = JSON.parse(readFileSync(new URL(lockFile, import.meta.url), "utf8"));
  for (const [path, entry] of Object.entries(packages)) {
    if (entry.resolved) faults.push(`${lockFile}: ${path} has a download address`);
    for (const name of Object.keys(entry.optionalDependencies ?? {})) {
      const found = Object.keys(packages).some(
        (one) => one === `node_modules/${name}` || one.endsWith(`/node_modules/${name}`),
      );
      if (!found) faults.push(`${lockFile}: ${path || "the project"} may use ${name}, which has no entry`);
    }
  }
}
if (faults.length > 0) {
  console.error(faults.join("\n"));
  process.exit(1);
}

// Everything that can be said about the sources without running them, and the sizes of a build if there is one.
import { existsSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const web = fileURLToPath(new URL("..", import.meta.url));
const bin = (name) => `${web}node_modules/.bin/${name}`;
const checks = [
  ["types", bin("tsc"), ["-p", web]],
  ["lint", bin("oxlint"), ["--quiet"]],
  ["format", bin("oxfmt"), ["--check", "."]],
  ["tokens", process.execPath, ["tools/tokens.mjs", "--check"]],
  ["fences", process.execPath, ["tools/fences.mjs"]],
  ["texts", process.execPath, ["tools/texts.mjs"]],
  ["lock", process.execPath, ["tools/lock.mjs"]],
  ...(existsSync(`${web}dist`) ? [["sizes", process.execPath, ["tools/size.mjs"]]] : []),
];

const failed = [];
for (const [name, command, args] of checks) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: web, encoding: "utf8" });
  if (status === 0) continue;
  failed.push(name);
  console.error(`— ${name}\n${stdout}${stderr}`);
}
if (failed.length > 0) {
  console.error(`Failed: ${failed.join(", ")}`);
  process.exit(1);
}
console.log(`web: ${checks.map(([name]) => name).join(", ")} are fine`);

// Serves web/dist as the server does: hashed files for ever, pages fresh, each app under its own content policy,
// compressed copies when asked for. For e2e without a backend: `node tools/serve.mjs [port]`; /api answers 503.
import { createServer } from "node:http";
import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const dist = fileURLToPath(new URL("../dist", import.meta.url));
const policies = JSON.parse(readFileSync(new URL("../shared/api/csp.json", import.meta.url), "utf8"));
const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

function appOf(pathname) {
  if (pathname === "/m" || pathname.startsWith("/m/")) return ["field", pathname.slice(2)];
  if (pathname === "/p" || pathname.startsWith("/p/")) return ["portal", pathname.slice(2)];
  return ["console", pathname];
}

function fileFor(app, rest) {
  const path = normalize(join(dist, app, decodeURIComponent(rest)));
  const inside = path.startsWith(join(dist, app));
  return inside && existsSync(path) && statSync(path).isFile() ? path : null;
}

function answer(request, response) {
  const { pathname } = new URL(request.url, "http://localhost");
  if (pathname.startsWith("/api/")) {
    const body = {
      status: 503,
      code: "server.absent",
      title: "No server",
      detail: "These are the built pages without a server.",
    };
    response.writeHead(503, { "Content-Type": "application/problem+json" }).end(JSON.stringify(body));
    return;
  }
  const [app, rest] = appOf(pathname);
  const found = fileFor(app, rest);
  if (!found && extname(rest)) {
    response.writeHead(404).end();
    return;
  }
  const path = found ?? join(dist, app, "index.html");
  const accepts = request.headers["accept-encoding"] ?? "";
  const encoding = ["br", "gzip"].find(
    (one) => accepts.includes(one) && existsSync(`${path}.${one === "br" ? "br" : "gz"}`),
  );
  response.writeHead(200, {
    "Content-Type": types[extname(path)] ?? "application/octet-stream",
    "Cache-Control": rest.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
    "Content-Security-Policy": policies[app],
    "X-Content-Type-Options": "nosniff",
    Vary: "Accept-Encoding",
    ...(encoding ? { "Content-Encoding": encoding } : {}),
  });
  createReadStream(encoding ? `${path}.${encoding === "br" ? "br" : "gz"}` : path).pipe(response);
}

/** Starts on a free port unless one is given; resolves to the base URL and a way to stop. */
export function serve(port = 0) {
  const server = createServer(answer);
  return new Promise((resolve) => {
    server.listen(port, "127.0.0.1", () => {
      resolve({ url: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() });
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await serve(Number(process.argv[2] ?? 4173));
  console.log(url);
}

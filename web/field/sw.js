// The field app without a network: its own files, nothing else. Data and unsent work live in IndexedDB (outbox.ts).
// tools/precache.ts puts the version and the bundle's file list here.
const version = "__VERSION__";
const files = "__FILES__";
const cacheName = `paidan-field-${version}`;
const base = new URL(self.registration.scope).pathname;

self.addEventListener("install", (event) => {
  const fresh = files.map((name) => new Request(base + name, { cache: "no-cache" }));
  event.waitUntil(caches.open(cacheName).then((cache) => cache.addAll(fresh)));
});

self.addEventListener("activate", (event) => {
  const clean = async () => {
    const names = await caches.keys();
    const old = names.filter((name) => name.startsWith("paidan-field-") && name !== cacheName);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(clean());
});

// A waiting version takes over when the person says so, never under an open form.
self.addEventListener("message", (event) => {
  if (event.data === "take-over") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || !url.pathname.startsWith(base)) return;
  const answer = async () => {
    const cache = await caches.open(cacheName);
    const kept = await cache.match(request.mode === "navigate" ? base : request, {
      ignoreSearch: request.mode === "navigate",
    });
    return kept ?? fetch(request);
  };
  event.respondWith(answer());
});

/* Serves /today/ without a network: an empty shell and its files, nobody's data. TOLD stands above, written by the page. */
const CACHE = `gridmap-today-${TOLD.version}`;

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(CACHE);
      await cache.addAll(TOLD.files);
      // Without cookies: the shell of nobody.
      await cache.put(TOLD.shell, await fetch(TOLD.shell, { credentials: "omit", cache: "no-store" }));
      await self.skipWaiting();
    })()
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) {
        if (name.startsWith("gridmap-today-") && name !== CACHE) await caches.delete(name);
      }
      await self.clients.claim();
    })()
  );
});

self.addEventListener("fetch", (event) => {
  const asked = new URL(event.request.url);
  if (event.request.method !== "GET" || asked.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && asked.pathname === TOLD.page) {
    event.respondWith(fetch(event.request).catch(() => caches.match(TOLD.shell)));
  } else if (TOLD.files.includes(asked.pathname)) {
    event.respondWith(fetch(event.request).catch(() => caches.match(asked.pathname)));
  }
});

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

/* Without a network, or with a service that cannot answer now: the shell, in which the phone's own households and visits are. */
async function page(request) {
  const shell = () => caches.match(TOLD.shell);
  try {
    const answer = await fetch(request);
    return answer.status >= 502 && answer.status <= 504 ? (await shell()) || answer : answer;
  } catch (error) {
    return shell();
  }
}

self.addEventListener("fetch", (event) => {
  const asked = new URL(event.request.url);
  if (event.request.method !== "GET" || asked.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && asked.pathname === TOLD.page) {
    event.respondWith(page(event.request));
  } else if (TOLD.files.includes(asked.pathname)) {
    event.respondWith(fetch(event.request).catch(() => caches.match(asked.pathname)));
  }
});

/* Opens pages without a network: today's as an empty shell, any other as the words that say what works now. It holds these
   two and their files, nobody's data. TOLD stands above, written by the page. */
const CACHE = `gridmap-today-${TOLD.version}`;

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(CACHE);
      await cache.addAll(TOLD.files);
      // Without cookies: the pages of nobody.
      for (const page of [TOLD.shell, TOLD.offline])
        await cache.put(page, await fetch(page, { credentials: "omit", cache: "no-store" }));
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) {
        if (name.startsWith("gridmap-today-") && name !== CACHE) await caches.delete(name);
      }
      // The page is asked for while the worker still wakes up.
      if (self.registration.navigationPreload) await self.registration.navigationPreload.enable();
      await self.clients.claim();
    })(),
  );
});

/* Always from the service where it answers. Without a network, or with a service that cannot answer now: the shell, in which the
   phone's own households and visits are. */
async function page(event, path) {
  const today = TOLD.pages.includes(path);
  const kept = () => caches.match(today ? TOLD.shell : TOLD.offline);
  try {
    const answer = (await event.preloadResponse) || (await fetch(event.request));
    const busy = answer.status >= 502 && answer.status <= 504;
    // Of other pages the service itself says that it is busy.
    return busy && today ? (await kept()) || answer : answer;
  } catch {
    return (await kept()) || Response.error();
  }
}

self.addEventListener("fetch", (event) => {
  const asked = new URL(event.request.url);
  if (event.request.method !== "GET" || asked.origin !== self.location.origin) return;
  if (event.request.mode === "navigate") {
    event.respondWith(page(event, asked.pathname));
  } else if (TOLD.files.includes(asked.pathname)) {
    event.respondWith(fetch(event.request).catch(() => caches.match(asked.pathname)));
  }
});

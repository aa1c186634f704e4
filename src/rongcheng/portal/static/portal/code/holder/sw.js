// Opens the code's page without a network. It keeps this page and its own files only, nothing of
// anybody: what is asked of the metro passes by untouched. VERSION and FILES are written above.
"use strict";

const PAGE = "/me/code";
const PATIENCE = 500; // then the kept page opens, so that a weak network costs no waiting
const PATIENCE_FRESH = 8000; // after a switch of language or size the new page is waited for

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(VERSION);
      await cache.addAll(FILES);
      await keep(cache, await fetch(PAGE, { cache: "no-store" }));
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      const isOld = (name) => name.startsWith("code-") && name !== VERSION;
      const old = (await caches.keys()).filter(isOld);
      await Promise.all(old.map((name) => caches.delete(name)));
      await self.clients.claim();
    })(),
  );
});

// A page of another release needs other files than the ones kept: both change together, or not.
async function keep(cache, answer) {
  if (answer.ok && answer.headers.get("X-Code-Version") === VERSION) await cache.put(PAGE, answer);
  else await self.registration.update().catch(() => {});
}

async function open(event, isFresh) {
  const cache = await caches.open(VERSION);
  const asked = fetch(event.request);
  event.waitUntil(asked.then((answer) => keep(cache, answer.clone())).catch(() => {}));
  const kept = await cache.match(PAGE);
  if (!kept) return asked;
  const waited = new Promise((resolve) =>
    setTimeout(() => resolve(kept), isFresh ? PATIENCE_FRESH : PATIENCE),
  );
  const usable = asked.then((answer) => (answer.status < 500 ? answer : kept), () => kept);
  return Promise.race([usable, waited]);
}

async function own(request) {
  const kept = await (await caches.open(VERSION)).match(request);
  return kept || fetch(request);
}

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  if (address.pathname === PAGE && event.request.mode === "navigate")
    event.respondWith(open(event, address.searchParams.has("fresh")));
  else if (FILES.includes(address.pathname + address.search)) event.respondWith(own(event.request));
});

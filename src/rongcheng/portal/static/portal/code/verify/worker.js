// Keeps the verification page and its files, and gives them out when the network does not answer.
// The server writes `self.DESK` before this: {shell, scope, version, files}.
"use strict";

const { shell, scope, version, files } = self.DESK;
const PREFIX = "desk-verify-";
const NAME = PREFIX + version;
const WAIT_MILLISECONDS = 3_000;

self.addEventListener("install", (event) => {
  event.waitUntil(fillCache().then(() => self.skipWaiting()));
});

async function fillCache() {
  const cache = await caches.open(NAME);
  await cache.addAll([shell, ...files].map((path) => new Request(path, { cache: "reload" })));
}

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOld().then(() => self.clients.claim()));
});

async function dropOld() {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== NAME) await caches.delete(name);
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && [scope, shell].includes(url.pathname)) {
    event.respondWith(navigated(event));
  } else if (files.includes(url.pathname)) {
    event.respondWith(kept(request));
  }
});

// The network's page while it answers soon; else the shell. A page that came shows the language
// and size chosen last, so the shell is fetched again in them.
async function navigated(event) {
  try {
    const signal = AbortSignal.timeout(WAIT_MILLISECONDS);
    const answer = await fetch(event.request, { signal });
    if (answer.status < 500) {
      event.waitUntil(renewShell());
      return answer;
    }
  } catch {
    // No network, or too slow: what is kept answers.
  }
  return (await caches.match(shell)) || Response.error();
}

// A shell of another release needs other files than those kept: then all of them are fetched.
async function renewShell() {
  const answer = await fetch(shell, { cache: "reload" }).catch(() => null);
  if (!answer || !answer.ok || answer.redirected) return;
  if (answer.headers.get("X-Verify-Version") === version) {
    await (await caches.open(NAME)).put(shell, answer);
  } else {
    await self.registration.update().catch(() => {});
  }
}

async function kept(request) {
  return (await caches.match(request, { ignoreSearch: true })) || fetch(request);
}

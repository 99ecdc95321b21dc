// Serves the pages a reader asked to keep when there is no network. It is published at the root of
// the site, and is registered only when the first page is kept. It goes to the network first, keeps
// nothing that was not asked for, and lets go of what is no longer on the site.
// The operator's switch is `offline_copies: false`: then no-offline-worker.js stands in its place.
const PAGES = "waymark-pages";
const PARTS = "waymark-parts";
const SITE = new URL(registration.scope);
const LIST = new URL("offline.json", SITE).href;
const PATIENCE_MS = 5000; // for a network that is there but brings nothing, when there is a copy
let hasChecked = false;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("message", (event) => {
  event.waitUntil(
    keep(event.data.keep)
      .then(() => event.ports[0].postMessage({}))
      .catch(({ name }) => event.ports[0].postMessage({ problem: name })),
  );
});

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== SITE.origin) return;
  const isPage = request.mode === "navigate";
  if (isPage && !hasChecked) {
    hasChecked = true;
    event.waitUntil(check().catch(() => { hasChecked = false; }));
  }
  if (isPage) event.respondWith(page(request));
  else if (request.url.startsWith(`${SITE}theme/`)) event.respondWith(part(request));
});

// The network first, whatever a host lets browsers remember: a page may have been taken back.
async function page(request) {
  const copy = await caches.match(request, { ignoreSearch: true });
  const controller = new AbortController();
  const patience = copy && setTimeout(() => controller.abort(), PATIENCE_MS);
  try {
    const answer = await fetch(request, { cache: "no-cache", signal: controller.signal });
    return copy && answer.status >= 500 ? copy : answer;
  } catch {
    return copy ?? (await withoutNetwork(request.url)) ?? Response.error();
  } finally {
    clearTimeout(patience);
  }
}

// The page that says so, in the language of the part of the site that was asked for.
async function withoutNetwork(address) {
  const [first] = inside(new URL(address).pathname).split("/").filter(Boolean);
  const found = await caches.match(new URL(`${first}/offline/`, SITE));
  return found ?? caches.match(new URL("offline/", SITE));
}

// An older style or script is better than none, so its mark of content may differ.
async function part(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request, { ignoreSearch: true })) ?? Response.error();
  }
}

// Keeps pages, and the parts that every page needs.
async function keep(paths) {
  const { pages, parts } = await list();
  if (!paths.every((path) => inside(path) in pages)) throw new DOMException("", "NotFoundError");
  await fill(PARTS, parts.map((one) => new URL(one, SITE).href));
  await fill(PAGES, paths);
}

// Compares every copy with the site as it is: what was taken back leaves, what changed is renewed.
async function check() {
  if (!(await caches.has(PAGES))) return;
  const { pages, parts } = await list();
  const cache = await caches.open(PAGES);
  const changed = [];
  for (const request of await cache.keys()) {
    const version = pages[inside(new URL(request.url).pathname)];
    if (version === undefined) await cache.delete(request);
    else if (version !== (await versionOf(await cache.match(request)))) changed.push(request.url);
  }
  if (!changed.length) return;
  await fill(PARTS, parts.map((one) => new URL(one, SITE).href));
  await fill(PAGES, changed);
}

async function fill(name, addresses) {
  const cache = await caches.open(name);
  await cache.addAll(addresses.map((address) => new Request(address, { cache: "no-cache" })));
}

async function list() {
  const answer = await fetch(LIST, { cache: "no-cache" });
  const found = await answer.json();
  if (!found.pages || !Array.isArray(found.parts)) throw new TypeError("not our list");
  return found;
}

// The version of a page is the beginning of its SHA-256, as waymark/publish/offline.py writes it.
async function versionOf(answer) {
  const hash = await crypto.subtle.digest("SHA-256", await answer.arrayBuffer());
  const bytes = new Uint8Array(hash).slice(0, 5);
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// A path without the folder the site may live in: `/waymark/help-now/` is `/help-now/`.
function inside(path) {
  return path.slice(SITE.pathname.length - 1);
}

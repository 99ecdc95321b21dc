// The pages a reader keeps on this device for when there is no network. The worker that fetches and
// serves them (`offline-worker.js`) works on the same two caches. Nothing is kept unasked.
const PAGES = "waymark-pages"; // each page that was asked for
const PARTS = "waymark-parts"; // what they need to be shown, the same for all
const SITE = new URL("../../", import.meta.url); // this file stands in theme/js/

// Says whether this browser can keep pages at all; in private windows some cannot.
export function canKeep() {
  return "serviceWorker" in navigator && "caches" in globalThis;
}

// Returns `[{ address, title }]` of every page kept.
export async function copies() {
  try {
    if (!(await caches.has(PAGES))) return [];
    const cache = await caches.open(PAGES);
    const addresses = (await cache.keys()).map((request) => new URL(request.url).pathname);
    return await Promise.all(addresses.map(async (address) => {
      const html = await (await cache.match(address))?.text() ?? "";
      const { title } = new DOMParser().parseFromString(html, "text/html");
      return { address, title: title.split(" · ")[0] };
    }));
  } catch {
    return [];
  }
}

export async function isKept(address) {
  return (await copies()).some((copy) => copy.address === address);
}

// Keeps a page, and `help` (help now in the language of that page) with it. Throws when it could
// not be kept: the message is the name of the browser's own error.
export async function keepCopy(address, help) {
  await navigator.serviceWorker.register(new URL("offline-worker.js", SITE), {
    scope: SITE.pathname,
    updateViaCache: "none", // so that an empty worker, the operator's switch, arrives at once
  });
  const { active } = await navigator.serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise((resolve) => { port1.onmessage = ({ data }) => resolve(data); });
  active.postMessage({ keep: [...new Set([address, help])] }, [port2]);
  const { problem } = await answer;
  if (problem) throw new Error(problem);
}

// Erases one copy; with the last one, what all of them needed and the worker go too.
export async function eraseCopy(address) {
  await (await caches.open(PAGES)).delete(address);
  if (!(await copies()).length) await eraseCopies();
}

export async function eraseCopies() {
  if (!canKeep()) return;
  try {
    for (const name of [PAGES, PARTS]) await caches.delete(name);
    const worker = await navigator.serviceWorker.getRegistration(SITE.pathname);
    if (worker?.scope === SITE.href) await worker.unregister();
  } catch {
    // A browser that forbids to look has kept nothing.
  }
}

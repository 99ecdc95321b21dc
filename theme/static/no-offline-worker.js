// The switch that ends offline copies: published in place of offline-worker.js, it erases every
// copy on the device of whoever comes back, and then itself.
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(end()));

async function end() {
  for (const name of await caches.keys()) if (name.startsWith("waymark-")) await caches.delete(name);
  await registration.unregister();
}

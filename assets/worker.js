// The worker of the referral pages: where there is no signal it shows the empty form that was kept, and it sends what was
// sealed when the browser says that the signal is back. It keeps nothing by itself and never a page about a case.
const policy = self.trustedTypes?.createPolicy("icat", { createScriptURL: (address) => address });
const ours = (address) => (policy ? policy.createScriptURL(address) : address);
importScripts(ours("/static/" + "parcels.js"));

const SHELL = "/referrals/offline";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode === "navigate") event.respondWith(shown(request));
  else if (request.method === "GET" && new URL(request.url).pathname.startsWith("/static/")) {
    event.respondWith(fetch(request).catch(() => kept(request.url))); // hashed names: the browser's own cache is first
  }
});

// The network first. Where it says nothing for some seconds, the empty form is there already.
async function shown(request) {
  const network = fetch(request).catch(() => kept(SHELL));
  if (request.method !== "GET" || new URL(request.url).pathname !== SHELL) return network;
  const patience = new Promise((done) => { setTimeout(done, 5_000); });
  return (await Promise.race([network, patience])) ?? (await caches.match(SHELL)) ?? network;
}

async function kept(address) {
  return (await caches.match(address)) ?? Response.error();
}

self.addEventListener("sync", (event) => {
  if (event.tag === "icat-parcels") event.waitUntil(self.icatParcels.send().then((isDone) => {
    if (!isDone) throw new Error("later"); // the browser tries again
  }));
});

// Lets the page open without a network from the second visit on. A running page says which files it consists of
// (offline.js); they are kept as one set per build, and only a complete set replaces the one before.
//
// What a name with a hash holds never changes and is taken from the store; index.html is asked for from the network
// first, so a new build is seen at once. To take the worker back, publish one whose install step deletes the caches.
const kPrefix = 'convolab-';
const kData = `${kPrefix}data`;
const kForever = /\/(app-[0-9a-f]+\/.*|data\/.*\.[0-9a-f]{8}\.(gz|png|json))$/;

addEventListener('install', () => skipWaiting());

// Puts the files that are not there yet; on a failure the store stays as it was, apart from files that are never wrong.
async function keep({ app, files }) {
    const name = kPrefix + app;
    const there = await Promise.all(files.map((file) => caches.match(file, { cacheName: name })));
    const missing = files.filter((_, i) => !there[i]);
    const responses = await Promise.all(missing.map((file) => fetch(file)));
    if (!responses.every((response) => response.ok)) return;
    const cache = await caches.open(name);
    await Promise.all(responses.map((response, i) => cache.put(missing[i], response)));
    for (const other of await caches.keys()) {
        if (other.startsWith(kPrefix) && other !== name && other !== kData) await caches.delete(other);
    }
}

addEventListener('message', (event) => event.waitUntil(keep(event.data).catch(() => {})));

async function fromStore(request) {
    const kept = await caches.match(request);
    if (kept) return kept;
    const response = await fetch(request);
    if (response.ok && request.url.includes('/data/')) {
        const cache = await caches.open(kData).catch(() => null);  // a full disk is no reason to fail
        await cache?.put(request, response.clone()).catch(() => {});
    }
    return response;
}

async function fromNetwork(request) {
    try {
        const response = await fetch(request);
        if (response.ok && request.url.endsWith('.json')) (await caches.open(kData)).put(request, response.clone());
        return response;
    } catch (error) {
        const kept = await caches.match(request, { ignoreSearch: true });
        if (kept) return kept;
        throw error;
    }
}

addEventListener('fetch', (event) => {
    const { request } = event;
    if (request.method !== 'GET' || new URL(request.url).origin !== location.origin) return;
    event.respondWith(kForever.test(new URL(request.url).pathname) ? fromStore(request) : fromNetwork(request));
});

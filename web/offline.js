// Asks the service worker to keep the files of this page, so that the next visit needs no network. Where there is none
// (http, private windows) nothing is lost.
export async function keepForOffline(app) {
    if (!navigator.serviceWorker) return;
    try {
        await navigator.serviceWorker.register('service_worker.js');
        const { active } = await navigator.serviceWorker.ready;
        const loaded = performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => name.includes(`/${app}/`));
        active.postMessage({ app, files: [new URL('./', location.href).href, ...new Set(loaded)] });
    } catch { /* the page works as before */ }
}

// The page before and without the program: readable from the start, honest about its progress, and a sentence instead
// of a blank page for whatever is missing.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, test } from 'node:test';

import { framesDuring, kSite, link, openPage, setUp, settled, state, tearDown } from './page.mjs';

after(tearDown);

const kWasm = /convolab\.wasm$/;
const appFolder = () => path.join(kSite, fs.readdirSync(kSite).find((name) => name.startsWith('app-')));
const status = (page) => page.textContent('#status');
const runtime = (page) => page.evaluate(() => document.documentElement.dataset.runtime);

// Opens a page that cannot start and answers what it says.
async function refusal(t, before, options = {}) {
    const { page, errors } = await openPage(t, { before, ready: false, ...options });
    const reason = await page.evaluate(() => convolab.ready.then(() => 'it started', (error) => error.message));
    assert.notEqual(reason, 'it started');
    const sentence = await status(page);
    assert.equal(sentence.trim(), reason);
    assert.ok(await page.isVisible('h1') && await page.isVisible('#lessons a'), 'the text is still there');
    errors.length = 0;  // the browser itself reports missing files
    return sentence;
}

test('the text is readable before the program arrives', async (t) => {
    let go;
    const held = new Promise((resolve) => { go = resolve; });
    const { page } = await openPage(t, { ready: false, before: (page) => page.route(kWasm, async (route) => {
        await held;
        await route.continue();
    }) });
    assert.equal(await page.textContent('h1'), 'Convolab');
    const lessons = await page.locator('#lessons a').evaluateAll((links) => links.map((a) => a.getAttribute('href')));
    assert.ok(lessons.length >= 2);
    for (const href of lessons) assert.match(href, /^#lesson=[a-z-]+$/);
    for (const item of await page.locator('#lessons span').allTextContents()) assert.match(item, /\w.*[.!?]$/);
    assert.ok(await page.isVisible('progress'));
    go();
    await page.evaluate(() => convolab.ready);
    for (const href of lessons) {
        assert.equal(await page.evaluate((to) => convolab.open(to).message, href), '', 'the list links real lessons');
    }
});

test('the licences name the data sets that the site carries, and no others', () => {
    const text = fs.readFileSync(path.join(kSite, 'licences.txt'), 'utf8');
    for (const { name, title } of JSON.parse(fs.readFileSync(new URL('../../assets/data.json', import.meta.url))).sets) {
        assert.equal(text.includes(`==== ${title} ====`), fs.existsSync(path.join(kSite, 'data', `${name}.json`)), name);
    }
});

test('the page says that it needs JavaScript', async (t) => {
    const { page } = await openPage(t, { ready: false, context: { javaScriptEnabled: false } });
    assert.match(await page.textContent('noscript'), /needs JavaScript/);
    assert.ok(await page.isVisible('#lessons a'));
});

test('progress follows the bytes that arrived', async (t) => {
    const { page } = await openPage(t, { ready: false, before: async (page) => {
        const session = await page.context().newCDPSession(page);
        await session.send('Network.enable');
        await session.send('Network.emulateNetworkConditions',
            { offline: false, latency: 0, downloadThroughput: 300e3, uploadThroughput: -1 });
        await page.addInitScript(() => {
            globalThis.seen = [];
            addEventListener('DOMContentLoaded', () => new MutationObserver(() =>
                globalThis.seen.push(document.getElementById('progress').value))
                .observe(document.getElementById('progress'), { attributes: true }));
        });
    } });
    await page.evaluate(() => convolab.ready);
    const seen = await page.evaluate(() => globalThis.seen);
    assert.ok(seen.filter((share) => share > 0.05 && share < 0.95).length >= 3, `seen: ${seen}`);
    assert.deepEqual(seen, [...seen].sort((a, b) => a - b));
    assert.equal(seen.at(-1), 1);
});

test('no WebGL 2', async (t) => {
    const sentence = await refusal(t, (page) => page.addInitScript(() => {
        const original = HTMLCanvasElement.prototype.getContext;
        HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
            return kind === 'webgl2' ? null : original.call(this, kind, ...rest);
        };
    }));
    assert.match(sentence, /WebGL 2/);
});

test('no WebAssembly SIMD', async (t) => {
    const sentence = await refusal(t, (page) => page.addInitScript(() => { WebAssembly.validate = () => false; }));
    assert.match(sentence, /SIMD.*Chrome 91, Firefox 89, Safari 16\.4/);
});

test('no WebAssembly', async (t) => {
    const sentence = await refusal(t, (page) => page.addInitScript(() => { delete globalThis.WebAssembly; }));
    assert.match(sentence, /no WebAssembly/);
});

test('the wasm file is missing', async (t) => {
    const sentence = await refusal(t, (page) => page.route(kWasm, (route) => route.fulfill({ status: 404, body: 'no' })));
    assert.match(sentence, /404.*convolab\.wasm/);
});

test('the wasm file is truncated', async (t) => {
    const sentence = await refusal(t, (page) => page.route(kWasm, async (route) => {
        const body = await (await route.fetch()).body();
        await route.fulfill({ body: body.subarray(0, body.length / 2), contentType: 'application/wasm' });
    }));
    assert.match(sentence, /incomplete: [\d,]+ of [\d,]+ kB/);
});

test('the network does not answer', async (t) => {
    const sentence = await refusal(t, (page) => page.route(kWasm, (route) => route.abort()));
    assert.match(sentence, /network did not answer/);
});

test('the script of the program is missing', async (t) => {
    const sentence = await refusal(t, (page) => page.route(/convolab\.js$/, (route) => route.fulfill({ status: 404, body: '' })));
    assert.match(sentence, /convolab\.js is missing/);
});

test('a wrong MIME type of the wasm file does not matter', async (t) => {
    const { page } = await openPage(t, { before: (page) => page.route(kWasm, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ body: await response.body(), contentType: 'text/plain' });
    }) });
    assert.ok((await state(page)).lesson);
});

test('without instantiateStreaming the program starts from a buffer', async (t) => {
    const { page } = await openPage(t, { before: (page) => page.addInitScript(() => {
        delete WebAssembly.instantiateStreaming;
    }) });
    assert.ok((await state(page)).lesson);
});

test('threads where the page is isolated, none elsewhere', async (t) => {
    assert.equal(await runtime((await openPage(t)).page), 'mt');
    assert.equal(await runtime((await openPage(t, { isolate: false })).page), 'st');
    assert.equal(await runtime((await openPage(t, { query: 'runtime=st' })).page), 'st');
    const { page } = await openPage(t, { isolate: false, query: 'runtime=mt' });
    assert.equal(await runtime(page), 'st');
    assert.match((await state(page)).message, /cross-origin isolated/);
});

test('a thread that cannot start leaves a page without threads', async (t) => {
    const { page, errors } = await openPage(t, { before: (page) =>
        page.route(/\/mt\/convolab\.worker\.js$/, (route) => route.fulfill({ status: 404, body: '' })) });
    errors.length = 0;
    assert.equal(await runtime(page), 'st');
    assert.match((await state(page)).message, /Threads could not be started/);
});

test('storage that throws breaks nothing', async (t) => {
    const { page } = await openPage(t, { before: (page) => page.addInitScript(() => {
        for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) {
            Object.defineProperty(globalThis, name, { get() { throw new DOMException('denied', 'SecurityError'); } });
        }
    }) });
    assert.ok((await state(page)).lesson);
    await settled(page);
});

test('a trap in the program shows the panel, and a reload restores the state', async (t) => {
    const { page, errors } = await openPage(t, { query: 'runtime=st', before: (page) => page.addInitScript(() => {
        const original = WebAssembly.instantiateStreaming;
        WebAssembly.instantiateStreaming = async (...args) => {
            const { instance, module } = await original.call(WebAssembly, ...args);
            const exports = { ...instance.exports };
            for (const [name, value] of Object.entries(exports)) {
                if (typeof value !== 'function') continue;
                exports[name] = (...numbers) => {
                    if (globalThis.trap) throw new WebAssembly.RuntimeError('unreachable');
                    return value(...numbers);
                };
            }
            return { instance: { exports }, module };
        };
    }) });
    await page.evaluate(() => convolab.open('lesson=convolution&stride=2'));
    await settled(page);
    const before = await link(page);
    await page.evaluate(() => { globalThis.trap = true; });
    await page.mouse.move(100, 100);
    await page.waitForSelector('#panel:not([hidden])');
    assert.match(await page.textContent('#panel-text'), /cannot go on/);
    assert.match(await page.textContent('#panel-report'), /unreachable/);
    assert.equal(await framesDuring(page, 500), 0);
    await Promise.all([page.waitForEvent('load'), page.click('#panel-reload')]);
    await page.evaluate(() => convolab.ready);
    assert.equal(await link(page), before);
    errors.length = 0;
});

test('the one-file copy runs from a disk', async (t) => {
    const [browser] = await setUp();
    const page = await browser.newPage();
    t.after(() => page.close());
    const errors = [];
    page.on('console', (message) => { if (message.type() === 'error') errors.push(message.text()); });
    await page.goto(`${pathToFileURL(path.join(kSite, 'convolab.html'))}#lesson=convolution&stride=2`);
    await page.evaluate(() => convolab.ready);
    assert.match(await link(page), /stride/);
    assert.deepEqual(errors, []);
});

test('the second visit works with the network off', async (t) => {
    for (const query of ['runtime=st', 'runtime=mt']) {
        const { page, context, address } = await openPage(t, { query, context: { serviceWorkers: 'allow' } });
        await page.evaluate(async (app) => {
            while (!(await caches.has(`convolab-${app}`))) await new Promise((resolve) => setTimeout(resolve, 50));
        }, path.basename(appFolder()));
        await context.setOffline(true);
        await page.goto(`${address}?${query}#lesson=convolution&stride=2`);
        await page.evaluate(() => convolab.ready);
        assert.match(await link(page), /stride/);
        assert.equal(`runtime=${await runtime(page)}`, query);
    }
});

test('the folder of the app holds both builds, packed', () => {
    for (const variant of ['st', 'mt']) {
        for (const end of ['', '.br', '.gz']) assert.ok(fs.existsSync(path.join(appFolder(), variant, `convolab.wasm${end}`)));
    }
    assert.ok(fs.readFileSync(path.join(kSite, '_headers'), 'utf8').includes('Cross-Origin-Embedder-Policy: require-corp'));
});

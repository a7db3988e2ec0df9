// What browser tests share: the real page of build/site in headless Chromium, and a hand for pointing at named items.
//
//     const { page, errors } = await openPage(t, { hash: 'lesson=convolution' });
//     await click(page, 'transport.play');
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

import { serve } from '../../web/serve.mjs';

export const kSite = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../build/site');
const kBrowser = process.env.CHROMIUM ??
    ['/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/chromium-browser'].find((file) => fs.existsSync(file));
// Software WebGL, and no traffic of the browser's own.
const kArguments = ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-quic',
    '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

// One browser and one server per test file, made when first asked for.
let browser;
let servers;
export function setUp() {
    browser ??= chromium.launch({ executablePath: kBrowser, args: kArguments });
    servers ??= Promise.all([true, false].map((isolate) => serve({ root: kSite, isolate })));
    return Promise.all([browser, servers]);
}

export async function tearDown() {
    await (await browser)?.close();
    for (const { server } of (await servers) ?? []) {
        server.closeAllConnections();
        server.close();
    }
}

// A fresh context with one page; it closes with the test t. Options: hash, query, width, height, ratio, touch, isolate
// (the server's headers: with them the page runs mt), context (more of Playwright's), before(page) (runs before the page
// is loaded), ready (false: do not wait for the program). `errors` collects console errors, page errors and violations
// of the content security policy; the test fails if any is left in it.
export async function openPage(t, { hash = '', query = '', width = 1280, height = 800, ratio = 1, touch = false,
    isolate = true, context: more = {}, before = async () => {}, ready = true } = {}) {
    const [chrome, [isolated, plain]] = await setUp();
    const context = await chrome.newContext({ viewport: { width, height }, deviceScaleFactor: ratio, hasTouch: touch,
        isMobile: touch, permissions: ['clipboard-read', 'clipboard-write'], serviceWorkers: 'block', ...more });
    const page = await context.newPage();
    const errors = [];
    page.on('console', (message) => { if (message.type() === 'error') errors.push(message.text()); });
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.addInitScript(() => {
        addEventListener('securitypolicyviolation', (event) =>
            console.error(`policy violated: ${event.violatedDirective} ${event.blockedURI}`));
    });
    t.after(async () => {
        await context.close();
        assert.deepEqual(errors, [], 'errors in the console');
    });
    const { address } = isolate ? isolated : plain;
    await before(page, address);
    await page.goto(address + (query && `?${query}`) + (hash && `#${hash}`));
    if (ready) await page.evaluate(() => convolab.ready);
    return { page, errors, address, context };
}

export const state = (page) => page.evaluate(() => convolab.state());
export const link = (page) => page.evaluate(() => convolab.link());

// Until nothing has been drawn for a while: the program is at rest.
export async function settled(page) {
    await page.evaluate(() => new Promise((resolve) => {
        let frames = 4;
        const next = () => (--frames > 0 ? requestAnimationFrame(next) : setTimeout(resolve, 20));
        requestAnimationFrame(next);
    }));
}

// Waits until check(state) holds; says what the state was if it never does.
export async function stateWhere(page, check, milliseconds = 15000) {
    const end = Date.now() + milliseconds;
    for (;;) {
        const now = await state(page);
        if (check(now)) return now;
        if (Date.now() > end) assert.fail(`the state never became so: ${check}\n${JSON.stringify(now).slice(0, 2000)}`);
        await new Promise((resolve) => setTimeout(resolve, 30));
    }
}

// The rectangle of a named item in CSS pixels: {x, y, width, height} with the middle as cx, cy. Waits for an item that
// an animation still holds back (the turning kernel becomes the sheet "turned" when it stands).
export async function itemRect(page, name, milliseconds = 15000) {
    for (const end = Date.now() + milliseconds;;) {
        await settled(page);
        const [items, ratio] = await page.evaluate(() => {
            const canvas = document.getElementById('canvas');
            return [convolab.state().ui.items, canvas.width / canvas.clientWidth];
        });
        if (items[name]) {
            const [x, y, width, height] = items[name].map((value) => value / ratio);
            return { x, y, width, height, cx: x + width / 2, cy: y + height / 2 };
        }
        if (Date.now() > end) assert.fail(`no item ${name} on the screen; there are ${Object.keys(items).join(' ')}`);
    }
}

export async function click(page, name, options) {
    const { cx, cy } = await itemRect(page, name);
    await page.mouse.click(cx, cy, options);
    await settled(page);
}

// Finger events as the browser would send them: down at the first point, along the others, up.
export async function touchDrag(page, points, { hold = 0 } = {}) {
    const session = await page.context().newCDPSession(page);
    const send = (type, point) => session.send('Input.dispatchTouchEvent', { type, touchPoints: point ? [point] : [] });
    const [first, ...others] = points;
    await send('touchStart', first);
    await settled(page);
    if (hold) await page.waitForTimeout(hold);
    for (const point of others) {
        await send('touchMove', point);
        await settled(page);
    }
    await send('touchEnd');
    await settled(page);
    await session.detach();
}

// Until half a second passes without a frame.
export async function atRest(page) {
    for (let tries = 0; tries < 40; ++tries) if (await framesDuring(page, 500) === 0) return;
    assert.fail('the page never comes to rest');
}

// Numbers of frames drawn during the next milliseconds.
export async function framesDuring(page, milliseconds) {
    return page.evaluate((time) => new Promise((resolve) => {
        const original = globalThis.requestAnimationFrame;
        let frames = 0;
        globalThis.requestAnimationFrame = (act) => original((now) => { ++frames; act(now); });
        setTimeout(() => { globalThis.requestAnimationFrame = original; resolve(frames); }, time);
    }), milliseconds);
}

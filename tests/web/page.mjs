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
// Software WebGL, a camera that shows a test picture, and no traffic of the browser's own.
const kArguments = ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-quic',
    '--use-fake-device-for-media-stream', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'];

// How long a test waits for what must come, in milliseconds: long, because a crowded machine is slow and not wrong.
export const kPatience = 90000;

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

// Runs in the page before its own scripts: reports violations of the content security policy, and counts the frames that
// the program asks for. The program's clock is its frames, so tests wait by them and hold on machines of any speed.
function watch() {
    addEventListener('securitypolicyviolation', (event) =>
        console.error(`policy violated: ${event.violatedDirective} ${event.blockedURI}`));
    const ask = requestAnimationFrame.bind(globalThis);
    const frames = { ask, asked: 0, drawn: 0 };
    globalThis.frames = frames;
    globalThis.requestAnimationFrame = (draw) => {
        ++frames.asked;
        return ask((now) => {
            ++frames.drawn;
            draw(now);
        });
    };
}

// A context of its own with one page. `errors` is the list that its errors go to at present; `kind` is null when no other
// test may have the page after this one.
async function newPage(chrome, kind, { width, height, ratio, touch, context: more }) {
    const context = await chrome.newContext({ viewport: { width, height }, deviceScaleFactor: ratio, hasTouch: touch,
        isMobile: touch, permissions: ['clipboard-read', 'clipboard-write'], serviceWorkers: 'block', ...more });
    context.setDefaultTimeout(kPatience);  // of Playwright's own waiting: for a page to load, an element to show
    const made = { kind, context, page: await context.newPage(), errors: [] };
    made.page.on('console', (message) => { if (message.type() === 'error') made.errors.push(message.text()); });
    made.page.on('pageerror', (error) => made.errors.push(String(error)));
    made.page.on('crash', () => { made.kind = null; });
    await made.page.addInitScript(watch);
    return made;
}

// Loads a page again as if nobody had been there: no button held, no pointer over it, nothing stored.
async function loadAgain(page, url, { width, height }) {
    await page.mouse.up();
    await page.mouse.move(-1, -1);
    await page.setViewportSize({ width, height });
    await Promise.all([page.waitForEvent('load'), page.evaluate((target) => {
        localStorage.clear();
        sessionStorage.clear();
        history.replaceState(null, '', target);
        location.reload();
    }, url)]);
}

// The page opened last. If the next one is of the same kind it is this one, loaded again, which costs the browser less than
// half of what a new one does; else it closes.
let last;

// A page that shows the program, until another is opened. Options: hash, query, width, height, ratio, touch, isolate
// (the server's headers: with them the page runs mt), context (more of Playwright's), before(page) (runs before the page
// is loaded), ready (false: do not wait for the program). `errors` collects console errors, page errors and violations
// of the content security policy; the test t fails if any is left in it.
export async function openPage(t, { before, ready = true, ...options } = {}) {
    const wanted = { hash: '', query: '', width: 1280, height: 800, ratio: 1, touch: false, isolate: true, ...options };
    const [chrome, [isolated, plain]] = await setUp();
    const { address } = wanted.isolate ? isolated : plain;
    const url = address + (wanted.query && `?${wanted.query}`) + (wanted.hash && `#${wanted.hash}`);
    // What a second load does not undo asks for a new page.
    const kind = before || wanted.context || !ready ? null : JSON.stringify([address, wanted.ratio, wanted.touch]);

    const again = kind !== null && kind === last?.kind;
    if (!again) {
        await last?.context.close();
        last = await newPage(chrome, kind, wanted);
    }
    const { page, context } = last;
    const errors = last.errors = [];
    t.after(() => assert.deepEqual(errors, [], 'errors in the console'));
    await before?.(page, address);
    await (again ? loadAgain(page, url, wanted) : page.goto(url));
    if (ready) await page.evaluate(() => convolab.ready);
    return { page, errors, address, context };
}

export const state = (page) => page.evaluate(() => convolab.state());
export const link = (page) => page.evaluate(() => convolab.link());

// Until what was done last is on the screen: the program asks for no further frame. What moves by itself (a film that
// plays, a training run) asks for ever and is left after some frames.
export const settled = (page) => page.evaluate(() => new Promise((resolve) => {
    let left = 16;
    const look = () => {
        const wanted = frames.asked > frames.drawn;
        if (--left > 0 && (wanted || left > 12)) frames.ask(look);
        else setTimeout(resolve, 20);
    };
    look();
}));

// Waits until check(state) holds; says what the state was if it never does.
export async function stateWhere(page, check, milliseconds = kPatience) {
    const end = Date.now() + milliseconds;
    for (;;) {
        const now = await state(page);
        if (check(now)) return now;
        if (Date.now() > end) assert.fail(`the state never became so: ${check}\n${JSON.stringify(now).slice(0, 2000)}`);
        await new Promise((resolve) => setTimeout(resolve, 30));
    }
}

// The rectangles of named items in CSS pixels: {name, x, y, width, height} with the middle as cx, cy. Waits for items that an
// animation still holds back (the turning kernel becomes the sheet "turned" when it stands), and until they stand still.
export async function itemRects(page, names) {
    let [before, items] = ['', []];
    for (const end = Date.now() + kPatience; Date.now() < end;) {
        await settled(page);
        let ratio;
        [items, ratio] = await page.evaluate((wanted) => {
            const canvas = document.getElementById('canvas');
            const { ui } = convolab.state();
            return [wanted.map((name) => ui.items[name] ?? null), canvas.width / canvas.clientWidth];
        }, names);
        if (!items.includes(null) && before === String(items)) {
            return items.map((item, i) => {
                const [x, y, width, height] = item.map((value) => value / ratio);
                return { name: names[i], x, y, width, height, cx: x + width / 2, cy: y + height / 2 };
            });
        }
        before = String(items);
    }
    const missing = names.filter((name, i) => items[i] === null);
    return assert.fail(`${missing.join(' ') || names.join(' ')}: not there or never at rest; there are `
        + Object.keys((await state(page)).ui.items).join(' '));
}

export const itemRect = async (page, name) => (await itemRects(page, [name]))[0];

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

// Until the program is at rest: it asks for no frame during half a second of the page's own time, which a busy machine
// stretches for the program's timers and for these alike.
export const atRest = (page) => page.evaluate((patience) => new Promise((resolve, reject) => {
    let [drawn, quiet] = [-1, 0];
    const end = Date.now() + patience;
    const look = () => {
        quiet = frames.asked === frames.drawn && frames.drawn === drawn ? quiet + 1 : 0;
        drawn = frames.drawn;
        if (quiet === 10) resolve();
        else if (Date.now() > end) reject(new Error('the page never comes to rest'));
        else setTimeout(look, 50);
    };
    look();
}), kPatience);

// Numbers of frames drawn during the next milliseconds.
export const framesDuring = (page, milliseconds) => page.evaluate((time) => new Promise((resolve) => {
    const before = frames.drawn;
    setTimeout(() => resolve(frames.drawn - before), time);
}), milliseconds);

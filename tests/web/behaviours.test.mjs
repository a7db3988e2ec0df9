// The canvas as a good citizen of its page: the behaviours that a stock GLFW page lacks, each driven by real events.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { atRest, click, framesDuring, itemRect, kPatience, link, openPage, settled, state, stateWhere, tearDown, touchDrag }
    from './page.mjs';

after(tearDown);

const kLesson = 'lesson=convolution';
const kSlider = 'stride';
const kCell = 'input.0.0';

const focused = (page) => page.evaluate(() => document.activeElement.id);
const field = (now, key) => Number(now.fields.find((one) => one.key === key).value);
const stride = async (page) => field(await state(page), 'stride_y');
const cell = async (page) => (await state(page)).input[0][0][0];
const canvasSize = (page) => page.evaluate(() => {
    const canvas = document.getElementById('canvas');
    return [canvas.width, canvas.height];
});

async function dragSlider(page, from, to, { release = true } = {}) {
    const { x, width, cy } = await itemRect(page, kSlider);
    await page.mouse.move(x + from * width, cy);
    await page.mouse.down();
    await page.mouse.move(x + to * width, cy, { steps: 4 });
    await settled(page);
    if (release) await page.mouse.up();
    await settled(page);
}

async function editCell(page, text) {
    await click(page, kCell);
    await page.keyboard.press('Control+A');
    await page.keyboard.type(text);
    await settled(page);
}

test('the canvas follows the window', async (t) => {
    const { page } = await openPage(t, { hash: kLesson });
    assert.deepEqual(await canvasSize(page), [1280, 800]);
    await page.setViewportSize({ width: 720, height: 500 });
    await settled(page);
    assert.deepEqual(await canvasSize(page), [720, 500]);
});

test('each device pixel is drawn at every pixel ratio', async (t) => {
    for (const [ratio, expected] of [[2, [1600, 1200]], [0.75, [600, 450]], [3, [2400, 1800]]]) {
        const { page } = await openPage(t, { hash: kLesson, width: 800, height: 600, ratio });
        assert.deepEqual(await canvasSize(page), expected);
        const { x, width } = await itemRect(page, kSlider);
        assert.ok(x > 0 && x + width < 800, 'the layout is in CSS pixels');
    }
});

test('a slider follows the mouse', async (t) => {
    const { page } = await openPage(t, { hash: kLesson });
    const before = await stride(page);
    await dragSlider(page, 0.5, 0.98);
    assert.ok(await stride(page) > before);
});

test('a drag that is released outside the window ends', async (t) => {
    const { page } = await openPage(t, { hash: kLesson });
    await dragSlider(page, 0.5, 0.98, { release: false });
    await page.mouse.move(-60, 300);
    await page.mouse.up();
    await settled(page);
    const at = await stride(page);
    const { x, width, cy } = await itemRect(page, kSlider);
    for (const share of [0.6, 0.98]) {
        await page.mouse.move(x + share * width, cy);
        await settled(page);
    }
    assert.equal(await stride(page), at);
});

test('the wheel scrolls by notches in the right direction', async (t) => {
    const { page } = await openPage(t, { hash: kLesson, height: 660 });
    const before = await itemRect(page, kSlider);
    await page.mouse.move(before.cx, before.cy);
    await page.mouse.wheel(0, 120);
    await settled(page);
    const after = await itemRect(page, kSlider);
    assert.ok(after.y < before.y - 10 && after.y > before.y - 200, `from ${before.y} to ${after.y}`);
    await page.mouse.wheel(0, -120);
    await settled(page);
    assert.equal((await itemRect(page, kSlider)).y, before.y);
});

test('Ctrl+wheel is left to the browser', async (t) => {
    const { page } = await openPage(t, { hash: kLesson, height: 420 });
    const prevented = await page.evaluate(() => ['ctrlKey', 'plain'].map((key) => {
        const event = new WheelEvent('wheel', { deltaY: 100, cancelable: true, [key]: true });
        document.getElementById('canvas').dispatchEvent(event);
        return event.defaultPrevented;
    }));
    assert.deepEqual(prevented, [false, true]);
});

test('a tap presses', async (t) => {
    const { page } = await openPage(t, { hash: kLesson, touch: true, width: 820, height: 1180 });
    const before = (await state(page)).link;
    const { cx, cy } = await itemRect(page, 'transport.next-term');
    await page.touchscreen.tap(cx, cy);
    await settled(page);
    assert.notEqual((await state(page)).link, before);
});

test('a finger drags a slider', async (t) => {
    const { page } = await openPage(t, { hash: kLesson, touch: true, width: 1280, height: 800 });
    const before = await stride(page);
    const { x, width, cy } = await itemRect(page, kSlider);
    await touchDrag(page, [0.5, 0.7, 0.98].map((share) => ({ x: x + share * width, y: cy })));
    assert.ok(await stride(page) > before);
});

test('a finger that scrolls over a slider and a stepper leaves them as they are; a tap sets the slider', async (t) => {
    // Without the glide behind a drag, whose length is the machine's, not the test's.
    const { page } = await openPage(t, { hash: 'lesson=mnist', touch: true, width: 1280, height: 800,
        context: { reducedMotion: 'reduce' } });
    const before = await state(page);
    await touchDrag(page, [600, 500, 400, 250].map((y) => ({ x: 1100, y })));  // over the fields above them
    for (const name of ['validation', 'epochs.plus', 'limit']) {
        const { cx, cy } = await itemRect(page, name);
        const way = cy > 400 ? -1 : 1;
        await touchDrag(page, [0, 4, 30, 80, 120].map((by) => ({ x: cx, y: cy + way * by })), { hold: 400 });
        await settled(page);
        const moved = await itemRect(page, name);
        assert.ok(Math.abs(moved.cy - cy) > 30, `${name} scrolled from ${cy} to ${moved.cy}`);
    }
    const after = await state(page);
    for (const key of ['validation', 'epochs', 'limit']) assert.equal(after.config[key], before.config[key], key);
    const { x, width, cy } = await itemRect(page, 'validation');
    await page.touchscreen.tap(x + width * 0.3, cy);
    await stateWhere(page, ({ config }) => config.validation > 100 && config.validation < 500);
});

test('what is said of a wrong number goes when a right one is typed', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=optimisers&look=surface&first=adam' });
    const type = async (text) => {
        await click(page, 'beta1');
        await page.keyboard.press('Control+A');
        await page.keyboard.type(text);
        await page.keyboard.press('Enter');
    };
    await type('1.5');
    await stateWhere(page, ({ ui, message }) => ui.items.toast && /β1.*0\.99999/.test(message));
    await type('0.5');
    await stateWhere(page, ({ ui, link }) => !ui.items.toast && link.includes('beta1=0.5'));
});

test('two fingers may zoom the page', async (t) => {
    const { page } = await openPage(t, { hash: kLesson, touch: true });
    const [action, viewport] = await page.evaluate(() => [getComputedStyle(document.getElementById('canvas')).touchAction,
        document.querySelector('meta[name=viewport]').content]);
    assert.match(action, /pinch-zoom/);
    assert.doesNotMatch(viewport, /user-scalable|maximum-scale/);
});

test('a tap on a number brings the keyboard of numbers', async (t) => {
    const { page } = await openPage(t, { hash: kLesson, touch: true });
    const { cx, cy } = await itemRect(page, kCell);
    await page.touchscreen.tap(cx, cy);
    assert.equal(await focused(page), 'typing');  // at once: a soft keyboard opens only inside the gesture
    assert.equal(await page.evaluate(() => document.getElementById('typing').inputMode), 'decimal');
    await page.keyboard.insertText('7');  // what a soft keyboard sends: no key, only text
    await page.keyboard.press('Enter');
    await settled(page);
    assert.match(String(await cell(page)), /7/);
});

test('the Backspace of a soft keyboard deletes', async (t) => {
    const { page } = await openPage(t, { hash: kLesson });
    await editCell(page, '45');
    await page.evaluate(() => {  // it changes the text area and sends no usable key
        const typing = document.getElementById('typing');
        typing.value = typing.value.slice(0, -1);
        typing.dispatchEvent(new InputEvent('input', { inputType: 'deleteContentBackward' }));
    });
    await settled(page);
    await page.keyboard.press('Enter');
    await stateWhere(page, (now) => now.input[0][0][0] === 4);
});

test('text of an input method arrives', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=mnist', height: 1500 });
    await click(page, 'spec');
    assert.equal(await focused(page), 'typing');
    await page.keyboard.press('Control+A');
    const session = await page.context().newCDPSession(page);
    await session.send('Input.imeSetComposition', { text: 'かん', selectionStart: 2, selectionEnd: 2 });
    await session.send('Input.insertText', { text: 'é漢' });
    await settled(page);
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Control+C');
    await settled(page);
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'é漢');
});

test('Ctrl+V brings the system\'s clipboard, Ctrl+C fills it', async (t) => {
    const { page } = await openPage(t, { hash: kLesson });
    await page.evaluate(() => navigator.clipboard.writeText('8.5'));
    await editCell(page, '0');
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Control+V');
    await settled(page);
    await page.evaluate(() => navigator.clipboard.writeText('other'));
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Control+C');
    await settled(page);
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), '8.5');
    await page.keyboard.press('Enter');
    await stateWhere(page, (now) => now.input[0][0][0] === 8.5);
});

test('without the clipboard\'s permission copying falls back to a selection', async (t) => {
    const { page } = await openPage(t, { hash: kLesson, before: (page) => page.addInitScript(() => {
        navigator.clipboard.writeText = () => Promise.reject(new DOMException('denied', 'NotAllowedError'));
    }) });
    await click(page, 'top.share');
    await settled(page);
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^http:\/\/localhost:\d+\/#lesson=convolution/);
});

// Adds an HTML field of the page's own above the canvas, and types into it.
async function typeIntoPage(page, keys) {
    await page.evaluate(() => {
        const input = document.createElement('input');
        input.id = 'own';
        document.body.prepend(input);
        input.focus();
    });
    for (const key of keys) await page.keyboard.press(key);
    await settled(page);
    return page.inputValue('#own');
}

test('Backspace, shortcuts and letters in an HTML field stay there', async (t) => {
    const { page } = await openPage(t, { hash: `${kLesson}&stride=2` });
    await click(page, kCell);  // the program has a text field open
    const before = await state(page);
    assert.equal(await typeIntoPage(page, ['a', '1', 'Space', 'b', 'Backspace', 'ArrowLeft', 'r']), 'a1r ');
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Control+Z');
    await settled(page);
    const after = await state(page);
    assert.equal(after.link, before.link);
    assert.deepEqual(after.input, before.input);
});

test('Tab and Shift+Tab leave the canvas', async (t) => {
    const { page } = await openPage(t, { hash: kLesson });
    for (const keys of [['Tab', 'Shift+Tab'], ['Shift+Tab', 'Tab']]) {
        await page.focus('#canvas');
        await page.keyboard.press(keys[0]);
        assert.ok(!['canvas', 'typing'].includes(await focused(page)));
        await page.keyboard.press(keys[1]);
        assert.equal(await focused(page), 'canvas');
    }
});

test('in a text field Tab takes what was typed and goes to the next control, Shift+Tab to the one before', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=mnist' });
    const press = async (key) => {
        await page.keyboard.press(key);
        await settled(page);
        assert.ok(['canvas', 'typing'].includes(await focused(page)), `${key} stays in the canvas`);
    };
    const typeRate = async (text) => {
        await page.keyboard.press('Control+A');
        await page.keyboard.type(text);
    };
    const rate = (wanted) => stateWhere(page, ({ config }) => Math.abs(config.rate / wanted - 1) < 1e-5);
    await click(page, 'rate');
    await typeRate('0.02');
    await press('Tab');
    await rate(0.02);
    await press('Enter');  // the next control is pressed: a tenth of the rate
    await rate(0.002);
    await press('Shift+Tab');
    assert.equal(await focused(page), 'typing', 'Tab opens a text field that it comes to');
    await typeRate('0.05');
    await press('Shift+Tab');
    await rate(0.05);
    await press('Enter');  // the menu of optimisers
    await stateWhere(page, ({ ui }) => ui.items['optimizer.1']);
});

test('Tab comes from the layers as text to Apply and Discard', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=mnist', height: 1900 });
    const before = await state(page);
    const draft = async (tabs) => {
        await click(page, 'spec');
        await page.keyboard.press('Control+A');
        await page.keyboard.type('dense 12\ndense 10');
        await stateWhere(page, ({ ui }) => ui.items['discard-spec']);
        for (let times = 0; times < 4; ++times) await settled(page);  // a key takes frames of its own
        for (let times = 0; times < tabs; ++times) {
            await page.keyboard.press('Tab');
            await settled(page);
        }
        await page.keyboard.press('Enter');
    };
    await draft(2);
    const discarded = await stateWhere(page, ({ ui }) => !ui.items['discard-spec']);
    assert.equal(discarded.network.spec, before.network.spec);
    await draft(1);
    await stateWhere(page, ({ network }) => /dense 12 \| dense 10$/.test(network.spec));
});

test('the text of the page opens when Tab comes to it', async (t) => {
    const { page } = await openPage(t, { hash: kLesson });
    await page.focus('#canvas');
    await page.keyboard.press('Tab');
    const box = await page.locator('#text').boundingBox();
    assert.ok(box.y < 800 && box.y + box.height <= 801);
    await page.focus('#canvas');
    await page.mouse.click(5, 5);
    assert.ok((await page.locator('#text').boundingBox()).y >= 799);
});

test('the text of the page has the theme that was chosen in the program', async (t) => {
    const { page } = await openPage(t, { hash: kLesson, context: { colorScheme: 'light' } });
    const paper = () => page.locator('#text').evaluate((text) => getComputedStyle(text).backgroundColor);
    const light = await paper();
    await click(page, 'top.theme');  // from the system's to light
    assert.equal(await paper(), light);
    await click(page, 'top.theme');
    await stateWhere(page, ({ ui }) => ui.theme === 'dark');
    assert.notEqual(await paper(), light);
});

test('the text of the page stays beside the work and closes again', async (t) => {
    const { page } = await openPage(t, { hash: kLesson });
    const text = page.locator('#text');
    const transport = await itemRect(page, 'transport');
    for (const close of [() => page.keyboard.press('Escape'), () => page.click('#text-close'),
        () => page.mouse.click(5, 5), () => page.keyboard.press('Shift+Tab')]) {
        await page.focus('#canvas');
        await page.keyboard.press('Tab');
        const box = await text.boundingBox();
        assert.ok(box.width * box.height < 0.12 * 1280 * 800 && box.y + box.height <= transport.y, 'small');
        await close();
        assert.ok((await text.boundingBox()).y >= 799, 'closed');
    }
});

test('there is nothing to undo in a link just opened', async (t) => {
    const { page } = await openPage(t, { hash: `${kLesson}&stride=2` });
    const undone = await page.evaluate(() => convolab.command('undo'));
    assert.deepEqual(undone, { ok: false, message: 'There is nothing to undo.' });
    assert.equal(await stride(page), 2);
});

// Presses Escape until the canvas is left: first a text field or popup closes, then the focused widget is let go.
async function escape(page) {
    for (let times = 0; times < 4; ++times) {
        await page.keyboard.press('Escape');
        await settled(page);
        if (await focused(page) === '') return times;
    }
    return assert.fail('Escape does not lead out of the canvas');
}

test('Escape closes what is open in the canvas, then leaves it', async (t) => {
    const { page } = await openPage(t, { hash: kLesson });
    const before = await cell(page);
    await editCell(page, '77');
    assert.ok(await escape(page) >= 1, 'the first Escape is the text field\'s');
    assert.equal(await cell(page), before, 'what was typed is not taken');
    await page.focus('#canvas');
    assert.equal(await escape(page), 0);
});

test('Escape is heard again by a canvas that got the focus back before a frame was drawn', async (t) => {
    const { page } = await openPage(t, { hash: kLesson });
    await page.evaluate(() => ['first', 'second'].forEach((lesson) => {
        convolab.open(`lesson=${lesson}`);
        const canvas = document.getElementById('canvas');
        canvas.focus();
        canvas.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', code: 'Escape' }));
    }));
    await stateWhere(page, ({ message }) => message === '');
});

test('Enter goes in to the widgets, Tab moves among them, Escape comes out, Tab leaves', async (t) => {
    const { page } = await openPage(t, { hash: kLesson });
    await page.focus('#canvas');
    await page.keyboard.press('Enter');
    await settled(page);
    for (const key of ['Tab', 'Tab', 'Shift+Tab']) {
        await page.keyboard.press(key);
        await settled(page);
        assert.equal(await focused(page), 'canvas');
    }
    assert.ok(await escape(page) >= 1, 'the first Escape lets go of the widget');
    await page.focus('#canvas');
    await page.keyboard.press('Tab');
    assert.ok(!['canvas', 'typing'].includes(await focused(page)));
});

test('keys work while the canvas has the focus only, and the browser keeps its own', async (t) => {
    const { page } = await openPage(t, { hash: kLesson });
    const before = await link(page);
    await page.focus('#canvas');
    await page.keyboard.press('ArrowRight');
    await settled(page);
    assert.notEqual(await link(page), before);
    const taken = await page.evaluate(() => ['z', 'r', '+', 't'].map((key) => {
        const event = new KeyboardEvent('keydown', { key, code: `Key${key}`, ctrlKey: true, cancelable: true });
        document.getElementById('canvas').dispatchEvent(event);
        return event.defaultPrevented;
    }));
    assert.deepEqual(taken, [true, false, false, false]);
});

test('at rest nothing is drawn', async (t) => {
    for (const query of ['runtime=st', 'runtime=mt']) {
        const { page } = await openPage(t, { hash: kLesson, query });
        await atRest(page);
        assert.equal(await framesDuring(page, 3000), 0);
    }
});

test('a frame draws only what is new, and asks the graphics process nothing', async (t) => {
    const { page } = await openPage(t, { hash: kLesson, before: (page) => page.addInitScript(() => {
        globalThis.calls = { drawElements: 0, getParameter: 0 };
        for (const name of Object.keys(calls)) {
            const call = WebGL2RenderingContext.prototype[name];
            WebGL2RenderingContext.prototype[name] = function (...args) {
                ++calls[name];
                return call.apply(this, args);
            };
        }
    }) });
    const during = async (move) => {
        await atRest(page);
        const before = await page.evaluate(() => ({ ...calls, frames: frames.drawn }));
        await move();
        await settled(page);
        const after = await page.evaluate(() => ({ ...calls, frames: frames.drawn }));
        return Object.fromEntries(Object.entries(after).map(([name, count]) => [name, count - before[name]]));
    };
    await page.mouse.move(500, 8);
    const nothing = await during(() => page.mouse.move(520, 10));  // within the empty middle of the top bar
    assert.ok(nothing.frames > 0);
    assert.deepEqual([nothing.drawElements, nothing.getParameter], [0, 0]);
    const { cx, cy } = await itemRect(page, 'transport.next-term');
    const hovered = await during(() => page.mouse.move(cx, cy));
    assert.ok(hovered.drawElements > 0);
    assert.equal(hovered.getParameter, 0);
});

test('an open text field costs a blinking caret, not a full frame rate', async (t) => {
    const { page } = await openPage(t, { hash: kLesson });
    await click(page, kCell);
    let blinks = 0;  // the first 20 are the click's as well
    for (const end = Date.now() + kPatience; blinks < 20 && Date.now() < end;) blinks += await framesDuring(page, 500);
    assert.ok(blinks >= 20, `${blinks} frames`);
    const frames = await framesDuring(page, 2000);
    assert.ok(frames <= 20, `${frames} frames in 2 s`);
});

test('a lost graphics context comes back with the state intact', async (t) => {
    const { page } = await openPage(t, { hash: `${kLesson}&stride=2` });
    await editCell(page, '6');
    await page.keyboard.press('Enter');
    await page.mouse.move(2, 2);
    await atRest(page);
    const before = { link: await link(page), picture: await page.screenshot() };
    for (let time = 0; time < 3; ++time) {
        await page.evaluate(async () => {
            const canvas = document.getElementById('canvas');
            const happened = (what) => new Promise((resolve) =>
                canvas.addEventListener(what, () => setTimeout(resolve), { once: true }));
            globalThis.loss ??= canvas.getContext('webgl2').getExtension('WEBGL_lose_context');
            const [lost, restored] = [happened('webglcontextlost'), happened('webglcontextrestored')];
            globalThis.loss.loseContext();
            await lost;
            globalThis.loss.restoreContext();
            await restored;
        });
        await atRest(page);
        assert.equal(await link(page), before.link);
        assert.ok(before.picture.equals(await page.screenshot()), 'the same picture');
    }
    await dragSlider(page, 0.5, 0.98);
    assert.notEqual(await link(page), before.link, 'it still answers');
});

test('a graphics context that stays away is told', async (t) => {
    const { page } = await openPage(t, { hash: kLesson });
    await page.evaluate(() => document.getElementById('canvas').getContext('webgl2')
        .getExtension('WEBGL_lose_context').loseContext());
    await page.waitForSelector('#panel:not([hidden])', { timeout: kPatience });
    assert.match(await page.textContent('#panel-text'), /graphics context/);
});

test('the page runs under its content security policy', async (t) => {
    const { page } = await openPage(t, { hash: kLesson });  // openPage fails the test on any violation
    const policy = await page.getAttribute('meta[http-equiv=Content-Security-Policy]', 'content');
    assert.match(policy, /default-src 'none'/);
    assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'/);
    assert.equal(await page.locator('script:not([src]), style').count(), 0);
});

test('the system\'s dark mode is followed live', async (t) => {
    const { page } = await openPage(t, { hash: kLesson, context: { colorScheme: 'light' } });
    assert.equal((await state(page)).ui.theme, 'light');
    await page.emulateMedia({ colorScheme: 'dark' });
    await stateWhere(page, (now) => now.ui.theme === 'dark');
});

test('a link opens what it says, and the address follows', async (t) => {
    const { page } = await openPage(t, { hash: `${kLesson}&stride=2` });
    assert.equal(await stride(page), 2);
    await page.evaluate(() => { location.hash = 'lesson=convolution&stride=1'; });
    await stateWhere(page, (now) => field(now, 'stride_y') === 1);
    await page.goBack();
    await stateWhere(page, (now) => field(now, 'stride_y') === 2);
    await dragSlider(page, 0.5, 0.98);
    await atRest(page);
    assert.equal(new URL(page.url()).hash, `#${await link(page)}`);
});

test('a refused link leaves a sentence, and the address goes back to the true state', async (t) => {
    const { page } = await openPage(t, { hash: `${kLesson}&stride=2` });
    const before = await link(page);
    for (const bad of ['lesson=convolution&stride=99999', 'lesson=nowhere', 'lesson=convolution&kernel=%zz', 'x'.repeat(100000)]) {
        await page.evaluate((hash) => new Promise((resolve) => {
            addEventListener('hashchange', resolve, { once: true });  // after the page's own listener
            location.hash = hash;
        }), bad);
        assert.equal(await link(page), before);
        assert.equal(new URL(page.url()).hash, `#${before}`);
        assert.match((await state(page)).message, /\w+.*\./);
    }
});

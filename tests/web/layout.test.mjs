// What stands where on screens of all sizes: the list of lessons, a phone's menu, menus of the top bar, a zoomed page.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { atRest, click, itemRect, itemRects, openPage, settled, state, stateWhere, tearDown } from './page.mjs';

after(tearDown);

const kConvolution = 'lesson=convolution&t=54';
const itemsLike = async (page, pattern) => Object.keys((await state(page)).ui.items).filter((name) => pattern.test(name));
const tap = async (page, name) => {
    const { cx, cy } = await itemRect(page, name);
    await page.touchscreen.tap(cx, cy);
    await settled(page);
};

test('where the list would leave no room for the words, groups fold, and the open lesson\'s is unfolded', async (t) => {
    const { page } = await openPage(t, { hash: kConvolution, height: 2400 });
    assert.deepEqual(await itemsLike(page, /^group\./), [], 'a list that leaves room shows all its lessons');
    await page.setViewportSize({ width: 1280, height: 800 });
    await stateWhere(page, ({ ui }) => ui.items['group.Train it'] && !ui.items['lesson.mnist']);
    await click(page, 'group.Train it');
    await click(page, 'lesson.mnist');
    await stateWhere(page, ({ lesson, ui }) => lesson === 'mnist' && !ui.items['lesson.convolution']);
    await click(page, 'group.Train it');
    await stateWhere(page, ({ ui }) => !ui.items['lesson.mnist']);
});

test('the text of the page lists the lessons by their groups', async (t) => {
    const { page } = await openPage(t);
    const groups = await page.locator('#lessons > li').evaluateAll((rows) =>
        rows.map((row) => [row.firstChild.textContent.trim(), row.querySelectorAll('ul > li > a').length]));
    assert.ok(groups.length > 1 && groups.every(([name, count]) => /^\w/.test(name) && count > 0), JSON.stringify(groups));
    assert.equal(groups.reduce((sum, [, count]) => sum + count, 0), await page.locator('#lessons a').count());
});

for (const [width, height] of [[390, 844], [360, 640]]) {
    test(`a phone of ${width} x ${height}: its menu lists the lessons between what stays in sight, and opens one`, async (t) => {
        const { page } = await openPage(t, { hash: kConvolution, width, height, touch: true });
        await tap(page, 'top.menu');
        const [menu, ...others] = await itemRects(page, ['menu', 'menu.close', 'top.text-size', 'top.theme', 'top.help']);
        for (const { name, x, y, width: wide, height: high } of others) {
            assert.ok(x >= 0 && x + wide <= width && y >= 0 && y + high <= height, name);
            assert.ok(y + high <= menu.y || y >= menu.y + menu.height - 1, `${name} lies over the list`);
        }
        await tap(page, 'top.theme');
        await stateWhere(page, ({ ui }) => ui.theme === 'light');
        await tap(page, 'lesson.correlation');
        await stateWhere(page, ({ lesson, ui }) => lesson === 'correlation' && !ui.items.menu);
    });
}

for (const [name, hash, width, height] of [['network', 'lesson=mnist', 1280, 800], ['data', 'lesson=mnist', 1280, 800],
    ['examples', kConvolution, 390, 844], ['network', 'lesson=mnist', 360, 640]]) {
    test(`the menu ${name} keeps off the edges of ${width} x ${height}`, async (t) => {
        const { page } = await openPage(t, { hash, width, height, touch: width < 500 });
        await (width < 500 ? tap : click)(page, name);
        await atRest(page);
        const rows = await itemsLike(page, new RegExp(`^${name}\\.`));
        assert.ok(rows.length > 5);
        for (const { name: row, x, width: wide } of await itemRects(page, rows)) {
            assert.ok(x >= 8 && x + wide <= width - 8, `${row}: ${x} to ${x + wide}`);
        }
    });
}

test('zoomed to 200 % nothing is cut: cells hold three digits, both menus show what is chosen', async (t) => {
    const { page } = await openPage(t, { hash: kConvolution, width: 640, height: 400, ratio: 2 });
    assert.ok((await itemRect(page, 'input.1.1')).width >= 27);
    await page.evaluate(() => convolab.open('lesson=mnist'));
    await atRest(page);
    const [network, data] = [await itemRect(page, 'network'), await itemRect(page, 'data')];
    assert.ok(network.width >= 70 && data.width >= 100 && network.x + network.width <= data.x, JSON.stringify([network, data]));
});

// Chromium's emulation changes the ratio without telling the page; a browser that is zoomed, or moved to another monitor,
// tells it as here.
function ratioOfOurOwn() {
    let ratio = 1;
    let watched = [];
    const original = matchMedia.bind(globalThis);
    Object.defineProperty(globalThis, 'devicePixelRatio', { get: () => ratio });
    globalThis.matchMedia = (query) => {
        const list = original(query);
        if (query.includes('resolution')) watched.push(list);
        return list;
    };
    globalThis.changeRatio = (to) => {
        ratio = to;
        for (const list of watched.splice(0)) list.dispatchEvent(new Event('change'));
    };
}

test('the pixel ratio may change while the page is open: another monitor, or zoom', async (t) => {
    const { page } = await openPage(t, { hash: kConvolution, width: 800, height: 600, before: (page) => page.addInitScript(ratioOfOurOwn) });
    for (const [ratio, size] of [[3, [2400, 1800]], [0.75, [600, 450]], [1, [800, 600]]]) {
        await page.evaluate((to) => changeRatio(to), ratio);
        assert.deepEqual(await page.evaluate(() => [document.getElementById('canvas').width, document.getElementById('canvas').height]), size);
        const { x, width } = await itemRect(page, 'stride');
        assert.ok(x > 0 && x + width < 800, 'the layout is in CSS pixels');
    }
});

// What all stepped lessons share, on the real page: worked examples come out, questions are asked and answered, the stage
// leaves as a picture, sentences set the state of which they speak.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, test } from 'node:test';

import { click, itemRect, openPage, settled, state, stateWhere, tearDown } from './page.mjs';

after(tearDown);

const command = (page, name, args = {}) => page.evaluate(([n, a]) => convolab.command(n, a), [name, args]);

// Slugs of the lessons in the page's own list.
const slugs = (page) => page.evaluate(() =>
    [...document.querySelectorAll('a[href^="#lesson="]')].map((link) => link.getAttribute('href').slice('#lesson='.length)));

// In one call of the page, which draws none of them.
function stepAll(slugs) {
    const seen = [];
    for (const slug of slugs) {
        convolab.open(`lesson=${slug}`);
        const codes = convolab.state().fields.find(({ key }) => key === 'worked_example')?.choices ?? [];
        for (const code of codes.filter((choice) => choice !== 'none')) {
            convolab.open(`lesson=${slug}&example=${code}`);
            convolab.command('last');
            const { example, cursor } = convolab.state();
            seen.push({ slug, code, opened: example.code, left: cursor.count - 1 - cursor.t,
                agrees: example.expected === undefined || example.agrees });
        }
    }
    return seen;
}

test('every worked example of every stepped lesson, stepped to its end, is what the lecture has', async (t) => {
    const { page } = await openPage(t, { isolate: false });
    const seen = await page.evaluate(stepAll, await slugs(page));
    for (const one of seen) assert.deepEqual(one, { ...one, opened: one.code, left: 0, agrees: true });
    assert.ok(seen.length >= 200, `${seen.length} examples`);
});

test('predict: the question is answered by keys, a slip is told, the score is kept', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=convolution&example=S2-8&bias=1', isolate: false });
    await page.keyboard.press('p');
    await stateWhere(page, ({ quiz }) => quiz.prompt !== null);
    await click(page, 'answer');
    await page.keyboard.type('29');
    await click(page, 'answer.check');
    const wrong = await stateWhere(page, ({ quiz }) => quiz.verdict !== '');
    assert.match(wrong.quiz.verdict, /bias/);
    assert.equal(wrong.cursor.on_result, false);
    await click(page, 'answer');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('30');
    await page.keyboard.press('Enter');
    const right = await stateWhere(page, ({ quiz }) => quiz.prompt === null);
    assert.equal(right.cursor.on_result, true);
    assert.deepEqual([right.quiz.asked, right.quiz.right], [1, 0]);
    await settled(page);
    await page.reload();
    await page.evaluate(() => convolab.ready);
    await stateWhere(page, ({ quiz }) => quiz.asked === 1);
});

test('the numbers that a lecture shows are hidden while the learner is asked for them', async (t) => {
    for (const hash of ['lesson=convolution&example=S2-8', 'lesson=sharing&example=S2-4']) {
        const { page } = await openPage(t, { hash, isolate: false });
        const shown = async () => Object.keys((await state(page)).ui.items).some((name) => name.startsWith('expected'));
        await settled(page);
        assert.ok(await shown(), hash);
        await page.keyboard.press('p');
        await stateWhere(page, ({ quiz }) => quiz.prompt !== null);
        await settled(page);
        assert.ok(!await shown(), hash);
    }
});

test('the stage is saved as SVG with its numbers as text, and as PNG', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=convolution&example=S2-8&t=9', isolate: false });
    await settled(page);
    const save = async (as) => {
        const arrival = page.waitForEvent('download');
        await command(page, 'save-picture', { as });
        const download = await arrival;
        assert.equal(download.suggestedFilename(), `convolution-S2-8.${as}`);
        return fs.readFileSync(await download.path());
    };
    const svg = (await save('svg')).toString();
    const { texts, broken } = await page.evaluate((text) => {
        const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
        return { broken: parsed.querySelector('parsererror') !== null,
            texts: [...parsed.querySelectorAll('text')].map((node) => node.textContent) };
    }, svg);
    assert.equal(broken, false);
    assert.ok(texts.includes('29'), texts.join(' | '));
    assert.ok(texts.some((line) => line.includes('The kernel looks at nine pixels')), texts.join(' | '));
    const png = await save('png');
    const stage = await itemRect(page, 'stage');
    assert.equal(png.toString('latin1', 1, 4), 'PNG');
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [Math.round(stage.width), Math.round(stage.height)]);
});

test('a sentence of the lesson sets the state of which it speaks, and undo takes it back', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=channels&example=1x1', width: 1400, height: 1000, isolate: false });
    await settled(page);
    const { items } = (await state(page)).ui;
    const [, top, , height] = items.lessons;  // what lies below must be scrolled to
    const name = Object.keys(items).find((item) => /^words\.\d+\.0$/.test(item) && items[item][1] + items[item][3] < top + height);
    assert.ok(name, 'no linked words in sight');
    const before = await page.evaluate(() => convolab.link());
    await click(page, name);
    await stateWhere(page, ({ link }) => link !== before);
    await command(page, 'undo');
    assert.equal(await page.evaluate(() => convolab.link()), before);
});

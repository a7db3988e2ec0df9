// Links that were mangled, forged or made by a newer program, in the real page: a sentence, the state as it was, nothing in
// the console. Every lesson of the page's list is tried, by the fields that its state names.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { openPage, settled, state, stateWhere, tearDown } from './page.mjs';

after(tearDown);

const lessonsOf = (page) => page.locator('#lessons a').evaluateAll((links) => links.map((a) => a.getAttribute('href').slice(1)));

// Opens texts one after the other, all at once: no frame is drawn in between. Answers what was said and whether the state
// stayed.
const tryAll = (page, base, texts) => page.evaluate(([start, wanted]) => {
    convolab.open(start);
    const print = () => JSON.stringify({ ...convolab.state(), message: '', ui: null });
    let before = print();
    return wanted.map((text) => {
        const { ok, message } = convolab.open(text);
        const after = print();
        const kept = after === before;
        if (!kept) {
            convolab.open(start);
            before = print();
        }
        return { text, ok, message, kept };
    });
}, [base, texts]);

const kNever = ['', 'text', '1e309', 'NaN', '99999999999999999999999', '%E2%80%AE7', '<b>1</b>'];
const kSometimes = ['-1', '0', '1.5', '2147483648'];  // a number that some fields take

// Whether the field takes the number.
function takes({ kind, low, high, count }, value) {
    const number = Number(value);
    if (kind === 'integer') return Number.isInteger(number) && number >= low && number <= high;
    if (kind === 'big-integer') return Number.isInteger(number) && number >= 0;
    if (kind === 'real') return number >= low && number <= high;
    return kind === 'numbers' && count === 1 && Math.abs(number) <= 1e9;
}

test('each broken value of each numeric field of each lesson is refused by the field\'s name', async (t) => {
    const { page } = await openPage(t);
    for (const lesson of await lessonsOf(page)) {
        await page.evaluate((text) => convolab.open(text), lesson);
        const fields = (await state(page)).fields.filter(({ kind }) => /integer|real|numbers/.test(kind));
        assert.ok(fields.length > 0, lesson);
        const cases = fields.flatMap((field) => [...kNever, ...kSometimes.filter((value) => !takes(field, value))]
            .map((value) => ({ key: field.key, text: `${lesson}&${field.key}=${value}` })));
        const answers = await tryAll(page, lesson, cases.map(({ text }) => text));
        for (const [i, { text, ok, message, kept }] of answers.entries()) {
            assert.ok(!ok && kept, `${text}: ${message}`);
            assert.ok(message.includes(cases[i].key) && message.endsWith('.'), `${text}: ${message}`);
        }
    }
});

test('a choice that is none, a key twice, bad codes and floods are refused, in each lesson', async (t) => {
    const { page } = await openPage(t);
    for (const lesson of await lessonsOf(page)) {
        await page.evaluate((text) => convolab.open(text), lesson);
        const choices = (await state(page)).fields.filter(({ kind }) => kind === 'choice' || kind === 'flag');
        const texts = [...choices.flatMap(({ key }) => ['', 'javascript:alert(1)', '-1', '99'].map((value) => `${key}=${value}`)),
            'v=1&v=1', 'v=one', 'v=0', 'example=', 'a=%4', 'a=%zz', 'a=%00', 'a=%ff', '=1', 'nothing', `a=${'b'.repeat(1e5)}`,
            'example=<script>'].map((part) => `${lesson}&${part}`).concat('lesson=../../x', 'lesson=%3Cb%3E');
        for (const { text, ok, message, kept } of await tryAll(page, lesson, texts)) {
            if (text.endsWith('&example=')) continue;  // no example: the lesson as it begins
            assert.ok(!ok && kept && /\w.*\.$/.test(message), `${text.slice(0, 80)}: ${message}`);
        }
    }
});

test('a kernel larger than what it slides over, and a thousand layers', async (t) => {
    const { page } = await openPage(t);
    const layers = encodeURIComponent(Array(1000).fill('relu').join(' | '));
    for (const [base, text, sentence] of [
        ['lesson=convolution&example=S2-8', 'lesson=convolution&example=S2-8&kernel_size=7', /spans 7.*input/],
        ['lesson=convolution&example=S2-8', 'lesson=convolution&example=S2-8&dilation=9', /spans/],
        ['lesson=mnist', `lesson=mnist&network=custom&spec=${layers}`, /limit|at most/],
        ['lesson=mnist', 'lesson=mnist&network=custom&spec=relu | conv 8 9x9 | dense 10', /spec, character 8: .*spans 9 pixels, but the input has 8/],
    ]) {
        const [{ ok, message, kept }] = await tryAll(page, base, [text]);
        assert.ok(!ok && kept, message);
        assert.match(message, sentence);
    }
});

test('what a newer program wrote is opened as far as it is known, and that is said', async (t) => {
    const { page } = await openPage(t, { hash: 'v=9&lesson=convolution&stride=2&colour=red' });
    const now = await state(page);
    assert.equal(now.geometry.y.stride, 2);
    assert.match(now.message, /version 9, newer than.*colour/);
});

test('markup and turning characters in a link are shown as the text they are', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=convolution' });
    const elements = () => page.evaluate(() => document.querySelectorAll('*').length);
    const before = await elements();
    for (const text of ['<img src=x onerror=alert(1)>', '<script>alert(1)</script>', '\u202Etxet', 'javascript:alert(1)']) {
        page.once('dialog', () => assert.fail('a script ran'));
        for (const part of [`lesson=${text}`, `lesson=convolution&${text}=1`, `lesson=convolution&padding=${text}`]) {
            await page.evaluate((hash) => { location.hash = hash; }, encodeURI(part));
            const { message } = await stateWhere(page, (now) => now.message !== '');
            assert.ok(!message.includes('\u202E'), message);
            await page.focus('#canvas');
            await settled(page);  // Escape dismisses what is on the screen
            await page.keyboard.press('Escape');
            await stateWhere(page, (now) => now.message === '');
        }
        page.removeAllListeners('dialog');
    }
    assert.equal(await elements(), before);
    assert.equal(await page.title(), 'Convolab');
});

test('two hundred addresses at once, and then Back and Forward: the state is what the address says', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=convolution&example=S2-5' });
    const seen = await page.evaluate(async () => {
        const turned = () => new Promise((resolve) => addEventListener('hashchange', () => setTimeout(resolve), { once: true }));
        const states = [];
        const look = () => states.push([location.hash.slice(1), convolab.link()]);
        for (let place = 1; place <= 200; ++place) location.hash = `lesson=convolution&example=S2-8&t=${1 + place % 37}`;
        while (convolab.link() !== location.hash.slice(1)) await turned();
        look();
        for (const step of [-1, -1, -1, -1, -1, -5, 1, 1, -20, 28]) {
            const arrived = turned();
            history.go(step);
            await arrived;
            look();
        }
        return states;
    });
    for (const [address, stands] of seen) assert.equal(address, stands);
    assert.deepEqual(seen.map(([address]) => Number(/t=(\d+)$/.exec(address)[1])),
        [200, 199, 198, 197, 196, 195, 190, 191, 192, 172, 200].map((place) => 1 + place % 37));
});

test('a thousand mutated links: each is opened and comes back, or is refused and changes nothing', async (t) => {
    const { page } = await openPage(t);
    const starts = ['lesson=convolution&example=S2-9&t=3&stride=2&kernel_height=2',
        'lesson=convolution&width=6&height=5&kernel=1,0,-1,2,0,-2,1,0,-1&pad=1&convention=convolution', 'lesson=convolution&example=S3-10&relu=1',
        'lesson=mnist&network=custom&spec=conv%204%203x3%20%7C%20relu%20%7C%20dense%2010&batch=9&seed=7&image=3'];
    const bad = await page.evaluate((links) => {
        let seed = 7;
        const below = (limit) => (seed = (seed * 1103515245 + 12345) % 2147483648) % limit;
        const found = [];
        for (let round = 0; round < 1000; ++round) {
            let text = links[round % links.length];
            for (let change = below(3); change >= 0; --change) {
                const at = below(text.length + 1);
                const sign = String.fromCharCode(32 + below(96));
                text = [text.slice(0, at) + sign + text.slice(at + 1), text.slice(0, at) + sign + text.slice(at),
                    text.slice(0, at) + text.slice(at + 1 + below(4)), text + text.slice(at)][below(4)];
            }
            const before = convolab.link();
            const { ok } = convolab.open(text);
            const now = convolab.link();
            const again = convolab.open(now).ok && convolab.link() === now;
            if (!again || (!ok && now !== before)) found.push(text);
        }
        return found;
    }, starts);
    assert.deepEqual(bad, []);
});

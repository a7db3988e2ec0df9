// The convolution lesson in the real page: the lectures' numbers as the page's state has them, links, and hands: clicks, keys,
// drags and a pointer that hovers.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { atRest, click, itemRect, itemRects, openPage, settled, state, stateWhere, tearDown, touchDrag } from './page.mjs';

after(tearDown);

const kSharpen = [[320, 206, 198, 188], [210, 89, 111, 101], [205, 85, 111, 101], [189, 98, 117, 113]];
// The lectures' worked examples by their codes: [filter][row][col] of the output.
const kExamples = {
    'S0-12': [kSharpen],
    'S0-12p': [[[320, 206, 198, 188, 281], [210, 89, 111, 101, 213], [205, 85, 111, 101, 197], [189, 98, 117, 113, 193],
        [317, 211, 210, 194, 291]]],
    'S2-5': [[[12, 12, 17], [10, 17, 19], [9, 6, 14]]],
    'S2-5p': [[[6, 17, 3], [8, 17, 13], [6, 4, 4]]],
    'S2-8': [[[29, -192], [-35, -22]]],
    'S2-8h': [[[-113, -86], [173, 40]]],
    'S2-8p': [[[180, 31, -120, -31], [300, 29, -192, -62], [269, -35, -22, -31], [108, -33, 157, 0]]],
    'S2-9': [[[0, -2, -1], [2, 2, 4], [-1, 0, 0]]],
    'S2-10': [[[2, 0, 1, 0, 1], [0, 3, 0, 1, 0], [1, 0, 3, 0, 1], [0, 1, 0, 3, 0], [1, 0, 1, 0, 2]]],
    'S2-14': [[[4, 3, 4], [2, 4, 3], [2, 3, 4]]],
    'S3-4': [[[60]]],
    'S3-6': [[[4, 3, 4], [2, 4, 3], [2, 3, 4]]],
    'S3-7': [[[108, 126, 144], [288, 306, 324], [468, 486, 504]]],
    'S3-7c': [[[108, 135], [378, 405]]],
    'S3-10': [[[2, 3, 3], [3, 7, 3], [8, 10, -3]], [[-8, -8, -3], [-3, 1, 0], [-3, -8, -5]]],
    'S3-11': [[[427]]],
    'S3-14': [[[0, 0, 0], [0, 0, 3], [0, 3, 0]]],
};

// Where a lecture errs, or leaves something unsaid, its example says so.
const kNotes = {
    'S0-12': /five cells wide, but a 6 × 6 input without padding gives 4 × 4/,
    'S2-8': /neither sign convention is stated/,
    'S2-9': /are true convolution.*others? .*cross-correlation/i,
    'S3-7': /108, 126 \/ 288, 306, the first two rows and columns of a 3 × 3 result/,
    'S3-11': /427 lies outside of 0 to 255/,
    'S3-14': /"= 0" and then "= -2"/,
};

const open = (page, text) => page.evaluate((wanted) => convolab.open(wanted), text);
// Down and up leave together: with an answer awaited in between, a crowded machine holds a key until it repeats.
const press = async (page, chord) => {
    const keys = chord.split('+');
    await Promise.all([...keys.map((key) => page.keyboard.down(key)), ...keys.reverse().map((key) => page.keyboard.up(key))]);
    await settled(page);
};
const focusCanvas = (page) => page.evaluate(() => document.getElementById('canvas').focus());

test('worked examples: the page computes and shows the expected numbers', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=convolution' });
    for (const [code, output] of Object.entries(kExamples)) {
        await open(page, `lesson=convolution&example=${code}`);
        const now = await state(page);
        assert.deepEqual(now.output, output, code);
        assert.equal(now.example.code, code);
        assert.deepEqual(now.example.expected, output, code);
        assert.equal(now.convention, code === 'S2-9' ? 'convolution' : 'cross-correlation', code);
        assert.match(now.example.note, kNotes[code] ?? /\w{3}/, code);
    }
    assert.deepEqual((await state(page)).output_before_relu, [[[0, -2, -3], [-1, -2, 3], [-2, 3, -2]]]);
});

test('the example menu opens an example by clicks', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=convolution' });
    await click(page, 'examples');
    const listed = (now) => Object.keys(now.ui.items).filter((name) => name.startsWith('examples.'));
    const now = await stateWhere(page, (s) => listed(s).length >= 15);
    const [items, rows] = [listed(now), now.ui.items];
    // The rows stand in the order of the lectures: the first one below the present one is S0-12 with padding.
    const second = items.sort((a, b) => rows[a][1] - rows[b][1])[1];
    await click(page, second);
    await stateWhere(page, (now) => now.example.code === 'S0-12p');
});

test('"Show it with padding" opens the padded example', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=convolution', height: 1400 });
    await click(page, 'lecture.link');
    const now = await stateWhere(page, (s) => s.example.code === 'S0-12p');
    assert.deepEqual(now.output[0][0], [320, 206, 198, 188, 281]);
});

// The definition, from the numbers of the state alone. Sums are rounded to float32 as the program's are.
function byDefinition({ geometry: { y, x }, input, kernel_used, biases, relu }) {
    const f = Math.fround;
    return kernel_used.map((filter, index) => Array.from({ length: y.output }, (_, oy) =>
        Array.from({ length: x.output }, (_, ox) => {
            let sum = 0;
            filter.forEach((sheet, c) => sheet.forEach((weights, ky) => weights.forEach((weight, kx) => {
                const pixel = input[c][oy * y.stride + ky * y.dilation - y.pad_before]?.[ox * x.stride + kx * x.dilation - x.pad_before];
                sum = f(sum + f(f(pixel ?? 0) * f(weight)));
            })));
            sum = f(sum + f(biases[index]));
            return relu ? Math.max(sum, 0) : sum;
        })));
}

test('random geometries through links: the state is the definition, and the link brings it back', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=convolution' });
    let seed = 42;
    const pick = (low, high) => low + (seed = (seed * 1103515245 + 12345) % 2147483648) % (high - low + 1);
    const texts = Array.from({ length: 60 }, (_, round) => {
        const [w, h, c, f, kw, kh] = [pick(1, 10), pick(1, 10), pick(1, 3), pick(1, 2), pick(1, 4), pick(1, 4)];
        const numbers = (count, low, high) => Array.from({ length: count }, () => pick(low, high)).join(',');
        return `lesson=convolution&width=${w}&height=${h}&channels=${c}&filters=${f}&kernel_width=${kw}&kernel_height=${kh}` +
            `&stride_y=${pick(1, 3)}&stride_x=${pick(1, 3)}&dilation=${pick(1, 2)}&padding=${['valid', 'same', 'full', 'same-lower'][round % 4]}` +
            `&convention=${round % 2 ? 'convolution' : 'cross-correlation'}&bias=${numbers(f, -3, 3)}` +
            `&input=${numbers(c * h * w, 0, 9)}&kernel=${numbers(f * c * kh * kw, -4, 4)}`;
    });
    const seen = await page.evaluate((wanted) => wanted.map((text) => {  // all at once: no frame is drawn in between
        const answer = convolab.open(text);
        const [now, short] = [convolab.state(), convolab.link()];
        convolab.open('lesson=convolution&example=S2-9');
        convolab.open(short);
        return { text, answer, now, short, again: convolab.state().output };
    }), texts);
    const opened = seen.filter(({ answer }) => answer.ok);
    for (const { text, answer } of seen) if (!answer.ok) assert.match(answer.message, /spans/, text);
    const unsigned = (sheets) => sheets.map((sheet) => sheet.map((row) => row.map((value) => value + 0)));  // -0 is 0
    for (const { text, now, short, again } of opened) {
        assert.deepEqual(unsigned(now.output), unsigned(byDefinition(now)), text);
        assert.deepEqual(again, now.output, short);
    }
    assert.ok(opened.length > 30);
});

test('links that cannot be leave everything as it was and say why', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=convolution&example=S2-8&t=5' });
    const before = await state(page);
    const keys = ['width', 'height', 'channels', 'filters', 'kernel_height', 'kernel_width', 'stride_y', 'stride_x', 'pad_top',
        'dilation_y', 'bias', 't', 'speed'];
    const values = ['', 'text', '-1', '1e309', 'NaN', '2147483648', '99999', '%E2%80%AE', '%3Cscript%3E'];
    const texts = [...keys.flatMap((key) => values.filter((value) => key !== 'bias' || !['-1', '99999', '2147483648'].includes(value))
        .map((value) => `lesson=convolution&${key}=${value}`)), 'lesson=convolution&kernel_size=7', 'lesson=convolution&dilation=9',
    'lesson=convolution&width=5&width=5', 'lesson=convolution&width=%4', `lesson=convolution&input=${'1,'.repeat(50000)}1`, 'lesson=../x'];
    const seen = await page.evaluate((wanted) => wanted.map((text) =>
        ({ text, answer: convolab.open(text), now: convolab.state() })), texts);
    for (const { text, answer, now } of seen) {
        assert.equal(answer.ok, false, text);
        assert.ok(now.message.length > 10, text);
        for (const key of ['output', 'cursor', 'geometry', 'link']) assert.deepEqual(now[key], before[key], text);
    }
});

test('keys: terms, cells, ends, convention, play and pause', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=convolution&example=S2-9' });
    await focusCanvas(page);
    const at = async () => (await state(page)).cursor.t;
    await press(page, 'ArrowRight');
    await press(page, 'ArrowRight');
    assert.equal(await at(), 2);
    await press(page, 'ArrowLeft');
    assert.equal(await at(), 1);
    await press(page, 'Shift+ArrowRight');
    assert.equal(await at(), 11);
    await press(page, 'Shift+ArrowLeft');
    assert.equal(await at(), 1);
    await press(page, 'End');
    assert.equal(await at(), 89);
    await press(page, 'Home');
    assert.equal(await at(), 0);
    await press(page, 'c');
    assert.deepEqual((await state(page)).output, [[[0, 2, 1], [-2, -2, -4], [1, 0, 0]]]);
    await press(page, ' ');
    await stateWhere(page, (now) => now.playing && now.cursor.t >= 1);
    await press(page, ' ');
    await stateWhere(page, (now) => !now.playing);
});

test('transport: buttons, and the scrub bar dragged to its end', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=convolution&example=S2-5' });
    await click(page, 'transport.next-term');
    assert.equal((await state(page)).cursor.t, 1);
    await click(page, 'transport.next-cell');
    assert.equal((await state(page)).cursor.t, 11);
    await click(page, 'transport.play-pause');
    await stateWhere(page, (now) => now.cursor.t > 11);
    await click(page, 'transport.play-pause');
    await stateWhere(page, (now) => !now.playing);
    const bar = await itemRect(page, 'transport.scrub');
    await page.mouse.move(bar.x + 20, bar.cy);
    await page.mouse.down();
    await page.mouse.move(bar.cx, bar.cy, { steps: 5 });
    await settled(page);
    const middle = (await state(page)).cursor.t;
    assert.ok(middle > 35 && middle < 55, String(middle));
    await page.mouse.move(bar.x + bar.width + 60, bar.cy + 20, { steps: 5 });
    await page.mouse.up();
    await stateWhere(page, (now) => now.cursor.t === 89);
    assert.equal((await state(page)).result, 14);
    await click(page, 'transport.back-cell');
    await stateWhere(page, (now) => now.cursor.t === 79);
});

test('a number is typed into a pixel and into a weight; undo and redo', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=convolution&example=S2-8' });
    await click(page, 'input.0.1');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('7');
    await page.keyboard.press('Enter');
    const edited = await stateWhere(page, (now) => now.input[0][0][1] === 7);
    assert.equal(edited.example.changed, true);
    await click(page, 'kernel.1.2');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('-1.5');
    await page.keyboard.press('Enter');
    const both = await stateWhere(page, (now) => now.kernel[0][0][1][2] === -1.5);
    assert.equal(both.output[0][0][0], -79.5);  // 31 counts -1.5 times instead of twice
    await focusCanvas(page);
    await atRest(page);  // the undo step is taken then
    await page.keyboard.press('Control+z');
    await stateWhere(page, (now) => now.kernel[0][0][1][2] === 2 && now.input[0][0][1] === 7);
    await page.keyboard.press('Control+z');
    await stateWhere(page, (now) => now.input[0][0][1] === 50);
    await page.keyboard.press('Control+y');
    await stateWhere(page, (now) => now.input[0][0][1] === 7);
});

test('a weight typed into the turned kernel is the opposite one of the kernel as written', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=convolution&example=S2-9' });
    await click(page, 'turned.0.1');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('5');
    await page.keyboard.press('Enter');
    const now = await stateWhere(page, (s) => s.kernel_used[0][0][0][1] === 5);
    assert.equal(now.kernel[0][0][2][1], 5);
});

test('sliders and switches: stride, padding, convention, ReLU', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=convolution&example=S3-7', height: 1800 });
    await click(page, 'padding.1');
    const same = await stateWhere(page, (now) => now.padding === 'same');
    assert.deepEqual([same.geometry.y.output, same.geometry.x.output], [4, 4]);
    await click(page, 'padding.3');
    const own = await stateWhere(page, (now) => now.padding === 'explicit');
    assert.deepEqual(own.output, same.output);
    await click(page, 'convention.1');
    await stateWhere(page, (now) => now.convention === 'convolution');
    await click(page, 'relu');
    await stateWhere(page, (now) => now.relu === true);
    const slider = await itemRect(page, 'stride');
    await page.mouse.move(slider.cx, slider.cy);
    await page.mouse.down();
    await page.mouse.move(slider.x - 100, slider.cy, { steps: 4 });
    await page.mouse.up();
    await stateWhere(page, (now) => now.geometry.y.stride === 1 && now.geometry.x.stride === 1);
});

// What is on the screen, as the drawing context of a canvas in the page that holds it.
async function onScreen(page, clip) {
    const png = await page.screenshot({ clip });
    return page.evaluateHandle(async (base64) => {
        const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))]));
        const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d', { willReadFrequently: true });
        context.drawImage(bitmap, 0, 0);
        return context;
    }, png.toString('base64'));
}

// Which of the named items are lit: the outline of a touched cell is drawn in the text's colour, here nearly black.
async function areLit(page, names) {
    const rects = await itemRects(page, names);
    return (await onScreen(page)).evaluate((context, places) => places.map(({ x, y, width, height }) => {
        const { data } = context.getImageData(x - 2, y - 2, width + 4, height + 4);
        let dark = 0;
        for (let i = 0; i < data.length; i += 4) dark += data[i] < 60 && data[i + 1] < 60 && data[i + 2] < 60;
        return dark > 60;
    }), rects);
}

test('hovering lights partners in both directions', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=convolution&example=S3-7&t=89', context: { colorScheme: 'light' } });
    const hover = async (name) => {
        const { cx, cy } = await itemRect(page, name);
        await page.mouse.move(cx, cy);
        await atRest(page);
    };
    await hover('output.0.0');  // its window: rows and columns 0 to 2, all weights
    assert.deepEqual(await areLit(page, ['input.0.0', 'input.2.2', 'input.3.3', 'kernel.1.1']), [true, true, false, true]);
    await hover('input.2.2');  // shared by four windows, as corner of each
    assert.deepEqual(await areLit(page, ['output.0.0', 'output.1.1', 'output.2.2', 'kernel.0.0', 'kernel.1.1']),
        [true, true, false, true, false]);
    await hover('kernel.0.0');  // meets the pixels of even rows and columns
    assert.deepEqual(await areLit(page, ['input.0.0', 'input.4.4', 'input.1.1', 'output.2.2']), [true, true, false, true]);
    await hover('input.7.0');  // the row that no window reads
    assert.deepEqual(await areLit(page, ['output.0.0', 'output.2.0', 'kernel.2.0']), [false, false, false]);
});

test('a swipe over the numbers leaves none of them lit', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=convolution&example=S3-7', width: 390, height: 844, touch: true });
    const { cx, cy } = await itemRect(page, 'input.2.2');
    await atRest(page);
    const before = await page.screenshot();
    const swipe = async (by) => {
        await touchDrag(page, [0, 0.2, 0.4, 0.6, 0.8, 1].map((share) => ({ x: cx, y: cy + share * by })));
        await atRest(page);
    };
    await swipe(90);  // the stage is at its top already: it stands where it stood
    assert.ok(before.equals(await page.screenshot()), 'something stayed lit');
    await swipe(-90);
    assert.ok((await itemRect(page, 'input.2.2')).cy < cy - 20);  // scrolled
    await swipe(200);
    assert.ok(before.equals(await page.screenshot()), 'something stayed lit after scrolling there and back');
});

test('what is typed and cannot be is refused with its limit, and the value stays', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=convolution&example=S2-8', height: 1800 });
    const type = async (name, text) => {
        await click(page, name);
        await page.keyboard.press('Control+A');
        await page.keyboard.type(text);
        await page.keyboard.press('Enter');
        await settled(page);
    };
    const before = await state(page);
    await type('bias.0', '2e9');
    await stateWhere(page, (now) => now.message === 'Bias=2e9 is above the limit 1e9; it takes -1e9 to 1e9.');
    await type('bias.0', '1-2');
    await stateWhere(page, (now) => now.message === 'Bias=1-2 is not a finite number; it takes -1e9 to 1e9.');
    await type('input.1.2', '--3');
    await stateWhere(page, (now) => /^Row 2, column 3=--3 is not a finite number/.test(now.message));
    const { biases, input } = await state(page);
    assert.deepEqual([biases, input], [before.biases, before.input]);
    await type('bias.0', '0,5');
    await stateWhere(page, (now) => now.biases[0] === 0.5);
});

test('a refusal hides nothing: the stage begins below it, until it is dismissed, and it comes again', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=convolution' });
    const free = await itemRect(page, 'stage');
    const refuse = async () => {
        await page.evaluate(() => convolab.command('scrub', { t: -1 }));
        const [toast, stage] = [await itemRect(page, 'toast'), await itemRect(page, 'stage')];
        assert.ok(stage.y >= toast.y + toast.height - 1, `${stage.y} ${toast.y} ${toast.height}`);
    };
    await refuse();
    await click(page, 'toast.close');
    assert.equal((await itemRect(page, 'stage')).y, free.y);
    assert.equal((await state(page)).ui.items.toast, undefined);
    await refuse();
});

test('a copied link is said in the top bar', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=convolution', width: 390, height: 844, touch: true });
    const { cx, cy } = await itemRect(page, 'top.share');
    await page.touchscreen.tap(cx, cy);
    const [notice, stage] = [await itemRect(page, 'notice'), await itemRect(page, 'stage')];
    assert.ok(notice.x >= 0 && notice.y >= 0 && notice.x + notice.width < cx && notice.y + notice.height <= stage.y + 4);
});

test('the words of a lesson stand under the list, and where there is none a link leads to them', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=convolution' });
    const [list, words] = [await itemRect(page, 'lessons'), await itemRect(page, 'words')];
    assert.ok(words.x >= list.x && words.x + words.width <= list.x + list.width);
    assert.ok(words.y + 150 <= list.y + list.height, 'some lines of the words are in sight below the longest group');
    assert.equal((await state(page)).ui.items['words.link'], undefined);
    await page.setViewportSize({ width: 900, height: 800 });
    await stateWhere(page, ({ ui }) => ui.layout === 'compact' && ui.items['words.link']);
    const [column, lead] = [await itemRect(page, 'controls'), await itemRect(page, 'words.link')];
    assert.ok(lead.y - column.y < 160);
    await click(page, 'words.link');
    await atRest(page);
    assert.ok(Math.abs((await itemRect(page, 'words')).y - column.y) < 60);
});

test('the numbers of three channels are as large as the text', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=convolution&example=S3-10' });
    // A digit of 14 pixels' text is 10 high: its ink is looked for in the middle of a cell with a one-digit number.
    const { x, y, width, height } = await itemRect(page, 'input.1.0.0');
    const middle = await onScreen(page, { x: Math.round(x) + 3, y: Math.round(y) + 2, width: Math.round(width) - 6,
        height: Math.round(height) - 4 });
    const rows = await middle.evaluate((context) => {
        const { data, width: columns, height: all } = context.getImageData(0, 0, context.canvas.width, context.canvas.height);
        const inked = (row) => Array.from({ length: columns }, (_, column) => data[4 * (row * columns + column)])
            .some((red) => Math.abs(red - data[0]) > 60);
        return Array.from({ length: all }, (_, row) => inked(row)).filter(Boolean).length;
    });
    assert.ok(rows >= 9, `${rows} rows of pixels`);
});

for (const code of ['S0-12', 'S2-5', 'S2-8', 'S2-14']) {
    test(`${code} stands on a phone with cells for fingers`, async (t) => {
        const { page } = await openPage(t, { hash: `lesson=convolution&example=${code}`, width: 390, height: 844, touch: true });
        const [card, sheet] = [await itemRect(page, 'grids'), await itemRect(page, 'sheet')];
        assert.ok((await itemRect(page, 'input.0.0')).width >= 32);
        assert.ok(card.y + card.height <= sheet.y, `${card.y + card.height} ${sheet.y}`);
    });
}

test('16 x 16 pixels with "same" padding and their output stand side by side on a laptop', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=convolution&size=16&padding=same&kernel_size=3' });
    await atRest(page);
    const [card, stage] = [await itemRect(page, 'grids'), await itemRect(page, 'stage')];
    const [last, output] = [await itemRect(page, 'input.15.15'), await itemRect(page, 'output.15.15')];
    assert.ok(output.x > last.x && output.x + output.width < card.x + card.width);
    assert.ok(card.y + card.height <= stage.y + stage.height, `${card.y + card.height} ${stage.y + stage.height}`);
});

test('a pressed output cell and a pressed chip put the cursor there', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=convolution&example=S2-5' });
    await click(page, 'output.1.2');
    await stateWhere(page, (now) => now.cursor.t === 50);
    await click(page, 'terms.4');
    await stateWhere(page, (now) => now.cursor.t === 54);
});

test('painting by dragging sets the brush\'s number in every cell passed', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=convolution&example=S2-10', height: 1800 });
    await click(page, 'paint');
    const from = await itemRect(page, 'input.0.0');
    const to = await itemRect(page, 'input.0.4');
    await page.mouse.move(from.cx, from.cy);
    await page.mouse.down();
    for (let column = 1; column <= 4; ++column) {
        const { cx } = await itemRect(page, `input.0.${column}`);
        await page.mouse.move(cx, from.cy);
        await settled(page);
    }
    await page.mouse.up();
    assert.ok(to.cx > from.cx);
    await stateWhere(page, (now) => JSON.stringify(now.input[0][0]) === '[9,9,9,9,9,0,0]');
});

for (const [width, height] of [[1280, 800], [390, 844], [1920, 1080]]) {
    test(`three channels and two filters fit a page of ${width} x ${height}`, async (t) => {
        const { page } = await openPage(t, { hash: 'lesson=convolution&example=S3-10&t=150', width, height, touch: width < 500 });
        await settled(page);
        const { ui } = await state(page);
        const input = Object.keys(ui.items).filter((name) => /^input\.1\.-?\d+\.-?\d+$/.test(name));
        assert.equal(input.length, 49);  // channel 2 with its padding is on the stage: the cursor is in it
        for (const { name, x, width: cell } of await itemRects(page, input)) {
            assert.ok(cell >= 19 && x >= 0 && x + cell <= width, `${name}: ${x} ${cell}`);
        }
    });
}

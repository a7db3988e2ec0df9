// What the learner gives and what lessons fetch: pictures, wrong files, data sets that fail on the way.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import zlib from 'node:zlib';

import { drop, dropFolder, idx, png, zip } from './made_files.mjs';
import { click, openPage, state, stateWhere, tearDown } from './page.mjs';

after(tearDown);

const picture = (name, bytes) => ({ name, type: 'image/png', bytes });

test('a dropped picture becomes the input', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=convolution' });
    const before = await state(page);
    await drop(page, [picture('left.png', png(64, 64, (x) => (x < 32 ? 0 : 255)))]);
    const now = await stateWhere(page, ({ input }) => JSON.stringify(input) !== JSON.stringify(before.input));
    const row = now.input[0][0];
    assert.ok(Math.abs(row.at(-1) - row[0]) > 0, `its row is ${row}`);
    assert.equal(new Set(now.input[0].map((values) => String(values))).size, 1, 'every row is the same');
});

test('a picture is opened by the file dialog', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=convolution', height: 1400 });
    const before = await state(page);
    const chooser = page.waitForEvent('filechooser');
    await click(page, 'open-picture');
    await (await chooser).setFiles({ name: 'top.png', mimeType: 'image/png', buffer: png(32, 32, (x, y) => (y < 16 ? 0 : 255)) });
    await stateWhere(page, ({ input }) => JSON.stringify(input) !== JSON.stringify(before.input));
});

test('large pictures are shrunk before they come into the program', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=convolution' });
    const before = await state(page);
    await drop(page, [picture('large.png', png(5000, 1000, (x) => (x < 2500 ? 0 : 255)))]);
    await stateWhere(page, ({ input }) => JSON.stringify(input) !== JSON.stringify(before.input));
});

// Files of no kind that the lesson reads, and too much of it; pictures that are broken are in pictures.test.mjs.
const kRefused = {
    'no bytes': [[picture('empty.png', Buffer.alloc(0))], /empty\.png/],
    '33 MB': [[{ name: 'heavy.png', type: 'image/png', size: 33e6 }], /heavy\.png has 33\.0 MB.*32\.0 MB/],
    '500 files': [Array.from({ length: 500 }, (_, i) => picture(`${i}.png`, Buffer.from('x'))), /one file at a time.*500/],
    'a kind that no lesson reads': [[{ name: 'notes.txt', type: 'text/plain', bytes: Buffer.from('notes') }], /notes\.txt/],
};
test('what the lesson does not read is refused with a sentence', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=convolution' });
    const before = await state(page);
    for (const [what, [files, sentence]] of Object.entries(kRefused)) {
        await drop(page, files);
        const now = await stateWhere(page, ({ message }) => sentence.test(message));
        for (const key of ['input', 'link']) assert.deepEqual(now[key], before[key], what);
    }
});

const data = (name, bytes) => ({ name, type: '', bytes });
const kTable = Buffer.from(`height,weight,kind\n${Array.from({ length: 60 }, (_, i) =>
    `${i % 7},${i % 2 * 9000 + i},${i % 2 ? 'dog' : 'cat'}\n`).join('')}`);

test('a dropped table is learned: the run ends with every training row right', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=mnist' });
    await drop(page, [data('pets.csv', kTable)]);
    const taken = await stateWhere(page, (now) => now.data.name === 'own');
    assert.deepEqual([taken.data.title, taken.data.class_names, taken.data.train, taken.data.test],
        ['pets.csv', ['cat', 'dog'], 48, 12]);
    await click(page, 'transport.train');
    const done = await stateWhere(page, (now) => now.run.state === 'finished');
    assert.equal(done.rows.at(-1).train_accuracy, 1);
});

// pets/light/0.png, pets/dark/1.png and so on, and two files that are no pictures of it.
const kPetFiles = Array.from({ length: 10 }, (_, i) =>
    [`pets/${i % 2 ? 'dark' : 'light'}/${i}.png`, png(20, 20, () => (i % 2 ? 10 : 240))])
    .concat([['pets/notes.txt', Buffer.from('notes')], ['pets/dark/.hidden.png', Buffer.from('no picture')]]);

// Its last rows open a file and a folder; below them are a table's columns.
async function clickInDataMenu(page, row) {
    await click(page, 'data');
    const rows = (now) => Object.keys(now.ui.items).filter((name) => name.startsWith('data.'));
    const listed = await stateWhere(page, (now) => rows(now).length > 8);
    await click(page, rows(listed).sort((a, b) => listed.ui.items[a][1] - listed.ui.items[b][1]).at(row));
}

test('how much of a table is kept for testing is set, and the network stays', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=mnist', height: 1400 });
    assert.equal((await state(page)).ui.items['test-share'], undefined);
    await drop(page, [data('pets.csv', kTable)]);
    const taken = await stateWhere(page, (now) => now.data.name === 'own' && now.ui.items['test-share.plus']);
    assert.deepEqual([taken.data.test_percent, taken.data.train, taken.data.test], [20, 48, 12]);
    await page.evaluate(() => convolab.command('choose-test-share', { percent: 49 }));
    await click(page, 'test-share.plus');
    const now = await stateWhere(page, ({ data: { test } }) => test === 30);
    assert.deepEqual([now.data.test_percent, now.data.train, now.network.spec], [50, 30, taken.network.spec]);
});

test('the class of a table is another column, chosen in the data menu, where the last one cannot be', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=mnist', height: 1400 });
    const rows = Array.from({ length: 60 }, (_, i) => `${1 + (i % 3)},${12 + (i % 3) + Math.sin(i)},${(i * 7) % 5},7\n`);
    await drop(page, [data('wine.csv', Buffer.from(rows.join('')))]);
    await stateWhere(page, ({ message }) => /wine\.csv: all rows are of one class.*menu Data/.test(message));
    await clickInDataMenu(page, -4);  // the first of its four columns
    const read = await stateWhere(page, ({ data: now }) => now.name === 'own');
    assert.deepEqual([read.data.title, read.data.class_names], ['wine.csv', ['1', '2', '3']]);
});

test('the refusal of a file goes when other data are chosen, and stays with other commands', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=mnist' });
    const notes = data('notes.txt', Buffer.from('notes'));
    const heavy = { name: 'heavy.zip', type: '', size: 33e6 };
    for (const [file, row] of [[notes, -3], [heavy, 0]]) {  // points, then the digits
        await drop(page, [file]);
        await stateWhere(page, ({ ui, message }) => ui.items.toast && message.includes(file.name));
        await click(page, 'raise-rate');
        assert.ok((await state(page)).ui.items.toast, `${file.name}: a rate is no file`);
        await clickInDataMenu(page, row);
        await stateWhere(page, ({ ui }) => !ui.items.toast);
    }
});

test('a zip with a folder of pictures for each class is opened by the dialog of the data menu', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=mnist' });
    const chooser = page.waitForEvent('filechooser');
    await clickInDataMenu(page, -2);
    await (await chooser).setFiles({ name: 'pets.zip', mimeType: 'application/zip', buffer: zip(Object.fromEntries(kPetFiles)) });
    const taken = await stateWhere(page, (now) => now.data.name === 'own');
    assert.deepEqual([taken.data.class_names, taken.data.image], [['dark', 'light'], [1, 28, 28]]);
});

test('a folder with a folder of pictures for each class is opened by the dialog of the data menu', async (t) => {
    const below = await mkdtemp(path.join(tmpdir(), 'convolab-folder-'));
    t.after(() => rm(below, { recursive: true }));
    for (const [name, bytes] of kPetFiles) {
        await mkdir(path.dirname(path.join(below, name)), { recursive: true });
        await writeFile(path.join(below, name), bytes);
    }
    const { page } = await openPage(t, { hash: 'lesson=mnist' });
    const chooser = page.waitForEvent('filechooser');
    await clickInDataMenu(page, -1);
    await (await chooser).setFiles(path.join(below, 'pets'));
    const taken = await stateWhere(page, (now) => now.data.name === 'own');
    assert.deepEqual([taken.data.title, taken.data.class_names, taken.data.train, taken.data.image],
        ['pets', ['dark', 'light'], 8, [1, 28, 28]]);
});

test('a dropped folder is read with the folders below it; one without pictures, or with one that is gone, gets a sentence', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=mnist' });
    await dropFolder(page, 'pets', kPetFiles.slice(-2));
    await stateWhere(page, ({ message }) => /no \.png or \.jpg pictures in this folder/.test(message));
    await dropFolder(page, 'pets', [['pets/dark/1.png', null]]);
    await stateWhere(page, ({ message }) => message === 'This cannot be read: gone');
    await dropFolder(page, 'pets', kPetFiles);
    const taken = await stateWhere(page, (now) => now.data.name === 'own');
    assert.deepEqual([taken.data.title, taken.data.class_names, taken.data.train], ['pets', ['dark', 'light'], 8]);
});

test('a lesson that takes one picture says so of a folder', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=pictures' });
    const before = await state(page);
    await dropFolder(page, 'pets', kPetFiles);
    const now = await stateWhere(page, ({ message }) => /^pets is a folder/.test(message));
    assert.deepEqual(now.link, before.link);
});

test('the two files of an IDX set, packed and plain, become one set', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=mnist' });
    await drop(page, [data('a-images-idx3-ubyte.gz', zlib.gzipSync(idx(8, [20, 9, 9])))]);
    await stateWhere(page, (now) => /its labels next/.test(now.note));
    await drop(page, [data('a-labels-idx1-ubyte', idx(8, [20], (i) => i % 3))]);
    const taken = await stateWhere(page, (now) => now.data.name === 'own');
    assert.deepEqual([taken.data.classes, taken.data.image], [3, [1, 9, 9]]);
});

// MNIST's training images as they are when they are unpacked: 47,040,016 bytes.
for (const isolate of [true, false]) {
    test(`${isolate ? 'mt' : 'st'}: MNIST's unpacked files are read, and a file that no reader takes gets its sentence`, async (t) => {
        const { page } = await openPage(t, { hash: 'lesson=mnist', isolate });
        const head = Buffer.from('00000803' + '0000ea60' + '0000001c' + '0000001c', 'hex');
        await drop(page, [{ name: 'train-images-idx3-ubyte', type: '', bytes: head, size: 47040016 }]);
        await stateWhere(page, (now) => /its labels next/.test(now.note));
        await drop(page, [data('train-labels-idx1-ubyte', idx(8, [60000], (i) => i % 10))]);
        const taken = await stateWhere(page, (now) => now.data.name === 'own');
        assert.deepEqual([taken.data.train, taken.data.test, taken.data.image], [48000, 12000, [1, 28, 28]]);
        await drop(page, [{ name: 'huge.csv', type: '', size: 140e6 }]);
        const refused = await stateWhere(page, ({ message }) => /huge\.csv has 140\.0 MB; files up to \d+\.\d MB are read/.test(message));
        const largest = Number(/up to (\d+\.\d) MB/.exec(refused.message)[1]);
        assert.ok(largest > 20 && largest < 134.3, String(largest));
        assert.equal(refused.data.name, 'own');
    });
}

// What is wrong between the two files is said when the second comes, and the first one waits for a better one.
const kBadPairs = {
    'counts that differ': [idx(8, [20, 9, 9]), idx(8, [19]), /20 images, labels 19 labels/],
    'labels of several members, cut off in the second': [idx(8, [20, 9, 9]),
        Buffer.concat([zlib.gzipSync(idx(8, [20]).subarray(0, 15)), zlib.gzipSync(idx(8, [20]).subarray(15)).subarray(0, -9)]), /labels/],
};
test('two IDX files that do not belong together leave a sentence, and the run as it was', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=mnist' });
    const before = await stateWhere(page, (now) => now.run.ready);
    for (const [what, [images, labels, sentence]] of Object.entries(kBadPairs)) {
        await drop(page, [data('images', images)]);
        await stateWhere(page, (now) => /its labels next/.test(now.note));
        await drop(page, [data('labels', labels)]);
        const now = await stateWhere(page, ({ message }) => message !== '');
        assert.match(now.message, sentence, what);
        for (const key of ['data', 'network', 'config', 'link']) assert.deepEqual(now[key], before[key], what);
    }
    const labels = idx(8, [20], (i) => i % 3);
    await drop(page, [data('labels', Buffer.concat([labels.subarray(0, 15), labels.subarray(15)].map((part) => zlib.gzipSync(part))))]);
    await stateWhere(page, (now) => now.data.name === 'own' && now.message === '');
});

// The catalogue's IDX rows and their like, each as it is dropped on the page.
const kGood = idx(8, [4, 3, 3]);
const kBadData = {
    'an IDX file of no bytes': ['a-ubyte', Buffer.alloc(0), /a-ubyte is empty/],
    'an IDX file of three bytes': ['a-ubyte', Buffer.from([0, 0, 8]), /a-ubyte.*3 bytes/],
    'a wrong magic number': ['a-ubyte', Buffer.from([9, 9, 8, 3, 0, 0, 0, 0]), /a-ubyte.*not an IDX file/],
    'a little-endian magic number': ['a-ubyte', Buffer.from([3, 8, 0, 0, 0, 0, 0, 0]), /little-endian/],
    ...Object.fromEntries([0x09, 0x0b, 0x0c, 0x0d, 0x0e].map((type) =>
        [`IDX of type ${type}`, ['a-ubyte', idx(type, [4, 3, 3]), /only unsigned bytes/]])),
    'no dimensions': ['a-ubyte', Buffer.from([0, 0, 8, 0, 1]), /0 dimensions/],
    '255 dimensions': ['a-ubyte', Buffer.from([0, 0, 8, 255, 1, 1, 1, 1]), /255 dimensions/],
    'sizes whose product leaves 32 bits': ['a-ubyte',
        Buffer.from('000008030fffffff0fffffff0fffffff', 'hex'), /268435455 images; 1 to 1000000/],
    'a header cut off': ['a-ubyte', kGood.subarray(0, 9), /cut off after 9 of 16/],
    'one byte short': ['a-ubyte', kGood.subarray(0, -1), /51 bytes.*cut off/],
    'bytes behind the end': ['a-ubyte', Buffer.concat([kGood, Buffer.alloc(1)]), /bytes too many/],
    'images of 4096 x 4096': ['a-ubyte', Buffer.from('00000803000000010000100000001000', 'hex'), /4096 rows; 1 to 256/],
    'a truncated gzip': ['a.gz', zlib.gzipSync(kGood).subarray(0, 20), /a\.gz/],
    'a gzip with a wrong checksum': ['a.gz', (() => {
        const bytes = zlib.gzipSync(kGood);
        bytes[bytes.length - 8] ^= 1;
        return bytes;
    })(), /a\.gz/],
    'a gzip that inflates to 200 MB': ['a.gz', zlib.gzipSync(Buffer.alloc(2e8)), /a\.gz.*134217728/],
    'a zip that is none': ['a.zip', Buffer.from('PK and no more'), /a\.zip/],
    'a zip without pictures': ['a.zip', zip({ 'notes/a.txt': Buffer.from('x') }), /no \.png or \.jpg pictures/],
    'a zip with one class': ['a.zip', zip({ 'a/1.png': png(4, 4, () => 9) }), /one folder/],
    'a table with a word among its numbers': ['a.csv', Buffer.from('x,y\n1,a\nz,b\n2,a\n'), /a\.csv.*line 3/],
    'a kind that is not read': ['a.pdf', Buffer.from('%PDF'), /a\.pdf is of no kind/],
};
test('data that cannot be read leave a sentence with the file\'s name, and the run as it was', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=mnist' });
    const before = await stateWhere(page, (now) => now.run.ready);
    for (const [what, [name, bytes, sentence]] of Object.entries(kBadData)) {
        await drop(page, [data(name, bytes)]);
        const now = await stateWhere(page, ({ message }) => sentence.test(message));
        for (const key of ['data', 'network', 'config', 'link', 'note']) assert.deepEqual(now[key], before[key], what);
        await page.keyboard.press('Escape');
    }
    await drop(page, [picture('seven.png', png(28, 28, () => 200))]);
    const now = await stateWhere(page, ({ message }) => /seven\.png is one picture/.test(message));
    assert.deepEqual(now.data, before.data);
});

test('a picture on the clipboard is pasted', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=convolution' });
    const before = await state(page);
    await page.focus('#canvas');
    await page.evaluate(async (base64) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))], 'image.png', { type: 'image/png' }));
        document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true }));
    }, png(40, 40, (x) => x * 6).toString('base64'));
    await stateWhere(page, ({ input }) => JSON.stringify(input) !== JSON.stringify(before.input));
});

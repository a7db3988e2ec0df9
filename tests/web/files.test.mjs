// What the learner gives and what lessons fetch: pictures, wrong files, data sets that fail on the way.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import zlib from 'node:zlib';

import { click, openPage, state, stateWhere, tearDown } from './page.mjs';

after(tearDown);

// Drops files onto the page as the browser does; each is {name, type, base64} or {name, type, size}.
async function drop(page, files) {
    await page.evaluate((list) => {
        const transfer = new DataTransfer();
        for (const { name, type, base64, size } of list) {
            const bytes = base64 === undefined ? new Uint8Array(size) : Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
            transfer.items.add(new File([bytes], name, { type }));
        }
        for (const kind of ['dragover', 'drop']) {
            document.body.dispatchEvent(new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true }));
        }
    }, files.map((file) => ({ ...file, base64: file.bytes?.toString('base64') })));
}

function pngChunk(name, data) {
    const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
    const chunk = Buffer.alloc(12 + data.length);
    chunk.writeUInt32BE(data.length);
    body.copy(chunk, 4);
    chunk.writeUInt32BE(crc(body), 8 + data.length);
    return chunk;
}

function crc(bytes) {
    let sum = 0xffffffff;
    for (const byte of bytes) {
        sum ^= byte;
        for (let bit = 0; bit < 8; ++bit) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
    }
    return (sum ^ 0xffffffff) >>> 0;
}

// An 8-bit grey PNG with grey(x, y); `claim` puts other sizes into the header.
function png(width, height, grey, claim = [width, height]) {
    const header = Buffer.alloc(13);
    header.writeUInt32BE(claim[0]);
    header.writeUInt32BE(claim[1], 4);
    header[8] = 8;
    const rows = Buffer.alloc((width + 1) * height);
    for (let y = 0; y < height; ++y) for (let x = 0; x < width; ++x) rows[y * (width + 1) + 1 + x] = grey(x, y);
    return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), pngChunk('IHDR', header),
        pngChunk('IDAT', zlib.deflateSync(rows)), pngChunk('IEND', Buffer.alloc(0))]);
}

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

// A PNG of 16 bits; and a palette's, with the palette or without it.
function rawPng(width, height, depth, kind, rows, more = []) {
    const header = Buffer.alloc(13);
    header.writeUInt32BE(width);
    header.writeUInt32BE(height, 4);
    header[8] = depth;
    header[9] = kind;
    return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), pngChunk('IHDR', header), ...more,
        pngChunk('IDAT', zlib.deflateSync(rows)), pngChunk('IEND', Buffer.alloc(0))]);
}
const kGif = Buffer.from('R0lGODlhAQABAIAAAP8AAAAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64');
const kBmp = Buffer.concat([Buffer.from('424d3a000000000000003600000028000000010000000100000001001800000000000400000013' +
    '0b0000130b00000000000000000000', 'hex'), Buffer.from([0, 0, 200, 0])]);

// What a browser decodes comes in, whatever its file is called.
const kTaken = {
    'of one pixel': png(1, 1, () => 200),
    'of 4097 x 1': png(4097, 1, (x) => (x < 2000 ? 0 : 255)),
    'of 16 bits': rawPng(2, 2, 16, 0, Buffer.from([0, 0xff, 0xff, 0, 0, 0, 0, 0, 0xff, 0xff])),
    'with a palette': rawPng(1, 1, 8, 3, Buffer.from([0, 0]), [pngChunk('PLTE', Buffer.from([250, 250, 250]))]),
    'with a wrong checksum at its end': (() => {
        const bytes = png(8, 8, () => 250);
        bytes[bytes.length - 1] ^= 1;
        return bytes;
    })(),
    'that is a GIF': kGif,
    'that is a BMP': kBmp,
};
test('pictures of every kind that the browser decodes become the input', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=convolution' });
    for (const [what, bytes] of Object.entries(kTaken)) {
        await page.evaluate(() => convolab.command('clear-input'));
        await drop(page, [picture('any.png', bytes)]);
        const now = await stateWhere(page, ({ input, message }) => message !== '' || input.flat(2).some((value) => value > 0));
        assert.equal(now.message, '', what);
    }
});

const kRefused = {
    'no bytes': [[picture('empty.png', Buffer.alloc(0))], /empty\.png/],
    'text named .png': [[picture('words.png', Buffer.from('these are words'))], /words\.png cannot be decoded/],
    'a truncated picture': [[picture('half.png', png(64, 64, () => 9).subarray(0, 60))], /half\.png/],
    'seven bytes': [[picture('seven.png', Buffer.from('89504e470d0a1a', 'hex'))], /seven\.png cannot be decoded/],
    'a palette that is missing': [[picture('bare.png', rawPng(1, 1, 8, 3, Buffer.from([0, 0])))], /bare\.png cannot be decoded/],
    'a drawing whose text is broken': [[{ name: 'a.svg', type: 'image/svg+xml', bytes: Buffer.from('<svg') }], /a\.svg cannot be decoded/],
    'a header that claims 65535 x 65535': [[picture('bomb.png', png(8, 8, () => 9, [65535, 65535]))], /bomb\.png.*million pixels/],
    '33 MB': [[{ name: 'heavy.png', type: 'image/png', size: 33e6 }], /heavy\.png has 33\.0 MB.*32\.0 MB/],
    '500 files': [Array.from({ length: 500 }, (_, i) => picture(`${i}.png`, Buffer.from('x'))), /one file at a time.*500/],
    'a kind that no lesson reads': [[{ name: 'notes.txt', type: 'text/plain', bytes: Buffer.from('notes') }], /\w/],
};
for (const [what, [files, sentence]] of Object.entries(kRefused)) {
    test(`refused with a sentence: ${what}`, async (t) => {
        const { page } = await openPage(t, { hash: 'lesson=convolution' });
        const before = await state(page);
        await drop(page, files);
        const now = await stateWhere(page, ({ message }) => message !== '');
        assert.match(now.message, sentence);
        assert.deepEqual(now.input, before.input);
        assert.equal(now.link, before.link);
    });
}

// A zip of stored files; crc() is the one that PNG uses.
function zip(files) {
    const parts = [];
    const directory = [];
    let offset = 0;
    for (const [name, content] of Object.entries(files)) {
        const common = Buffer.alloc(26);
        common.writeUInt16LE(20);
        common.writeUInt32LE(crc(content), 10);
        common.writeUInt32LE(content.length, 14);
        common.writeUInt32LE(content.length, 18);
        common.writeUInt16LE(name.length, 22);
        const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(name), content]);
        const tail = Buffer.alloc(14);
        tail.writeUInt32LE(offset, 10);
        directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0', 'latin1'), common, tail, Buffer.from(name)]));
        parts.push(local);
        offset += local.length;
    }
    const size = directory.reduce((sum, row) => sum + row.length, 0);
    const end = Buffer.alloc(22);
    end.write('PK\x05\x06', 'latin1');
    end.writeUInt16LE(directory.length, 8);
    end.writeUInt16LE(directory.length, 10);
    end.writeUInt32LE(size, 12);
    end.writeUInt32LE(offset, 16);
    return Buffer.concat([...parts, ...directory, end]);
}

function idx(type, sizes, value = (i) => i % 7) {
    const count = sizes.reduce((product, size) => product * size, 1);
    const bytes = Buffer.alloc(4 + 4 * sizes.length + count);
    bytes[2] = type;
    bytes[3] = sizes.length;
    sizes.forEach((size, at) => bytes.writeUInt32BE(size, 4 + 4 * at));
    for (let i = 0; i < count; ++i) bytes[4 + 4 * sizes.length + i] = value(i);
    return bytes;
}

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

test('a zip with a folder of pictures for each class is opened by the dialog of the data menu', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=mnist' });
    const files = Object.fromEntries(Array.from({ length: 10 }, (_, i) =>
        [`pets/${i % 2 ? 'dark' : 'light'}/${i}.png`, png(20, 20, () => (i % 2 ? 10 : 240))]));
    await click(page, 'data');
    const rows = (now) => Object.keys(now.ui.items).filter((name) => name.startsWith('data.'));
    const listed = await stateWhere(page, (now) => rows(now).length > 8);
    const last = rows(listed).sort((a, b) => listed.ui.items[a][1] - listed.ui.items[b][1]).at(-1);
    const chooser = page.waitForEvent('filechooser');
    await click(page, last);
    await (await chooser).setFiles({ name: 'pets.zip', mimeType: 'application/zip', buffer: zip(files) });
    const taken = await stateWhere(page, (now) => now.data.name === 'own');
    assert.deepEqual([taken.data.class_names, taken.data.image], [['dark', 'light'], [1, 28, 28]]);
});

test('the two files of an IDX set, packed and plain, become one set', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=mnist' });
    await drop(page, [data('a-images-idx3-ubyte.gz', zlib.gzipSync(idx(8, [20, 9, 9])))]);
    await stateWhere(page, (now) => /its labels next/.test(now.note));
    await drop(page, [data('a-labels-idx1-ubyte', idx(8, [20], (i) => i % 3))]);
    const taken = await stateWhere(page, (now) => now.data.name === 'own');
    assert.deepEqual([taken.data.classes, taken.data.image], [3, [1, 9, 9]]);
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
    'a zip without pictures': ['a.zip', zip({ 'notes/a.txt': Buffer.from('x') }), /no \.png pictures/],
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

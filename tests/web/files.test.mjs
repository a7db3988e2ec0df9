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

const kRefused = {
    'no bytes': [[picture('empty.png', Buffer.alloc(0))], /empty\.png/],
    'text named .png': [[picture('words.png', Buffer.from('these are words'))], /words\.png cannot be decoded/],
    'a truncated picture': [[picture('half.png', png(64, 64, () => 9).subarray(0, 60))], /half\.png/],
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

// Pictures as they come: of every kind that the browser decodes, and broken in every way that PngSuite and photographers
// know. Each row is one fault: the picture becomes the input, or a sentence names the file and nothing changes.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import zlib from 'node:zlib';

import { drop, jpeg, png, pngChunk, pngHeader, rawPng } from './made_files.mjs';
import { click, openPage, state, stateWhere, tearDown } from './page.mjs';

after(tearDown);

const picture = (name, bytes) => ({ name, type: 'image/png', bytes });
const whole = png(8, 8, () => 250);
const changed = (bytes, at, byte) => Buffer.concat([bytes.subarray(0, at), Buffer.from([byte]), bytes.subarray(at + 1)]);

// Seven passes of 8 x 8 pixels, coarse to fine.
const kPasses = [[1, 1], [1, 1], [2, 1], [2, 2], [4, 2], [4, 4], [8, 4]];
const interlacedRows = Buffer.concat(kPasses.flatMap(([width, height]) =>
    Array.from({ length: height }, () => Buffer.from([0, ...Array(width).fill(250)]))));

function animation() {
    const control = (sequence) => {
        const bytes = Buffer.alloc(26);
        [sequence, 8, 8].forEach((value, i) => bytes.writeUInt32BE(value, 4 * i));
        bytes.writeUInt32BE(0x00010064, 20);  // a hundredth of a second
        return pngChunk('fcTL', bytes);
    };
    const frames = pngChunk('acTL', Buffer.from([0, 0, 0, 2, 0, 0, 0, 0]));
    const still = rawPng(pngHeader(8, 8), Buffer.concat(Array(8).fill(Buffer.from([0, ...Array(8).fill(250)]))),
        [frames, control(0)]);
    const second = Buffer.concat([Buffer.from([0, 0, 0, 2]), zlib.deflateSync(Buffer.alloc(72))]);
    return Buffer.concat([still.subarray(0, -12), control(1), pngChunk('fdAT', second), still.subarray(-12)]);
}

const kGif = Buffer.from('R0lGODlhAQABAIAAAP8AAAAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64');
const kWebp = Buffer.from('UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAsBMJaQAA3AA/veMAAA=', 'base64');
const kBmp = Buffer.concat([Buffer.from('424d3a000000000000003600000028000000010000000100000001001800000000000400000013' +
    '0b0000130b00000000000000000000', 'hex'), Buffer.from([0, 0, 200, 0])]);
const kSvg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8" fill="#fff"/></svg>');
const kAdobe = [0xee, [...Buffer.from('Adobe'), 0, 100, 0, 0, 0, 0, 0]];  // four components of no transform: CMYK

// What a browser decodes comes in, whatever its file is called.
const kTaken = {
    'of one pixel': png(1, 1, () => 200),
    'of 4097 x 1': png(4097, 1, (x) => (x < 2000 ? 0 : 255)),
    'of 16 bits': rawPng(pngHeader(2, 2, { depth: 16 }), Buffer.from([0, 0xff, 0xff, 0, 0, 0, 0, 0, 0xff, 0xff])),
    'with a palette': rawPng(pngHeader(1, 1, { kind: 3 }), Buffer.from([0, 0]), [pngChunk('PLTE', Buffer.from([250, 250, 250]))]),
    'interlaced': rawPng(pngHeader(8, 8, { interlaced: 1 }), interlacedRows),
    'that moves': animation(),
    'with a wrong checksum at its end': changed(whole, whole.length - 1, whole.at(-1) ^ 1),
    'that is a GIF': kGif,
    'that is a WebP': kWebp,
    'that is a BMP': kBmp,
    'that is a JPEG': jpeg([200]),
    'that is a progressive JPEG': jpeg([200], { progressive: true }),
    'that is a JPEG of four inks': jpeg([200], { components: 4, markers: [kAdobe] }),
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

test('a photo that was taken sideways stands upright', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=convolution' });
    // Orientation 6: the first row is at the right. TIFF, big-endian, one entry: tag 0x0112, a short.
    const exif = [0xe1, [...Buffer.from('Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0', 'latin1')]];
    await page.evaluate(() => convolab.command('clear-input'));
    await drop(page, [picture('sideways.jpg', jpeg([200, 128], { markers: [exif] }))]);
    const { input: [rows] } = await stateWhere(page, ({ input }) => input.flat(2).some((value) => value > 0));
    for (const row of rows) assert.ok(row[0] < row.at(-1), `dark at the left, bright at the right: ${row}`);
});

// PngSuite's files of the group "corrupted" by their names there, and what else is none.
const kBroken = {
    'xs1n0g01: the signature\'s first byte lost a bit': changed(whole, 0, 0x09),
    'xs2n0g01: the signature\'s second byte is a Q': changed(whole, 1, 0x51),
    'xs4n0g01: the signature says PnG': changed(whole, 2, 0x6e),
    'xs7n0g01: a blank in the signature': changed(whole, 6, 0x20),
    'xcrn0g04: carriage returns were added': Buffer.concat([Buffer.from('89504e470d0d0a1a0d0a', 'hex'), whole.subarray(8)]),
    'xlfn0g04: line feeds were taken': Buffer.concat([Buffer.from('89504e470a1a0a', 'hex'), whole.subarray(8)]),
    'xc1n0g08: no such colour type': rawPng(pngHeader(8, 8, { kind: 1 }), Buffer.alloc(72)),
    'xc9n2c08: no such colour type, 9': rawPng(pngHeader(8, 8, { kind: 9 }), Buffer.alloc(200)),
    'xd0n2c08: no bits': rawPng(pngHeader(8, 8, { depth: 0, kind: 2 }), Buffer.alloc(200)),
    'xd3n2c08: three bits': rawPng(pngHeader(8, 8, { depth: 3, kind: 2 }), Buffer.alloc(200)),
    'xd9n2c08: 99 bits': rawPng(pngHeader(8, 8, { depth: 99, kind: 2 }), Buffer.alloc(200)),
    'xdtn0g01: no pixels': Buffer.concat([whole.subarray(0, 33), pngChunk('IEND', Buffer.alloc(0))]),
    'seven bytes': whole.subarray(0, 7),
    'text named .png': Buffer.from('these are words'),
    'a truncated picture': png(64, 64, () => 9).subarray(0, 60),
    'a palette that is missing': rawPng(pngHeader(1, 1, { kind: 3 }), Buffer.from([0, 0])),
    'a progressive JPEG cut off before its scan': jpeg([200], { progressive: true }).subarray(0, 110),
    'a drawing named .png': kSvg,
    'half of its pixels, and a checksum that says so': rawPng(pngHeader(64, 64), Buffer.alloc(1)).subarray(0, -24),
};
// These may be read or refused: PngSuite's two wrong checksums, and pixels that go on for 100 MB.
const kEither = {
    'xhdn0g08: a wrong checksum of the header': changed(whole, 32, whole[32] ^ 1),
    'xcsn0g01: a wrong checksum of the pixels': changed(whole, whole.length - 13, whole[whole.length - 13] ^ 1),
    'pixels that inflate to 100 MB': rawPng(pngHeader(8, 8), Buffer.alloc(1e8)),
};

test('pictures that are broken are refused by name, and nothing changes', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=convolution&example=S2-8&t=5' });
    const before = await state(page);
    for (const [index, [what, bytes]] of [...Object.entries(kBroken), ...Object.entries(kEither)].entries()) {
        const name = `broken${index}.png`;
        await drop(page, [picture(name, bytes)]);
        const now = await stateWhere(page, ({ message, input }) =>
            message.includes(name) || JSON.stringify(input) !== JSON.stringify(before.input));
        if (what in kEither && !now.message.includes(name)) {
            assert.equal(now.message, '', 'the refusal before is answered');
            await page.evaluate((link) => convolab.open(link), before.link);
            continue;
        }
        assert.match(now.message, /cannot be decoded as a picture/, what);
        for (const key of ['input', 'link', 'cursor']) assert.deepEqual(now[key], before[key], what);
    }
});

test('sizes that a header claims, and bytes, are limited before anything is decoded', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=convolution' });
    const before = await state(page);
    const refused = async (file, sentence) => {
        await drop(page, [file]);
        const now = await stateWhere(page, ({ message }) => message.includes(file.name));
        assert.match(now.message, sentence);
        assert.deepEqual(now.input, before.input);
    };
    await refused(picture('bomb.png', png(8, 8, () => 9, [65535, 65535])), /million pixels/);
    await refused({ name: 'heavy.png', type: 'image/png', size: 33e6 }, /33\.0 MB.*32\.0 MB/);
    await refused({ name: 'empty.png', type: 'image/png', bytes: Buffer.alloc(0) }, /empty/);
    await refused({ name: 'nothing.png', type: 'image/png', size: 30e6 }, /cannot be decoded/);  // 30 MB are read
    await refused({ name: 'a.svg', type: 'image/svg+xml', bytes: Buffer.from('<svg') }, /cannot be decoded/);
});

test('the camera runs live through the kernel where it is allowed, and ends with the lesson', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=pictures', context: { permissions: ['camera'] } });
    await page.evaluate(() => {
        globalThis.tracks = [];
        const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        navigator.mediaDevices.getUserMedia = async (wish) => {
            const stream = await ask(wish);
            tracks.push(...stream.getTracks());
            await globalThis.answered;  // undefined, or until the learner has decided
            return stream;
        };
    });
    await click(page, 'camera');
    const first = await stateWhere(page, ({ source }) => source === 'own');
    assert.equal(first.camera, true);
    const moved = await stateWhere(page, ({ output }) => JSON.stringify(output) !== JSON.stringify(first.output));
    assert.notDeepEqual(moved.input, first.input, 'the test picture moves');
    await click(page, 'camera');
    assert.equal((await state(page)).camera, false);
    assert.deepEqual(await page.evaluate(() => tracks.map((track) => track.readyState)), ['ended']);
    assert.equal((await state(page)).source, 'own', 'its last picture stays');

    // On, off and on again before the learner has answered: one camera runs, the other is given back.
    await page.evaluate(() => { globalThis.answered = new Promise((resolve) => { globalThis.answer = resolve; }); });
    for (let times = 0; times < 3; ++times) await click(page, 'camera');
    await page.waitForFunction(() => tracks.length === 3);
    await page.evaluate(() => answer());
    await page.waitForFunction(() => tracks.filter((track) => track.readyState === 'live').length === 1);
    await page.evaluate(() => convolab.open('lesson=convolution'));
    await page.waitForFunction(() => tracks.every((track) => track.readyState === 'ended'));
});

test('a camera that is not allowed is a sentence', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=pictures', context: { permissions: [] } });
    await click(page, 'camera');
    const { camera, source } = await stateWhere(page, ({ message }) => /^The camera is not allowed here\./.test(message));
    assert.equal(camera, false);
    assert.notEqual(source, 'own');
});

// The data sets that a lesson fetches: progress, every way to fail, and trying again.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, test } from 'node:test';

import { pngHeader, rawPng } from './made_files.mjs';
import { click, openPage, stateWhere, tearDown } from './page.mjs';

after(tearDown);

const kLabels = /t10k-labels.*\.gz$/;
const fetchData = (page) => page.evaluate(() => convolab.command('fetch-data'));
const arrived = ({ data }) => data.name === 'mnist' && data.available;

async function failing(t, route) {
    const { page, errors } = await openPage(t, { hash: 'lesson=mnist&data=mnist', before: (page) => route(page) });
    await fetchData(page);
    const now = await stateWhere(page, ({ data }) => data.fetch === 'failed');
    errors.length = 0;  // the browser reports failed requests itself
    return { page, now, errors };
}

test('MNIST arrives whole, with progress', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=mnist&data=mnist' });
    await fetchData(page);
    const now = await stateWhere(page, arrived);
    assert.deepEqual([now.data.train, now.data.test], [60000, 10000]);
});

const kFailures = {
    'a file is missing': [(route) => route.fulfill({ status: 404, body: '' }), /404/],
    'a file is another one': [async (route) => {
        const bytes = await (await route.fetch()).body();
        bytes[bytes.length - 20] ^= 1;
        await route.fulfill({ body: bytes });
    }, /t10k-labels.*(damaged|SHA-256|bytes)/],
    'a file is cut short': [async (route) => {
        const bytes = await (await route.fetch()).body();
        await route.fulfill({ body: bytes.subarray(0, bytes.length / 2) });
    }, /t10k-labels.*(damaged|bytes)/],
    'the network goes away': [(route) => route.abort('internetdisconnected'), /network did not answer/],
};
for (const [what, [answer, sentence]] of Object.entries(kFailures)) {
    test(`a sentence when ${what}, and trying again works`, async (t) => {
        const { page, now, errors } = await failing(t, (page) => page.route(kLabels, answer));
        assert.match(now.data.failure, sentence);
        await page.unroute(kLabels);
        await fetchData(page);
        await stateWhere(page, arrived);
        errors.length = 0;
    });
}

test('a host that unpacks gzip on the way is fine', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=mnist&data=mnist', before: (page) => page.route(/\.gz$/, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ body: await response.body(), headers: { 'Content-Encoding': 'gzip' } });
    }) });
    await fetchData(page);
    await stateWhere(page, arrived);
});

test('a copy of the page without a set says so', async (t) => {
    const { page, errors } = await openPage(t, { hash: 'lesson=mnist&network=s4-13&data=fashion-mnist', before: (page) =>
        page.route('**/data/fashion-mnist.json', (route) => route.fulfill({ status: 404, body: '' })) });
    await fetchData(page);
    const now = await stateWhere(page, ({ data }) => data.fetch === 'failed');
    assert.match(now.data.failure, /^This copy of the page carries no fashion-mnist\. .*assets\/fetch\/data fashion-mnist/);
    errors.length = 0;  // the browser reports the answer 404 itself
});

// CIFAR-10's files as the page asks for them, of pictures that are as easy as can be: image i is of class i % 10; each
// two classes have a bar of their own, the even one in red and the odd one in blue, on a grey that says nothing.
const kBatch = 10000;
function easyBatch() {
    const row = 1 + 32 * 32 * 3;
    const rows = Buffer.alloc(kBatch * row);
    for (let i = 0; i < kBatch; ++i) {
        rows.fill(i % 7 * 10, i * row + 1, (i + 1) * row);
        const bar = i * row + 1 + (i % 10 >> 1) * 6 * 32 * 3;
        for (let at = 0; at < 6 * 32; ++at) rows[bar + 3 * at + i % 2 * 2] = 255;
    }
    return rawPng(pngHeader(32 * 32, kBatch, { kind: 2 }), rows);
}
const easyLabels = (count) => Buffer.from(JSON.stringify(Array.from({ length: count }, (_, i) => i % 10)));
async function routeEasyCifar(page) {
    const batch = easyBatch();
    const files = { 'data_batch_1.png': batch, 'data_batch_2.png': batch, 'train_lables.json': easyLabels(5 * kBatch),
        'test_batch.png': batch, 'test_lables.json': easyLabels(kBatch) };
    const listed = Object.entries(files).map(([name, bytes]) => ({ name, url: `cifar-10/${name}`, bytes: bytes.length,
        size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }));
    await page.route('**/data/cifar-10.json', (route) => route.fulfill({ json: { oneByOne: true, files: listed } }));
    await page.route('**/data/cifar-10/*', (route) => route.fulfill({ body: files[new URL(route.request().url()).pathname.split('/').at(-1)] }));
}

test('CIFAR-10 arrives batch by batch, and a network of its zoo trains on it', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=mnist&network=s1-15&data=cifar-10&epochs=1', before: routeEasyCifar });
    await fetchData(page);
    const { data } = await stateWhere(page, ({ data }) => data.name === 'cifar-10' && data.available);
    assert.deepEqual([data.train, data.test], [2 * kBatch, kBatch]);
    await click(page, 'transport.train');
    const done = await stateWhere(page, (now) => now.run.state === 'finished' && now.evaluation);
    assert.equal(done.evaluation.confusion.reduce((sum, count) => sum + count), kBatch);
    assert.ok(done.rows.at(-1).validation_accuracy > 0.95, JSON.stringify(done.rows));
});

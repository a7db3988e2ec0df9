// The data sets that a lesson fetches: progress, every way to fail, and trying again.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { openPage, stateWhere, tearDown } from './page.mjs';

after(tearDown);

const kLabels = /t10k-labels.*\.gz$/;
const fetchMnist = (page) => page.evaluate(() => convolab.command('fetch-data'));
const arrived = ({ data }) => data.name === 'mnist' && data.available;

async function failing(t, route) {
    const { page, errors } = await openPage(t, { hash: 'lesson=mnist&data=mnist', before: (page) => route(page) });
    await fetchMnist(page);
    const now = await stateWhere(page, ({ data }) => data.fetch === 'failed');
    errors.length = 0;  // the browser reports failed requests itself
    return { page, now, errors };
}

test('MNIST arrives whole, with progress', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=mnist&data=mnist' });
    await fetchMnist(page);
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
        await fetchMnist(page);
        await stateWhere(page, arrived);
        errors.length = 0;
    });
}

test('a host that unpacks gzip on the way is fine', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=mnist&data=mnist', before: (page) => page.route(/\.gz$/, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ body: await response.body(), headers: { 'Content-Encoding': 'gzip' } });
    }) });
    await fetchMnist(page);
    await stateWhere(page, arrived);
});

test('a copy of the page without a set says so', async (t) => {
    const { page, errors } = await openPage(t, { hash: 'lesson=mnist&network=s4-13&data=fashion-mnist', before: (page) =>
        page.route('**/data/fashion-mnist.json', (route) => route.fulfill({ status: 404, body: '' })) });
    await fetchMnist(page);
    const now = await stateWhere(page, ({ data }) => data.fetch === 'failed');
    assert.match(now.data.failure, /^This copy of the page carries no fashion-mnist\. .*assets\/fetch\/data fashion-mnist/);
    errors.length = 0;  // the browser reports the answer 404 itself
});

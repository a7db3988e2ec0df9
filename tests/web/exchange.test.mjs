// The network leaves the page as a download, and its weights come back from a file.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, test } from 'node:test';

import { click, openPage, state, stateWhere, tearDown } from './page.mjs';

after(tearDown);

const command = (page, name, args = {}) => page.evaluate(([n, a]) => convolab.command(n, a), [name, args]);

test('exported weights are a download, and opened again they begin a new run', async (t) => {
    const { page } = await openPage(t, { hash: 'lesson=mnist&network=s1-15', isolate: false });
    await stateWhere(page, ({ run }) => run?.parameters_hash);
    const start = (await state(page)).run.parameters_hash;
    await command(page, 'step');
    const trained = await stateWhere(page, ({ run }) => run.step === 1 && run.parameters_hash !== start);

    const arrival = page.waitForEvent('download');
    await command(page, 'export', { format: 'safetensors' });
    const download = await arrival;
    assert.equal(download.suggestedFilename(), 's1-15.safetensors');
    const bytes = fs.readFileSync(await download.path());
    const header = JSON.parse(bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE())));
    assert.deepEqual(header['conv1.weight'].shape, [10, 1, 3, 3]);

    await command(page, 'start-over');
    await stateWhere(page, ({ run }) => run.step === 0 && run.parameters_hash === start);
    const chooser = page.waitForEvent('filechooser');
    await command(page, 'open-weights');
    await (await chooser).setFiles({ name: 'w.safetensors', mimeType: '', buffer: bytes });
    const back = await stateWhere(page, ({ run }) => run?.step === 0 && run.parameters_hash === trained.run.parameters_hash);
    assert.equal(back.note, 'A new run: its weights are those of w.safetensors.');
});

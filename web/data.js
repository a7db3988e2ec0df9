// Data sets that a lesson asks for. data/<name>.json lists the files: {"files": [{"name", "url", "bytes" as sent,
// "size" unpacked, "sha256" unpacked}]}. They arrive with real progress, are unpacked and checked, and go to the program
// all together or not at all.
import { Trouble } from './trouble.js';

// How often progress is told: what a screen can show.
const kProgressPause = 50;

export class DataSets {
    #program;
    #loop;
    #lend;
    #running = new Set();

    constructor(program, loop, lend) {
        this.#program = program;
        this.#loop = loop;
        this.#lend = lend;
    }

    async fetch(name) {
        if (this.#running.has(name)) return;
        this.#running.add(name);
        try {
            this.#give(name, await this.#collect(name));
        } catch (error) {
            this.#program.call('data_failed', name, error instanceof Trouble ? error.message
                : `${name} could not be loaded: ${error.message}`);
        }
        this.#running.delete(name);
        this.#loop.input();
    }

    async #collect(name) {
        const manifestUrl = new URL(`data/${name}.json`, document.baseURI);
        const manifest = await (await get(manifestUrl, `This copy of the page carries no ${name}.`)).json().catch(() => {
            throw new Trouble(`${manifestUrl.pathname} is not a list of files.`);
        });
        const total = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
        let received = 0;
        let told = 0;
        const count = (bytes) => {
            received += bytes;
            if (performance.now() - told < kProgressPause) return;
            told = performance.now();
            this.#program.call('data_progress', name, Math.min(1, received / total));
            this.#loop.wake();
        };
        return Promise.all(manifest.files.map((file) => fetchFile(file, manifestUrl, count)));
    }

    #give(name, files) {
        for (const { file, bytes } of files) {
            this.#lend(bytes);
            this.#program.call('new_file', file, bytes.length, 0, 0);
        }
        this.#program.call('take_data', name);
    }
}

async function get(url, ifMissing) {
    const response = await fetch(url).catch(() => {
        throw new Trouble(`${url.pathname} could not be fetched: the network did not answer. Try again.`);
    });
    if (response.status === 404 && ifMissing) throw new Trouble(ifMissing);
    if (!response.ok) {
        throw new Trouble(`${url.pathname} could not be fetched: the server answered ${response.status}.`);
    }
    return response;
}

async function fetchFile({ name, url, bytes, size, sha256 }, base, count) {
    const packed = await readAll(await get(new URL(url, base)), bytes, size, count, name);
    const unpacked = packed[0] === 0x1f && packed[1] === 0x8b ? await gunzip(packed, size, name) : packed;
    await check(unpacked, size, sha256, name);
    return { file: name, bytes: unpacked };
}

// The whole body. A host may unpack it on the way (Content-Encoding), so up to `size` bytes can come.
async function readAll(response, bytes, size, count, name) {
    const whole = new Uint8Array(Math.max(bytes, size));
    let length = 0;
    const reader = response.body.getReader();
    for (;;) {
        const { done, value } = await reader.read().catch(() => {
            throw new Trouble(`${name} broke off after ${length} of ${bytes} bytes. Try again.`);
        });
        if (done) return whole.subarray(0, length);
        if (length + value.length > whole.length) throw new Trouble(`${name} is longer than the list of files says.`);
        whole.set(value, length);
        length += value.length;
        count(value.length);
    }
}

async function gunzip(packed, size, name) {
    if (typeof DecompressionStream === 'undefined') {
        throw new Trouble('This browser cannot unpack the data. Chrome 80, Firefox 113, Safari 16.4 or newer can.');
    }
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
    const nothing = () => {};
    return readAll({ body: stream }, size, size, nothing, name).catch(() => {
        throw new Trouble(`${name} is damaged: it does not unpack. Try again.`);
    });
}

// crypto.subtle exists on https and localhost only; elsewhere the length must do.
async function check(bytes, size, sha256, name) {
    if (bytes.length !== size) throw new Trouble(`${name} has ${bytes.length} bytes instead of ${size}. Try again.`);
    if (!globalThis.crypto?.subtle) return;
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    const hex = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    if (hex !== sha256) throw new Trouble(`${name} is not the file it should be: its SHA-256 differs. Try again.`);
}

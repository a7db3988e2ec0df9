// Data sets that a lesson asks for. data/<name>.json lists the files: {"files": [{"name", "url", "bytes" as sent,
// "size" unpacked, "sha256" unpacked}]}. They arrive with real progress, are unpacked and checked, and go to the program
// all together or not at all; where "oneByOne" is true, each as it comes, because all together they are too large.
import { Trouble } from './trouble.js';

// How often progress is told: what a screen can show.
const kProgressPause = 50;

export class DataSets {
    #program;
    #loop;
    #lend;
    #running = new Map();   // name -> what ends its requests

    constructor(program, loop, lend) {
        this.#program = program;
        this.#loop = loop;
        this.#lend = lend;
    }

    async fetch(name) {
        if (this.#running.has(name)) return;
        const control = new AbortController();
        this.#running.set(name, control);
        try {
            await this.#collect(name, control.signal);
        } catch (error) {
            if (control.signal.aborted) return;
            control.abort();  // the set's other files are of no use
            this.#program.call('data_failed', name, error instanceof Trouble ? error.message
                : `${name} could not be loaded: ${error.message}`);
        }
        if (this.#running.get(name) === control) this.#running.delete(name);
        this.#loop.input();
    }

    // Nothing of the set is wanted any more.
    stop(name) {
        this.#running.get(name)?.abort();
        this.#running.delete(name);
    }

    async #collect(name, signal) {
        const manifestUrl = new URL(`data/${name}.json`, document.baseURI);
        const manifest = await (await get(manifestUrl, signal, `This copy of the page carries no ${name}. Whoever ` +
            `builds it puts it in with assets/fetch/data ${name} and then web/play. Pictures of your own, in a .zip with a ` +
            'folder for each class, can be opened in the menu Data.')).json().catch(() => {
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
        const fetchOne = (file) => fetchFile(file, manifestUrl, signal, count);
        if (manifest.oneByOne) {
            for (const file of manifest.files) {
                this.#give(await fetchOne(file));
                if (!this.#program.call('take_data_file', name)) return;
                this.#loop.input();
            }
        } else {
            for (const file of await Promise.all(manifest.files.map(fetchOne))) this.#give(file);
        }
        this.#program.call('take_data', name);
    }

    #give({ file, bytes }) {
        this.#lend(bytes);
        this.#program.call('new_file', file, bytes.length, 0, 0);
    }
}

async function get(url, signal, ifMissing) {
    const response = await fetch(url, { signal }).catch(() => {
        throw new Trouble(`${url.pathname} could not be fetched: the network did not answer. Try again.`);
    });
    if (response.status === 404 && ifMissing) throw new Trouble(ifMissing);
    if (!response.ok) {
        throw new Trouble(`${url.pathname} could not be fetched: the server answered ${response.status}.`);
    }
    return response;
}

async function fetchFile({ name, url, bytes, size, sha256 }, base, signal, count) {
    const packed = await readAll(await get(new URL(url, base), signal), bytes, size, count, name);
    const unpacked = packed[0] === 0x1f && packed[1] === 0x8b ? await gunzip(packed, size, name) : packed;
    await check(unpacked, size, sha256, name);
    signal.throwIfAborted();
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

// Brings the program into the page: asks the browser what it can do, picks the build with threads (mt) or without (st),
// fetches it with real progress and starts it. Whatever goes wrong becomes a sentence in the page.
import { keepForOffline } from './offline.js';
import { Page } from './page.js';
import { Trouble, showStatus, showProgress, showTrouble, showStopped } from './trouble.js';

// {"id": hash of all files, "st": {"wasm": bytes}, "mt": {"wasm": bytes}}, written by assemble_site.mjs.
const build = JSON.parse(document.querySelector('meta[name="convolab-build"]').content);

// In the one-file copy of the page the program stands in the document (assemble_site.mjs).
const kEmbedded = document.getElementById('embedded-wasm');
const embeddedWasm = () => Uint8Array.from(atob(kEmbedded.textContent), (sign) => sign.charCodeAt(0));

const kThreadPatience = 8000;  // milliseconds; they start in some 100
const kNewBrowsers = 'Chrome 91, Firefox 89, Safari 16.4 or newer can run it.';

// (module (func (result v128) (i8x16.popcnt (i8x16.splat (i32.const 0))))): valid only where SIMD is.
const kSimdProbe = new Uint8Array([
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11]);

function hasWebGL2() {
    const context = document.createElement('canvas').getContext('webgl2');
    context?.getExtension('WEBGL_lose_context')?.loseContext();  // browsers grant only some 16 at a time
    return context !== null;
}

function checkBrowser() {
    if (typeof WebAssembly !== 'object') {
        throw new Trouble(`This browser has no WebAssembly, which Convolab is built on. ${kNewBrowsers}`);
    }
    if (!WebAssembly.validate(kSimdProbe)) {
        throw new Trouble(`This browser's WebAssembly has no SIMD, which Convolab computes with. ${kNewBrowsers}`);
    }
    if (!hasWebGL2()) {
        throw new Trouble('This browser grants no WebGL 2, which Convolab draws with. Switching on hardware acceleration ' +
            `in its settings, or closing other tabs that draw in 3D, may help. ${kNewBrowsers}`);
    }
}

// "mt" needs memory shared between threads, which browsers grant only to pages that isolate themselves (COOP and COEP).
function chooseVariant() {
    const wish = new URLSearchParams(location.search).get('runtime');
    const possible = globalThis.crossOriginIsolated === true && typeof SharedArrayBuffer === 'function';
    if (wish === 'mt' && !possible) {
        return { variant: 'st', note: 'Threads need a cross-origin isolated page, so this one runs without them.' };
    }
    if (wish === 'st' || wish === 'mt') return { variant: wish, note: '' };
    return { variant: possible ? 'mt' : 'st', note: '' };
}

const kilobytes = (bytes) => Math.round(bytes / 1000).toLocaleString('en');

// The response with its body counted on the way. Its type is set here: a host that sends another one still works.
function countBytes(response, count) {
    const counter = new TransformStream({
        transform(chunk, controller) { count(chunk.byteLength); controller.enqueue(chunk); },
    });
    return new Response(response.body.pipeThrough(counter), { headers: { 'Content-Type': 'application/wasm' } });
}

async function fetchWasm(url, count) {
    const response = await fetch(url).catch(() => {
        throw new Trouble('The program could not be fetched: the network did not answer. Reload the page to try again.');
    });
    if (!response.ok) {
        throw new Trouble(`The program could not be fetched: the server answered ${response.status} for ${url.pathname}. ` +
            'Reload the page; if that does not help, this site is incomplete.');
    }
    return countBytes(response, count);
}

// Compiles while it downloads.
async function instantiate(url, total, imports) {
    let received = 0;
    const response = await fetchWasm(url, (bytes) => {
        received += bytes;
        showProgress(Math.min(1, received / total));
        showStatus(`Loading the program: ${kilobytes(received)} of ${kilobytes(total)} kB`);
    });
    try {
        if (WebAssembly.instantiateStreaming) return await WebAssembly.instantiateStreaming(response, imports);
        return await WebAssembly.instantiate(await response.arrayBuffer(), imports);
    } catch (error) {
        if (received < total) {
            throw new Trouble(`The program arrived incomplete: ${kilobytes(received)} of ${kilobytes(total)} kB. ` +
                'Reload the page to try again.');
        }
        throw new Trouble(`The browser could not compile the program: ${error.message}`);
    }
}

function addScript(url) {
    return new Promise((resolve, reject) => {
        const script = document.createElement('script');
        script.src = url;
        script.onload = resolve;
        script.onerror = () => reject(new Trouble(`The file ${url.pathname} is missing. Reload the page; if that does not ` +
            'help, this site is incomplete.'));
        document.head.append(script);
    });
}

// Emscripten's module object. `page` is what the program calls (host_web.cpp).
async function loadModule(variant, page) {
    const folder = new URL(`./${variant}/`, import.meta.url);
    const script = new URL('convolab.js', folder);
    if (!kEmbedded) await addScript(script);
    return new Promise((resolve, reject) => {
        const options = {
            page,
            mainScriptUrlOrBlob: script.href,
            locateFile: (file) => new URL(file, folder).href,
            onAbort: (reason) => { page.broken(new Error(`abort: ${reason}`)); reject(new Error(`abort: ${reason}`)); },
            instantiateWasm: (imports, receive) => {
                (kEmbedded ? WebAssembly.instantiate(embeddedWasm(), imports)
                    : instantiate(new URL('convolab.wasm', folder), build[variant].wasm, imports))
                    .then(({ instance, module }) => {
                        receive(instance, module);
                        // Emscripten now waits for its workers, and for one whose script is missing it waits forever.
                        setTimeout(() => reject(new Trouble('The threads did not start.')), kThreadPatience);
                    }).catch(reject);
                return {};
            },
        };
        Promise.resolve(globalThis.createConvolab(options)).then(resolve, reject);
    });
}

async function start(page) {
    checkBrowser();
    const { variant, note } = chooseVariant();
    if (variant === 'mt') {
        // A small device may refuse the threads' fixed memory, a network their files; the page is complete without them.
        const module = await loadModule('mt', page).catch(() => null);
        if (module) return page.start(module, 'mt', note);
    }
    return page.start(await loadModule('st', page), 'st',
        variant === 'mt' ? 'Threads could not be started here; training runs without them.' : note);
}

const page = new Page((error, link) => showStopped(error, build.id, link));
globalThis.convolab = page.programmingInterface();
start(page).then(() => kEmbedded || keepForOffline(build.id)).catch((error) => { page.failed(error); showTrouble(error); });

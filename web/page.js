// What the program asks of its page (host_web.cpp calls these as Module.page), the address bar, the system's preferences,
// the graphics context, and window.convolab.
import { Camera } from './camera.js';
import { DataSets } from './data.js';
import { Files } from './files.js';
import { Input } from './input.js';
import { Loop } from './loop.js';
import { Program } from './program.js';
import * as storage from './storage.js';
import { Trouble } from './trouble.js';

const canvas = document.getElementById('canvas');

// Safari refuses more than 100 changes of the address in 30 seconds.
const kAddressPause = 400;
const kRestorePatience = 4000;

const media = (query) => matchMedia(`(${query})`);
const dark = media('prefers-color-scheme: dark');
const reducedMotion = media('prefers-reduced-motion: reduce');
const coarse = media('pointer: coarse');

// Dear ImGui reads the state of the graphics context before each frame and puts it back after it. Each question would wait
// until all that was drawn before is done; but nothing else draws here, so what was answered once stays true.
function askOnce(context) {
    const answers = new Map();
    const ask = context.getParameter.bind(context);
    context.getParameter = (name) => {
        if (!answers.has(name)) answers.set(name, ask(name));
        return answers.get(name);
    };
}

export class Page {
    #program;
    #loop;
    #input;
    #camera;
    #files;
    #dataSets;
    #showStopped;
    #ready;
    #resolveReady;
    #rejectReady;
    #link = '';           // the program's state at rest, as it told it last
    #addressTimer = 0;

    constructor(showStopped) {
        this.#showStopped = showStopped;
        this.#ready = new Promise((resolve, reject) => { this.#resolveReady = resolve; this.#rejectReady = reject; });
        this.#ready.catch(() => {});  // the page tells the learner; whoever awaits it still gets the error
    }

    start(module, variant, note) {
        this.#program = new Program(module, (error) => this.#showStopped(error, this.#link));
        this.#loop = new Loop(this.#program, variant === 'st');
        if (this.#program.call('start', dark.matches, reducedMotion.matches, coarse.matches,
            /Mac|iP(hone|ad|od)/.test(navigator.platform)) !== 0) {
            throw new Trouble('This browser grants no WebGL 2, which Convolab draws with. Reload the page, or close other ' +
                'tabs that draw in 3D.');
        }
        askOnce(canvas.getContext('webgl2'));
        this.#files = new Files(this.#program, this.#loop);
        this.#camera = new Camera(this.#program, this.#loop, this.#files);
        this.#dataSets = new DataSets(this.#program, this.#loop, (bytes) => this.#files.lend(bytes));
        this.#input = new Input(canvas, this.#program, this.#loop, this.#files);
        this.#followSize();
        this.#followPreferences();
        this.#followTheme();
        this.#followContext();
        this.#followAddress();
        this.#followTab();
        if (note) this.#program.call('say', note);
        this.#loop.drawNow(1);
        if (this.#program.alive) this.#reveal(variant);
    }

    #reveal(variant) {
        document.documentElement.classList.add('running');
        document.documentElement.dataset.runtime = variant;
        // A page in a frame of someone else's page leaves the focus where it is.
        if (document.activeElement === document.body && window.top === window) canvas.focus({ preventScroll: true });
        performance.mark('convolab-ready');
        this.#resolveReady();
    }

    failed(error) { this.#rejectReady(error); }
    broken(error) { this.#program?.broken(error); }

    // ---- Module.page: what the program calls ----

    wake() { this.#loop?.wake(); }
    setCursor(name) { canvas.style.cursor = name; }
    editText(wanted, numeric, x, y, height) { this.#input.editText(wanted, numeric, x, y, height); }
    copyText(text) { this.#input.copyText(text); }
    openPictureDialog() { this.#files.openDialog('image/*'); }
    openDataDialog() { this.#files.openDialog('.csv,.tsv,.txt,.zip,.gz,.idx'); }
    openFolderDialog() { this.#files.openFolderDialog(); }
    openWeightsDialog() { this.#files.openDialog('.safetensors,.npz'); }
    hasCamera() { return Camera.allowed; }
    runCamera(on) { this.#camera.run(on); }
    saveFile(name, bytes) { this.#files.save(name, bytes); }
    fetchData(name) { this.#dataSets.fetch(name); }
    stopFetching(name) { this.#dataSets.stop(name); }
    takeBytes() { return this.#files.takeBytes(); }
    saveSetting(key, value) {
        storage.save(key, value);
        this.#followTheme();
    }
    giveSetting(key) { this.#program.call('answer', storage.load(key)); }
    giveBaseAddress() { this.#program.call('answer', location.origin + location.pathname); }

    showLink(link) {
        this.#link = link;
        if (this.#addressTimer) return;
        this.#addressTimer = setTimeout(() => { this.#addressTimer = 0; this.#writeAddress(); }, kAddressPause);
    }

    #writeAddress() {
        if (location.hash === `#${this.#link}`) return;
        try {
            history.replaceState(history.state, '', `#${this.#link}`);
        } catch { /* too many changes: the next one will do */ }
    }

    // ---- what the page watches for the program ----

    #followAddress() {
        if (location.hash.length > 1) this.#openAddress(location.href);
        this.#program.call('begin_history');
        // The event knows the address that was meant; by now it may have been written over.
        addEventListener('hashchange', (event) => this.#openAddress(event.newURL));
    }

    // A refused link leaves its sentence on the screen, and the address goes back to the true state.
    #openAddress(address) {
        this.#program.call('open', new URL(address).hash);
        this.#link = this.#program.ask('link');
        this.#writeAddress();
        this.#loop.input();
    }

    #followSize() {
        const resize = (width, height) => {
            const limit = canvas.getContext('webgl2').getParameter(0x0D33 /* MAX_TEXTURE_SIZE */);
            const shrink = Math.min(1, limit / Math.max(width, height));
            canvas.width = Math.max(1, Math.round(width * shrink));
            canvas.height = Math.max(1, Math.round(height * shrink));
            this.#program.call('resize', canvas.width, canvas.height, devicePixelRatio * shrink);
            this.#loop.drawNow(1);  // a new size clears the canvas
        };
        const measure = () => {
            const box = canvas.getBoundingClientRect();
            resize(box.width * devicePixelRatio, box.height * devicePixelRatio);
        };
        // The exact box ends rounding errors at ratios like 1.25; an emulated ratio (developer tools) is not in it.
        const observer = new ResizeObserver(([entry]) => {
            const exact = entry.devicePixelContentBoxSize?.[0];
            const about = entry.contentRect.width * devicePixelRatio;
            if (exact && Math.abs(exact.inlineSize - about) < 2) resize(exact.inlineSize, exact.blockSize);
            else measure();
        });
        try {
            observer.observe(canvas, { box: 'device-pixel-content-box' });
        } catch {
            observer.observe(canvas);  // Safari
        }
        // Another monitor can change the ratio while the size in CSS pixels stays.
        const followRatio = () => matchMedia(`(resolution: ${devicePixelRatio}dppx)`)
            .addEventListener('change', () => { measure(); followRatio(); }, { once: true });
        followRatio();
        measure();
    }

    #followPreferences() {
        for (const query of [dark, reducedMotion, coarse]) {
            query.addEventListener('change', () => {
                this.#program.call('preferences', dark.matches, reducedMotion.matches, coarse.matches);
                this.#loop.input();
            });
        }
    }

    // What of the page is HTML looks like the program.
    #followTheme() { document.documentElement.dataset.theme = storage.load('theme'); }

    // The browser may take the graphics context at any time (driver restart, too many tabs) and give it back later.
    #followContext() {
        let patience = 0;
        canvas.addEventListener('webglcontextlost', (event) => {
            event.preventDefault();  // asks for it back
            this.#loop.suspend(true);
            patience = setTimeout(() => this.#program.broken(new Trouble('The browser took the graphics context away and ' +
                'has not given it back. Your lesson and its settings are saved.')), kRestorePatience);
        });
        canvas.addEventListener('webglcontextrestored', () => {
            clearTimeout(patience);
            this.#program.call('context_restored');
            this.#loop.suspend(false);
        });
    }

    #followTab() {
        const tabbing = (is) => document.documentElement.classList.toggle('tabbing', is);
        // Tab between the program's own widgets is taken by then.
        addEventListener('keydown', (event) => { if (event.key === 'Tab' && !event.defaultPrevented) tabbing(true); });
        addEventListener('pointerdown', () => tabbing(false), true);
        const text = document.getElementById('text');
        const back = () => canvas.focus({ preventScroll: true });
        document.getElementById('to-text').addEventListener('click', () => text.focus());
        document.getElementById('text-close').addEventListener('click', back);
        document.getElementById('lessons').addEventListener('click', back);
        text.addEventListener('keydown', (event) => { if (event.key === 'Escape') back(); });
    }

    // ---- window.convolab ----

    // ready: a promise. state(): what the open lesson shows, as an object. open(link) and command(name, args) do what
    // a learner can do and answer {ok, message}; a refusal changes nothing, and its message is the sentence on the screen.
    programmingInterface() {
        const running = () => {
            if (!this.#program) throw new Error('Convolab is still loading: await convolab.ready first.');
            return this.#program;
        };
        const report = (message) => {
            this.showLink(running().ask('link'));
            this.#loop.input();
            return { ok: message === '', message };
        };
        return Object.freeze({
            ready: this.#ready,
            state: () => JSON.parse(running().ask('state')),
            link: () => running().ask('link'),
            open: (link) => report(running().ask('open', String(link))),
            command: (name, args = {}) => report(running().ask('command', String(name), JSON.stringify(args))),
        });
    }
}

// Pointers, wheel, keys, text and clipboard of the canvas. Nothing is listened to outside the canvas and its hidden text
// area, so the page keeps every key of its own.

const typing = document.getElementById('typing');

const kSources = { mouse: 0, touch: 1, pen: 2 };
const kButtons = [[1, 0], [2, 1], [4, 2]];  // PointerEvent.buttons bit, ImGui's number
const kLongPress = 600;       // milliseconds: a finger held still and lifted after that is a right click
const kFingerWobble = 10;     // CSS pixels that still count as still
// deltaMode 0 pixels, 1 lines, 2 pages; a notch of a common wheel is 100 pixels or 3 lines (emscripten-core/emscripten#3171).
const kPixelsPerDelta = [1, 100 / 3, 800];
const kPixelsPerNotch = 100;
// The text area is never empty, so that the Backspace of a soft keyboard has something to delete and so is reported.
const kFiller = '\u200b\u200b';
// iOS has no minus sign on its decimal keyboard.
const kDecimalKeyboard = /iP(hone|ad|od)/.test(navigator.platform) ? 'text' : 'decimal';

const modifiers = (event) => event.ctrlKey * 1 + event.shiftKey * 2 + event.altKey * 4 + event.metaKey * 8;
const isShortcut = (event, letter) =>
    (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === letter;
// What the key means, not where it sits; on a keyboard of another script the place says which letter is meant.
const keyName = (event) =>
    (event.key.length > 1 || event.key < '\x7f' ? event.key : event.code.replace(/^(Key|Digit)/, ''));

export class Input {
    #canvas;
    #program;
    #loop;
    #files;
    #buttons = 0;          // PointerEvent.buttons as told to the program
    #finger = null;        // {x, y, since}: where and when a finger went down, until it moves
    #keysDown = new Map(); // event.code -> name sent, so that a release is the release of what was pressed

    constructor(canvas, program, loop, files) {
        this.#canvas = canvas;
        this.#program = program;
        this.#loop = loop;
        this.#files = files;
        this.#listenToPointers();
        this.#listenToKeys();
        this.#listenToText();
        this.#listenToClipboard();
    }

    // ---- pointers ----

    #listenToPointers() {
        const listen = (name, act) => this.#canvas.addEventListener(name, act);
        listen('pointerdown', (event) => this.#pointerDown(event));
        listen('pointermove', (event) => this.#pointer(event, event.buttons));
        listen('pointerup', (event) => this.#pointerUp(event));
        listen('pointercancel', (event) => this.#cancel(event));
        listen('lostpointercapture', (event) => { if (this.#buttons !== 0) this.#pointer(event, 0); });
        listen('pointerleave', (event) => { if (event.pointerType !== 'touch') this.#leave(); });
        listen('contextmenu', (event) => event.preventDefault());
        this.#canvas.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    }

    #place(event) {
        const box = this.#canvas.getBoundingClientRect();
        return [(event.clientX - box.left) * this.#canvas.width / box.width,
            (event.clientY - box.top) * this.#canvas.height / box.height];
    }

    #pointerDown(event) {
        if (!event.isPrimary) return;
        event.preventDefault();
        this.#canvas.setPointerCapture(event.pointerId);
        if (document.activeElement !== typing) this.#canvas.focus({ preventScroll: true });
        if (event.pointerType === 'touch') this.#finger = { x: event.clientX, y: event.clientY, since: event.timeStamp };
        // Hovered first, pressed in the next frame: what lies over something else is found by hovering it.
        this.#pointer(event, this.#buttons);
        this.#loop.drawNow(1);
        this.#pointer(event, event.buttons);
    }

    #pointer(event, buttons) {
        if (!event.isPrimary) return;
        const [x, y] = this.#place(event);
        const source = kSources[event.pointerType] ?? 0;
        if (this.#finger && Math.hypot(event.clientX - this.#finger.x, event.clientY - this.#finger.y) > kFingerWobble) {
            this.#finger = null;
        }
        this.#program.call('pointer', x, y, source);
        for (const [bit, button] of kButtons) {
            if ((buttons ^ this.#buttons) & bit) this.#program.call('button', button, (buttons & bit) !== 0, source);
        }
        this.#buttons = buttons;
        this.#loop.input();
    }

    #pointerUp(event) {
        if (this.#finger && event.timeStamp - this.#finger.since > kLongPress) this.#longPress(event);
        else this.#pointer(event, event.buttons);
        this.#finger = null;
        // Inside the gesture: the release can open a file dialog, write the clipboard, or bring the soft keyboard, which
        // takes a text field some frames more.
        const touch = event.pointerType === 'touch';
        this.#loop.drawNow(touch ? 5 : 2);
        if (touch) this.#leave();  // a finger that is lifted hovers nothing
    }

    // The press is taken back (released away from everything) and becomes a right click.
    #longPress(event) {
        const [x, y] = this.#place(event);
        this.#release();
        this.#program.call('pointer', x, y, kSources.touch);
        this.#program.call('button', 1, 1, kSources.touch);
        this.#program.call('button', 1, 0, kSources.touch);
    }

    // Another finger came (pinch), or the system took the pointer: no click.
    #cancel(event) {
        if (!event.isPrimary) return;
        this.#finger = null;
        this.#release();
        this.#loop.input();
    }

    #release() {
        this.#program.call('pointer_gone');
        for (const [bit, button] of kButtons) {
            if (this.#buttons & bit) this.#program.call('button', button, 0, kSources.mouse);
        }
        this.#buttons = 0;
    }

    #leave() {
        this.#program.call('pointer_gone');
        this.#loop.input();
    }

    // Ctrl+wheel zooms the page, as everywhere.
    #wheel(event) {
        if (event.ctrlKey) return;
        event.preventDefault();
        const scale = -kPixelsPerDelta[event.deltaMode] / kPixelsPerNotch;
        this.#program.call('wheel', event.deltaX * scale, event.deltaY * scale);
        this.#loop.input();
    }

    // ---- keys ----

    #listenToKeys() {
        for (const element of [this.#canvas, typing]) {
            element.addEventListener('keydown', (event) => this.#keyDown(event));
            element.addEventListener('keyup', (event) => this.#keyUp(event));
            element.addEventListener('focus', () => this.#focus(true));
            element.addEventListener('blur', (event) => {
                if (event.relatedTarget !== this.#canvas && event.relatedTarget !== typing) this.#focus(false);
            });
        }
    }

    #focus(focused) {
        // ImGui forgets held keys in its next frame, unless the focus is back by then.
        if (!focused) this.#releaseKeys(0);
        this.#program.call('focus', focused);
        this.#loop.input();
    }

    #keyDown(event) {
        if (event.isComposing || event.key === 'Process' || event.key === 'Unidentified' || event.key === 'Dead') return;
        const inside = this.#program.call('inside');  // something in the canvas is open or focused
        if (event.key === 'Tab' && !inside) return undefined;  // leaves the canvas
        if (event.key === 'Escape' && !inside) return this.#leaveByEscape(event);
        if (event.key === 'Enter' && !inside) return this.#goIn(event);
        if (isShortcut(event, 'v')) return undefined;  // the paste event brings the text
        if (this.#belongsToBrowser(event)) return undefined;
        this.#send(event, true);
        const typed = event.key.length === 1 && !event.ctrlKey && !event.metaKey;
        if (typed && event.target === typing) return undefined;  // its input event brings the character
        if (typed) this.#program.call('text', event.key);
        event.preventDefault();
        if (isShortcut(event, 'c') || isShortcut(event, 'x')) this.#loop.drawNow(2);  // the clipboard opens inside the key
        return undefined;
    }

    #keyUp(event) {
        const name = this.#keysDown.get(event.code);
        if (name === undefined) return;
        this.#send(event, false);
        // While Meta is down macOS reports no release of other keys.
        if (event.key === 'Meta') this.#releaseKeys(modifiers(event));
    }

    #send(event, down) {
        const name = down ? keyName(event) : this.#keysDown.get(event.code);
        if (down) this.#keysDown.set(event.code, name);
        else this.#keysDown.delete(event.code);
        this.#program.call('key', name, down, modifiers(event));
        this.#loop.input();
    }

    #releaseKeys(held) {
        for (const name of this.#keysDown.values()) this.#program.call('key', name, 0, held);
        this.#keysDown.clear();
    }

    // The program still hears the key: it may have a message to put away.
    #leaveByEscape(event) {
        this.#send(event, true);
        this.#loop.drawNow(1);
        document.activeElement.blur();
    }

    // To the first widget; from there on Tab is the program's.
    #goIn(event) {
        event.preventDefault();
        this.#tap('Tab');
        this.#loop.input();
    }

    // Page zoom, reload, tabs, developer tools and function keys stay the browser's; F2 edits a value, as in a table.
    #belongsToBrowser(event) {
        if (/^F\d+$/.test(event.key)) return event.key !== 'F2';
        if (!event.ctrlKey && !event.metaKey) return false;
        return !/^([acsxyz]|Arrow.*|Home|End|Backspace|Delete|Enter|Control|Meta|Shift)$/i.test(event.key);
    }

    // ---- text ----

    #listenToText() {
        typing.value = kFiller;
        typing.addEventListener('input', (event) => { if (!event.isComposing) this.#drain(); });
        typing.addEventListener('compositionend', () => this.#drain());
    }

    // Hands over what came into the text area, from a keyboard, an input method, dictation or a soft keyboard.
    #drain() {
        const value = typing.value;
        const text = value.replaceAll('\u200b', '');
        const kept = value.length - text.length;
        for (let i = kept; i < kFiller.length; ++i) this.#tap('Backspace');
        for (const line of text.split(/(\n)/)) {
            if (line === '\n') this.#tap('Enter');
            else if (line) this.#program.call('text', line);
        }
        typing.value = kFiller;
        this.#loop.input();
    }

    #tap(key) {
        this.#program.call('key', key, 1, 0);
        this.#program.call('key', key, 0, 0);
    }

    // The program opened or closed a text field at this place (device pixels).
    editText(wanted, numeric, x, y, height) {
        const scale = this.#canvas.clientWidth / this.#canvas.width;
        typing.style.left = `${x * scale}px`;
        typing.style.top = `${y * scale}px`;
        typing.style.height = `${Math.max(1, height * scale)}px`;
        typing.inputMode = numeric ? kDecimalKeyboard : 'text';
        if (wanted && document.activeElement === this.#canvas) typing.focus({ preventScroll: true });
        if (!wanted && document.activeElement === typing) this.#canvas.focus({ preventScroll: true });
    }

    // ---- clipboard ----

    #listenToClipboard() {
        document.addEventListener('paste', (event) => {
            if (document.activeElement !== this.#canvas && document.activeElement !== typing) return;
            event.preventDefault();
            if (event.clipboardData.files.length > 0) this.#files.take([...event.clipboardData.files]);
            else this.#program.call('paste', event.clipboardData.getData('text/plain'));
            this.#loop.input();
        });
    }

    async copyText(text) {
        try {
            await navigator.clipboard.writeText(text);
        } catch {
            this.#copyBySelection(text);  // no permission, or a page without https
        }
    }

    #copyBySelection(text) {
        const before = document.activeElement;
        typing.value = text;
        typing.select();
        document.execCommand('copy');
        typing.value = kFiller;
        before?.focus({ preventScroll: true });
    }
}

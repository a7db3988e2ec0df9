// The wasm program as JavaScript sees it: its exported functions, with text in and out. A trap or an abort ends it; from
// then on calls do nothing.
const encoder = new TextEncoder();

export class Program {
    #module;
    #onBroken;
    alive = true;

    constructor(module, onBroken) {
        this.#module = module;
        this.#onBroken = onBroken;
    }

    // Calls _convolab_<name>. Texts among the arguments live for the call.
    call(name, ...args) {
        if (!this.alive) return undefined;
        const texts = [];
        const plain = args.map((value) => (typeof value === 'string' ? this.#lend(value, texts) : Number(value)));
        try {
            return this.#module[`_convolab_${name}`](...plain);
        } catch (error) {
            this.broken(error);
            return undefined;
        } finally {
            if (this.alive) texts.forEach((pointer) => this.#module._free(pointer));
        }
    }

    // The same for functions that answer with a text.
    ask(name, ...args) {
        const pointer = this.call(name, ...args);
        return pointer ? this.#module.UTF8ToString(pointer) : '';
    }

    broken(error) {
        if (!this.alive) return;
        this.alive = false;
        this.#onBroken(error);
    }

    #lend(text, texts) {
        const bytes = encoder.encode(text).length + 1;
        const pointer = this.#module._malloc(bytes);
        this.#module.stringToUTF8(text, pointer, bytes);
        texts.push(pointer);
        return pointer;
    }
}

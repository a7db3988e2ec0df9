// Settings. A browser may refuse storage at any time (private windows, frames, a full disk): then the values live as
// long as the page.
const memory = new Map();

export function load(key) {
    try {
        return localStorage.getItem(`convolab.${key}`) ?? memory.get(key) ?? '';
    } catch {
        return memory.get(key) ?? '';
    }
}

export function save(key, value) {
    memory.set(key, value);
    try {
        localStorage.setItem(`convolab.${key}`, value);
    } catch { /* memory has it */ }
}

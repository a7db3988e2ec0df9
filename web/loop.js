// Decides when a frame is drawn. At rest nothing runs: no animation frame, no timer. Input, or the program itself (wake),
// starts it again.

// ImGui needs a frame or two after an input until hover, popups and sizes have settled (ocornut/imgui#1206).
const kFramesAfterInput = 3;
// A slice of training between frames: short enough that input never waits visibly.
const kSliceMilliseconds = 8;
// After a pause (hidden tab, slow frame) time goes on from here: nothing catches up in a burst.
const kLongestLateness = 0.1;

export class Loop {
    #program;
    #sliced;
    #slices = new MessageChannel();
    #slicing = false;
    #requested = 0;
    #timer = 0;
    #framesOwed = 0;
    #wish = Infinity;   // in how many seconds the program wanted its next frame
    #lastTime = 0;
    #suspended = false;

    // sliced: training happens between frames; otherwise threads do it.
    constructor(program, sliced) {
        this.#program = program;
        this.#sliced = sliced;
        this.#slices.port1.onmessage = () => this.#slice();
        document.addEventListener('visibilitychange', () => this.wake());
    }

    // A frame is wanted, and nothing is known to have been input.
    wake() { this.#request(); }

    input() {
        this.#framesOwed = kFramesAfterInput;
        this.#request();
    }

    // Draws `count` frames before it returns: what must happen inside the user's gesture (focus, clipboard, dialogs).
    drawNow(count) {
        for (let i = 0; i < count; ++i) this.#frame(performance.now());
        this.input();
    }

    // The graphics context is gone or back.
    suspend(suspended) {
        this.#suspended = suspended;
        if (!suspended) this.input();
    }

    #request() {
        if (this.#requested || this.#suspended || !this.#program.alive) return;
        clearTimeout(this.#timer);
        this.#requested = requestAnimationFrame((now) => {
            this.#requested = 0;
            this.#frame(now);
            this.#plan();
        });
    }

    #frame(now) {
        if (this.#suspended) return;
        const late = (now - this.#lastTime) / 1000;
        const usual = this.#wish === Infinity ? 0 : this.#wish;
        this.#lastTime = now;
        this.#wish = this.#program.call('frame', Math.min(Math.max(late, 0.001), usual + kLongestLateness)) ?? Infinity;
        this.#startSlices();
    }

    #plan() {
        if (this.#framesOwed > 0) {
            --this.#framesOwed;
            this.#request();
        } else if (this.#wish <= 0) {
            this.#request();
        } else if (this.#wish !== Infinity) {
            clearTimeout(this.#timer);
            this.#timer = setTimeout(() => this.#request(), this.#wish * 1000);
        }
    }

    // Slices are tasks of their own (not timers, which browsers slow down), so input and frames come in between.
    #startSlices() {
        if (!this.#sliced || this.#slicing) return;
        this.#slicing = true;
        this.#slices.port2.postMessage(0);
    }

    #slice() {
        const more = !document.hidden && this.#program.call('work', kSliceMilliseconds);
        this.#slicing = Boolean(more);
        if (more) this.#slices.port2.postMessage(0);
    }
}

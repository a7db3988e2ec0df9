// The camera: its pictures go to the program some ten times a second while it is wanted. They are shrunk here, and leave the
// page for nowhere.
const kPause = 100;         // milliseconds between pictures
const kPictureHeight = 240; // pixels; lessons shrink it further

const kRefusals = {
    NotAllowedError: 'The camera is not allowed here. The browser asks again when its permission for this page is reset.',
    NotFoundError: 'No camera was found.',
    NotReadableError: 'The camera is used by another program.',
};

function end(stream) {
    for (const track of stream.getTracks()) track.stop();
}

export class Camera {
    #program;
    #loop;
    #files;
    #video = document.createElement('video');  // never shown
    #timer = 0;
    #turns = 0;  // on or off, counted: what was asked for in an earlier turn comes too late

    // Cameras are for pages of a secure origin only.
    static get allowed() { return Boolean(navigator.mediaDevices?.getUserMedia); }

    constructor(program, loop, files) {
        this.#program = program;
        this.#loop = loop;
        this.#files = files;
        this.#video.muted = true;
        this.#video.playsInline = true;
    }

    async run(on) {
        this.#stop();
        if (!on) return;
        const turn = this.#turns;
        try {
            const stream = await navigator.mediaDevices.getUserMedia(
                { audio: false, video: { height: { ideal: 480 }, facingMode: 'environment' } });
            if (turn !== this.#turns) return end(stream);  // it was put off before the learner answered
            this.#video.srcObject = stream;
            for (const track of stream.getTracks()) {
                track.addEventListener('ended', () => this.#failed('The camera has stopped.'));
            }
            await this.#video.play();
            if (turn !== this.#turns) return;
            this.#timer = setInterval(() => this.#give(), kPause);
        } catch (error) {
            if (turn === this.#turns) this.#failed(kRefusals[error.name] ?? `The camera does not start: ${error.message}`);
        }
    }

    #give() {
        const { videoWidth, videoHeight } = this.#video;
        if (document.hidden || videoHeight === 0) return;
        const width = Math.max(1, Math.round(kPictureHeight * videoWidth / videoHeight));
        this.#files.giveFrame(this.#video, width, kPictureHeight);
    }

    #failed(sentence) {
        this.#stop();
        if (!this.#program.alive) return;
        this.#program.call('camera_failed', sentence);
        this.#loop.input();
    }

    #stop() {
        ++this.#turns;
        clearInterval(this.#timer);
        if (this.#video.srcObject) end(this.#video.srcObject);
        this.#video.srcObject = null;
    }
}

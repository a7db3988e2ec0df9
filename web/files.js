// Files that the learner gives: opened, dropped or pasted. Pictures are decoded by the browser, outside the program's
// memory; everything else goes to the lesson as bytes.

const kLargestPictureFile = 32e6;  // bytes of a picture that the browser decodes; the program says what else it reads
const kLargestSide = 4096;         // pixels of a decoded picture, and
const kLargestPicture = 4e6;       // their number: larger ones are shrunk
const kLargestDecoded = 64e6;      // pixels that we let the browser decode at all

const kDownloadPatience = 60000;   // milliseconds that a download may take to begin

const isPicture = (file) => file.type.startsWith('image/') || /\.(png|jpe?g|gif|webp|bmp|avif|svg)$/i.test(file.name);
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

export class Files {
    #program;
    #loop;
    #bytes = null;   // on their way into the program's memory

    constructor(program, loop) {
        this.#program = program;
        this.#loop = loop;
        this.#listenToDrops();
        for (const id of ['file', 'folder']) {
            const dialog = document.getElementById(id);
            dialog.addEventListener('change', () => {
                const files = [...dialog.files];
                if (id === 'file') this.take(files);
                else this.takeFolder(files.map((file) => ({ path: file.webkitRelativePath, file })));
                dialog.value = '';  // so that the same file can be chosen again
            });
        }
    }

    openDialog(kinds) {
        const dialog = document.getElementById('file');
        dialog.accept = kinds;
        dialog.click();
    }

    openFolderDialog() { document.getElementById('folder').click(); }

    // Hands the learner a file: the browser asks where to, or puts it among the downloads.
    save(name, bytes) {
        const link = document.createElement('a');
        link.href = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
        link.download = name;
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), kDownloadPatience);
    }

    take(files) { return this.#answer(this.#try(files)); }

    // Files with their paths, which begin with the folder's name, or a promise of them.
    takeFolder(files) { return this.#answer(this.#tryFolder(files)); }

    async #answer(trial) {
        const sentence = await trial.catch(({ message }) => `This cannot be read: ${message}`);
        if (sentence && this.#program.alive) this.#program.call('file_failed', sentence);
        this.#loop.input();
    }

    // The sentence that says why not; nothing when the lesson has it.
    async #try(files) {
        if (files.length !== 1) return `Convolab takes one file at a time; these were ${files.length}.`;
        const [file] = files;
        if (file.size === 0) return `${file.name} is empty or a folder.`;
        const largest = isPicture(file) ? kLargestPictureFile : this.#program.call('largest_file');
        if (file.size > largest) {
            return `${file.name} has ${megabytes(file.size)}; files up to ${megabytes(largest)} are read.`;
        }
        if (!isPicture(file)) {
            this.give(file.name, new Uint8Array(await file.arrayBuffer()));
            return '';
        }
        return this.#takePicture(file);
    }

    // Of a folder the pictures alone are read, by the program itself: their bytes stand one behind the other.
    async #tryFolder(files) {
        const pictures = (await files).filter(({ path }) => this.#program.call('wants_of_folder', path))
            .sort((a, b) => (a.path < b.path ? -1 : 1));  // whatever order the disk has
        if (pictures.length === 0) return 'There are no .png or .jpg pictures in this folder, nor in folders below it.';
        const [name] = pictures[0].path.split('/');
        const size = pictures.reduce((sum, { file }) => sum + file.size, 0);
        const largest = this.#program.call('largest_file');
        if (size > largest) {
            return `The pictures in ${name} have ${megabytes(size)}; up to ${megabytes(largest)} are read.`;
        }
        const bytes = new Uint8Array(await new Blob(pictures.map(({ file }) => file)).arrayBuffer());
        this.lend(bytes);
        this.#program.call('new_file', name, bytes.length, 0, 0);
        for (const { path, file } of pictures) this.#program.call('new_part', path, file.size);
        this.#program.call('take_file');
        return '';
    }

    async #takePicture(file) {
        const claimed = await claimedPixels(file);
        if (claimed > kLargestDecoded) {
            return `${file.name} says it has ${(claimed / 1e6).toFixed(0)} million pixels; ` +
                `pictures up to ${kLargestDecoded / 1e6} million are read.`;
        }
        let picture;
        try {
            picture = await createImageBitmap(file);
        } catch {
            return `${file.name} cannot be decoded as a picture: it is damaged, or of a kind this browser does not know.`;
        }
        const { width, height } = shrunk(picture);
        const bytes = pixels(picture, width, height);
        picture.close();
        this.give(file.name, bytes, width, height);
        return '';
    }

    // width > 0: the bytes are RGBA, row by row.
    give(name, bytes, width = 0, height = 0) {
        this.lend(bytes);
        this.#program.call('new_file', name, bytes.length, width, height);
        this.#program.call('take_file');
    }

    // A picture of the camera, or of what else `source` is that a canvas draws.
    giveFrame(source, width, height) {
        const bytes = pixels(source, width, height);
        this.lend(bytes);
        this.#program.call('new_file', '', bytes.length, width, height);
        this.#program.call('take_camera');
    }

    lend(bytes) { this.#bytes = bytes; }

    takeBytes() {
        const bytes = this.#bytes;
        this.#bytes = null;
        return bytes;
    }

    #listenToDrops() {
        const over = (is) => { this.#program.call('file_over', is); this.#loop.input(); };
        addEventListener('dragover', (event) => {
            if (![...event.dataTransfer.types].includes('Files')) return;
            event.preventDefault();
            over(true);
        });
        addEventListener('dragleave', (event) => { if (!event.relatedTarget) over(false); });
        addEventListener('drop', (event) => {
            over(false);
            if (event.dataTransfer.files.length === 0) return;
            event.preventDefault();
            const folder = droppedFolder(event.dataTransfer);
            if (folder) this.takeFolder(filesBelow(folder));
            else this.take([...event.dataTransfer.files]);
        });
    }
}

// The folder, where one alone was dropped. To be asked for before the drop's event has ended.
function droppedFolder({ items }) {
    const entry = items.length === 1 ? items[0].webkitGetAsEntry() : null;
    return entry?.isDirectory ? entry : null;
}

async function filesBelow(folder, path = folder.name) {
    const reader = folder.createReader();
    const files = [];
    for (;;) {
        const entries = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
        if (entries.length === 0) return files;  // they come by the hundred
        for (const entry of entries) {
            const below = `${path}/${entry.name}`;
            if (entry.isDirectory) files.push(...await filesBelow(entry, below));
            else files.push({ path: below, file: await new Promise((resolve, reject) => entry.file(resolve, reject)) });
        }
    }
}

// What a PNG's header claims, before a decoder believes it: 65535 x 65535 would ask for 17 GB.
async function claimedPixels(file) {
    const head = new DataView(await file.slice(0, 24).arrayBuffer());
    const isPng = head.byteLength === 24 && head.getUint32(0) === 0x89504e47 && head.getUint32(4) === 0x0d0a1a0a;
    return isPng ? head.getUint32(16) * head.getUint32(20) : 0;
}

function shrunk(picture) {
    const shrink = Math.min(1, kLargestSide / Math.max(picture.width, picture.height),
        Math.sqrt(kLargestPicture / (picture.width * picture.height)));
    const side = (length) => Math.max(1, Math.floor(length * shrink));
    return { width: side(picture.width), height: side(picture.height) };
}

// RGBA of what a canvas can draw, at this size.
function pixels(source, width, height) {
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const pen = canvas.getContext('2d', { willReadFrequently: true });
    pen.imageSmoothingQuality = 'high';
    pen.drawImage(source, 0, 0, width, height);
    return new Uint8Array(pen.getImageData(0, 0, width, height).data.buffer);
}

// Files that tests give to the page, made byte by byte, and the drop that gives them.
import zlib from 'node:zlib';

// Drops files onto the page as the browser does; each is {name, type, bytes, size}: zeros follow the bytes up to the size,
// where one is given.
export async function drop(page, files) {
    await page.evaluate((list) => {
        const transfer = new DataTransfer();
        for (const { name, type, base64, size } of list) {
            const given = Uint8Array.from(atob(base64 ?? ''), (sign) => sign.charCodeAt(0));
            const bytes = new Uint8Array(size ?? given.length);
            bytes.set(given);
            transfer.items.add(new File([bytes], name, { type }));
        }
        for (const kind of ['dragover', 'drop']) {
            document.body.dispatchEvent(new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true }));
        }
    }, files.map((file) => ({ ...file, base64: file.bytes?.toString('base64') })));
}

// Drops a folder. A page cannot make one, so its entries stand in: folders that list what is in them, in two pieces. A file
// without bytes cannot be read.
export async function dropFolder(page, name, files) {
    await page.evaluate(([top, list]) => {
        const folderEntry = (folder) => {
            const below = list.filter(([at]) => at.startsWith(`${folder}/`)).map(([at, base64]) => [at.slice(folder.length + 1), base64]);
            const files = below.filter(([at]) => !at.includes('/')).map(([at, base64]) => ({ name: at, isDirectory: false,
                file: (take, fail) => (base64 === null ? fail(new Error('gone')) : take(new File([Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))], at))) }));
            const folders = [...new Set(below.filter(([at]) => at.includes('/')).map(([at]) => at.split('/')[0]))];
            const entries = [...files, ...folders.map((at) => folderEntry(`${folder}/${at}`))];
            const pieces = [entries.slice(0, 1), entries.slice(1), []].filter((piece, i) => piece.length > 0 || i === 2);
            return { name: folder.split('/').at(-1), isDirectory: true, createReader: () => ({ readEntries: (take) => take(pieces.shift()) }) };
        };
        const transfer = new DataTransfer();
        transfer.items.add(new File([], top));
        const drop = new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true });
        DataTransferItem.prototype.webkitGetAsEntry = () => folderEntry(top);
        document.body.dispatchEvent(drop);
    }, [name, files.map(([at, bytes]) => [at, bytes?.toString('base64') ?? null])]);
}

export function pngChunk(name, data) {
    const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
    const chunk = Buffer.alloc(12 + data.length);
    chunk.writeUInt32BE(data.length);
    body.copy(chunk, 4);
    chunk.writeUInt32BE(crc(body), 8 + data.length);
    return chunk;
}

function crc(bytes) {
    let sum = 0xffffffff;
    for (const byte of bytes) {
        sum ^= byte;
        for (let bit = 0; bit < 8; ++bit) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
    }
    return (sum ^ 0xffffffff) >>> 0;
}

const kPngSignature = Buffer.from('89504e470d0a1a0a', 'hex');

// The chunk IHDR: kind 0 is grey, 2 is RGB, 3 has a palette.
export function pngHeader(width, height, { depth = 8, kind = 0, interlaced = 0 } = {}) {
    const header = Buffer.alloc(13);
    header.writeUInt32BE(width);
    header.writeUInt32BE(height, 4);
    header.set([depth, kind, 0, 0, interlaced], 8);
    return pngChunk('IHDR', header);
}

// A PNG of ready rows, each with its filter's byte; `more` are chunks between header and pixels.
export const rawPng = (header, rows, more = []) => Buffer.concat([kPngSignature, header, ...more,
    pngChunk('IDAT', zlib.deflateSync(rows)), pngChunk('IEND', Buffer.alloc(0))]);

// An 8-bit grey PNG with grey(x, y); `claim` puts other sizes into the header.
export function png(width, height, grey, claim = [width, height]) {
    const rows = Buffer.alloc((width + 1) * height);
    for (let y = 0; y < height; ++y) for (let x = 0; x < width; ++x) rows[y * (width + 1) + 1 + x] = grey(x, y);
    return rawPng(pngHeader(...claim), rows);
}

// A JPEG of `components` equal components, 8 pixels wide: each of `greys` is a square of 8 x 8, one below the other.
// `markers` stand behind its start; progressive has all of its (constant) squares in one scan.
export function jpeg(greys, { components = 1, progressive = false, markers = [] } = {}) {
    const segment = (marker, ...bytes) => Buffer.from([0xff, marker, 0, bytes.length + 2, ...bytes]);
    const parts = Array.from({ length: components }, (_, i) => i + 1);
    let bits = '';
    let last = 128;
    for (const grey of greys) {
        // Quantised by 1, a square's DC is eight times its grey from the middle. The only codes: 10 before the ten bits
        // of a difference, 0 before none, and 0 for "no more coefficients".
        const step = 8 * (grey - last);
        const code = step === 0 ? '0' : '10' + (step > 0 ? step : step + 1023).toString(2).padStart(10, '0');
        for (let i = 0; i < components; ++i) bits += code + (progressive ? '' : '0');
        last = grey;
    }
    const scan = (bits.match(/.{1,8}/g) ?? []).map((byte) => parseInt(byte.padEnd(8, '1'), 2));
    const codes = (table, counts, symbols) => segment(0xc4, table, ...counts, ...Array(16 - counts.length).fill(0), ...symbols);
    return Buffer.concat([Buffer.from([0xff, 0xd8]), ...markers.map(([marker, bytes]) => segment(marker, ...bytes)),
        segment(0xdb, 0, ...Array(64).fill(1)),
        segment(progressive ? 0xc2 : 0xc0, 8, 0, 8 * greys.length, 0, 8, components, ...parts.flatMap((part) => [part, 0x11, 0])),
        codes(0x00, [1, 1], [0, 10]), codes(0x10, [1], [0]),
        segment(0xda, components, ...parts.flatMap((part) => [part, 0]), 0, progressive ? 0 : 63, 0),
        Buffer.from(scan.flatMap((byte) => (byte === 0xff ? [byte, 0] : [byte]))), Buffer.from([0xff, 0xd9])]);
}

// A zip of stored files; crc() is the one that PNG uses.
export function zip(files) {
    const parts = [];
    const directory = [];
    let offset = 0;
    for (const [name, content] of Object.entries(files)) {
        const common = Buffer.alloc(26);
        common.writeUInt16LE(20);
        common.writeUInt32LE(crc(content), 10);
        common.writeUInt32LE(content.length, 14);
        common.writeUInt32LE(content.length, 18);
        common.writeUInt16LE(name.length, 22);
        const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(name), content]);
        const tail = Buffer.alloc(14);
        tail.writeUInt32LE(offset, 10);
        directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0', 'latin1'), common, tail, Buffer.from(name)]));
        parts.push(local);
        offset += local.length;
    }
    const size = directory.reduce((sum, row) => sum + row.length, 0);
    const end = Buffer.alloc(22);
    end.write('PK\x05\x06', 'latin1');
    end.writeUInt16LE(directory.length, 8);
    end.writeUInt16LE(directory.length, 10);
    end.writeUInt32LE(size, 12);
    end.writeUInt32LE(offset, 16);
    return Buffer.concat([...parts, ...directory, end]);
}

export function idx(type, sizes, value = (i) => i % 7) {
    const count = sizes.reduce((product, size) => product * size, 1);
    const bytes = Buffer.alloc(4 + 4 * sizes.length + count);
    bytes[2] = type;
    bytes[3] = sizes.length;
    sizes.forEach((size, at) => bytes.writeUInt32BE(size, 4 + 4 * at));
    for (let i = 0; i < count; ++i) bytes[4 + 4 * sizes.length + i] = value(i);
    return bytes;
}

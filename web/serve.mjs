// The local server of the page: node web/serve.mjs [--port 8080] [--root build/site] [--no-isolation] [--open PROGRAM].
// It listens on this machine only and sends the headers that grant the page threads, the right types, and the .br or .gz form that
// stands beside a file. Tests import serve().
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const kTypes = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
    '.css': 'text/css; charset=utf-8', '.json': 'application/json; charset=utf-8', '.txt': 'text/plain; charset=utf-8',
    '.wasm': 'application/wasm', '.gz': 'application/gzip', '.png': 'image/png', '.svg': 'image/svg+xml' };
const kIsolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'same-origin' };
const kEncodings = [['br', '.br'], ['gzip', '.gz']];
const kPortsToTry = 20;

// The file that a request means, inside root even through links and "..", or undefined.
function fileFor(root, url) {
    let name;
    try {
        name = decodeURIComponent(url.split(/[?#]/)[0]);
    } catch {
        return undefined;
    }
    if (name.includes('\0')) return undefined;
    try {
        let file = fs.realpathSync(path.join(root, name));
        if (fs.statSync(file).isDirectory()) file = fs.realpathSync(path.join(file, 'index.html'));
        return file.startsWith(root + path.sep) && fs.statSync(file).isFile() ? file : undefined;
    } catch {
        return undefined;
    }
}

function respond(root, isolate, request, response) {
    const headers = { ...(isolate ? kIsolation : {}), 'X-Content-Type-Options': 'nosniff', Vary: 'Accept-Encoding' };
    if (request.method !== 'GET' && request.method !== 'HEAD') {
        response.writeHead(405, { ...headers, Allow: 'GET, HEAD' }).end();
        return;
    }
    const file = fileFor(root, request.url);
    if (!file) {
        response.writeHead(404, { ...headers, 'Content-Type': kTypes['.txt'] }).end('There is no such file.\n');
        return;
    }
    const accepted = (request.headers['accept-encoding'] ?? '').split(',').map((part) => part.split(';')[0].trim());
    const packed = kEncodings.find(([encoding, end]) => accepted.includes(encoding) && fs.existsSync(file + end));
    const sent = packed ? file + packed[1] : file;
    headers['Content-Type'] = kTypes[path.extname(file)] ?? 'application/octet-stream';
    headers['Content-Length'] = fs.statSync(sent).size;
    // Names with a hash never change their content; everything else is asked for again.
    headers['Cache-Control'] = /^\/(app-|data\/.*\/)/.test(request.url) ? 'public, max-age=31536000, immutable' : 'no-cache';
    if (packed) headers['Content-Encoding'] = packed[0];
    response.writeHead(200, headers);
    if (request.method === 'HEAD') response.end();
    else fs.createReadStream(sent).on('error', () => response.destroy()).pipe(response);
}

// Listens on 127.0.0.1; port 0 is any free one. Answers the server and its address.
export async function serve({ root, port = 0, isolate = true }) {
    const real = fs.realpathSync(root);
    const server = http.createServer((request, response) => respond(real, isolate, request, response));
    await new Promise((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
    return { server, address: `http://localhost:${server.address().port}/` };
}

async function main(args) {
    const after = (name, otherwise) => (args.includes(name) ? args[args.indexOf(name) + 1] : otherwise);
    const site = path.join(path.dirname(fileURLToPath(import.meta.url)), '../build/site');
    const first = Number(after('--port', 8080));
    for (let port = first; port < first + kPortsToTry; ++port) {
        try {
            const { address } = await serve({ root: after('--root', site), port, isolate: !args.includes('--no-isolation') });
            console.log(`Convolab is at ${address}`);
            const opener = after('--open');
            if (opener) spawn(opener, [address], { stdio: 'ignore' }).on('error', () => {});
            return;
        } catch (error) {
            if (error.code !== 'EADDRINUSE') throw error;
        }
    }
    throw new Error(`The ports ${first} to ${first + kPortsToTry - 1} are all in use; choose another with --port.`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
    main(process.argv.slice(2)).catch((error) => { console.error(error.message); process.exitCode = 1; });
}

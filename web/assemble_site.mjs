// Puts the static site together: node web/assemble_site.mjs [build directory]. It takes web/, both forms of
// the build web, the lessons' words and the data sets, and leaves build/site, which any static host can serve.
//
//   index.html             asks for everything else; the only file that a host should not let browsers keep
//   app-<hash>/            scripts, style and both builds, named by the hash of all of them: a page can never mix
//                          two versions
//   convolab.html          the page without threads in one file, which also runs from a disk (file://)
//   data/<set>.json        the files of a data set; data/<set>/<file>.<hash>.gz, or .png
//   service_worker.js      keeps a page for visits without a network
//   licences.txt _headers  the second is read by Netlify, Cloudflare Pages and others
//
// Beside each larger file stand .br and .gz forms for servers that send them (web/serve.mjs does).
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import zlib from 'node:zlib';

const kWeb = path.dirname(fileURLToPath(import.meta.url));
const kRoot = path.dirname(kWeb);
const kBuild = path.resolve(process.argv[2] ?? path.join(kRoot, 'build'));
const kSite = path.join(kBuild, 'site');

const kScripts = ['camera.js', 'data.js', 'files.js', 'input.js', 'loader.js', 'loop.js', 'offline.js', 'page.js', 'program.js',
    'storage.js', 'style.css', 'trouble.js'];
const kPacked = /\.(js|css|wasm|html|json|txt)$/;

// Nothing but this site's own files, or the scripts and the style whose hashes are named; 'wasm-unsafe-eval' allows
// WebAssembly and nothing else.
const policy = (scripts = "'self'", styles = "'self'") => ["default-src 'none'",
    `script-src ${scripts} 'wasm-unsafe-eval'`, "worker-src 'self'", `style-src ${styles}`, "img-src 'self' blob: data:",
    "connect-src 'self'", "base-uri 'none'", "form-action 'none'"].join('; ');

const kIsolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'same-origin' };

const hash = (bytes) => createHash('sha256').update(bytes).digest('hex');
const read = (...parts) => fs.readFileSync(path.join(...parts));

function write(file, bytes) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(`${file}.new`, bytes);
    fs.renameSync(`${file}.new`, file);  // whoever reads meanwhile sees the old file or the new one
}

// name in the folder -> bytes: what a running page consists of.
function appFiles() {
    const files = new Map(kScripts.map((name) => [name, read(kWeb, name)]));
    for (const variant of ['st', 'mt']) {
        const folder = path.join(kBuild, 'web', variant);
        if (!fs.existsSync(path.join(folder, 'convolab.wasm'))) {
            throw new Error(`${folder} has no convolab.wasm; build the preset web first.`);
        }
        for (const name of ['convolab.js', 'convolab.wasm', 'convolab.worker.js']) {
            const file = path.join(folder, name);  // newer Emscripten writes no worker file
            if (fs.existsSync(file)) files.set(`${variant}/${name}`, fs.readFileSync(file));
        }
    }
    return files;
}

const escape = (text) => text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]);

// For each folder of shell/lessons the title, the group and the first sentence of its lesson.md, as <li> in the list of its
// group.
function lessonList() {
    const folder = path.join(kRoot, 'shell/lessons');
    const slugs = fs.readdirSync(folder).filter((name) => /^\d\d_/.test(name)).sort();
    const groups = new Map();
    for (const name of slugs.filter((slug) => fs.existsSync(path.join(folder, slug, 'lesson.md')))) {
        const { group, item } = lessonItem(name, read(folder, name, 'lesson.md').toString());
        groups.set(group, [...groups.get(group) ?? [], item]);
    }
    return [...groups].map(([group, items]) => `<li>${escape(group)}\n<ul>\n${items.join('\n')}\n</ul></li>`).join('\n');
}

function lessonItem(folder, words) {
    const lines = words.split('\n');
    const title = lines[0].replace(/^#\s*/, '');
    const group = lines[1]?.match(/^group: (.*)$/)?.[1] ?? '';
    const paragraph = lines.slice(1).join('\n').split(/\n\s*\n/)
        .map((part) => part.replace(/^(group:.*|#.*)$/gm, '').trim()).find((part) => part !== '') ?? '';
    const sentence = paragraph.replace(/\s+/g, ' ').replace(/\[(.*?)\]\(.*?\)/g, '$1').replace(/[*_`]/g, '').match(/^.*?[.!?](?=\s|$)/)?.[0] ?? paragraph;
    const link = `#lesson=${folder.replace(/^\d\d_/, '').replaceAll('_', '-')}`;
    return { group, item: `<li><a href="${link}">${escape(title)}</a> <span>${escape(sentence)}</span></li>` };
}

function fillPage(values) {
    return read(kWeb, 'index.html').toString().replace(/\{\{(\w+)\}\}/g, (_, name) => values[name]);
}

function indexPage(app, files) {
    const bytes = (variant) => ({ wasm: files.get(`${variant}/convolab.wasm`).length });
    return fillPage({ policy: policy(), lessons: lessonList(),
        build: escape(JSON.stringify({ id: app, st: bytes('st'), mt: bytes('mt') })),
        style: `<link rel="stylesheet" href="${app}/style.css">`,
        script: `<script type="module" src="${app}/loader.js"></script>` });
}

// The page's modules as one: each becomes a function that answers its exports, after those that it imports.
function bundle(name, done = new Set()) {
    if (done.has(name)) return '';
    done.add(name);
    let before = '';
    const names = [];
    const body = read(kWeb, name).toString()
        .replace(/^import (?:\* as )?(.*?) from '\.\/(.*?)';$/gm, (_, what, from) => {
            before += bundle(from, done);
            return `const ${what} = modules['${from}'];`;
        })
        .replace(/^export ((?:async )?(?:class|function|const) (\w+))/gm, (_, kept, exported) => {
            names.push(exported);
            return kept;
        });
    return `${before}modules['${name}'] = (() => {\n${body}\nreturn { ${names.join(', ')} };\n})();\n`;
}

function singleFile(app, files) {
    const inline = (text) => ({ text, hash: `'sha256-${createHash('sha256').update(text).digest('base64')}'` });
    const style = inline(files.get('style.css').toString());
    const glue = inline(files.get('st/convolab.js').toString());
    const scripts = inline(`const modules = {};\n${bundle('loader.js')}`);
    const wasm = files.get('st/convolab.wasm');
    return fillPage({ policy: policy(`${glue.hash} ${scripts.hash}`, style.hash), lessons: lessonList(),
        build: escape(JSON.stringify({ id: app, st: { wasm: wasm.length } })),
        style: `<style>${style.text}</style>`,
        script: `<script>${glue.text}</script>\n<script type="module">${scripts.text}</script>\n` +
            `<script type="application/wasm" id="embedded-wasm">${wasm.toString('base64')}</script>` });
}

function headersSample() {
    const lines = Object.entries({ ...kIsolation, 'Content-Security-Policy': policy(), 'X-Content-Type-Options': 'nosniff' })
        .map(([name, value]) => `  ${name}: ${value}`).join('\n');
    const forever = '  Cache-Control: public, max-age=31536000, immutable';
    return `/*\n${lines}\n/app-*\n${forever}\n/data/*/*\n${forever}\n`;
}

// The data sets that assets/fetch/data has left in build/data. Of CIFAR-10 the page takes what it has memory for
// (shell/lessons/17_mnist/data_sets.h).
const kNotForPages = /^data_batch_[345]\.png$/;
const suffixOf = (set) => (set.packed ? '' : '.gz');
const dataSets = JSON.parse(read(kRoot, 'assets/data.json')).sets.filter((set) =>
    set.files.every((file) => fs.existsSync(path.join(kBuild, 'data', set.name, file.name + suffixOf(set)))));

const firstThere = (...files) => files.find((file) => fs.existsSync(file));

// Everything that is inside the wasm or beside it, with the licence text where this build found it.
function licences() {
    const parts = [
        ['Convolab', path.join(kRoot, 'LICENSE')],
        ['Dear ImGui', firstThere(path.join(kBuild, 'deps/imgui/LICENSE.txt'), path.join(kBuild, 'deps/imgui-src/LICENSE.txt'),
            '/usr/share/doc/libimgui-dev/copyright')],
        ['JSON for Modern C++', firstThere('/usr/share/doc/nlohmann-json3-dev/copyright',
            path.join(kBuild, 'deps/nlohmann_json-src/LICENSE.MIT'))],
        ['stb', firstThere('/usr/share/doc/libstb-dev/copyright', path.join(kBuild, 'deps/stb-src/LICENSE'))],
        ['Inter', firstThere('/usr/share/doc/fonts-inter/copyright', path.join(kBuild, 'assets/fonts/LICENSE.txt'))],
        ['DejaVu Sans', firstThere('/usr/share/doc/fonts-dejavu-core/copyright')],
        ['Emscripten', firstThere('/usr/share/doc/emscripten/copyright')],
    ];
    const texts = parts.map(([name, file]) => `==== ${name} ====\n\n${file ? read(file) : 'See its home page.'}`);
    const sets = dataSets.map((set) => `==== ${set.title} ====\n\n${set.authors}\n${set.licence}`);
    return [...texts, ...sets].join('\n\n');
}

// Writes file.br and file.gz where they are worth it.
async function pack(file, bytes) {
    const [br, gz] = await Promise.all([promisify(zlib.brotliCompress)(bytes,
        { params: { [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }), promisify(zlib.gzip)(bytes, { level: 9 })]);
    if (br.length < bytes.length) write(`${file}.br`, br);
    if (gz.length < bytes.length) write(`${file}.gz`, gz);
}

// The file itself comes last: where it stands as it should, its packed forms do too, and the second start is quick.
async function writePacked(file, bytes) {
    if (fs.existsSync(file) && fs.readFileSync(file).equals(Buffer.from(bytes))) return;
    if (kPacked.test(file)) await pack(file, bytes);
    write(file, bytes);
}

async function writeApp(app, files) {
    for (const name of fs.existsSync(kSite) ? fs.readdirSync(kSite) : []) {
        if (name.startsWith('app-') && name !== app) fs.rmSync(path.join(kSite, name), { recursive: true });
    }
    const complete = path.join(kSite, app, 'complete');
    if (fs.existsSync(complete)) return;
    await Promise.all([...files].map(([name, bytes]) => writePacked(path.join(kSite, app, name), bytes)));
    write(complete, '');
}

// One file of a data set under a name with its hash; answers its row of data/<set>.json.
function writeDataFile(set, { name, bytes: size, sha256 }) {
    const [, stem, ending] = name.match(/^(.*?)(\.\w+)?$/);
    const url = set.packed ? `${set.name}/${stem}.${sha256.slice(0, 8)}${ending}` : `${set.name}/${name}.${sha256.slice(0, 8)}.gz`;
    const target = path.join(kSite, 'data', url);
    if (!fs.existsSync(target)) write(target, read(kBuild, 'data', set.name, name + suffixOf(set)));
    return { name, url, bytes: fs.statSync(target).size, size, sha256 };
}

function writeData() {
    for (const set of dataSets) {
        const rows = set.files.filter(({ name }) => !kNotForPages.test(name)).map((file) => writeDataFile(set, file));
        write(path.join(kSite, 'data', `${set.name}.json`), JSON.stringify({ oneByOne: set.packed, files: rows }, null, 1));
    }
}

const files = appFiles();
const app = `app-${hash([...files].sort().map(([name, bytes]) => `${name} ${hash(bytes)}`).join('\n')).slice(0, 12)}`;
await writeApp(app, files);
writeData();
await writePacked(path.join(kSite, 'licences.txt'), licences());
write(path.join(kSite, '_headers'), headersSample());
write(path.join(kSite, 'service_worker.js'), read(kWeb, 'service_worker.js'));
await writePacked(path.join(kSite, 'convolab.html'), singleFile(app, files));
await writePacked(path.join(kSite, 'index.html'), indexPage(app, files));
console.log(`${path.relative(process.cwd(), kSite)}: ${app}`);

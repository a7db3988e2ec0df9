// Runs one page in headless Chromium and hears what it says: serves it with the headers that threads need.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join, normalize } from "node:path";

const kTypes = { js: "text/javascript", mjs: "text/javascript", json: "application/json", wasm: "application/wasm" };
const kOptions = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];

// What the page's scripts say a line, an error and their end with. A script that fails ends the page.
export const page_head = `<!doctype html><title>bench</title><script>
let sent = 0;
const send = (kind, text) => fetch("/" + kind + "?" + sent++, { method: "POST", body: text, keepalive: true });
const fail = (reason) => send("error", String(reason)).then(() => send("exit", "1"));
addEventListener("error", ({ message }) => fail(message));
addEventListener("unhandledrejection", ({ reason }) => fail(reason));
</script>`;

// A run that is called off takes its browser with it.
let browser;
process.once("exit", () => browser?.kill());
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

// Files are looked for in the folders, in their order. The page's lines go to `line`; resolves to its exit code.
export async function run_page({ page, folders, line }) {
  const profile = await mkdtemp(join(tmpdir(), "convolab-bench-"));
  let end;
  const ended = new Promise((resolve) => (end = resolve));
  const heard = in_order({ line, error: console.error, exit: (code) => end(Number(code)) });
  const server = createServer((request, response) =>
    answer(request, response, { page, folders, heard }).catch(() => response.writeHead(500).end()));
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const address = `http://localhost:${server.address().port}/`;
  browser = spawn(process.env.CHROMIUM ?? "chromium", [...kOptions, `--user-data-dir=${profile}`, address], { stdio: "ignore" });
  const gone = new Promise((resolve) => browser.once("exit", resolve));
  browser.once("error", ({ message }) => {
    console.error(`Chromium does not start (${message}). Set CHROMIUM to its program.`);
    end(1);
  });
  const code = await Promise.race([ended, gone.then(() => 1)]);
  if (browser.pid && browser.exitCode === null && browser.kill()) await gone;
  server.close();
  server.closeAllConnections();
  await rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });  // its helpers still write
  return code;
}

async function answer(request, response, { page, folders, heard }) {
  response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
  response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
  if (request.method === "POST") {
    await heard(request);
    return response.end();
  }
  const name = normalize(new URL(request.url, "http://localhost").pathname).slice(1);
  if (name === "") return response.setHeader("Content-Type", "text/html").end(page);
  const bytes = await first_of(folders.map((folder) => join(folder, name)));
  if (bytes === undefined) return response.writeHead(404).end();
  response.setHeader("Content-Type", kTypes[name.split(".").pop()] ?? "application/octet-stream");
  response.end(bytes);
}

async function first_of(paths) {
  for (const path of paths) {
    const bytes = await readFile(path).catch(() => undefined);
    if (bytes !== undefined) return bytes;
  }
}

// Lines arrive by requests of their own, which overtake each other: each waits for those that were sent before.
function in_order(listeners) {
  const early = new Map();
  let next = 0;
  return async (request) => {
    let body = "";
    for await (const part of request) body += part;
    const { pathname, search } = new URL(request.url, "http://localhost");
    early.set(Number(search.slice(1)), { kind: pathname.slice(1), body });
    for (let message; (message = early.get(next)); early.delete(next++)) listeners[message.kind]?.(message.body);
  };
}

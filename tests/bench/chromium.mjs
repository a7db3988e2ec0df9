// Runs convolab_bench in headless Chromium: serves it with the headers that threads need, starts the browser on a page
// that sends every line back, and prints the lines.  usage: chromium.mjs FOLDER [the bench's arguments]
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [folder, ...benchArguments] = process.argv.slice(2);
const kTypes = { js: "text/javascript", wasm: "application/wasm", html: "text/html" };

const page = `<!doctype html><title>bench</title><script>
let sent = 0;
const send = (kind, text) => fetch("/" + kind + "?" + sent++, { method: "POST", body: text, keepalive: true });
var Module = {
  arguments: ${JSON.stringify(benchArguments)},
  print: (line) => send("line", line),
  printErr: (line) => send("error", line),
  onExit: (code) => send("exit", String(code)),
  onAbort: (reason) => send("error", "abort: " + reason).then(() => send("exit", "1")),
};
</script><script src="convolab_bench.js"></script>`;

// Lines arrive by requests of their own, which overtake each other: each waits for those that were sent before.
const early = new Map();
let next = 0;
async function receive(request, stop) {
  let body = "";
  for await (const part of request) body += part;
  const { pathname, search } = new URL(request.url, "http://localhost");
  early.set(Number(search.slice(1)), { pathname, body });
  for (let message; (message = early.get(next)); early.delete(next++)) {
    if (message.pathname === "/line") console.log(message.body);
    if (message.pathname === "/error") console.error(message.body);
    if (message.pathname === "/exit") stop(Number(message.body));
  }
}

async function answer(request, response, stop) {
  response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
  response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
  if (request.method === "POST") {
    await receive(request, stop);
    return response.end();
  }
  const name = new URL(request.url, "http://localhost").pathname.slice(1) || "index.html";
  if (name === "index.html") return response.setHeader("Content-Type", kTypes.html).end(page);
  if (!/^convolab_bench\.[a-z.]+$/.test(name)) return response.writeHead(404).end();
  response.setHeader("Content-Type", kTypes[name.split(".").pop()]);
  response.end(await readFile(join(folder, name)));
}

const profile = await mkdtemp(join(tmpdir(), "convolab-bench-"));
let browser;
const server = createServer((request, response) =>
  answer(request, response, async (code) => {
    server.close();
    server.closeAllConnections();
    browser.once("exit", () => rm(profile, { recursive: true, force: true }).finally(() => process.exit(code)));
    browser.kill();
  }).catch(() => response.writeHead(500).end()),
);
server.listen(0, "127.0.0.1", () => {
  const address = `http://localhost:${server.address().port}/`;
  const options = ["--headless=new", "--no-sandbox", "--disable-gpu", `--user-data-dir=${profile}`, address];
  browser = spawn(process.env.CHROMIUM ?? "chromium", options, { stdio: "ignore" });
  browser.once("error", (error) => {
    console.error(`Chromium does not start (${error.message}). Set CHROMIUM to its program.`);
    process.exit(1);
  });
});

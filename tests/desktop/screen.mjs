// A virtual screen for the desktop program: Xvfb, real keys and clicks through xdotool, and a reader for its PNG files.
import { execFile, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { inflateSync } from "node:zlib";

export const program = fileURLToPath(new URL("../../build/desktop/convolab", import.meta.url));
export const node_program = fileURLToPath(new URL("../../build/web/convolab_node.js", import.meta.url));
const run = promisify(execFile);

/** Starts Xvfb on a free display; stop() ends it. */
export async function open_screen(width = 1400, height = 900) {
  const xvfb = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", `${width}x${height}x24`, "-nolisten", "tcp", "-noreset"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const number = await new Promise((resolve, reject) => {
    xvfb.stdio[3].once("data", (data) => resolve(String(data).trim()));
    xvfb.once("error", reject);
    xvfb.once("exit", () => reject(new Error("Xvfb ended before it had a display.")));
  });
  const environment = { ...process.env, DISPLAY: `:${number}` };
  return {
    environment,
    xdotool: async (...words) => (await run("xdotool", words, { env: environment })).stdout.trim(),
    stop: () => xvfb.kill(),
  };
}

/** Calls `look` until it returns something true; throws with `what` after `seconds`: long, a crowded machine is slow. */
export async function until(what, look, seconds = 90) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
    const seen = await look();
    if (seen) return seen;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Waited ${seconds} s in vain: ${what}`);
}

/** Seconds of processor time that a process has used (Linux: clock ticks of 1/100 s). */
export function processor_seconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function paeth(left, up, corner) {
  const guess = left + up - corner;
  const [a, b, c] = [left, up, corner].map((value) => Math.abs(guess - value));
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

/** An RGBA PNG of 8 bits without interlacing, as the program writes it: {width, height, pixels}. */
export function read_png(file) {
  const bytes = readFileSync(file);
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const data = [];
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    if (bytes.toString("latin1", at + 4, at + 8) === "IDAT") data.push(bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)));
  }
  const raw = inflateSync(Buffer.concat(data));
  const row = width * 4;
  const pixels = Buffer.alloc(row * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (row + 1)];
    for (let x = 0; x < row; x++) {
      const left = x >= 4 ? pixels[y * row + x - 4] : 0;
      const up = y > 0 ? pixels[(y - 1) * row + x] : 0;
      const corner = x >= 4 && y > 0 ? pixels[(y - 1) * row + x - 4] : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
      pixels[y * row + x] = raw[y * (row + 1) + 1 + x] + guess;
    }
  }
  return { width, height, pixels };
}

/** How many different colours a picture has: a blank one has 1. */
export function colours({ pixels }) {
  const seen = new Set();
  for (let at = 0; at < pixels.length; at += 4) seen.add(pixels.readUInt32LE(at));
  return seen.size;
}

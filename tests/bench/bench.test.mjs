// What readers of the benchmark rely on: the fields of its lines, the build that its options choose, the check of the peers.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { disagreement } from "./losses.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const program = path.join(root, "build/desktop/convolab_bench");
const bench = (...words) => spawnSync(program, words, { encoding: "utf8" });

const kRates = ["peak_gflops", "peak_gflops_together", "train_images_per_second", "train_floor_share", "inference_images_per_second",
  "inference_floor_share", "single_image_ms"];

test("bench: --json gives a line per model with every field, and its products as shares of the peak beside them", () => {
  const { status, stdout, stderr } = bench("--json", "--seconds", "0.05", "--models=M4,M3", "--threads=2");
  assert.equal(status, 0, stderr);
  const rows = stdout.trim().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(rows.map(({ model, threads }) => [model, threads]), [["M3", 2], ["M4", 2]]);
  for (const row of rows) {
    for (const field of kRates) assert.ok(row[field] > 0, `${row.model}: ${field} is ${row[field]}`);
    for (const { product, gflops, peak_gflops, peak_share } of row.gemm)
      assert.ok(Math.abs(peak_share - gflops / peak_gflops) < 0.001 + 0.01 * peak_share, `${row.model} ${product}: ${peak_share}`);
  }
  // The kernels' vectors are up to four times as long as the peak's, and milliseconds of one product may be crowded
  // while those of its peak are not, or the other way round: half of the products are not. A clock that stood still shows
  // ten times the peak.
  const shares = rows.flatMap(({ gemm }) => gemm.map(({ peak_share }) => peak_share)).sort((one, other) => one - other);
  const middle = shares[shares.length >> 1];
  assert.ok(middle > 0.02 && middle < 8, `${shares}`);
  const conv2 = rows[0].gemm.find(({ product }) => product === "conv2 forward");
  assert.deepEqual([conv2.rows, conv2.depth, conv2.columns % 100], [16, 6 * 5 * 5, 0]);  // LeNet-5's, 10 x 10 places
  assert.deepEqual(rows[1].gemm.map(({ product }) => product), ["dense1 forward", "dense1 dw", "dense2 forward", "dense2 dw"]);
});

test("bench: an impossible value gets a sentence", () => {
  for (const [words, sentence] of [
    [["--threads=0"], '--threads takes a whole number from 1 to 16, not "0".'],
    [["--threads", "two"], '--threads takes a whole number from 1 to 16, not "two".'],
    [["--threads"], "--threads takes a value."],
    [["--models", "M1,M9"], '--models takes some of M1,M2,M3,M4, with commas between, not "M1,M9".'],
    [["--models="], '--models takes some of M1,M2,M3,M4, with commas between, not "".'],
    [["--seconds=nan"], '--seconds takes a number from 0.001 to 3600, not "nan".'],
    [["--json=1"], "--json takes no value."],
    [["--fast"], "There is no option --fast."],
  ]) {
    const { status, stderr } = bench(...words);
    assert.deepEqual([status, stderr.split("\n")[0]], [2, sentence]);
  }
});

// tests/bench/run with a cmake and a node that do nothing but say what they were asked.
function chosen_folder(...words) {
  const stand_ins = mkdtempSync(path.join(tmpdir(), "convolab-run-"));
  for (const name of ["cmake", "node"]) {
    writeFileSync(path.join(stand_ins, name), `#!/bin/sh\necho ${name} "$@" >> "${stand_ins}/said"\n`);
    chmodSync(path.join(stand_ins, name), 0o755);
  }
  const { status, stderr } = spawnSync(path.join(root, "tests/bench/run"), ["node", ...words],
    { encoding: "utf8", env: { ...process.env, PATH: `${stand_ins}:${process.env.PATH}` } });
  assert.equal(status, 0, stderr);
  const said = readFileSync(path.join(stand_ins, "said"), "utf8");
  rmSync(stand_ins, { recursive: true });
  return /node .*build\/(\S+)\/convolab_bench.js/.exec(said)[1];
}

test("bench: run chooses the build with threads however they are asked for", () => {
  for (const words of [["--threads", "2"], ["--threads=2"], ["--json", "--threads=16"], ["--threads=1", "--threads", "08"]])
    assert.equal(chosen_folder(...words), "bench-wasm-mt", words.join(" "));
  for (const words of [[], ["--threads=1"], ["--threads", "1", "--json"], ["--threads=2", "--threads=1"], ["--models=M2"]])
    assert.equal(chosen_folder(...words), "bench-wasm-st", words.join(" "));
});

test("bench: a peer that finds another loss than ours is named", () => {
  const recipe = { model: "M3", optimizer: "sgd", losses: [2.3, 2.2] };
  const peer = (...losses) => [{ program: "A", losses }];
  assert.equal(disagreement(recipe, peer(2.300005, 2.200005)), null);
  assert.match(disagreement(recipe, peer(2.30002, 2.2)), /^M3, update 0: A finds a loss of 2.30002, Convolab of 2.3;.*\.$/);
  assert.match(disagreement(recipe, peer(2.3, 2.20002)), /^M3, update 1: /);
  assert.equal(disagreement({ ...recipe, optimizer: "adam" }, peer(2.3, 2.21)), null);
  assert.match(disagreement(recipe, peer(NaN, 2.2)), /NaN/);
  assert.match(disagreement(recipe, peer()), /tells no loss/);
});

test("bench: what the peers are given has our losses, which fall", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "convolab-peers-"));
  const { status, stdout, stderr } = bench("--peers", folder, "--models", "M3");
  assert.equal(status, 0, stderr);
  const { optimizer, losses } = JSON.parse(stdout);
  assert.ok(Math.abs(losses[0] - Math.log(10)) < 0.3, `${losses}`);
  if (optimizer === "sgd") assert.ok(losses.length === 10 && losses.at(-1) < losses[0], `${losses}`);
  assert.ok(existsSync(path.join(folder, "M3.onnx")));
  rmSync(folder, { recursive: true });
});

// What Python's programs say of exported networks, one process for all: check.py tells what is looked at.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { exported, networks, python, train } from "./networks.mjs";

const script = fileURLToPath(new URL("check.py", import.meta.url));

test("python: onnx takes the models, numpy and PyTorch the weights, and the PyTorch code gives our outputs", (t) => {
  const bases = networks.map((network) => exported(network, ".onnx", ".npz", ".safetensors", "_torch.py").base);
  const names = networks.map(({ name }) => name);
  const { status, stdout, stderr } = spawnSync(python, [script, path.dirname(bases[0]), ...names], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  const rows = stdout.trim().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(rows.map(({ name }) => name), names);
  for (const row of rows)
    for (const file of ["npz", "safetensors"]) {
      t.diagnostic(`${row.name} in PyTorch with its .${file}: largest difference ${row[file].toExponential(1)}`);
      assert.ok(row[file] < 1e-5, `${row.name}, .${file}: ${row[file]}`);
    }
});

test("python: the PyTorch code runs as it is written, with either file of weights", () => {
  const { base } = exported(networks.find(({ name }) => name === "everything"), ".npz", ".safetensors", "_torch.py");
  for (const file of [".npz", ".safetensors"]) {
    const words = [`${base}_torch.py`, base + file, `${base}.answers.npz`];
    const { status, stdout, stderr } = spawnSync(python, words, { encoding: "utf8" });
    assert.equal(status, 0, stderr);
    assert.ok(Number(/largest difference (\S+)/.exec(stdout)[1]) < 1e-5, stdout);
  }
});

test("python: weights of 16 and 64 bits that numpy wrote are read to the bit", () => {
  const network = networks.find(({ name }) => name === "everything");
  const { base } = exported(network, ".npz");
  const narrow = (command) => {
    const { status, stdout, stderr } = spawnSync(python, [fileURLToPath(new URL("narrow.py", import.meta.url)), command, base], { encoding: "utf8" });
    assert.equal(status, 0, stderr);
    return stdout.trim().split("\n");
  };
  const files = narrow("write");
  assert.equal(files.length, 5);
  for (const file of files) {
    const { status, stderr } = train(network, "--epochs", "0", "--weights", file, "--export", `${file}.back.npz`);
    assert.equal(status, 0, stderr);
  }
  assert.deepEqual(narrow("check"), files);
});

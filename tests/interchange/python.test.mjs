// What Python's programs say of exported networks, one process for all: check.py tells what is looked at.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { exported, networks, python } from "./networks.mjs";

const script = fileURLToPath(new URL("check.py", import.meta.url));

test("python: onnx takes the models, numpy and PyTorch the weights, and the PyTorch code gives our outputs", (t) => {
  const bases = networks.map((network) => exported(network, ".onnx", ".npz", ".safetensors", "_torch.py").base);
  const names = networks.map(({ name }) => name);
  const { status, stdout, stderr } = spawnSync(python, [script, path.dirname(bases[0]), ...names], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  const rows = stdout.trim().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(rows.map(({ name }) => name), names);
  for (const { name, torch } of rows) {
    t.diagnostic(`${name} in PyTorch: largest difference ${torch.toExponential(1)}`);
    assert.ok(torch < 1e-5, `${name}: ${torch}`);
  }
});

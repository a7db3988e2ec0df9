// The TensorFlow.js model in TensorFlow.js under Node: the outputs are ours. The Keras code is the same layers as text: it is
// compiled here, and run where this machine's Python has Keras.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { loadLayersModel } from "@tensorflow/tfjs-layers";
import { buffer_of, difference, exported, networks, python, read_zip, train } from "./networks.mjs";

// What tf.loadLayersModel fetches over HTTP, by read(NAME): the model and, from where it says they are, its weights.
function from_files(model, read) {
  const { modelTopology, weightsManifest } = JSON.parse(read(model).toString("utf8"));
  const [{ paths, weights }] = weightsManifest;
  return tf.io.fromMemory({ modelTopology, weightSpecs: weights, weightData: buffer_of(read(paths[0])) });
}

// The model as two files, and as the page gives it: in one archive.
function from_folder(base) {
  return from_files(path.basename(`${base}.json`), (name) => readFileSync(path.join(path.dirname(base), name)));
}
function from_archive(base) {
  const files = read_zip(readFileSync(`${base}.zip`));
  assert.deepEqual(Object.keys(files), ["model.json", "model.bin"]);
  return from_files("model.json", (name) => files[name]);
}

const expressible = networks.filter(({ refused }) => !refused?.tfjs);

for (const network of expressible) {
  test(`tfjs: ${network.name} in TensorFlow.js gives our outputs`, async (t) => {
    const { base, images, outputs } = exported(network, ".json", ".zip");
    for (const [from, files] of Object.entries({ folder: from_folder(base), archive: from_archive(base) })) {
      const model = await loadLayersModel(files);
      const theirs = tf.tidy(() => model.predict(tf.transpose(tf.tensor4d(images.data, images.shape), [0, 2, 3, 1])).dataSync());
      const most = difference(outputs.data, theirs);
      t.diagnostic(`from the ${from}: largest difference ${most.toExponential(1)}`);
      assert.ok(most < 1e-5, `${from}: ${most}`);
    }
  });
}

test("tfjs: what has no layer there is refused with the layer's name", () => {
  for (const network of networks.filter(({ refused }) => refused?.tfjs)) {
    for (const ending of [".json", ".zip", "_keras.py"]) {
      const { status, stderr } = train(network, "--export", `/tmp/refused${ending}`);
      assert.equal(status, 2, network.name);
      assert.ok(stderr.includes(network.refused.tfjs) && stderr.endsWith(".\n"), stderr);
    }
  }
});

test("keras: the code is Python, its weights are the TensorFlow.js model's, and where Keras is installed it gives our outputs", (t) => {
  const files = expressible.map((network) => exported(network, "_keras.py", ".npz", ".json").base);
  const compiled = spawnSync(python, ["-m", "py_compile", ...files.map((base) => `${base}_keras.py`)], { encoding: "utf8" });
  assert.equal(compiled.status, 0, compiled.stderr);
  const weights = spawnSync(python, [fileURLToPath(new URL("keras_weights.py", import.meta.url)), ...files], { encoding: "utf8" });
  assert.equal(weights.stdout, `${files.length} networks\n`, weights.stderr);
  if (spawnSync(python, ["-c", "import keras"]).status !== 0) {
    t.diagnostic("Keras is not installed: the code was compiled, not run");
    return;
  }
  for (const base of files) {
    const words = [`${base}_keras.py`, `${base}.npz`, `${base}.answers.npz`];
    const { status, stdout, stderr } = spawnSync(python, words, { encoding: "utf8" });
    assert.equal(status, 0, stderr);
    const most = Number(/largest difference (\S+)/.exec(stdout)[1]);
    t.diagnostic(`largest difference ${most.toExponential(1)}`);
    assert.ok(most < 1e-5, `${base}: ${most}`);
  }
});

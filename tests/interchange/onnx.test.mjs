// ONNX files in ONNX Runtime (its web build, under Node): the outputs are ours.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as ort from "onnxruntime-web";
import { difference, exported, networks } from "./networks.mjs";

ort.env.wasm.numThreads = 1;
ort.env.logLevel = "error";

for (const network of networks) {
  test(`onnx: ${network.name} in ONNX Runtime gives our outputs`, async (t) => {
    const { base, images, outputs } = exported(network, ".onnx");
    const session = await ort.InferenceSession.create(`${base}.onnx`, { executionProviders: ["wasm"] });
    const { logits } = await session.run({ image: new ort.Tensor("float32", images.data, images.shape) });
    assert.deepEqual(logits.dims.map(Number), outputs.shape);
    const most = difference(outputs.data, logits.data);
    t.diagnostic(`largest difference ${most.toExponential(1)}`);
    assert.ok(most < 1e-5, `${most}`);
  });
}

// The networks whose exports other programs run, each trained for a moment, with what our own program gives for the first
// 100 test images; and readers of our archives, the .npz files that hold it among them.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const program = path.join(root, "build/desktop/convolab");
const folder = path.join(root, "build/interchange");
// Debian's packages belong to Debian's Python, which need not be the first on the PATH.
export const python = process.env.PYTHON ?? (existsSync("/usr/bin/python3") ? "/usr/bin/python3" : "python3");

// Together they have every kind of layer, and every way in which a window can lie. `refused`: what a format's sentence
// says where it has no such layer.
export const networks = [
  { name: "lenet-5", words: ["--train", "lenet-5", "--data", "mnist"] },
  { name: "s4-13", words: ["--train", "s4-13", "--data", "mnist"] },
  { name: "s4-1", words: ["--train", "s4-1", "--data", "mnist"] },
  { name: "s1-15", words: ["--train", "s1-15", "--standardise"] },
  {
    name: "residual",
    spec: `conv 8 3x3 same nobias | batchnorm | relu | residual [conv 8 3x3 same nobias | batchnorm m0.8 e0.001 | relu |
           conv 8 3x3 same] | relu | add [conv 12 1x1 s2 nobias] [conv 12 3x3 s2 p1 | leakyrelu 0.2] | globalavgpool | dense 10`,
  },
  {
    name: "concat",
    spec: `conv 6 3x3 same | relu | concat [conv 4 1x1 | sigmoid] [conv 4 1x1 | elu | conv 5 3x3 same | softplus]
           [maxpool 3 s1 same | conv 3 1x1] | relu | maxpool 3 s2 p1 | dropout 0.3 | flatten | batchnorm | dense 12 | tanh |
           concat [dense 6 | softmax] [dense 7 | leakyrelu] | dense 10`,
  },
  {
    name: "everything",  // that all formats have, in one network
    spec: `conv 8 3x3 same nobias | batchnorm | relu | residual [depthwise 3x3 same | batchnorm m0.8 | relu | conv 8 1x1] | relu |
           concat [convtranspose 6 2x2 s2 | tanh] [convtranspose 4 3x3 s2 same | batchnorm | elu] | maxpool 2 | conv 8 3x3 | relu |
           concat [globalavgpool] [globalmaxpool] | dense 12 | batchnorm | relu | dense 10`,
  },
  {
    name: "windows",
    spec: `conv 6 3x2 p1+0x2+1 d2x1 | relu | conv 8 2x3 s2x1 same-lower | elu | avgpool 2 s1x2 | conv 6 2x2 full |
           sigmoid | maxpool 2x3 s3x2 ceil | flatten | dense 10 nobias`,
  },
  {
    name: "transposed",
    spec: `conv 5 3x3 s2 p1 | relu | convtranspose 6 3x2 s2 p1x0 o1x0 | relu | convtranspose 4 3x3 s2 same | tanh |
           convtranspose 3 2x2 nobias | maxpool 4 | dense 10`,
  },
  {
    name: "transposed-edges",
    spec: "convtranspose 4 3x3 s2 p1+0x0+2 | relu | convtranspose 4 3x2 d2x1 p1 o1x0 | convtranspose 3 1x1 s2 same | dense 10",
    refused: { tfjs: "convtranspose2 has a dilation" },
  },
  {
    name: "averages",
    spec: `conv 4 3x3 same | avgpool 3 s2 p1 | concat [avgpool 2 s1 p1 count-kernel] [avgpool 2 s1 p1 count-padding] |
           avgpool 3 s2 p1 ceil count-padding | flatten | dense 10`,
    refused: { tfjs: "avgpool1 leaves" },
  },
  {
    name: "other-pools",
    spec: `conv 4 3x3 same | maxpool 2 | concat [minpool 2 s1 p1] [sumpool 2 s1 p1] [l2pool 2 s1 p1] | concat [globalminpool]
           [globalsumpool] [globall2pool] [globalmaxpool] | dense 10`,
    refused: { tfjs: "minpool1" },
  },
  { name: "elu", spec: "conv 4 3x3 same | elu 0.5 | dense 10", refused: { tfjs: "elu1 has a scale other than 1" } },
  { name: "dilated-max", spec: "conv 4 3x3 same | maxpool 2 s1 d2 | dense 10", refused: { tfjs: "maxpool1 has a dilation" } },
  {
    name: "lrn",
    spec: "conv 8 3x3 same | relu | lrn 5 a0.1 k2 | conv 8 3x3 | lrn 3 a0.5 b0.6 | bias | maxpool 2 | dense 10 | bias",
    refused: { tfjs: "lrn1" },
  },
  { name: "groups", spec: "conv 8 3x3 same | relu | conv 12 3x3 p1 g4 | relu | maxpool 2 | dense 10", refused: { tfjs: "conv2 has 4 groups" } },
  {
    name: "logsoftmax",
    spec: "conv 4 3x3 same | relu | maxpool 2 | flatten | dense 12 | logsoftmax | dense 10",
    refused: { tfjs: "logsoftmax1 is a logarithm of softmax" },
  },
  {
    name: "two-strides",
    spec: "conv 4 3x3 same | depthwise 3x3 s1x2 | relu | dense 10",
    refused: { tfjs: "has a group per channel and two different strides" },
  },
  { name: "depthwise", spec: "conv 8 3x3 same | relu | depthwise 3x3 same | relu | conv 16 3x3 g8 | maxpool 2 | dense 10" },
  { name: "rows", spec: "dense 6 | residual [conv 6 1x1 | relu] | maxpool 1 | dense 10" },
];

// exported(NETWORK, ENDING...): writes the network in these formats; the path without its ending, what it was asked and what
// it answered: images (100, C, H, W) and outputs (100, classes).
export function exported(network, ...endings) {
  const base = path.join(folder, `${endings.join("").slice(1)}/${network.name}`);
  mkdirSync(path.dirname(base), { recursive: true });
  const { status, stderr } = train(network, ...endings.flatMap((ending) => ["--export", base + ending]), "--answers", `${base}.answers.npz`);
  assert.equal(status, 0, stderr);
  const { images, outputs } = read_npz(readFileSync(`${base}.answers.npz`));
  assert.ok(difference(outputs.data, outputs.data.map(() => 0)) > 0.01, "the network gives nothing but zeros");
  return { base, images, outputs };
}

export function train(network, ...words) {
  const what = network.words ?? ["--spec", network.spec.replace(/\s+/g, " ")];
  const epochs = words.includes("--epochs") ? [] : ["--epochs", "1"];
  return spawnSync(program, [...what, ...epochs, "--limit", "256", "--batch", "32", ...words], { encoding: "utf8", cwd: root });
}

// The largest difference of two lists of numbers.
export function difference(ours, theirs) {
  assert.equal(theirs.length, ours.length);
  return ours.reduce((most, value, i) => Math.max(most, Number.isNaN(theirs[i]) ? Infinity : Math.abs(value - theirs[i])), 0);
}

// Files by name, from an archive that stores them as they are.
export function read_zip(bytes) {
  const files = {};
  for (let at = 0; bytes.readUInt32LE(at) === 0x04034b50; ) {
    const name_length = bytes.readUInt16LE(at + 26);
    const name = bytes.toString("utf8", at + 30, at + 30 + name_length);
    const begin = at + 30 + name_length + bytes.readUInt16LE(at + 28);
    at = begin + bytes.readUInt32LE(at + 18);
    files[name] = bytes.subarray(begin, at);
  }
  return files;
}

// A copy of these bytes alone: what reads numbers asks for the whole of a buffer.
export function buffer_of(bytes) {
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
}

// Arrays of floats by name.
export function read_npz(bytes) {
  const arrays = {};
  for (const [name, file] of Object.entries(read_zip(bytes))) {
    const values = 10 + file.readUInt16LE(8);
    const shape = /'shape': \(([\d, ]*)\)/.exec(file.toString("latin1", 10, values))[1];
    arrays[name.replace(/\.npy$/, "")] = {
      shape: shape.split(",").filter((side) => side.trim()).map(Number),
      data: new Float32Array(buffer_of(file.subarray(values))),
    };
  }
  return arrays;
}

// One peer on one model in a page: how fast it trains, infers, and answers for one image. One thread, the same weights,
// images and batches as everyone. A measurement is repeated until it no longer rises, as in main.cpp.
const kSingleImages = 300;
const kClasses = 10;

const bytes = async (file) => (await fetch(file)).arrayBuffer();
const floats = async (file) => new Float32Array(await bytes(file));
const json = async (file) => (await fetch(file)).json();

// The bench's images: a byte per pixel, then a byte per label.
class Images {
  constructor(buffer, pixels) {
    this.pixels = pixels;
    this.count = buffer.byteLength / (pixels + 1);
    this.bytes = new Uint8Array(buffer);
  }
  batch(step, size) {
    const first = (step % Math.floor(this.count / size)) * size;
    const images = Float32Array.from(this.bytes.subarray(first * this.pixels, (first + size) * this.pixels), (byte) => byte / 255);
    const targets = new Float32Array(size * kClasses);
    const labels = this.bytes.subarray(this.count * this.pixels + first);
    for (let i = 0; i < size; ++i) targets[i * kClasses + labels[i]] = 1;
    return { images, targets };
  }
}

// ONNX Runtime: what goes in is made of what came out of the step before.
async function onnx_runtime({ model, batch, rate, side }) {
  const ort = globalThis.ort;
  ort.env.wasm.wasmPaths = "/node_modules/onnxruntime-web/dist/";
  ort.env.wasm.numThreads = 1;
  const options = { executionProviders: ["wasm"], graphOptimizationLevel: "all" };
  const training = await ort.InferenceSession.create(`${model}.train.onnx`, options);
  const inference = await ort.InferenceSession.create(`${model}.infer.onnx`, options);
  const tensor = (data, ...shape) => new ort.Tensor("float32", data, shape);

  const values = await floats(`${model}.state.bin`);
  const state = {};
  let at = 0;
  for (const [name, shape] of await json(`${model}.state.json`)) {
    const size = shape.reduce((a, b) => a * b, 1);
    state[name] = tensor(values.slice(at, (at += size)), ...shape);
  }
  let updates = 0;
  async function train({ images, targets }) {
    const feeds = { ...state, image: tensor(images, batch, 1, side, side), targets: tensor(targets, batch, kClasses) };
    ++updates;
    if (training.inputNames.includes("rate"))
      feeds.rate = tensor(Float32Array.of((rate * Math.sqrt(1 - 0.999 ** updates)) / (1 - 0.9 ** updates)));
    const results = await training.run(feeds);
    for (const name in state) state[name] = results[`${name}.next`];
    return results.loss.data[0];
  }
  const infer = async (images, count) => (await inference.run({ image: tensor(images, count, 1, side, side) })).probabilities.data;
  return { name: `onnxruntime-web ${ort.env.versions.web}, training build`, train, infer };
}

// TensorFlow.js has no kernel for the weights' gradient of a convolution on its wasm backend, so it cannot train M1 to M3
// as it comes. That gradient is a convolution of the images by the outputs' gradients, channels in the place of images, for
// which it has one; this is what a user who knows that would do. Stride 1, no dilation, one group.
function lend_convolution_gradient(tf) {
  const kernelFunc = ({ inputs: { x, dy }, attrs: { filterShape } }) =>
    tf.tidy(() => {
      const pads = [1, 2].map((axis) => filterShape[axis - 1] + dy.shape[axis] - 1 - x.shape[axis]);
      const padded = tf.pad(x, [0, ...pads, 0].map((pad) => [Math.floor(pad / 2), Math.ceil(pad / 2)]));
      const images = tf.transpose(padded, [3, 1, 2, 0]);
      return tf.transpose(tf.conv2d(images, tf.transpose(dy, [1, 2, 0, 3]), 1, "valid"), [1, 2, 0, 3]);
    });
  tf.registerKernel({ kernelName: "Conv2DBackpropFilter", backendName: "wasm", kernelFunc });
}

async function tensorflow({ model, batch, optimizer, rate, side }) {
  const tf = globalThis.tf;
  tf.wasm.setWasmPaths("/node_modules/@tensorflow/tfjs-backend-wasm/dist/");
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  await tf.setBackend("wasm");
  lend_convolution_gradient(tf);
  const network = await tf.loadLayersModel(`${model}.json`);
  network.compile({
    optimizer: { sgd: tf.train.sgd, rmsprop: tf.train.rmsprop, adam: tf.train.adam }[optimizer](rate),
    loss: (targets, logits) => tf.losses.softmaxCrossEntropy(targets, logits),
  });
  async function train({ images, targets }) {
    const x = tf.tensor4d(images, [batch, side, side, 1]);
    const y = tf.tensor2d(targets, [batch, kClasses]);
    const loss = await network.trainOnBatch(x, y);
    tf.dispose([x, y]);
    return loss;
  }
  async function infer(images, count) {
    const probabilities = tf.tidy(() => tf.softmax(network.predict(tf.tensor4d(images, [count, side, side, 1]))));
    const data = await probabilities.data();
    probabilities.dispose();
    return data;
  }
  return { name: `TensorFlow.js ${tf.version_core}, wasm`, train, infer };
}

async function rate_of(seconds, work) {
  const begin = performance.now();
  let images = 0;
  while (performance.now() - begin < seconds * 1000) images += await work();
  return (images * 1000) / (performance.now() - begin);
}

async function settled(measure) {
  let rate = await measure();
  for (let round = 1; round < 8; ++round) {
    const next = await measure();
    const rises = next > 1.05 * rate;
    rate = Math.max(rate, next);
    if (!rises) break;
  }
  return rate;
}

async function single_image(images, infer) {
  const times = [];
  for (let i = 0; i < kSingleImages; ++i) {
    const image = images.batch(i, 1).images;
    const begin = performance.now();
    await infer(image, 1);
    times.push(performance.now() - begin);
  }
  return times.sort((a, b) => a - b)[kSingleImages / 2];
}

// What the page is asked for: { peer: "onnx" or "tensorflow", model, batch, optimizer, rate, side, seconds }
export async function measure(request) {
  const images = new Images(await bytes("images.bin"), request.side * request.side);
  const peer = await { onnx: onnx_runtime, tensorflow }[request.peer](request);
  const losses = [];
  const step = async () => {
    losses.push(await peer.train(images.batch(losses.length, request.batch)));
    return request.batch;
  };
  const pictures = images.batch(0, request.batch).images;
  return {
    program: peer.name,
    train_images_per_second: await settled(() => rate_of(request.seconds, step)),
    inference_images_per_second: await settled(() =>
      rate_of(request.seconds / 3, async () => (await peer.infer(pictures, request.batch)) && request.batch)),
    single_image_ms: await single_image(images, peer.infer),
    losses: losses.slice(0, 10),
  };
}

// Measures convolab_bench and its peers in turns and prints a table, or lines of JSON; tests/bench/peers prepares and starts
// it. A ratio above 1: ours is faster.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { page_head, run_page } from "./browser.mjs";
import { disagreement } from "./losses.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const folder = fileURLToPath(new URL("../../build/peers", import.meta.url));
// Debian's packages belong to Debian's Python, which need not be the first on the PATH.
const python = process.env.PYTHON ?? (existsSync("/usr/bin/python3") ? "/usr/bin/python3" : "python3");
const kSide = 28;
const kOurs = "Convolab";
const kScripts = {
  onnx: ["onnxruntime-web/dist/ort.training.wasm.min.js"],
  tensorflow: ["tfjs-core/dist/tf-core", "tfjs-layers/dist/tf-layers", "tfjs-backend-cpu/dist/tf-backend-cpu",
    "tfjs-backend-wasm/dist/tf-backend-wasm"].map((name) => `@tensorflow/${name}.min.js`),
};
// One thread, and glibc keeps what it was given: large blocks that go back to the system and return cost a third.
const kTorchEnvironment = { OMP_NUM_THREADS: "1", MALLOC_MMAP_THRESHOLD_: String(2 ** 30), MALLOC_TRIM_THRESHOLD_: String(2 ** 31 - 1) };

const { values: wanted } = parseArgs({
  options: {
    models: { type: "string", default: "M1,M2,M3,M4" },
    seconds: { type: "string", default: "3" },
    rounds: { type: "string", default: "3" },
    json: { type: "boolean", default: false },
  },
});

// A program's last line of JSON, or null where it failed; its words of that are on standard error.
function run(program, words, environment = {}) {
  const { status, stdout } = spawnSync(program, words, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...environment },
  });
  return status === 0 ? stdout.trim().split("\n") : null;
}

function ours({ model }) {
  const lines = run(`${here}run`, ["chromium", "--json", "--models", model, "--seconds", wanted.seconds]);
  return lines && { program: kOurs, ...JSON.parse(lines.at(-1)) };
}

async function in_page(peer, recipe) {
  const request = { peer, side: kSide, seconds: Number(wanted.seconds), ...recipe };
  const scripts = kScripts[peer].map((name) => `<script src="/node_modules/${name}"></script>`).join("");
  const page = `${page_head}${scripts}<script type="module">
    import { measure } from "/peers_page.js";
    await send("line", JSON.stringify(await measure(${JSON.stringify(request)})));
    send("exit", "0");
  </script>`;
  let row = null;
  await run_page({ page, folders: [folder, here], line: (text) => (row = JSON.parse(text)) });
  return row;
}

function torch({ model, batch, optimizer, rate }) {
  const lines = run(python, [`${here}peers_torch.py`, folder, model, batch, optimizer, rate, wanted.seconds].map(String), kTorchEnvironment);
  return lines && JSON.parse(lines.at(-1));
}

const kPrograms = [ours, (recipe) => in_page("onnx", recipe), (recipe) => in_page("tensorflow", recipe), torch];

const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

// The medians of a program's rounds beside ours.
function summary(model, rounds, our_rounds) {
  const of = (rows, field) => median(rows.map((row) => row[field]));
  const ratio = (field) => of(our_rounds, field) / of(rounds, field);
  return {
    model,
    program: rounds[0].program,
    rounds: rounds.length,
    train_images_per_second: of(rounds, "train_images_per_second"),
    train_ratio: ratio("train_images_per_second"),
    inference_images_per_second: of(rounds, "inference_images_per_second"),
    inference_ratio: ratio("inference_images_per_second"),
    single_image_ms: of(rounds, "single_image_ms"),
    single_image_ratio: 1 / ratio("single_image_ms"),
  };
}

function print(row) {
  if (wanted.json) return console.log(JSON.stringify(row));
  const cells = [
    row.model.padEnd(5),
    row.program.padEnd(40),
    ...["train_images_per_second", "inference_images_per_second"].flatMap((field) =>
      [row[field].toFixed(0).padStart(12), row[field.replace("images_per_second", "ratio")].toFixed(2).padStart(6)]),
    row.single_image_ms.toFixed(3).padStart(11),
    row.single_image_ratio.toFixed(2).padStart(6),
  ];
  console.log(cells.join(" "));
}

mkdirSync(folder, { recursive: true });
const lines = run(`${here}run`, ["native", "--peers", folder, "--models", wanted.models]);
if (!lines) process.exit(1);
const recipes = lines.map((line) => JSON.parse(line));
if (!wanted.json) console.log(`model program ${"train img/s".padStart(44)}  ratio  infer img/s  ratio  1 image ms  ratio`);
for (const recipe of recipes) {
  const { model, batch, optimizer, rate } = recipe;
  run(python, [`${here}peers_onnx.py`, folder, model, batch, optimizer, rate].map(String));
  const rounds = kPrograms.map(() => []);
  for (let round = 0; round < Number(wanted.rounds); ++round)
    for (const [i, measure] of kPrograms.entries()) {
      const row = await measure(recipe);
      if (row) rounds[i].push(row);
    }
  if (rounds[0].length === 0) {
    console.error(`${model}: there is nothing to hold the others against, because ${kOurs} was not measured.`);
    process.exitCode = 1;
    continue;
  }
  const wrong = disagreement(recipe, rounds.slice(1).flat());
  if (wrong) {
    console.error(wrong);
    process.exitCode = 1;
    continue;
  }
  for (const rows of rounds) if (rows.length > 0) print(summary(model, rows, rounds[0]));
}

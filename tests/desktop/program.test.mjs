// The program without its picture as a shell calls it, natively and as wasm under Node: the same lines, the same codes.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { node_program, program } from "./screen.mjs";

const call = (command, words) => {
  const { status, stdout, stderr } = spawnSync(command[0], [...command.slice(1), ...words], { encoding: "utf8" });
  return { status, stdout, stderr };
};
const native = (...words) => call([program], words);
const wasm = (...words) => call([process.execPath, "--no-experimental-fetch", node_program], words);

// What one thread needs is not what several do: memory is left out here, as time is.
const withoutMemory = ({ stdout, ...rest }) => ({ ...rest, stdout: stdout.replace(/"memory_bytes":\d+/g, "") });

test("program: native and wasm print the same states", () => {
  for (const words of [
    ["--list", "--json"],
    ["--link", "lesson=convolution&example=S2-8&t=5", "--json"],
    ["--link", "lesson=convolution&example=S3-10", "--text"],
    ["--link", "lesson=mnist&example=S1-15", "--json"],
    ["--link", "lesson=convolution&kernel=9", "--json"],
    ["--link", "lesson=convolution&stride_y=%zz", "--json"],
    ["--fly"],
  ]) {
    assert.deepEqual(withoutMemory(wasm(...words)), withoutMemory(native(...words)), words.join(" "));
  }
});

test("program: every example that the list names opens", () => {
  const { lessons } = JSON.parse(native("--list", "--json").stdout);
  assert.equal(lessons[0].slug, "convolution");
  assert.ok(lessons.some(({ slug }) => slug === "mnist"));
  for (const { link } of lessons.flatMap(({ examples }) => examples.flatMap(({ link, end }) => [{ link }, { link: end }]))) {
    const { status, stdout } = native("--link", link, "--json");
    assert.equal(status, 0, link);
    assert.equal(JSON.parse(stdout).link, link);
  }
});

test("program: an impossible link ends with 2, one sentence and nothing on standard output", () => {
  for (const link of ["stride=0", "lesson=none", "kernel_height=1.5", "input=1,2", "a=1&a=2", "x".repeat(33000), "%"]) {
    const { status, stdout, stderr } = native("--link", link, "--json");
    assert.deepEqual([status, stdout], [2, ""], link);
    assert.match(stderr, /^[^\n]+\.\n$/);
  }
});

test("program: an answer that cannot be written ends with 1 and a sentence", () => {
  for (const command of [`"${program}"`, `"${process.execPath}" --no-experimental-fetch "${node_program}"`]) {
    const { status, stderr } = call(["sh"], ["-c", `${command} --list --json > /dev/full`]);
    assert.deepEqual([status, stderr], [1, "The answer could not be written to standard output.\n"], command);
  }
});

test("program: training gives the same bits natively, with threads and as wasm", () => {
  const words = ["--train", "s1-15", "--epochs", "2", "--limit", "320", "--seed", "7", "--json"];
  const numbers = (ending) => {
    assert.equal(ending.status, 0, ending.stderr);
    return ending.stdout.trim().split("\n").map((line) => {
      const { seconds, images_per_second, memory_bytes, ...rest } = JSON.parse(line);
      assert.ok(seconds > 0);
      return rest;
    });
  };
  const expected = numbers(native(...words));
  assert.equal(expected.length, 3);
  assert.deepEqual(numbers(native(...words, "--threads", "2")), expected);
  assert.deepEqual(numbers(wasm(...words)), expected);
});

// The desktop program in a window on a virtual screen: real keys step a lesson, at rest it sleeps, its picture is not blank.
import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { colours, open_screen, processor_seconds, program, read_png, until } from "./screen.mjs";

const folder = mkdtempSync(join(tmpdir(), "convolab-"));
let screen;
before(async () => { screen = await open_screen(); });
after(() => {
  screen.stop();
  rmSync(folder, { recursive: true });
});

const environment = () => ({ ...screen.environment, XDG_CONFIG_HOME: folder });

/** Starts the program with a window that stays, and focuses it. */
async function open_window(...words) {
  const running = spawn(program, words, { env: environment(), stdio: ["ignore", "inherit", "pipe"] });
  let complaint = "";
  running.stderr.on("data", (data) => { complaint += data; });
  const ended = new Promise((resolve) => running.once("exit", resolve));
  const id = await until("the window", () => screen.xdotool("search", "--onlyvisible", "--class", "convolab").catch(() => ""));
  await screen.xdotool("windowfocus", "--sync", id);
  return {
    pid: running.pid,
    press: (...keys) => screen.xdotool("key", "--delay", "60", ...keys),
    click: (x, y) => screen.xdotool("mousemove", "--window", id, String(x), String(y), "sleep", "0.3", "click", "1"),
    title: () => screen.xdotool("getwindowname", id),
    titled: (part) => until(`a title with ${part}`, async () => (await screen.xdotool("getwindowname", id)).includes(part)),
    async close() {
      await screen.xdotool("key", "ctrl+q");
      return { code: await ended, complaint };
    },
  };
}

test("desktop: keys step a lesson, the picture is not blank", async () => {
  const picture = join(folder, "stepped.png");
  const window = await open_window("--link", "lesson=convolution&example=S2-8&t=5", "--frames", "0", "--screenshot", picture);
  await window.titled("t=5");
  await window.press("Right", "Right", "Right");
  await window.titled("t=8");
  await window.press("Left");
  await window.titled("t=7");
  await window.press("Home");
  await until("the first step", async () => !(await window.title()).includes("t="));
  const { code, complaint } = await window.close();
  assert.equal(complaint, "");
  assert.equal(code, 0);
  const shot = read_png(picture);
  assert.deepEqual([shot.width, shot.height], [1280, 800]);
  assert.ok(colours(shot) > 100, `${colours(shot)} colours`);
});

test("desktop: at rest the program sleeps", async () => {
  const window = await open_window("--link", "lesson=convolution&example=S2-8");
  await window.titled("S2-8");
  const used_during = async (milliseconds) => {
    const start = processor_seconds(window.pid);
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    return processor_seconds(window.pid) - start;
  };
  await until("a second of rest", async () => (await used_during(1000)) < 0.03);  // the last frames after its start are drawn
  const used = await used_during(2000);
  await window.close();
  assert.ok(used < 0.06, `${used} s of processor time in 2 s of rest`);
});

test("desktop: counted frames give the same picture twice", () => {
  const pictures = ["a.png", "b.png"].map((name) => join(folder, name));
  for (const picture of pictures) {
    execFileSync(program, ["--link", "example=S3-10", "--frames", "20", "--size", "640x700", "--screenshot", picture], { env: environment() });
  }
  assert.deepEqual(readFileSync(pictures[0]), readFileSync(pictures[1]));
  assert.ok(colours(read_png(pictures[0])) > 100);
});

test("desktop: what cannot be opened is said, in a window and without one", () => {
  const frames = ["--frames", "3"];
  const link = spawnSync(program, ["--link", "stride=0", ...frames], { env: environment(), encoding: "utf8" });
  assert.equal(link.status, 2);
  assert.match(link.stderr, /^stride=0 is below the limit 1; it takes 1 to \d+\.\n$/);
  const folder_as_picture = spawnSync(program, [folder, ...frames], { env: environment(), encoding: "utf8" });
  assert.equal(folder_as_picture.status, 0);
  const blind = spawnSync(program, frames, { env: { ...environment(), DISPLAY: "" }, encoding: "utf8" });
  assert.equal(blind.status, 1);
  assert.match(blind.stderr, /^There is no display .*--json.*\.\n$/);
});

test("desktop: settings survive, a broken file of them does no harm", async () => {
  const file = join(folder, "convolab", "settings.json");
  const window = await open_window();
  await window.titled("lesson=convolution");
  await window.click(1206, 24);  // the theme button
  await until("the settings file", () => { try { return readFileSync(file, "utf8").includes("theme"); } catch { return false; } });
  assert.equal((await window.close()).code, 0);
  for (const broken of ["", "{\"theme\": ", "[1, 2]", "{\"theme\": 7}", "\0\0\0"]) {
    writeFileSync(file, broken);
    assert.equal(spawnSync(program, ["--frames", "2"], { env: environment() }).status, 0);
  }
});

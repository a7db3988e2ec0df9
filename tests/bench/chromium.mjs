// Runs convolab_bench in headless Chromium and prints its lines.  usage: chromium.mjs FOLDER [the bench's arguments]
import { page_head, run_page } from "./browser.mjs";

const [folder, ...benchArguments] = process.argv.slice(2);
const page = `${page_head}<script>
var Module = {
  arguments: ${JSON.stringify(benchArguments)},
  print: (line) => send("line", line),
  printErr: (line) => send("error", line),
  onExit: (code) => send("exit", String(code)),
  onAbort: (reason) => send("error", "abort: " + reason).then(() => send("exit", "1")),
};
</script><script src="convolab_bench.js"></script>`;

process.exit(await run_page({ page, folders: [folder], line: console.log }));

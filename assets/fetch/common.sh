# For the scripts beside this file: where things go. Sourced, not run.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=$root/build
mkdir -p "$build/assets" "$build/deps"

# stop SENTENCE: ends the script with what is wrong.
stop() { echo "$1" >&2; exit 1; }

# For the scripts beside this file: where things go, and the few steps that all of them take. Sourced, not run.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=$root/build
mkdir -p "$build/assets" "$build/data" "$build/deps"
umask 022

# stop SENTENCE: ends the script with what is wrong.
stop() { echo "$1" >&2; exit 1; }

# verified FILE SHA256: the file exists and has that hash.
verified() { [ -f "$1" ] && echo "$2  $1" | sha256sum --check --status; }

# scratch: a new directory that goes away with the script.
scratch() {
    scratch_dir=$(mktemp -d "$build/fetch.XXXXXX")
    trap 'rm -rf "$scratch_dir"' EXIT
}

# debian_package NAME DIRECTORY: unpacks a package without installing it; apt checks its signature and hash.
debian_package() {
    (cd "$2" && apt-get -qq -o APT::Sandbox::User=root download "$1" && dpkg-deb -x "$1"_*.deb .) >&2
}

# download URL FILE SHA256
download() {
    curl --fail --silent --show-error --location --retry 2 --output "$2" "$1" || return 1
    verified "$2" "$3" || stop "The file from $1 does not have the expected SHA-256 $3."
}

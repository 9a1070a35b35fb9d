#!/usr/bin/env bash
# Installs the servers of other makers that the link is tested against, into .interop/. Safe to call again.
# What cannot be installed is said, and the tests that need it are skipped; this never fails.
set -u
cd "$(dirname "$0")/.."
place=.interop
python=${1:-.venv/bin/python}
mkdir -p "$place"

if ! command -v npm >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Node for the interoperability tests"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nodejs npm; } \
        >/dev/null 2>&1
fi

# fresh STAMP FILES...: whether the stamp is of these very files.
fresh() { [ -f "$1" ] && [ "$(cat "${@:2}" | sha256sum)" = "$(cat "$1")" ]; }
stamp() { cat "${@:2}" | sha256sum >"$1"; }

node=$place/node
sources=(tests/interop/node/package.json tests/interop/node/package-lock.json)
if ! command -v npm >/dev/null; then
    echo "npm is missing: the tests against node-opcua are skipped" >&2
elif ! fresh "$node/.stamp" "${sources[@]}"; then
    rm -rf "$node" && mkdir -p "$node" && cp "${sources[@]}" "$node/"
    if (cd "$node" && npm ci --silent --ignore-scripts --no-audit --no-fund) >"$place/npm.log" 2>&1; then
        stamp "$node/.stamp" "${sources[@]}"
    else
        echo "node-opcua cannot be installed ($place/npm.log): its tests are skipped" >&2
    fi
fi

old=$place/python
sources=(tests/interop/requirements.txt)
if ! fresh "$old/.stamp" "${sources[@]}"; then
    rm -rf "$old"
    if { "$python" -m venv "$old" && "$old/bin/python" -m pip install --quiet -r "${sources[0]}"; } >"$place/pip.log" 2>&1; then
        stamp "$old/.stamp" "${sources[@]}"
    else
        echo "the opcua package cannot be installed ($place/pip.log): its tests are skipped" >&2
    fi
fi
exit 0

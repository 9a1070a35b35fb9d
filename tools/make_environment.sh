#!/usr/bin/env bash
# Builds the environment; safe to call again.  make_environment.sh PYTHON FOLDER EXTRAS
set -euo pipefail
python=${1:-} folder=$2 extras=$3
cd "$(dirname "$0")/.."

if [ -z "$python" ] || ! "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
    echo "Tieline needs Python 3.11, 3.12 or 3.13; install one (Debian: apt-get install python3 python3-venv) and try again." >&2
    exit 2
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null
    else
        echo "Python's venv module is missing; run: sudo apt-get install python3-venv" >&2
        exit 2
    fi
fi
[ -x "$folder/bin/python" ] || "$python" -m venv "$folder"
echo "Installing what Tieline needs into $folder (some minutes the first time) ..."
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[$extras]"

#!/usr/bin/env bash
# The tests of a shared database run on a PostgreSQL server of their own, as an ordinary account. As root on Debian its
# programs are installed; elsewhere the one command is printed, and those tests are skipped.
set -euo pipefail
ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 && exit 0
command -v postgres >/dev/null && exit 0
command -v dpkg-query >/dev/null || { echo "No PostgreSQL server here: its tests are skipped." >&2; exit 0; }
if [ "$(id -u)" = 0 ]; then
    echo "Installing the PostgreSQL server"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null ||
        echo "The PostgreSQL server cannot be installed: its tests are skipped." >&2
else
    echo "Tests of the shared database are skipped; they need: sudo apt-get install postgresql" >&2
fi

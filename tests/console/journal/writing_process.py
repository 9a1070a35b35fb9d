"""Run as a process of its own: writes records and says each one that was acknowledged.

    python writing_process.py FILE NAME COUNT [--drop-rights] [--largest-file BYTES]

COUNT 0 writes until it is killed. With a largest file, it begins under that bound, waits for one line on stdin when
a record fails, and goes on without the bound.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from console.journal.journal import Journal
from console.journal.record import JournalRecord
from engines.values.validation import InputError

NOBODY = 65534


def main() -> None:
    """Write and report."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    parser.add_argument("name")
    parser.add_argument("count", type=int)
    parser.add_argument("--drop-rights", action="store_true")
    parser.add_argument("--largest-file", type=int, default=0)
    chosen = parser.parse_args()
    if chosen.drop_rights and os.geteuid() == 0:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    if chosen.largest_file:
        bound(chosen.largest_file)
    with Journal(chosen.file, console=chosen.name) as journal:
        write(journal, chosen.count, chosen.name)


def write(journal: Journal, count: int, name: str) -> None:
    """Write ``count`` records, several at a time."""
    number = 0
    while not count or number < count:
        futures = {
            n: journal.write(JournalRecord("command", name, "switch:1", f"{name} {n} " + "." * 200, {"n": n}))
            for n in range(number, number + 5)
        }
        number += 5
        for n, future in futures.items():
            try:
                print(f"done {n} {future.result()}", flush=True)
            except InputError as error:
                print(f"failed {n} {error}", flush=True)
                sys.stdin.readline()
                bound(-1)


def bound(largest: int) -> None:
    """Let files of this process grow to ``largest`` bytes; -1 takes the bound away."""
    import resource

    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest if largest >= 0 else hard, hard))


if __name__ == "__main__":
    main()

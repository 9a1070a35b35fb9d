"""Run as a process of its own: competes with others for devices and tags of one site.

python competing_process.py FOLDER NAME ROUNDS
"""

from __future__ import annotations

import sys
from pathlib import Path

from console.site.site import open_site
from engines.values.site import TagKind
from engines.values.validation import InputError


def main(folder: Path, name: str, rounds: int) -> None:
    """Say each device won and lost."""
    site = open_site("north", chosen=folder, console=name)
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(rounds):
        try:
            site.store.take_token(f"switch:{number}", name).result(30)
            print(f"won {number}", flush=True)
        except InputError:
            print(f"lost {number}", flush=True)
        site.store.place_tag("switch:all", TagKind.CAUTION, f"{name} {number}", name).result(30)
    print("end", flush=True)
    sys.stdin.readline()
    site.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))

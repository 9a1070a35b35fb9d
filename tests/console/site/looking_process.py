"""Run as a process of its own, without the right to write: says the tags it sees each time it is asked.

python looking_process.py FOLDER
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from console.site.site import open_site

NOBODY = 65534


def main(folder: Path) -> None:
    """Answer each line of stdin with the number of tags and why nothing may be changed."""
    if os.geteuid() == 0:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    site = open_site("north", chosen=folder, console="guest")
    for _ in sys.stdin:
        print(f"{len(site.store.state().tags)}|{site.store.view_only_reason}", flush=True)
    site.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))

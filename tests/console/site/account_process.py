"""Run as a process of its own, as an administrator: becomes another account, places a tag, says what it sees.

python account_process.py FOLDER ACCOUNT_NUMBER GROUP_NUMBER
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from console.journal.verifying import verify_journal
from console.site.site import open_site
from engines.values.site import TagKind


def main(folder: Path, account: int, group: int) -> None:
    """Place a tag; print the number of tags, whether the journal is intact, and how many keys have signed."""
    name = f"account{account}"
    os.environ["LOGNAME"] = name
    os.setgroups([group])
    os.setgid(account)
    os.setuid(account)
    os.umask(0o022)
    site = open_site("north", chosen=folder, console=name)
    if site.store.view_only_reason:
        print(f"view only: {site.store.view_only_reason}")
    else:
        site.store.place_tag("switch:1", TagKind.CAUTION, "crew", name).result(30)
        report = verify_journal(site.place.folder)
        print(f"{len(site.store.state().tags)} tags, intact {report.is_intact}, {len(report.keys)} keys")
    site.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))

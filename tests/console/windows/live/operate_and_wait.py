"""A console of its own that closes a tie and says when the command is on its way; the test kills it there.

python operate_and_wait.py MAP SITE_FOLDER TIE
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from console.control.command import Stage
from console.live_console import LiveConsole
from engines.values.points import LinkState
from engines.values.site import SiteState


def until(condition: Callable[[], object]) -> None:
    """Let the console live until something holds."""
    end = time.monotonic() + 120.0
    while not condition():
        if time.monotonic() > end:
            sys.exit("waited in vain")
        loop = QEventLoop()
        QTimer.singleShot(20, loop.quit)
        loop.exec()


def main() -> None:
    """Operate, say so, and wait for the end that comes from outside."""
    address_map, folder, tie = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    console = LiveConsole(theme="light", is_lasting=False, site_folder=folder, address_map=address_map)
    console.start("north", (1366, 768))
    until(lambda: console.links is not None and console.links.links[0].health.state is LinkState.UP)
    operations, operating = console.operations, console.commands.operating
    assert operations is not None
    assert operating is not None
    assert operations.site.store.state() == SiteState()
    begun = operations.session.begin_site("anna", "seven quiet feeders")
    until(begun.done)
    point = f"{tie}/position"
    until(lambda: console.district is not None and console.district.live_moment is not None)
    command_id = operating.commanding.request(point, 1.0)

    def view_stage() -> Stage | None:
        view = operating.desk.view(command_id)
        return view.stage if view is not None else None

    until(lambda: view_stage() is Stage.AWAITING_CONFIRMATION)
    operating.desk.confirm(command_id, has_read=True)
    until(lambda: view_stage() is Stage.AWAITING_FEEDBACK)
    print("on its way", flush=True)
    until(lambda: False)


if __name__ == "__main__":
    main()

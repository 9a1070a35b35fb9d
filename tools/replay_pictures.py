"""Takes the pictures of replay and of the state estimate for the documents.

QT_QPA_PLATFORM=offscreen python tools/replay_pictures.py FOLDER [light|dark] [WxH]
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from console.live_console import LiveConsole
from engines.values.points import LinkState
from tools.alarm_pictures import inject
from tools.live_pictures import turn, until

FEEDER_BUS, FAULT = "bus:F3-05", "line:F5-W03"


def take(console: LiveConsole, folder: Path, ending: str) -> None:
    """The estimate, then the past."""
    window = console.window

    def save(name: str) -> None:
        window.grab().save(str(folder / f"{name}_{ending}.png"))

    until(lambda: console.links and console.links.links[0].health.state is LinkState.UP and console.alarms, "the field")
    assert console.district is not None
    until(
        lambda: console.presenter and console.presenter.estimated and "±" in console.presenter.estimated.summary[0],
        "it",
    )
    ref = console.district.opened.network.find(FEEDER_BUS)
    assert ref is not None
    window.selection.choose([ref])
    turn(6.0)
    save("estimate")
    inject(console, FAULT)
    turn(20.0)
    replaying = console.replaying
    assert replaying is not None
    replaying.axis.track.choose(time.time() - 12.0)
    until(lambda: replaying.is_past and console.desk.front is not None and console.desk.front.is_solved, "the past")
    turn(3.0)
    save("replay")


def main() -> None:
    """Start a console and take them."""
    folder, theme = Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "light"
    width, height = map(int, (sys.argv[3] if len(sys.argv) > 3 else "1920x1080").split("x"))
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as site:
        console = LiveConsole(theme=theme, is_lasting=False, site_folder=Path(site))
        console.start("north", (width, height))
        try:
            take(console, folder, theme)
        finally:
            console.window.close()
            console.close()


if __name__ == "__main__":
    main()

"""Takes pictures of the trends: live with a silence behind it, in the window and floating.

QT_QPA_PLATFORM=offscreen python tools/trend_pictures.py FOLDER [SECONDS]
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from console.live_console import LiveConsole
from console.windows.docks import set_first_sizes
from widgets import style
from widgets.theme import theme_chooser

POINTS = (
    "switch:F1-Q0/p_mw",
    "switch:F2-Q0/p_mw",
    "bus:NORTH 20/vm_pu",
    "switch:F2-Q0/i_ka",
    "switch:F1-Q0/position",
)
SIZES = ((1920, 1080), (1366, 768))
PATIENCE_S = 90.0


def until(condition: Callable[[], object]) -> None:
    """Let the window live until something holds."""
    began = time.monotonic()
    while not condition() and time.monotonic() - began < PATIENCE_S:
        turn(0.05)


def turn(seconds: float) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def main(folder: Path, seconds: float) -> None:
    """Take them all."""
    for variable in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
        os.environ[variable] = tempfile.mkdtemp()
    application = QApplication([])
    style.load_fonts()
    console = LiveConsole(theme="light", is_lasting=False, site_folder=Path(tempfile.mkdtemp()))
    console.start("north", SIZES[0])
    until(lambda: console.trends is not None and console.district is not None and console.district.live_moment)
    trends, window = console.trends, console.window
    assert trends is not None
    trends.add_points(POINTS)
    turn(seconds / 2)
    process = console.source.process.process_id  # type: ignore[union-attr]
    os.kill(process, signal.SIGSTOP)
    turn(seconds / 5)
    os.kill(process, signal.SIGCONT)
    turn(seconds / 2)
    trends.view.chart.show_last(seconds * 1.6)
    for name in ("light", "dark"):
        theme_chooser().choose(name)
        style.apply_style(application)
        for size in SIZES:
            window.resize(*size)
            turn(0.3)
            set_first_sizes(window, window.docks)
            trends.show()
            turn(0.6)
            window.grab().save(str(folder / f"trends_window_{name}_{size[0]}.png"))
    trends.dock.setFloating(True)
    trends.dock.resize(1280, 640)
    now = trends.view.chart.now_us
    trends.view.chart.put_cursor("A", now - int(seconds * 0.9e6))
    trends.view.chart.put_cursor("B", now - int(seconds * 0.2e6))
    for name in ("light", "dark"):
        theme_chooser().choose(name)
        style.apply_style(application)
        turn(0.8)
        trends.view.grab().save(str(folder / f"trends_{name}.png"))
    window.close()
    console.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 60.0)

"""Takes the pictures of the live window for the documents: live, a command, tagged, refused, suspect, stale.

QT_QPA_PLATFORM=offscreen python tools/live_pictures.py FOLDER [light|dark] [WxH]
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

from console.control.command import Stage
from console.live_console import LiveConsole
from console.windows.authority_dialogs import FirstUserDialog
from console.windows.live.operating import Operating
from engines.values.points import LinkState
from engines.values.site import TagKind

TIE, TAGGED = "switch:T2", "switch:F3-Q0"
POINTS, PLACED, JOURNAL = 1, 2, 3
"""Tabs of the tables."""
PATIENCE_S = 120.0


def turn(seconds: float) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def until(condition: Callable[[], object], what: str) -> None:
    """Let the window live until something holds."""
    end = time.monotonic() + PATIENCE_S
    while not condition():
        if time.monotonic() > end:
            sys.exit(f"waited in vain for {what}")
        turn(0.05)


class Camera:
    """A live console and where its pictures go."""

    def __init__(self, console: LiveConsole, save: Callable[[str], object]) -> None:
        self.console, self.window, self.save = console, console.window, save

    def link(self) -> LinkState | None:
        """State of the one link."""
        links = self.console.links
        return links.links[0].health.state if links is not None else None

    def select(self, element_id: str, tab: int) -> None:
        """Select equipment, with a table in front."""
        assert self.console.district is not None
        ref = self.console.district.opened.network.find(element_id)
        assert ref is not None
        self.window.selection.choose([ref])
        self.window.tables.setCurrentIndex(tab)
        turn(2.5)

    @property
    def operating(self) -> Operating:
        """What carries out commands."""
        assert self.console.commands.operating is not None
        return self.console.commands.operating

    def live(self) -> None:
        """Values moving."""
        until(lambda: self.link() is LinkState.UP and self.console.district, "the field")
        turn(6.0)
        self.select("switch:F1-Q0", POINTS)
        self.save("live")

    def command(self) -> None:
        """A tie about to be closed, by the first user."""
        self.select(TIE, POINTS)
        self.operating.press_key("C")
        until(lambda: isinstance(QApplication.activeModalWidget(), FirstUserDialog), "the first user")
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, FirstUserDialog)
        dialog.name.setText("anna")
        dialog.password.setText("seven quiet feeders")
        dialog.repeated.setText("seven quiet feeders")
        dialog.accept()
        until(lambda: self.operating.panels, "the command")
        panel = next(iter(self.operating.panels.values()))
        until(lambda: panel.view.stage is Stage.AWAITING_CONFIRMATION, "the consequence")
        turn(1.0)
        self.save("command")
        panel._on_confirm()
        until(lambda: panel.view.outcome is not None, "the outcome")
        turn(8.0)

    def tagged(self) -> None:
        """Two tags on the diagram and in the list."""
        assert self.console.operations is not None
        store = self.console.operations.site.store
        store.place_tag(TAGGED, TagKind.DO_NOT_OPERATE, "crew at F3-W04, work order 1207", "anna").result(10)
        store.place_tag(TIE, TagKind.CAUTION, "open point moves back at 18:00", "anna").result(10)
        self.select(TAGGED, PLACED)
        self.save("tagged")

    def refused(self) -> None:
        """A setpoint out of range."""
        command_id = self.operating.commanding.request("trafo:NORTH TR1/vm_setpoint_pu", 1.5)
        until(lambda: self.operating.panels[command_id].view.outcome is not None, "the refusal")
        self.select("trafo:NORTH TR1", JOURNAL)
        self.save("refused")
        self.operating.commanding.dismiss(command_id)

    def silent(self) -> None:
        """The simulator stops where it stands."""
        simulator = self.console.source.process.process_id  # type: ignore[union-attr]
        os.kill(simulator, signal.SIGSTOP)
        try:
            until(lambda: self.link() is LinkState.SUSPECT, "the silence")
            turn(0.4)
            self.save("suspect")
            until(lambda: self.link() is LinkState.DOWN, "the link to be down")
            self.select("switch:F1-Q0", POINTS)
            self.save("stale")
        finally:
            os.kill(simulator, signal.SIGCONT)


def main() -> None:
    """Take them all."""
    folder, theme = Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "light"
    width, height = map(int, (sys.argv[3] if len(sys.argv) > 3 else "1920x1080").split("x"))
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as site:
        console = LiveConsole(theme=theme, is_lasting=False, site_folder=Path(site))
        console.start("north", (width, height))
        camera = Camera(console, lambda name: console.window.grab().save(str(folder / f"{name}_{theme}_{width}.png")))
        for picture in (camera.live, camera.command, camera.tagged, camera.refused, camera.silent):
            picture()
        console.window.close()
        console.close()


if __name__ == "__main__":
    main()

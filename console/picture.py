"""The whole window as a picture: opened, solved, verified, drawn, written."""

from __future__ import annotations

import argparse
from typing import Any

from PySide6.QtCore import QBuffer, QEventLoop, QIODevice, QTimer
from PySide6.QtGui import QPixmap

from console.cli.solve import summarise
from console.console import Console
from console.desk import OpenStudy
from engines.exchange.whole_file import write_whole
from engines.grid.difference import Moment
from engines.values.loadflow import VerificationStatus
from engines.values.validation import InputError
from widgets.diagram.view import Layer

PATIENCE_MS = 180_000
SETTLE_MS = 700
"""Charts and the day's curve follow a moment after the solve."""


class Picture:
    """One picture of the window on a case."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self._arguments = arguments
        self._console = Console(theme=arguments.theme, is_lasting=False)
        self._refusal = ""

    def take(self) -> dict[str, Any]:
        """Open, solve, draw, write. Raises ``InputError`` where the case cannot be opened or the file not written."""
        arguments, console = self._arguments, self._console
        try:
            console.desk.refused.connect(self._on_refused)
            console.start(arguments.case, arguments.size)
            self._wait_until(self._is_ready)
            self._arrange()
            pixmap = console.window.grab()
            write_whole(arguments.out, png_bytes(pixmap))
            return self._answer(pixmap.width(), pixmap.height())
        finally:
            console.close()

    def _on_refused(self, sentence: str) -> None:
        self._refusal = sentence

    def _is_ready(self) -> bool:
        if self._refusal:
            raise InputError("", self._refusal)
        entry = self._console.desk.front
        if entry is None or not entry.is_solved or entry.moment is None or entry.moment.result is None:
            return False
        result = entry.moment.result
        return not result.is_converged or result.verification is not VerificationStatus.PENDING

    def _arrange(self) -> None:
        arguments, console = self._arguments, self._console
        panel = console.window.diagram_panel
        if arguments.at is not None:
            profiles = self._moment().snapshot.network.profiles
            if profiles is None:
                raise InputError(f"--at {arguments.at}", "the network has no profiles", "leave --at out")
            console.desk.choose_time(profiles.same_moment(arguments.at))
        if arguments.view == "map" and self._entry().opened.map_layout is None:
            raise InputError("--view map", "the network carries no coordinates", "use --view schematic")
        panel.choose_view_kind(arguments.view)
        panel.choose_layer(Layer(arguments.layer))
        if arguments.select:
            ref = self._moment().snapshot.network.find(arguments.select)
            if ref is None:
                raise InputError(
                    f"--select {arguments.select}", "there is no such element", "give an id of the network"
                )
            console.window.selection.choose([ref])
        self._rest()
        self._wait_until(self._is_ready)
        console.window.diagram.zoom_to_fit()
        self._rest()

    def _entry(self) -> OpenStudy:
        entry = self._console.desk.front
        assert entry is not None
        return entry

    def _moment(self) -> Moment:
        moment = self._entry().moment
        assert moment is not None
        return moment

    def _rest(self) -> None:
        loop = QEventLoop()
        QTimer.singleShot(SETTLE_MS, loop.quit)
        loop.exec()

    def _wait_until(self, is_met: Any) -> None:
        loop = QEventLoop()
        caught: list[InputError] = []

        def look() -> None:
            try:
                if is_met():
                    loop.quit()
            except InputError as error:
                caught.append(error)
                loop.quit()

        poll = QTimer()
        poll.timeout.connect(look)
        poll.start(20)
        patience = QTimer()
        patience.setSingleShot(True)
        patience.timeout.connect(lambda: caught.append(InputError(self._arguments.case, "took too long to solve")))
        patience.timeout.connect(loop.quit)
        patience.start(PATIENCE_MS)
        loop.exec()
        poll.stop()
        if caught:
            raise caught[0]

    def _answer(self, width: int, height: int) -> dict[str, Any]:
        moment = self._moment()
        assert moment.result is not None
        return {
            "out": str(self._arguments.out),
            "width": width,
            "height": height,
            **summarise(moment.snapshot, moment.result),
        }


def png_bytes(pixmap: QPixmap) -> bytes:
    """The picture as a PNG file's content."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    pixmap.save(buffer, "PNG")
    return bytes(buffer.data().data())

"""The free parts of the screen, and what the symbols leave of it."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from widgets.diagram.extents import half_sizes
from widgets.diagram.room import Room, line_boxes
from widgets.diagram.symbols import HALF_PX, Symbol, draw_symbol, switch_symbols


@pytest.mark.parametrize("turn", [0.0, 90.0, 180.0, 35.0])
def test_no_symbol_reaches_beyond_its_extent(qtbot: QtBot, turn: float) -> None:
    kinds = ("breaker", "load_break_switch", "disconnector", "recloser", "fuse")
    switches = switch_symbols(np.repeat(kinds, 4), np.tile(np.arange(4), 5)).tolist()
    size = 2 * int(HALF_PX) + 1
    for symbol in [*range(int(Symbol.LOAD), int(Symbol.PROVEN_DEAD) + 1), *switches]:
        image = QImage(size, size, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(size / 2, size / 2)
        draw_symbol(painter, symbol, QColor("black"), QColor("white"), turn)
        painter.end()
        pixels = np.frombuffer(image.constBits(), np.uint32).reshape(size, size) != 0xFFFFFFFF
        rows, columns = np.nonzero(pixels)
        half = half_sizes(np.array([symbol]), np.array([turn]))[0] + 0.5
        reach = (
            max(columns.max() + 1 - size / 2, size / 2 - columns.min()),
            max(rows.max() + 1 - size / 2, size / 2 - rows.min()),
        )
        assert reach[0] <= half[0], (symbol, reach, half)
        assert reach[1] <= half[1], (symbol, reach, half)


def test_a_room_gives_each_word_a_place_of_its_own() -> None:
    room = Room(0.0, 0.0, 120.0, 60.0)
    room.block(line_boxes(np.array([[0.0, 30.0, 120.0, 30.0]]), np.array([1.0])))
    on, above = [30.0, 25.0, 60.0, 35.0], [30.0, 10.0, 60.0, 20.0]
    beneath = [30.0, 40.0, 60.0, 50.0]
    outside = [100.0, 10.0, 130.0, 20.0]
    wanted = np.array([[on, above, beneath]] * 3 + [[outside, outside, outside]])
    found = room.settle(wanted, np.ones((4, 3), bool))
    assert found.tolist() == [1, 2, -1, -1]
    assert not room.take(tuple(above))  # type: ignore[arg-type]

"""Symbols must differ in a grey print, and hold their meaning when turned."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from engines.grid.switches import SwitchKind, SwitchPosition
from widgets.diagram.symbols import HALF_PX, Symbol, draw_symbol, switch_symbols
from widgets.theme import load_theme

SIZE = 2 * int(HALF_PX) + 1
DEVICES = [s for s in Symbol if s not in (Symbol.NONE, Symbol.SWITCH)]


def pixels(symbol: int, turn: float = 0.0, theme: str = "light") -> np.ndarray:  # type: ignore[type-arg]
    image = QImage(SIZE, SIZE, QImage.Format.Format_Grayscale8)
    colors = load_theme(theme)
    ground = colors.color("canvas")
    image.fill(ground)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(SIZE / 2, SIZE / 2)
    draw_symbol(painter, symbol, QColor(colors.color("wire")), ground, turn)
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(SIZE, image.bytesPerLine())
    return rows[:, :SIZE].astype(int)


def all_switches() -> dict[tuple[str, str], int]:
    kinds, positions = zip(*itertools.product(SwitchKind, SwitchPosition), strict=True)
    codes = switch_symbols(np.array([str(k) for k in kinds]), np.array(positions))
    return {(str(k), p.name): int(c) for k, p, c in zip(kinds, positions, codes, strict=True)}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("turn", [0.0, 90.0])
def test_all_kinds_and_states_differ_in_grey(qtbot: QtBot, theme: str, turn: float) -> None:
    drawn = {name: pixels(code, turn, theme) for name, code in all_switches().items()}
    drawn.update({(s.name, ""): pixels(s, turn, theme) for s in DEVICES})
    for (a, first), (b, second) in itertools.combinations(drawn.items(), 2):
        # At least eight pixels by at least a quarter of the way from ground to ink.
        assert (np.abs(first - second) > 32).sum() >= 8, f"{a} looks like {b}"


@pytest.mark.parametrize("symbol", [*DEVICES, *all_switches().values()])
def test_no_symbol_reaches_beyond_its_room(qtbot: QtBot, symbol: int) -> None:
    drawn = pixels(symbol)
    ground = drawn[0, 0]
    rim = np.concatenate([drawn[0], drawn[-1], drawn[:, 0], drawn[:, -1]])
    assert (rim == ground).all()
    assert (drawn != ground).any()


def test_an_unknown_kind_is_a_load_break_switch() -> None:
    assert switch_symbols(np.array(["?"]), np.array([1])) == switch_symbols(
        np.array(["load_break_switch"]), np.array([1])
    )

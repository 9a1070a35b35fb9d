"""A bus moved with the mouse: it goes where it is dropped, comes back by undo, and stays there in the study file."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.console import Console
from console.desk import OpenStudy
from engines.grid.network import ElementRef
from tests.console.windows.keys import press_key

SOLVE_MS = 60_000
LEFT, ALT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.AltModifier
BUS = ElementRef("bus", 17)
"""Bus 18, the end of the feeder: nothing else stands near it."""
AWAY = QPoint(60, 40)


@pytest.fixture
def solved(qtbot: QtBot, console: Console) -> Console:
    console.start("ieee33")
    qtbot.waitUntil(lambda: console.desk.front is not None and console.desk.front.is_solved, timeout=SOLVE_MS)
    console.window.diagram.zoom_to_fit()
    return console


def front(console: Console) -> OpenStudy:
    assert console.desk.front is not None
    return console.desk.front


def at(console: Console) -> tuple[float, float]:
    """Where the bus stands on the diagram, world units."""
    scene = console.window.diagram.scene
    assert scene is not None
    x, y = scene.anchor[scene.elements.number(BUS)].tolist()
    return x, y


def pixel(console: Console) -> QPoint:
    return QPointF(*console.window.diagram.camera.to_screen(*at(console))).toPoint()


def drag(console: Console, begin: QPoint, end: QPoint, *, is_dropped: bool = True) -> None:
    view = console.window.diagram
    QTest.mousePress(view, LEFT, ALT, begin)
    for share in (0.25, 0.5, 0.75, 1.0):
        QTest.mouseMove(view, begin + (end - begin) * share)
    if is_dropped:
        QTest.mouseRelease(view, LEFT, ALT, end)


def dragged_away(qtbot: QtBot, console: Console) -> tuple[float, float]:
    """Drag the bus aside; where it was dropped, world units."""
    begin, scale = pixel(console), console.window.diagram.camera.scale
    x, y = at(console)
    with qtbot.waitSignal(console.desk.layout_changed, timeout=SOLVE_MS):
        drag(console, begin, begin + AWAY)
    return x + AWAY.x() / scale, y + AWAY.y() / scale


def test_a_bus_goes_where_it_is_dropped_and_back_by_undo(qtbot: QtBot, solved: Console) -> None:
    before, camera = at(solved), solved.window.diagram.camera
    wanted = dragged_away(qtbot, solved)
    assert at(solved) == pytest.approx(wanted, abs=1.0)
    assert solved.window.diagram.camera.scale == pytest.approx(camera.scale, rel=0.2)
    assert not front(solved).session.is_saved
    assert front(solved).session.changes == (), "where it is drawn changes nothing in the network"
    with qtbot.waitSignal(solved.desk.layout_changed, timeout=SOLVE_MS):
        press_key(solved.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert at(solved) == pytest.approx(before)
    with qtbot.waitSignal(solved.desk.layout_changed, timeout=SOLVE_MS):
        solved.commands.redo()
    assert at(solved) == pytest.approx(wanted, abs=1.0)


def test_escape_leaves_it_where_it_was(qtbot: QtBot, solved: Console) -> None:
    before, begin = at(solved), pixel(solved)
    with qtbot.assertNotEmitted(solved.window.diagram.moved):
        drag(solved, begin, begin + AWAY, is_dropped=False)
        press_key(solved.window.diagram, Qt.Key.Key_Escape)
        QTest.mouseRelease(solved.window.diagram, LEFT, ALT, begin + AWAY)
    assert at(solved) == before
    assert not front(solved).session.study.hand_positions


def test_it_is_still_there_after_saving_and_opening(qtbot: QtBot, solved: Console, tmp_path: Path) -> None:
    wanted = dragged_away(qtbot, solved)
    path = tmp_path / "moved.tieline"
    solved.commands.files.save_to(front(solved), path)
    qtbot.waitUntil(lambda: front(solved).session.is_saved, timeout=SOLVE_MS)
    solved.desk.close(front(solved))
    solved.desk.open_case(str(path))
    qtbot.waitUntil(lambda: solved.desk.front is not None and solved.desk.front.is_solved, timeout=SOLVE_MS)
    qtbot.waitUntil(lambda: at(solved) == pytest.approx(wanted, abs=1.0), timeout=SOLVE_MS)
    with qtbot.waitSignal(solved.desk.layout_changed, timeout=SOLVE_MS):
        solved.commands.forget_positions()
    assert at(solved) != pytest.approx(wanted, abs=1.0)

"""An engineer's hour at the window: open, look, switch, undo, save, come back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFileDialog,
    QHeaderView,
    QLineEdit,
    QMenu,
    QMessageBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from console.console import Console
from console.desk import OpenStudy
from engines.grid.difference import Moment
from engines.grid.network import ElementRef
from engines.grid.switches import SwitchPosition
from engines.study.power import LoadScaling
from engines.values.loadflow import VerificationStatus
from tests.console.windows.keys import press_key
from widgets.diagram.view import Layer

WINTER_EVENING = np.datetime64("2026-01-14T18:30:00")
SOLVE_MS = 60_000


def front(console: Console) -> OpenStudy:
    """The study in front."""
    entry = console.desk.front
    assert entry is not None
    return entry


def wait_solved(qtbot: QtBot, console: Console) -> Moment:
    """The moment of the present snapshot."""
    qtbot.waitUntil(lambda: console.desk.front is not None and console.desk.front.is_solved, timeout=SOLVE_MS)
    moment = front(console).moment
    assert moment is not None
    return moment


def losses_kw(moment: Moment) -> float:
    """Losses of a converged moment."""
    assert moment.result is not None
    assert moment.result.is_converged
    return moment.result.losses_kw


def tie_row(moment: Moment) -> int:
    """A tie switch of the network."""
    return int(np.flatnonzero(~moment.snapshot.network["switch"]["normal_closed"])[-1])


def test_north_is_drawn_with_its_stored_solution_before_any_worker_answers(qtbot: QtBot, console: Console) -> None:
    console.start("north")
    moment = front(console).moment
    assert moment is not None
    assert moment.result is not None
    assert moment.result.is_converged
    assert not front(console).is_solved
    wait_solved(qtbot, console)
    assert len(front(console).opened.network.bus) == 300


def test_a_winter_evening_loses_more_than_a_spring_night(qtbot: QtBot, console: Console) -> None:
    console.start("north")
    wait_solved(qtbot, console)
    axis = console.window.diagram_panel.time_axis
    axis.time_chosen.emit(np.datetime64("2026-04-14T03:00:00"))
    night = losses_kw(wait_solved(qtbot, console))
    axis.time_chosen.emit(WINTER_EVENING)
    evening = losses_kw(wait_solved(qtbot, console))
    assert evening > 1.5 * night
    assert "losses" in console.window.said


def test_opening_a_feeder_s_breaker_kills_it_visibly_and_undo_brings_it_back(qtbot: QtBot, console: Console) -> None:
    console.start("north")
    before = wait_solved(qtbot, console)
    assert before.topology is not None
    feeder = before.topology.feeders[0]
    assert feeder.head_table == "switch"
    console.window.selection.choose([ElementRef("switch", feeder.head_row)])
    press_key(console.window, Qt.Key.Key_O)
    after = wait_solved(qtbot, console)
    assert after.snapshot.switch_position[feeder.head_row] == SwitchPosition.OPEN
    assert after.topology is not None
    assert after.result is not None
    lost = list(feeder.bus_rows)
    assert not after.topology.is_energized[lost].any()
    assert np.isnan(after.result.vm_pu[lost]).all()
    assert "customers lost supply" in console.window.said
    assert "customers without supply" in console.window.mode_bar.supply_text
    assert not front(console).session.is_saved

    press_key(console.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    again = wait_solved(qtbot, console)
    assert losses_kw(again) == pytest.approx(losses_kw(before), rel=1e-9)
    assert console.window.mode_bar.supply_text == ""
    assert front(console).session.is_saved


def test_a_study_comes_back_as_it_was_saved(qtbot: QtBot, console: Console, tmp_path: Path) -> None:
    console.start("north")
    first = wait_solved(qtbot, console)
    console.desk.choose_time(WINTER_EVENING)
    row = tie_row(first)
    console.window.selection.choose([ElementRef("switch", row)])
    press_key(console.window, Qt.Key.Key_C)
    changed = wait_solved(qtbot, console)
    console.window.diagram_panel.choose_layer(Layer.LOADING)
    console.window.diagram.zoom_in()
    camera, selected = console.window.diagram.camera, console.window.selection.refs
    path = tmp_path / "evening.tieline"
    console.commands.files.save_to(front(console), path)
    qtbot.waitUntil(lambda: front(console).session.is_saved, timeout=20_000)
    console.desk.close(front(console))
    assert console.desk.front is None

    console.desk.open_case(str(path))
    qtbot.waitUntil(lambda: console.desk.front is not None, timeout=SOLVE_MS)
    again = wait_solved(qtbot, console)
    qtbot.waitUntil(lambda: console.window.selection.refs == selected, timeout=SOLVE_MS)
    assert again.snapshot.time == WINTER_EVENING
    assert again.snapshot.switch_position[row] == SwitchPosition.CLOSED
    assert losses_kw(again) == pytest.approx(losses_kw(changed), rel=1e-9)
    assert console.window.diagram_panel.layer is Layer.LOADING
    assert console.window.diagram.camera.scale == pytest.approx(camera.scale)
    assert (console.window.diagram.camera.x, console.window.diagram.camera.y) == pytest.approx((camera.x, camera.y))
    assert len(front(console).session.changes) == 1


def test_studies_stand_side_by_side(qtbot: QtBot, console: Console) -> None:
    console.start("ieee33")
    wait_solved(qtbot, console)
    console.commands.files.duplicate()
    copy = wait_solved(qtbot, console)
    assert len(console.desk.studies) == 2
    assert console.study_tabs.count() == 2
    console.window.selection.choose([ElementRef("switch", tie_row(copy))])
    press_key(console.window, Qt.Key.Key_C)
    looped = wait_solved(qtbot, console)
    assert looped.topology is not None
    assert not looped.topology.is_radial
    console.study_tabs.setCurrentIndex(0)
    original = wait_solved(qtbot, console)
    assert losses_kw(original) == pytest.approx(202.677, abs=2e-3)


def test_the_fast_engine_is_verified_and_the_window_says_so(qtbot: QtBot, console: Console) -> None:
    console.start("ieee33")
    wait_solved(qtbot, console)

    def is_verified() -> bool:
        moment = front(console).moment
        return (
            moment is not None
            and moment.result is not None
            and (moment.result.verification is VerificationStatus.VERIFIED)
        )

    qtbot.waitUntil(is_verified, timeout=SOLVE_MS)
    assert "verified" in console.window.diagram_panel.provenance
    assert "power-grid-model" in console.window.diagram_panel.provenance


@pytest.mark.parametrize("content", [b"", b"{", b"PK\x03\x04 cut in half", b'{"a": 1}'])
def test_a_file_that_cannot_be_used_is_refused_in_one_sentence_and_the_study_stays(
    qtbot: QtBot, console: Console, tmp_path: Path, content: bytes
) -> None:
    console.start("north")
    wait_solved(qtbot, console)
    kept = front(console)
    bad = tmp_path / ("broken.tieline" if content.startswith(b"PK") else "broken.json")
    bad.write_bytes(content)
    with qtbot.waitSignal(console.desk.refused, timeout=SOLVE_MS) as refused:
        console.desk.open_case(str(bad))
    assert refused.args is not None
    assert bad.name in refused.args[0]
    assert "\n" not in refused.args[0]
    assert console.window.said == refused.args[0]
    assert console.desk.front is kept


def test_a_network_that_does_not_converge_never_reads_as_fine(qtbot: QtBot, console: Console) -> None:
    console.start("ieee33")
    wait_solved(qtbot, console)
    assert console.desk.make(LoadScaling(60.0))
    moment = wait_solved(qtbot, console)
    assert moment.result is not None
    assert not moment.result.is_converged
    assert "NOT SOLVED" in console.window.diagram_panel.provenance
    assert "NOT SOLVED" in console.window.diagram_panel.warning
    assert "not known" in console.window.mode_bar.violations_text


def test_an_exception_in_a_slot_is_told_and_survived(qtbot: QtBot, console: Console) -> None:
    console.start("ieee33")
    wait_solved(qtbot, console)

    def break_down(*_: object) -> None:
        raise RuntimeError("a bug in a slot")

    console.desk.snapshot_changed.connect(break_down)
    hook = console.diagnostics.hook
    with qtbot.captureExceptions():
        # The test runner listens for exceptions too; the console's own hook goes in front of it.
        hook.uninstall()
        hook.install()
        with qtbot.waitSignal(hook.problem_reported, timeout=10_000) as told:
            assert console.desk.make(LoadScaling(1.1))
        hook.uninstall()
    assert told.args is not None
    assert "a bug in a slot" in told.args[1]
    console.desk.snapshot_changed.disconnect(break_down)
    console.desk.solve_again()
    wait_solved(qtbot, console)


def test_unsaved_changes_can_be_saved_on_the_way_out(
    qtbot: QtBot, console: Console, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    console.start("ieee33")
    wait_solved(qtbot, console)
    assert console.desk.make(LoadScaling(1.1))
    path = tmp_path / "on the way out.tieline"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))

    def press_save() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        next(b for b in box.buttons() if b.text() == "Save").click()

    QTimer.singleShot(200, press_save)
    console.commands.files.close_front()
    assert console.desk.front is None
    assert path.stat().st_size > 1000


def test_what_was_opened_lately_is_in_the_file_menu(qtbot: QtBot, console: Console) -> None:
    console.start("ieee33")
    wait_solved(qtbot, console)
    menus = [m for m in console.window.findChildren(QMenu) if m.title() == "Open recent"]
    assert len(menus) == 1
    menus[0].aboutToShow.emit()
    assert [a.text() for a in menus[0].actions()] == ["IEEE 33"]
    menus[0].actions()[0].trigger()
    qtbot.waitUntil(lambda: len(console.desk.studies) == 2, timeout=SOLVE_MS)


def test_closing_the_last_study_leaves_a_desk_that_says_what_to_do(qtbot: QtBot, console: Console) -> None:
    console.start("north")
    wait_solved(qtbot, console)
    panel = console.window.diagram_panel
    assert not panel.empty.isVisible()
    console.commands.files.close_front()
    assert panel.empty.isVisible()
    assert not panel.diagram.isVisible()
    assert "not known" in console.window.mode_bar.violations_text
    qtbot.mouseClick(panel.empty.district_button, Qt.MouseButton.LeftButton)
    wait_solved(qtbot, console)
    assert panel.diagram.isVisible()


def controls(window: QWidget) -> list[QWidget]:
    """Everything a person can focus and use."""
    kinds = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView)
    found = [w for kind in kinds for w in window.findChildren(kind)]
    return [w for w in found if is_ours(w)]


def is_ours(widget: QWidget) -> bool:
    """Not one of the small parts Qt makes inside its own widgets: a field's clear button, a table's header."""
    is_part = widget.objectName().startswith("qt_") or isinstance(widget, QHeaderView)
    return not is_part and not isinstance(widget.parent(), QLineEdit | QComboBox)


def test_every_control_of_the_window_has_an_accessible_name(qtbot: QtBot, console: Console) -> None:
    console.start("north")
    wait_solved(qtbot, console)
    nameless = [
        f"{type(w).__name__} {w.objectName()!r} in {type(w.parent()).__name__}"
        for w in controls(console.window)
        if not (w.accessibleName() or (isinstance(w, QAbstractButton) and w.text()))
    ]
    assert not nameless, "\n".join(nameless)

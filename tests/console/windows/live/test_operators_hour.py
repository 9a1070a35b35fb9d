"""An operator's hour at the live window: watch, operate, be refused, lose the field and have it back."""

from __future__ import annotations

import itertools
import math
import os
import signal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFrame,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from console.control.command import Stage
from console.tasks.lane import Lane
from console.windows.authority_dialogs import FirstUserDialog
from engines.grid.snapshot import Mode
from engines.grid.switches import SwitchPosition
from engines.values.commands import CommandOutcome
from engines.values.points import LinkState, PointFreshness
from engines.values.site import TagKind
from engines.values.validation import InputError
from tests.console.windows.live.conftest import NAME, PASSWORD, Desk, wait_until

pytestmark = pytest.mark.slow


def texts_of(desk: Desk) -> list[str]:
    return [label.text() for label in desk.window.inspector.findChildren(QLabel) if label.text()]


def confirm(qtbot: QtBot, desk: Desk, command_id: str) -> None:
    """Wait for the consequence, then press Confirm."""
    panel = desk.operating.panels[command_id]
    wait_until(lambda: panel.view.stage is Stage.AWAITING_CONFIRMATION, "the consequence to be shown")
    button = next(b for b in panel.findChildren(QPushButton) if b.text() == "Confirm")
    wait_until(button.isEnabled, "confirming to be possible")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def sign_in_as_first(desk: Desk) -> None:
    """Make the first user in the dialog the first command has opened."""
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FirstUserDialog)
    dialog.name.setText(NAME)
    dialog.password.setText(PASSWORD)
    dialog.repeated.setText(PASSWORD)
    dialog.accept()


def test_the_window_says_simulator_and_shows_every_value_with_its_age(desk: Desk) -> None:
    assert desk.window.mode is Mode.SIMULATOR
    assert "SIMULATOR" in desk.window.windowTitle()
    assert "●" in desk.window.mode_bar.link_button.text()
    assert desk.window.mode_bar.person_button.text() == "viewer"
    desk.select("switch:F1-Q0")
    shown = texts_of(desk)
    assert any("FROM THE FIELD" in text for text in shown), shown
    assert "Active power" in shown
    assert any(text.endswith(" s") for text in shown), shown
    assert "loads allocated" in desk.window.diagram_panel.provenance


def test_the_first_command_makes_the_first_user_and_closes_a_tie_only_when_the_field_says_so(
    qtbot: QtBot, desk: Desk
) -> None:
    tie = desk.remote_tie()
    ref = desk.select(tie)
    desk.operating.press_key("C")
    sign_in_as_first(desk)
    wait_until(lambda: bool(desk.operating.panels), "the command to be shown")
    (command_id,) = desk.operating.panels
    panel = desk.operating.panels[command_id]
    wait_until(lambda: "loop between" in panel.text, "the loop to be told")
    assert "no customer loses supply" in panel.text
    district = desk.console.district
    assert district is not None
    seen: list[int] = []
    district.points_changed.connect(lambda _rows: seen.append(int(desk.value(f"{tie}/position"))))
    confirm(qtbot, desk, command_id)
    assert district.snapshot.switch_position[ref.row] == SwitchPosition.OPEN, "nothing moves before the field says so"
    legend = desk.window.diagram.legend
    wait_until(lambda: "command running" in legend.texts, "the ring around the switch")
    wait_until(lambda: panel.view.outcome is not None, "the command to end")
    assert "command running" not in legend.texts
    assert panel.view.outcome is CommandOutcome.DONE
    assert desk.value(f"{tie}/position") == SwitchPosition.CLOSED
    wait_until(lambda: district.snapshot.switch_position[ref.row] == SwitchPosition.CLOSED, "the symbol to close")
    assert SwitchPosition.INTERMEDIATE in seen, "it was seen travelling"
    assert desk.window.mode_bar.person_button.text() == f"{NAME} · supervisor"
    journal = desk.console.operations.site.journal  # type: ignore[union-attr]
    wait_until(lambda: "command_end" in [entry.kind for entry in journal.read()], "the end to be recorded")
    kinds = [entry.kind for entry in journal.read()]
    assert kinds.index("command") < kinds.index("command_end")


def test_the_tie_is_opened_again_by_keyboard_alone(qtbot: QtBot, desk: Desk) -> None:
    tie = desk.remote_tie()
    desk.select(tie)
    before = set(desk.operating.panels)
    desk.operating.press_key("O")
    wait_until(lambda: bool(set(desk.operating.panels) - before), "the command to be shown")
    (command_id,) = set(desk.operating.panels) - before
    panel = desk.operating.panels[command_id]
    wait_until(lambda: panel.view.stage is Stage.AWAITING_CONFIRMATION, "the consequence to be shown")
    qtbot.keyClick(panel, Qt.Key.Key_Return)
    wait_until(lambda: panel.view.outcome is not None, "the command to end")
    assert panel.view.outcome is CommandOutcome.DONE
    assert desk.value(f"{tie}/position") == SwitchPosition.OPEN


def test_a_switch_without_a_drive_says_what_to_do_instead(desk: Desk) -> None:
    desk.select("switch:T1")
    desk.operating.press_key("C")
    assert "T1 is operated by hand on site" in desk.window.said
    desk.select("bus:F1-03")
    desk.operating.press_key("C")
    assert "Select a switch first" in desk.window.said


def test_the_next_command_keeps_the_keyboard_when_the_last_one_goes(qtbot: QtBot, desk: Desk) -> None:
    tie = desk.remote_tie()
    desk.select(tie)
    before = set(desk.operating.panels)
    desk.operating.press_key("C")
    (command_id,) = set(desk.operating.panels) - before
    panel = desk.operating.panels[command_id]
    wait_until(lambda: panel.view.stage is Stage.AWAITING_CONFIRMATION, "the consequence to be shown")
    field = QLineEdit(desk.window)
    field.show()
    desk.window.activateWindow()
    field.setFocus()
    wait_until(field.hasFocus, "the field to have the keyboard")
    qtbot.keyClick(panel, Qt.Key.Key_Escape)
    wait_until(lambda: command_id not in desk.operating.panels, "the panel to go")
    assert field.hasFocus(), "what somebody types goes on going where it went"
    field.deleteLater()


def test_a_withdrawn_command_sends_nothing(qtbot: QtBot, desk: Desk) -> None:
    tie = desk.remote_tie()
    desk.select(tie)
    before = set(desk.operating.panels)
    desk.operating.press_key("C")
    (command_id,) = set(desk.operating.panels) - before
    panel = desk.operating.panels[command_id]
    wait_until(lambda: panel.view.stage is Stage.AWAITING_CONFIRMATION, "the consequence to be shown")
    qtbot.keyClick(panel, Qt.Key.Key_Escape)
    wait_until(lambda: command_id not in desk.operating.panels, "the panel to go")
    assert desk.value(f"{tie}/position") == SwitchPosition.OPEN


def test_a_tag_forbids_and_says_who_put_it(desk: Desk) -> None:
    tie = desk.remote_tie()
    operations = desk.console.operations
    assert operations is not None
    tag = operations.site.store.place_tag(tie, TagKind.DO_NOT_OPERATE, "crew at work", NAME).result(10)
    desk.select(tie)
    wait_until(lambda: bool(desk.console.district.site.tags), "the tag to be seen")  # type: ignore[union-attr]
    close = next(a for a in desk.operating.present() if a.text == "Close")
    assert "do not operate" in close.reason
    assert NAME in close.reason
    desk.operating.press_key("C")
    assert "do not operate" in desk.window.said
    operations.site.store.lift_tag(tag.tag_id, NAME).result(10)
    wait_until(lambda: not desk.console.district.site.tags, "the tag to be gone")  # type: ignore[union-attr]
    assert not next(a for a in desk.operating.present() if a.text == "Close").reason


def test_a_setpoint_out_of_range_is_refused_with_the_range(desk: Desk) -> None:
    before = set(desk.operating.panels)
    command_id = desk.operating.commanding.request("trafo:NORTH TR1/vm_setpoint_pu", 3.0)
    assert command_id in set(desk.operating.panels) - before
    panel = desk.operating.panels[command_id]
    wait_until(lambda: panel.view.outcome is not None, "the command to end")
    assert panel.view.outcome is CommandOutcome.REFUSED
    assert "outside the range" in panel.text


def test_pulling_the_plug_makes_everything_old_within_four_seconds_and_refuses_commands(
    qtbot: QtBot, desk: Desk
) -> None:
    district = desk.console.district
    assert district is not None
    tie = desk.remote_tie()
    desk.select(tie)
    desk.freeze()
    try:
        suspect_s = wait_until(lambda: desk.link_state() is not LinkState.UP, "the link to be suspect", 20.0)
        wait_until(lambda: "may be old" in desk.window.diagram.legend.texts, "the diagram to doubt its values", 2.0)
        refused = next(a for a in desk.operating.present() if a.text == "Close").reason
        assert "link" in refused
        down_s = suspect_s + wait_until(lambda: desk.link_state() is LinkState.DOWN, "the link to be down", 20.0)
        wait_until(lambda: "old" in desk.window.diagram.legend.texts, "the diagram to show its values as old", 2.0)
        telemetered = ~district.store.is_substituted
        assert (district.store.freshness[telemetered] == PointFreshness.STALE).all()
        assert "NO LINK" in desk.window.diagram_panel.warning
        assert desk.window.mode_bar.violations_text == "limits: not known", "nothing old reads as no violation"
        wait_until(lambda: "No violation" not in desk.window.tables.violations.empty_text, "the list to say so too")
        assert "Not known" in desk.window.tables.violations.empty_text
        assert "○" in desk.window.mode_bar.link_button.text()
        # The limits are those of the product; a machine under load may be late to look, never to know.
        assert down_s < 10.0
    finally:
        desk.thaw()
    wait_until(lambda: desk.link_state() is LinkState.UP, "the link to be up again", 60.0)
    wait_until(lambda: (district.store.freshness == PointFreshness.FRESH).mean() > 0.9, "the values to be fresh again")
    wait_until(lambda: not desk.window.diagram_panel.warning, "the warning to go")
    assert desk.console.commands.links_panel.recorded_gaps, "the gap is recorded"


def test_a_load_flow_that_does_not_answer_makes_what_is_calculated_old(desk: Desk) -> None:
    window, worker = desk.window, desk.console.runner.worker_pid(Lane.PREVIEW)
    assert worker is not None
    os.kill(worker, signal.SIGSTOP)
    try:
        wait_until(lambda: "DOES NOT ANSWER" in window.diagram_panel.warning, "the silence to be told", 20.0)
        wait_until(lambda: window.mode_bar.violations_text == "limits: not known", "the limits to be unknown", 2.0)
        wait_until(lambda: "OLD" in window.diagram_panel.provenance, "the age to be told", 2.0)
        wait_until(lambda: "Not known" in window.tables.violations.empty_text, "the list to say so too", 2.0)
        wait_until(lambda: "old" in window.diagram.legend.texts, "the diagram to show its values as old", 2.0)
    finally:
        os.kill(worker, signal.SIGCONT)
    wait_until(lambda: "not known" not in window.mode_bar.violations_text, "the limits to be known again")
    wait_until(lambda: "Not known" not in window.tables.violations.empty_text, "the list to be true again")
    wait_until(lambda: not window.diagram_panel.warning, "the warning to go")
    assert "old" not in window.diagram.legend.texts


def test_the_last_solution_reaches_the_lists_however_quiet_the_field_is(desk: Desk) -> None:
    district = desk.console.district
    assert district is not None
    district.solver.close()
    try:
        wait_until(lambda: not district.solver.waiting_s, "the last solution to come")
        wait_until(lambda: desk.window.tables._moment is district.moment, "the lists to show it", 5.0)
    finally:
        district.solver._is_closed = False


def test_a_fault_trips_the_feeder_and_the_window_counts_who_is_dark(desk: Desk) -> None:
    instructor = desk.console.commands.instructor
    assert instructor is not None
    desk.select("line:F3-W01")
    instructor.panel.inject_asked.emit(
        {"event": "network_fault", "element_id": "line:F3-W01", "kind": "three_phase", "is_permanent": True}
    )
    wait_until(lambda: desk.value("switch:F3-Q0/position") == SwitchPosition.OPEN, "the breaker to trip")
    wait_until(
        lambda: "customers without supply" in desk.window.mode_bar.supply_text, "the dark customers to be counted"
    )
    wait_until(lambda: bool(instructor.panel.active_texts), "the fault to be listed")
    assert "short circuit" in instructor.panel.active_texts[0]
    wait_until(lambda: desk.value("switch:F3-Q0/has_tripped") == 1.0, "the trip to be told")
    instructor.panel.clear_asked.emit(instructor.panel._active.item(0).data(Qt.ItemDataRole.UserRole))
    wait_until(lambda: not instructor.panel.active_texts, "the fault to be repaired")


def test_a_substituted_value_is_marked_and_the_field_is_heard_behind_it(desk: Desk) -> None:
    operations, district = desk.console.operations, desk.console.district
    assert operations is not None
    assert district is not None
    operations.site.store.substitute("switch:F1-Q0/p_mw", 1.234, NAME, "meter under repair").result(10)
    wait_until(lambda: desk.value("switch:F1-Q0/p_mw") == 1.234, "the value to stand")
    reading = district.store.find("switch:F1-Q0/p_mw")
    assert reading is not None
    assert not math.isnan(reading.telemetered)
    desk.select("switch:F1-Q0")
    assert any("M 1.234" in text or "? M 1.234" in text or "?M 1.234" in text for text in texts_of(desk))
    operations.site.store.end_substitution("switch:F1-Q0/p_mw", NAME).result(10)
    wait_until(lambda: desk.value("switch:F1-Q0/p_mw") != 1.234, "the field to speak again")


def test_an_earth_on_a_live_part_is_refused_whoever_records_it(desk: Desk) -> None:
    operations = desk.console.operations
    assert operations is not None
    with pytest.raises(InputError, match="live"):
        operations.site.store.place_earth("bus:F1-03", NAME, reason="work").result(10)
    assert not operations.site.store.state().earths
    records = [e for e in operations.site.journal.read() if "earth" in e.kind]
    assert not records, "what was refused is not in the journal"


def test_every_control_of_the_live_window_has_an_accessible_name(desk: Desk) -> None:
    desk.select("trafo:NORTH TR1")
    kinds = (QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QAbstractItemView)
    nameless = [
        f"{type(widget).__name__} {widget.objectName()!r} in {type(widget.parent()).__name__}"
        for kind in kinds
        for widget in desk.window.findChildren(kind)
        if is_ours(widget) and not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))
    ]
    assert not nameless, "\n".join(nameless)


def is_ours(widget: QWidget) -> bool:
    """Not one of the small parts Qt makes inside its own widgets."""
    if widget.objectName().startswith("qt_") or isinstance(widget, QHeaderView):
        return False
    parents = (QLineEdit, QComboBox, QAbstractSpinBox, QFrame) if isinstance(widget, QListView) else None
    return not isinstance(widget.parent(), parents or (QLineEdit, QComboBox, QAbstractSpinBox))


def test_the_journal_tells_the_hour_of_the_console_itself(desk: Desk) -> None:
    """After the tests above: started, connected, plug pulled and put in again, a fault let happen."""
    assert desk.console.operations is not None
    entries = desk.console.operations.site.journal.read()
    states = [str(e.details["state"]) for e in entries if e.kind == "link" and "state" in e.details]
    started = [e for e in entries if e.kind == "system"]
    assert [e.details["mode"] for e in started] == ["simulator"]
    assert any(e.kind == "instructor" and e.element_id == "line:F3-W01" for e in entries)
    assert states[0] == "up", states
    assert "down" in states[: len(states) - 1]
    assert states[-1] == "up"
    assert all(a != b for a, b in itertools.pairwise(states)), "each turn is told once"

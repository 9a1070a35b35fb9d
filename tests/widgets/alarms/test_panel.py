"""The alarm desk as a person uses it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from engines.values.alarms import AlarmState
from engines.values.violations import Severity
from tests.widgets.alarms.alarm_lines import cause, line
from widgets.alarms.blink import blink_clock
from widgets.alarms.figures import DeskFigures, Figure, Frequent
from widgets.alarms.panel import AlarmPanel, Page
from widgets.alarms.shapes import Fill, fill_now


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[AlarmPanel]:
    made = AlarmPanel()
    qtbot.addWidget(made)
    made.resize(900, 300)
    made.show()
    qtbot.waitExposed(made)
    yield made
    blink_clock().reduce(False)


@pytest.fixture
def storm(panel: AlarmPanel) -> AlarmPanel:
    panel.put([line(k) for k in range(60)])
    members = [tuple(f"alarm-{k}" for k in range(begin, 60, 3)) for begin in range(3)]
    panel.show_causes([cause(k, members[k], severity=Severity(k + 1)) for k in range(3)])
    return panel


def test_a_quiet_desk_says_so(panel: AlarmPanel) -> None:
    for page in (Page.CAUSES, Page.LIST, Page.ASIDE):
        panel.choose(page)
        texts = [label.text() for label in panel._empty.values() if label.isVisible()]
        assert len(texts) == 1
        assert texts[0]
    assert not panel.horn.isEnabled()


def test_a_card_is_acknowledged_with_the_keyboard_alone(storm: AlarmPanel, qtbot: QtBot) -> None:
    storm.cards.setFocus()
    storm.cards.choose([0])
    with qtbot.waitSignal(storm.acknowledge_asked) as asked:
        qtbot.keyClick(storm.cards, Qt.Key.Key_Space)
    assert set(asked.args[0]) == set(storm.causes.causes[0].members)
    assert storm.causes.causes[0].severity is Severity.HIGH


def test_a_card_opens_to_its_alarms_and_one_of_them_is_acknowledged(storm: AlarmPanel, qtbot: QtBot) -> None:
    storm.cards.setFocus()
    storm.cards.choose([1])
    qtbot.keyClick(storm.cards, Qt.Key.Key_Right)
    assert storm.causes.rowCount() == 3 + 20
    qtbot.keyClick(storm.cards, Qt.Key.Key_Down)
    with qtbot.waitSignal(storm.acknowledge_asked) as asked:
        qtbot.keyClick(storm.cards, Qt.Key.Key_Space)
    assert asked.args[0] == [storm.causes.causes[1].members[0]]
    qtbot.keyClick(storm.cards, Qt.Key.Key_Left)
    qtbot.keyClick(storm.cards, Qt.Key.Key_Left)
    assert storm.causes.rowCount() == 3


def test_a_key_that_is_held_acknowledges_nothing(storm: AlarmPanel, qtbot: QtBot) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    storm.choose(Page.LIST)
    storm.list.select(["alarm-4"])
    none = Qt.KeyboardModifier.NoModifier
    with qtbot.assertNotEmitted(storm.acknowledge_asked):
        QApplication.sendEvent(storm.list, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Space, none, " ", True))


def test_what_is_selected_stays_so_in_a_flood(storm: AlarmPanel) -> None:
    storm.choose(Page.LIST)
    storm.list.select(["alarm-7", "alarm-9"])
    storm.cards.choose([2])
    chosen = storm.cards.selected_ids()
    for k in range(100, 400, 50):
        storm.put([line(n) for n in range(k, k + 50)])
        storm.show_causes([*storm.causes.causes, cause(k, (f"alarm-{k}",))])
    assert {shown.alarm_id for shown in storm.list.selected()} == {"alarm-7", "alarm-9"}
    assert storm.cards.selected_ids() == chosen


def test_what_is_put_aside_leaves_the_list_and_comes_back(storm: AlarmPanel) -> None:
    storm.put([line(7, state=AlarmState.SHELVED, until="until 15:00", reason="chatters", person="anna")])
    assert storm.lines.row_of("alarm-7") < 0
    assert storm.aside.row_of("alarm-7") == 0
    assert storm.line_of("alarm-7").reason == "chatters"  # type: ignore[union-attr]
    storm.show_alarms(["alarm-7"])
    assert storm.page is Page.ASIDE
    storm.put([line(7)])
    assert not len(storm.aside)
    assert storm.lines.row_of("alarm-7") >= 0


def test_search_and_priority_narrow_the_list_and_finding_widens_it(storm: AlarmPanel, qtbot: QtBot) -> None:
    storm.choose(Page.LIST)
    qtbot.keyClicks(storm.filter.search, "bus 14")
    qtbot.waitUntil(lambda: len(storm.lines) == 1)
    storm.filter.priorities[Severity.LOW].click()
    storm.lines.finish()
    assert len(storm.lines) == 0
    assert "filter" in storm._empty[Page.LIST].text()
    storm.show_alarms(["alarm-5"])
    assert [shown.alarm_id for shown in storm.list.selected()] == ["alarm-5"]
    assert storm.filter.search.text() == ""


def test_the_horn_is_seen_and_silenced(storm: AlarmPanel, qtbot: QtBot) -> None:
    storm.show_horn(Severity.HIGH)
    assert storm.horn.isEnabled()
    assert "▲" in storm.horn.text()
    assert "F9" in storm.horn.text()
    with qtbot.waitSignal(storm.silence_asked):
        storm.horn.click()
    storm.show_horn(None)
    storm.horn.show_problem("No sound device was found.")
    assert "No sound" in storm.horn.text()
    assert "No sound device" in storm.horn.toolTip()


def test_only_shapes_blink_and_never_where_motion_is_reduced(storm: AlarmPanel, qtbot: QtBot) -> None:
    clock = blink_clock()
    assert clock.is_running
    before = storm.cards.grab().toImage()
    with qtbot.waitSignal(clock.turned, timeout=2000):
        pass
    after = storm.cards.grab().toImage()
    changed = {
        x for x in range(before.width()) for y in range(before.height()) if before.pixel(x, y) != after.pixel(x, y)
    }
    assert changed
    # One narrow column, and hollow the shape is still there.
    assert max(changed) - min(changed) < 14
    clock.reduce(True)
    assert clock.is_full
    assert not clock.is_running


def test_nothing_turns_the_clock_once_nobody_looks(storm: AlarmPanel) -> None:
    storm.hide()
    assert not blink_clock().is_running


def test_figures_are_shown_with_their_judgement(panel: AlarmPanel, qtbot: QtBot) -> None:
    panel.choose(Page.FIGURES)
    figures = (Figure("Alarms in 10 minutes", "61", "at most 10", "high"), Figure("Standing", "4", "at most 5"))
    panel.figures.show_figures(
        DeskFigures(figures, (Frequent("Bus 4 voltage", 31, 0.5, "bus:4"),), ("14:07 to 14:19: 613",))
    )
    QApplication.processEvents()
    texts = [label.text() for label in panel.figures.findChildren(QLabel) if label.isVisibleTo(panel)]
    assert "▲ 61" in texts
    assert "50 %" in texts
    with qtbot.waitSignal(panel.figures.element_asked) as asked:
        next(x for x in panel.figures.findChildren(QLabel) if "Bus 4" in x.text()).linkActivated.emit("bus:4")
    assert asked.args == ["bus:4"]


def test_a_burst_is_listed_whole_and_gathered(panel: AlarmPanel, qtbot: QtBot) -> None:
    panel.choose(Page.LIST)
    for frame in range(75):
        fresh = [line(40 * frame + k) for k in range(40)]
        cards = [cause(k, tuple(f"alarm-{n}" for n in range(k, 40 * frame + 40, 12))) for k in range(12)]
        panel.put(fresh)
        panel.show_causes(cards)
        QApplication.processEvents()
    assert len(panel.lines) == 3000
    assert len(panel.causes.causes) == 12


@pytest.mark.parametrize(("is_gone", "is_owed"), [(False, True), (True, True), (False, False), (True, False)])
def test_a_shape_is_never_full_once_its_cause_is_gone(is_gone: bool, is_owed: bool) -> None:
    turns = [fill_now(is_gone, is_owed, is_full_turn) for is_full_turn in (True, False)]
    assert (turns[0] is not turns[1]) is is_owed
    assert (Fill.FULL in turns) is not is_gone

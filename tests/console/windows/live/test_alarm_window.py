"""The alarm desk in the live window, as a person works at it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from console.first_picture import first_picture
from console.live.desk import LiveDesk
from console.windows.live.alarms.alarm_window import AlarmWindow
from console.windows.live.alarms.dialogs import AcknowledgeDialog, AsideDialog, CommentDialog
from console.windows.live.alarms.output import alarm_document
from console.windows.live.alarms.past import alarm_marks_of
from console.windows.live.alarms.sound import HornSound
from console.windows.main_window import MainWindow
from engines.grid.network import Network
from engines.grid.snapshot import Mode
from engines.values.alarms import AlarmGroup, AlarmKind, AlarmMetrics, HornState
from engines.values.violations import Severity
from tests.console.windows.keys import press_key
from tests.console.windows.live.fake_desk import NOON_US, FakeDesk, alarm
from widgets.alarms.panel import Page
from widgets.tables.value_table import run_now


class Bench:
    """A window with an alarm desk, and what its person may do."""

    def __init__(self, qtbot: QtBot, network: Network, folder: Path) -> None:
        self.qtbot, self.network = qtbot, network
        self.window = MainWindow(LiveDesk(), Mode.LIVE)
        qtbot.addWidget(self.window)
        self.window.resize(1600, 940)
        self.alarms = AlarmWindow(self.window, run_now, HornSound(folder, None))
        self.panel, self.desk = self.alarms.panel, FakeDesk()
        self.asked_rights: list[str] = []
        self.may = True
        self.alarms.attach(network, lambda _element: ("F1 Harbour", "NORTH"), self.desk, self.with_right)
        self.window.show()
        qtbot.waitExposed(self.window)

    def with_right(self, right: str, _element_id: str, act: object) -> None:
        self.asked_rights.append(str(right))
        if self.may:
            act()  # type: ignore[operator]

    def bus(self, row: int) -> str:
        return str(self.network["bus"].id[row])

    def until(self, condition: object) -> None:
        self.qtbot.waitUntil(condition, timeout=5000)

    def settle(self) -> None:
        alarms = self.alarms
        timers = (alarms._taking, alarms._viewing, alarms._marking)
        self.until(lambda: not (alarms._pending or alarms._slices.is_busy or any(t.isActive() for t in timers)))

    def dialog(self, kind: type[QDialog]) -> QDialog:
        self.until(lambda: any(isinstance(w, kind) and w.isVisible() for w in QApplication.topLevelWidgets()))
        return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())

    def key(self, key: Qt.Key) -> None:
        view = {Page.CAUSES: self.panel.cards, Page.LIST: self.panel.list, Page.ASIDE: self.panel.put_aside}
        self.qtbot.keyClick(view[self.panel.page], key)


@pytest.fixture(scope="module")
def network() -> Network:
    stored = first_picture("north")
    assert stored is not None
    return stored[0].network


@pytest.fixture
def bench(qtbot: QtBot, network: Network, tmp_path: Path) -> Iterator[Bench]:
    made = Bench(qtbot, network, tmp_path)
    yield made
    made.alarms.close()


@pytest.fixture
def storm(bench: Bench) -> Bench:
    """A breaker that took twenty buses with it, and a voltage of its own."""
    breaker = str(bench.network["switch"].id[0])
    head = alarm(0, breaker, kind=AlarmKind.STATE, point_id=f"{breaker}/has_tripped", priority=Severity.HIGH)
    dead = [alarm(k, bench.bus(k), priority=Severity.LOW) for k in range(1, 21)]
    bench.desk.put(head, *dead, alarm(30, bench.bus(30)))
    ids = tuple(f"o{k}" for k in range(21))
    bench.desk.group(AlarmGroup("trip", "o0", ids, Severity.HIGH, "Breaker tripped", breaker, NOON_US, 20))
    bench.settle()
    return bench


def test_the_desk_is_the_first_tab_and_in_front(bench: Bench) -> None:
    dock = bench.window.docks["alarms"]
    assert not dock.visibleRegion().isEmpty()
    assert dock in bench.window.tabifiedDockWidgets(bench.window.docks["tables"])
    assert dock.geometry().left() < bench.window.docks["charts"].geometry().left()
    assert bench.window.mode_bar.alarm_button.text() == "no alarm"


def test_one_card_a_cause_worst_first_and_counted_in_the_bar(storm: Bench) -> None:
    first, second = storm.panel.causes.causes
    assert (first.severity, len(first.members), first.unacknowledged) == (Severity.HIGH, 21, 21)
    assert "20 buses" in first.detail
    assert second.sentence == "Voltage 0.9410 below 0.9500 pu"
    text = storm.window.mode_bar.alarm_button.text()
    assert text == "▲ 1  ■ 1  ● 20  22 to acknowledge"
    storm.window.resize(1280, 800)
    # Little stands on this bar: the words go only once something else needs their room.
    storm.window.show_title("A district with a name as long as its longest feeder, and a little longer" * 2, False)
    storm.until(lambda: storm.window.mode_bar.alarm_button.text() == "▲ 1  ■ 1  ● 20")
    assert storm.window.docks["alarms"].windowTitle() == "Alarms 22"
    storm.window.docks["tables"].raise_()
    storm.window.mode_bar.alarm_button.click()
    storm.until(lambda: not storm.panel.visibleRegion().isEmpty())


def test_a_group_is_acknowledged_once_its_alarms_were_listed(storm: Bench) -> None:
    storm.alarms.show_desk()
    storm.panel.cards.choose([0])
    storm.key(Qt.Key.Key_Space)
    dialog = storm.dialog(AcknowledgeDialog)
    assert dialog.list.count() == 21  # type: ignore[attr-defined]
    assert storm.desk.done == []
    storm.desk.put(alarm(40, storm.bus(40)))
    dialog.accept()
    assert storm.desk.done == [("acknowledge", tuple(f"o{k}" for k in range(21)))]
    assert storm.asked_rights == ["answer_alarms"]
    storm.settle()
    assert {card.unacknowledged for card in storm.panel.causes.causes} == {0, 1}
    assert storm.panel.causes.causes[-1].person == "anna"


def test_one_alarm_is_acknowledged_at_once_and_not_without_the_right(storm: Bench) -> None:
    storm.panel.choose(Page.LIST)
    storm.panel.list.select(["o30"])
    storm.may = False
    storm.key(Qt.Key.Key_Space)
    assert storm.desk.done == []
    storm.may = True
    storm.key(Qt.Key.Key_Space)
    assert storm.desk.done == [("acknowledge", ("o30",))]
    storm.settle()
    storm.key(Qt.Key.Key_Space)
    assert "Nothing" in storm.window.said


def test_the_horn_is_silenced_anywhere_and_nothing_acknowledged(storm: Bench) -> None:
    storm.desk.sound(HornState(Severity.HIGH))
    assert storm.panel.horn.isEnabled()
    assert storm.alarms.sound.severity is Severity.HIGH
    storm.window.diagram.setFocus()
    press_key(storm.window.diagram, Qt.Key.Key_F9)
    assert storm.desk.done == [("silence",)]
    assert storm.asked_rights == []
    assert not storm.panel.horn.isEnabled()
    assert storm.alarms.sound.severity is None
    assert all(one.state.is_unacknowledged for one in storm.desk.occurrences.values())
    assert "No program" in storm.panel.horn.toolTip()


def test_an_alarm_is_shelved_for_an_hour_with_a_reason_and_comes_back(storm: Bench) -> None:
    storm.panel.choose(Page.LIST)
    storm.panel.list.select(["o30"])
    storm.key(Qt.Key.Key_S)
    dialog = storm.dialog(AsideDialog)
    dialog.accept()
    assert dialog.isVisible()
    assert storm.desk.done == []
    dialog._reason.setText("chatters, work order 1207")  # type: ignore[attr-defined]
    dialog.accept()
    assert storm.desk.done == [("shelve", "o30", 3600.0, "chatters, work order 1207")]
    storm.settle()
    assert storm.panel.lines.row_of("o30") < 0
    storm.panel.choose(Page.ASIDE)
    storm.panel.put_aside.select(["o30"])
    assert "until" in storm.panel.put_aside.selected()[0].until
    storm.key(Qt.Key.Key_S)
    assert storm.desk.done[-1] == ("unshelve", "o30")
    storm.until(lambda: storm.panel.lines.row_of("o30") >= 0)


def test_out_of_service_comment_and_reset(storm: Bench) -> None:
    deeds = storm.alarms.deeds
    assert deeds is not None
    deeds.take_out_of_service(["o30"])
    dialog = storm.dialog(AsideDialog)
    dialog._reason.setText("transmitter removed")  # type: ignore[attr-defined]
    dialog.accept()
    assert storm.desk.done[-1] == ("out", "o30", "transmitter removed")
    assert storm.asked_rights[-1] == "alarm_service"
    storm.until(lambda: storm.panel.aside.row_of("o30") == 0)
    deeds.take_out_of_service(["o30"])
    assert storm.desk.done[-1] == ("back", "o30")
    deeds.comment(["o30"])
    writing = storm.dialog(CommentDialog)
    writing._text.setText("crew informed")  # type: ignore[attr-defined]
    writing.accept()
    assert storm.desk.done[-1] == ("comment", "o30", "crew informed")
    storm.desk.change(["o30"], is_active=False, is_acknowledged=True, is_latched=True)
    storm.settle()
    deeds.reset(["o30", "o1"])
    assert storm.desk.done[-1] == ("reset", ("o30",))
    storm.until(lambda: storm.panel.line_of("o30") is None)


def test_from_an_alarm_to_its_element_and_back(storm: Bench) -> None:
    storm.window.diagram.show_network(storm.network, *_layouts())
    storm.panel.choose(Page.LIST)
    storm.panel.list.select(["o30"])
    storm.key(Qt.Key.Key_F)
    ref = storm.network.find(storm.bus(30))
    assert storm.window.selection.refs == (ref,)
    storm.panel.choose(Page.FIGURES)
    storm.alarms.commands.actions["alarms_of"].trigger()
    assert storm.panel.page is Page.LIST
    assert [line.alarm_id for line in storm.panel.list.selected()] == ["o30"]
    assert [fact.value for fact in _alarm_facts(storm)] == ["to acknowledge"]
    storm.window.selection.choose([storm.network.find(storm.bus(99))])
    storm.alarms.commands.actions["alarms_of"].trigger()
    assert "No alarm" in storm.window.said


def _layouts() -> tuple[object, object]:
    stored = first_picture("north")
    assert stored is not None
    return stored[0].layout, stored[0].map_layout


def _alarm_facts(bench: Bench) -> tuple[object, ...]:
    from widgets.inspector.values import ElementDescription

    dress = bench.window.links.dress
    assert dress is not None
    ref = bench.network.find(bench.bus(30))
    assert ref is not None
    return dress(ref, ElementDescription("Bus", "B30")).sections[0].facts


def test_marks_stand_at_the_elements_by_priority(storm: Bench) -> None:
    marks = {mark.ref: mark for mark in storm.alarms.marks}
    # The meters the breaker left dark are counted at the breaker.
    assert len(marks) == 2
    breaker = storm.network.find(str(storm.network["switch"].id[0]))
    assert (marks[breaker].token, marks[breaker].text) == ("high", "21")
    assert marks[storm.network.find(storm.bus(30))].token == "medium"
    storm.desk.change(list(storm.desk.occurrences), is_active=False, is_acknowledged=True)
    storm.until(lambda: storm.alarms.marks == ())
    assert storm.window.mode_bar.alarm_button.text() == "no alarm"


def test_a_past_moment_shows_its_alarms_and_lets_nothing_be_done(storm: Bench) -> None:
    storm.alarms.look_back({"p": alarm(7, storm.bus(7), occurrence_id="p")})
    storm.until(lambda: list(storm.panel.lines.lines) == ["p"])
    storm.desk.put(alarm(50, storm.bus(50)))
    storm.panel.choose(Page.LIST)
    storm.panel.list.select(["p"])
    storm.key(Qt.Key.Key_Space)
    assert storm.desk.done == []
    assert "past moment" in storm.window.said
    storm.alarms.look_back(None)
    storm.until(lambda: len(storm.panel.lines.lines) == 23)


def test_scrubbing_shows_the_alarms_of_the_last_moment_asked_for(storm: Bench) -> None:
    for moment in range(1, 6):
        storm.alarms.look_at(moment, storm.network["switch"]["position"])
    storm.until(lambda: list(storm.panel.lines.lines) == ["past5"])
    storm.alarms.look_at(6, storm.network["switch"]["position"])
    storm.alarms.look_back(None)
    storm.until(lambda: len(storm.panel.lines.lines) == 22)
    storm.qtbot.wait(100)
    assert "past6" not in storm.panel.lines.lines
    marks = alarm_marks_of(storm.desk, storm.network)(NOON_US, NOON_US + 5_000_000)
    assert [mark.severity for mark in marks] == [Severity.HIGH, *[Severity.LOW] * 5]


def test_figures_and_lists_go_to_files_paper_and_clipboard(storm: Bench, tmp_path: Path) -> None:
    frequent = ((f"{storm.bus(30)}/vm_pu#below", "low", 12),)
    floods = ((NOON_US, NOON_US + 600_000_000, 613),)
    storm.desk.metrics = AlarmMetrics(NOON_US, NOON_US, 40, 1, 41.0, frequent, 0.3, 22, floods=floods, peak_10_min=61)
    storm.desk.metrics_changed.emit()
    storm.panel.choose(Page.FIGURES)
    shown = storm.panel.figures.shown
    assert shown.figures[0].value == "41.0"
    assert shown.figures[0].judgement == "high"
    assert shown.frequent[0].element_id == storm.bus(30)
    assert "613 alarms" in shown.floods[0]
    from console.windows.live.alarms.figures import figures_sheet
    from console.windows.live.alarms.output import alarm_sheet

    storm.alarms.papers.write(figures_sheet(shown), tmp_path / "figures.csv")
    storm.alarms.papers.write(alarm_sheet(storm.alarms.papers.listed(), "now"), tmp_path / "list.csv")
    with (tmp_path / "list.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))
    assert len(rows) == 23
    assert rows[1][1] == "high"
    assert "41.0" in (tmp_path / "figures.csv").read_text(encoding="utf-8-sig")
    text = alarm_document(storm.alarms.papers.listed(), "North").toPlainText()
    assert "▲" in text
    assert "Voltage 0.9410 below 0.9500 pu" in text
    storm.alarms.papers.copy(["o30"])
    assert "Voltage 0.9410" in QGuiApplication.clipboard().text()


def test_a_thousand_alarms_a_second_all_arrive_and_are_gathered(bench: Bench) -> None:
    buses = [bench.bus(row) for row in range(len(bench.network["bus"].id))]
    bench.panel.choose(Page.LIST)
    for frame in range(100):
        fresh = [alarm(40 * frame + k, buses[(40 * frame + k) % len(buses)]) for k in range(40)]
        bench.desk.put(*fresh)
        bench.qtbot.wait(2)
    bench.settle()
    assert len(bench.panel.lines) == 4000
    assert len(bench.panel.causes.causes) == 300
    assert "more causes" in bench.panel._notice.text()

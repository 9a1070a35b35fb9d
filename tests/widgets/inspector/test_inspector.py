"""The inspector as a person sees and uses it."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from engines.grid.difference import Moment
from engines.grid.network import ElementRef
from widgets.inspector.description import describe
from widgets.inspector.fact_row import ValueLabel
from widgets.inspector.inspector import Inspector, InspectorAction, LoadingBar
from widgets.inspector.trend import trend_of
from widgets.inspector.trend_chart import TrendChart
from widgets.inspector.values import ElementDescription, Fact, Section
from widgets.tables.quality import CellFlag
from widgets.theme import theme_chooser


@pytest.fixture
def inspector(qtbot: QtBot) -> Inspector:
    inspector = Inspector()
    qtbot.addWidget(inspector)
    inspector.resize(300, 600)
    inspector.show()
    return inspector


def texts(inspector: Inspector) -> list[str]:
    return [label.text() for label in inspector.widget().findChildren(QLabel)]


def show(inspector: Inspector, moment: Moment, *refs: ElementRef, actions: tuple[InspectorAction, ...] = ()) -> None:
    description = describe(moment.snapshot, moment.topology, moment.result, refs)
    inspector.show_element(description, actions, trend_of(moment.snapshot, refs))


def test_a_violation_is_shown_with_its_shape(inspector: Inspector, moment: Moment) -> None:
    show(inspector, moment, ElementRef("bus", 5))
    assert "▲ 0.8800" in texts(inspector)


def test_each_value_is_spoken_with_label_unit_and_origin(inspector: Inspector, moment: Moment) -> None:
    show(inspector, moment, ElementRef("bus", 3))
    spoken = [label.accessibleName() for label in inspector.widget().findChildren(QLabel)]
    assert "Voltage: 0.9400 pu calculated" in spoken


def test_an_action_is_asked_for_by_its_number(qtbot: QtBot, inspector: Inspector, moment: Moment) -> None:
    actions = (InspectorAction("Open", "Open it", "It is open."), InspectorAction("Close", "Close it", is_primary=True))
    show(inspector, moment, ElementRef("switch", 2), actions=actions)
    close = next(b for b in inspector.widget().findChildren(QPushButton) if b.text() == "Close")
    with qtbot.waitSignal(inspector.action_chosen) as asked:
        qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    assert asked.args == [1]


def test_an_action_that_cannot_be_done_says_why_beneath(inspector: Inspector, moment: Moment) -> None:
    show(
        inspector, moment, ElementRef("switch", 2), actions=(InspectorAction("Open", "Open it", "It is open already."),)
    )
    button = inspector.widget().findChild(QPushButton)
    assert not button.isEnabled()
    assert button.accessibleDescription() == "It is open already."
    assert any("It is open already." in text for text in texts(inspector))


def test_the_same_again_leaves_the_widgets_as_they_are(inspector: Inspector, moment: Moment) -> None:
    show(inspector, moment, ElementRef("line", 0))
    before = inspector.widget()
    show(inspector, moment, ElementRef("line", 0))
    assert inspector.widget() is before


def test_a_button_in_use_keeps_the_focus_when_values_change(
    qtbot: QtBot, inspector: Inspector, moment: Moment, unsolved: Moment
) -> None:
    actions = (InspectorAction("Close", "Close it"),)
    show(inspector, moment, ElementRef("switch", 2), actions=actions)
    inspector.activateWindow()
    button = inspector.widget().findChild(QPushButton)
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    show(inspector, unsolved, ElementRef("switch", 2), actions=actions)
    assert inspector.widget().findChild(QPushButton).hasFocus()


def test_loading_bars_say_their_number(inspector: Inspector, moment: Moment) -> None:
    show(inspector, moment, ElementRef("switch", 2))
    spoken = [bar.accessibleName() for bar in inspector.widget().findChildren(LoadingBar)]
    assert spoken == ["L2: 79.0 %", "L3: 20.0 %"]


def test_the_theme_can_change_while_it_is_shown(inspector: Inspector, moment: Moment) -> None:
    show(inspector, moment, ElementRef("bus", 5))
    light = next(label.styleSheet() for label in inspector.widget().findChildren(QLabel) if label.styleSheet())
    try:
        theme_chooser().choose("dark")
        dark = next(label.styleSheet() for label in inspector.widget().findChildren(QLabel) if label.styleSheet())
    finally:
        theme_chooser().choose("light")
    assert dark != light


def test_the_day_of_a_load_is_the_profile_times_its_own_value(moment: Moment) -> None:
    trend = trend_of(moment.snapshot, [ElementRef("load", 0)])
    assert trend is not None
    assert len(trend.values) == 96
    assert trend.values.max() == pytest.approx(1.5)
    assert trend.now_s == float(np.datetime64("2026-01-14T12:00:00", "s").astype(np.int64))


def test_what_has_no_profile_has_no_trend(moment: Moment) -> None:
    assert trend_of(moment.snapshot, [ElementRef("line", 0)]) is None
    assert trend_of(moment.snapshot, [ElementRef("bus", 1)]) is None


def test_pointing_at_the_trend_reads_a_step(qtbot: QtBot, inspector: Inspector, moment: Moment) -> None:
    show(inspector, moment, ElementRef("load", 0))
    chart = inspector.widget().findChild(TrendChart)
    assert chart.accessibleDescription() == "0.300 … 1.500 MW"
    qtbot.waitUntil(lambda: chart.isVisible() and chart.width() > 200)
    at = QPointF(chart.width() - 1, 20)
    no = Qt.MouseButton.NoButton, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(chart, QMouseEvent(QEvent.Type.MouseMove, at, chart.mapToGlobal(at), *no))
    assert "23:45" in chart._words()


def live(value: str, **quality: object) -> ElementDescription:
    fact = Fact("Voltage", value, "pu", "telemetered", **quality)  # type: ignore[arg-type]
    return ElementDescription("Bus", "F1-03", "energised", (Section("Measured", (fact,)),))


def test_new_numbers_are_filled_in_where_the_old_ones_stand(inspector: Inspector) -> None:
    inspector.show_element(live("1.0012"), [InspectorAction("Close", "Close it")])
    page, button = inspector.widget(), inspector.widget().findChild(QPushButton)
    inspector.show_element(live("1.0034"), [InspectorAction("Close", "Close it", "The link is down.")])
    assert inspector.widget() is page
    assert "1.0034" in texts(inspector)
    assert not button.isEnabled()
    assert any("The link is down." in text for text in texts(inspector))
    inspector.show_element(ElementDescription("Bus", "F1-04"))
    assert inspector.widget() is not page


def test_what_is_not_plainly_good_is_seen_and_spoken(inspector: Inspector) -> None:
    flags = CellFlag.QUESTIONABLE | CellFlag.STALE
    inspector.show_element(live("1.0012", flags=int(flags), age="12 s", meaning="questionable, stale"))
    label = inspector.widget().findChild(ValueLabel)
    assert label.text() == "? 1.0012"
    assert label.accessibleName().endswith("telemetered questionable, stale")
    assert "12 s" in texts(inspector)
    stale = label.grab().toImage()
    inspector.show_element(live("1.0012", flags=int(CellFlag.QUESTIONABLE), age="12 s", meaning="questionable, stale"))
    assert label.grab().toImage() != stale, "stale is hatched, not only told"

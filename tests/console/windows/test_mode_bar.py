"""The bar on top at the widths of real screens: nothing lies over anything, and words grow short before they go."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from console.windows.mode_bar import ModeBar
from engines.grid.snapshot import Mode
from engines.grid.unsupplied import Unsupplied
from widgets.style import apply_style, load_fonts

LOST = Unsupplied(buses=40, customers=1119, critical=2, possibly_fed_buses=3, possibly_fed_customers=14)


@pytest.fixture
def bar(qapp: QApplication, qtbot: QtBot) -> Iterator[ModeBar]:
    """A busy one: in the middle of a fault, with something being solved."""
    load_fonts()
    apply_style(qapp)
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(2500, 100)
    window.show()
    made = ModeBar(window)
    for name in ("&File", "&Edit", "&View", "&Network", "&Alarms", "&Faults"):
        made.menu_bar.addMenu(name)
    made.show_mode(Mode.SIMULATOR)
    made.show_title("North district", is_changed=False)
    made.show_violations(0, 0, known=True)
    made.show_alarms("▲ 4  ● 56", "60 to acknowledge", "high", "")
    made.show_links("link ● 1 267 points", "", "")
    made.show_person("anna · supervisor", "")
    made.show_unsupplied(LOST)
    yield made
    window.close()


def shown(bar: ModeBar, width: int) -> list[QWidget]:
    bar.resize(width, 44)
    bar.show()
    QApplication.processEvents()
    layout = bar.layout()
    assert layout is not None
    items = [layout.itemAt(k) for k in range(layout.count())]
    return [w for item in items if item is not None and (w := item.widget()) is not None and w.isVisible()]


def supply(bar: ModeBar) -> str:
    label = bar.findChild(QLabel, "modeSupply")
    assert label is not None
    assert label.isVisible()
    return label.text()


@pytest.mark.parametrize("width", [1366, 1600, 1920])
@pytest.mark.parametrize("task", ["", "Load flow of the whole day, 96 moments"])
def test_nothing_lies_over_anything(bar: ModeBar, width: int, task: str) -> None:
    bar.show_task(task, 0.3)
    widgets = shown(bar, width)
    for left, right in pairwise(widgets):
        assert left.geometry().right() < right.geometry().left(), (left.objectName(), right.objectName())
    assert widgets[-1].geometry().right() <= width
    assert [w.objectName() for w in widgets if w.width() < w.minimumSizeHint().width()] == []
    assert "1 119" in supply(bar).replace("\u202f", " ").replace("\u00a0", " ")


def test_the_count_of_customers_grows_short_before_anything_goes(bar: ModeBar) -> None:
    whole = {w.objectName() for w in shown(bar, 2400)}
    assert "customers without supply, 2 critical" in supply(bar)
    before = bar.supply_text
    width = next(w for w in range(2400, 1000, -10) if shown(bar, w) and "customers" not in supply(bar))
    assert {w.objectName() for w in shown(bar, width)} == whole
    assert bar.alarm_button.text().endswith("60 to acknowledge")
    assert supply(bar).endswith("out, 2 critical")
    assert bar.supply_text == before
    assert before in bar.findChild(QLabel, "modeSupply").toolTip()  # type: ignore[union-attr]
    shown(bar, 2400)
    assert supply(bar) == before


def test_a_long_title_and_a_long_task_give_way_last(bar: ModeBar) -> None:
    bar.show_title("A study with a very long name indeed, second copy of last winter", is_changed=True)
    bar.show_task("Restoration plan for F4 Airport: alternatives with more margin", 0.5)
    widgets = shown(bar, 1366)
    assert widgets[-1].geometry().right() <= 1366
    assert all(a.geometry().right() < b.geometry().left() for a, b in pairwise(widgets))
    assert supply(bar).endswith("out")
    assert bar.task_text.endswith("more margin")


def test_where_all_is_supplied_again_the_count_goes(bar: ModeBar) -> None:
    bar.show_unsupplied(Unsupplied())
    assert "modeSupply" not in {w.objectName() for w in shown(bar, 1920)}
    assert bar.supply_text == ""

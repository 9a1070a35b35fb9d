"""The ranking of loadings."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from engines.grid.difference import Moment
from engines.grid.network import ElementRef
from engines.values.element_doubt import ElementDoubt
from engines.values.points import PointFreshness
from widgets.charts.loading import LoadingRanking, loading_rows


def test_branches_stand_in_the_order_of_their_loading_with_limit_and_severity(moment: Moment) -> None:
    assert moment.result is not None
    rows = loading_rows(moment.snapshot, moment.result)
    assert [row.name for row in rows] == ["L0", "L1", "L2", "T0", "L3", "L4"]
    assert [row.severity for row in rows] == [2, 0, 0, 0, 0, 0]
    assert {row.mark for row in rows} == {100.0}


def test_a_click_goes_to_the_branch(qtbot: QtBot, moment: Moment) -> None:
    ranking = LoadingRanking()
    qtbot.addWidget(ranking)
    ranking.resize(400, 240)
    ranking.show_result(moment.snapshot, moment.result)
    ranking.show()
    with qtbot.waitSignal(ranking.element_clicked) as chosen:
        qtbot.mouseClick(ranking.bars.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, 26 * 3 + 8))
    assert chosen.args == [ElementRef("trafo", 0)]


def test_enter_goes_there_too_and_is_spoken(qtbot: QtBot, moment: Moment) -> None:
    ranking = LoadingRanking()
    qtbot.addWidget(ranking)
    ranking.resize(400, 240)
    ranking.show_result(moment.snapshot, moment.result)
    ranking.show()
    qtbot.keyClick(ranking.bars, Qt.Key.Key_Down)
    assert ranking.bars.accessibleDescription() == "L0: 110.0 %"
    with qtbot.waitSignal(ranking.element_clicked) as chosen:
        qtbot.keyClick(ranking.bars, Qt.Key.Key_Return)
    assert chosen.args == [ElementRef("line", 0)]


def test_without_a_solution_there_is_a_sentence_and_no_bar(qtbot: QtBot, unsolved: Moment) -> None:
    ranking = LoadingRanking()
    qtbot.addWidget(ranking)
    ranking.show_result(unsolved.snapshot, unsolved.result)
    assert "the load is too large" in ranking.sentence
    ranking.show_result(None, None)
    assert "F5" in ranking.sentence


def test_only_the_bars_of_what_is_old_are_hatched(qtbot: QtBot, moment: Moment) -> None:
    ranking = LoadingRanking()
    qtbot.addWidget(ranking)
    ranking.show_result(moment.snapshot, moment.result)
    plain = ranking.bars.viewport().grab().toImage()
    first, second = ranking.bars.rows[:2]
    doubt = np.zeros(len(moment.snapshot.network[first.key.table]), np.uint8)
    doubt[first.key.row] = PointFreshness.STALE
    ranking.bars.set_doubt(ElementDoubt({first.key.table: doubt}, PointFreshness.STALE))
    assert ranking.bars.is_old(first)
    assert not ranking.bars.is_old(second)
    assert ranking.bars.viewport().grab().toImage() != plain

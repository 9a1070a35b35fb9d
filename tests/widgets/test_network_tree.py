"""Stations and feeders as a list: power, worst state, and the way to the diagram."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from engines.grid.difference import Moment
from engines.grid.network import ElementRef
from engines.grid.topology import analyse
from engines.values.element_doubt import ALL_OLD, NO_DOUBT
from widgets.network_tree import NetworkTree


def shown(qtbot: QtBot, moment: Moment) -> NetworkTree:
    tree = NetworkTree()
    qtbot.addWidget(tree)
    tree.resize(240, 400)
    tree.show()
    tree.show_network(moment.snapshot, moment.topology, moment.result)
    return tree


def item(tree: NetworkTree, *path: int) -> QTreeWidgetItem:
    found = tree.tree.topLevelItem(path[0])
    for k in path[1:]:
        assert found is not None
        found = found.child(k)
    assert found is not None
    return found


def test_feeders_stand_beneath_their_station_with_power_and_worst_sign(qtbot: QtBot, moment: Moment) -> None:
    tree = shown(qtbot, moment)
    assert (item(tree, 0).text(0), item(tree, 0).text(1)) == ("NORTH", "2.0 MW")
    assert item(tree, 0, 0).text(1) == "1.60 ■"
    assert item(tree, 0, 1).text(1) == "0.40 ▲"


def test_without_a_solution_powers_are_dashes_and_nothing_looks_fine(qtbot: QtBot, unsolved: Moment) -> None:
    tree = shown(qtbot, unsolved)
    assert item(tree, 0).text(1) == "–"
    assert item(tree, 0, 0).text(1) == "–"


def test_a_dead_feeder_says_so(qtbot: QtBot, moment: Moment) -> None:
    opened = moment.snapshot.with_values("switch", "position", [1], [0])
    tree = shown(qtbot, Moment(opened, analyse(opened), None))
    texts = [item(tree, 0, k).text(1) for k in range(item(tree, 0).childCount())]
    assert "dead" in texts


def test_a_click_asks_for_the_head_of_the_feeder(qtbot: QtBot, moment: Moment) -> None:
    tree = shown(qtbot, moment)
    place = tree.tree.visualItemRect(item(tree, 0, 1)).center()
    with qtbot.waitSignal(tree.element_chosen) as chosen:
        qtbot.mouseClick(tree.tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == [ElementRef("switch", 1)]


def test_enter_asks_for_it_too(qtbot: QtBot, moment: Moment) -> None:
    tree = shown(qtbot, moment)
    tree.tree.setCurrentItem(item(tree, 0, 0))
    with qtbot.waitSignal(tree.element_chosen) as chosen:
        qtbot.keyClick(tree.tree, Qt.Key.Key_Return)
    assert chosen.args == [ElementRef("switch", 0)]


def test_new_values_keep_what_is_chosen_and_folded(qtbot: QtBot, moment: Moment) -> None:
    tree = shown(qtbot, moment)
    tree.tree.setCurrentItem(item(tree, 0, 1))
    tree.show_network(moment.snapshot, moment.topology, moment.result)
    assert tree.tree.currentItem() is item(tree, 0, 1)


def test_before_anything_is_solved_it_says_what_will_come(qtbot: QtBot, moment: Moment) -> None:
    tree = NetworkTree()
    qtbot.addWidget(tree)
    tree.show()
    assert not tree.tree.isVisible()
    tree.show_network(moment.snapshot, None, None)
    assert not tree.tree.isVisible()


def test_powers_of_a_field_that_is_not_heard_are_hatched_until_it_is(qtbot: QtBot, moment: Moment) -> None:
    tree = shown(qtbot, moment)
    plain = tree.tree.viewport().grab().toImage()
    tree.set_doubt(ALL_OLD)
    assert tree.tree.viewport().grab().toImage() != plain, "old is seen, not only told"
    assert item(tree, 0, 1).toolTip(1)
    tree.set_doubt(NO_DOUBT)
    assert tree.tree.viewport().grab().toImage() == plain

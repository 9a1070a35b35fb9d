"""Docks that come once the window stands."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QLabel, QMainWindow

from console.windows.docks import DockPlace, add_docks, add_first_dock, add_late_dock


def place(name: str) -> DockPlace:
    return DockPlace(name, name, QLabel(name), Qt.DockWidgetArea.BottomDockWidgetArea)


def is_seen(dock: QDockWidget) -> bool:
    return not dock.visibleRegion().isEmpty()


def with_alarms_in_front(qtbot) -> tuple[QMainWindow, dict[str, QDockWidget]]:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(QLabel("diagram"))
    docks = add_docks(window, (place("tables"),))
    add_first_dock(window, docks, place("alarms"), "tables")
    window.resize(800, 600)
    window.show()
    return window, docks


def test_what_comes_late_leaves_in_front_what_was_in_front(qtbot) -> None:
    window, docks = with_alarms_in_front(qtbot)
    qtbot.waitUntil(lambda: is_seen(docks["alarms"]) and not is_seen(docks["tables"]))
    add_late_dock(window, docks, place("order"), "tables").hide()
    add_late_dock(window, docks, place("reliability"), "tables")
    # What is to come to the front of the tabs does so when the layout is made anew.
    qtbot.waitUntil(lambda: not is_seen(docks["reliability"]))
    assert is_seen(docks["alarms"])
    assert not is_seen(docks["tables"])
    assert not is_seen(docks["reliability"])


def test_the_other_tab_stays_in_front_too_where_a_person_chose_it(qtbot) -> None:
    window, docks = with_alarms_in_front(qtbot)
    qtbot.waitUntil(lambda: is_seen(docks["alarms"]))
    docks["tables"].raise_()
    qtbot.waitUntil(lambda: is_seen(docks["tables"]) and not is_seen(docks["alarms"]))
    add_late_dock(window, docks, place("order"), "tables")
    qtbot.waitUntil(lambda: is_seen(docks["tables"]) and not is_seen(docks["order"]))

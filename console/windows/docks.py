"""The window's docks: which there are, where they stand at first, and how the keyboard reaches them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget


@dataclass(frozen=True, slots=True)
class DockPlace:
    """One dock.

    Attributes:
        name: stable, part of the saved layout.
        beside: name of the dock it stands right of, "" for its own area.
    """

    name: str
    title: str
    content: QWidget
    area: Qt.DockWidgetArea
    beside: str = ""


def add_docks(window: QMainWindow, places: tuple[DockPlace, ...]) -> dict[str, QDockWidget]:
    """Put the docks where they stand when nobody has moved them."""
    window.setDockNestingEnabled(True)
    window.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea)
    window.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
    docks: dict[str, QDockWidget] = {}
    for place in places:
        dock = docks[place.name] = QDockWidget(place.title, window)
        dock.setObjectName(f"dock_{place.name}")
        dock.setAccessibleName(place.title)
        dock.setWidget(place.content)
        window.addDockWidget(place.area, dock)
        if place.beside:
            window.splitDockWidget(docks[place.beside], dock, Qt.Orientation.Horizontal)
    return docks


def set_first_sizes(window: QMainWindow, docks: dict[str, QDockWidget]) -> None:
    """Sizes for the window as it is: the diagram keeps most of it."""
    width, height = window.width(), window.height()
    narrow = width < 1500
    sides = (224 if narrow else 240, 270 if narrow else 320)
    window.resizeDocks([docks["network"], docks["inspector"]], list(sides), Qt.Orientation.Horizontal)
    bottom = 190 if height < 900 else 250
    share = 0.52
    if "alarms" in docks:
        # A tab bar more, and a list that must show what matters, with the horn's button beside its tabs.
        bottom, share = bottom + (120 if height < 900 else 100), 0.62
    window.resizeDocks([docks["tables"], docks["charts"]], [bottom, bottom], Qt.Orientation.Vertical)
    middle = width - sum(sides)
    widths = [round(middle * share), round(middle * (1 - share))]
    window.resizeDocks([docks["tables"], docks["charts"]], widths, Qt.Orientation.Horizontal)


def add_late_dock(window: QMainWindow, docks: dict[str, QDockWidget], place: DockPlace, tab_with: str) -> QDockWidget:
    """A dock that comes once the window stands: where it was last, else behind the tab of another."""
    dock = docks[place.name] = QDockWidget(place.title, window)
    dock.setObjectName(f"dock_{place.name}")
    dock.setAccessibleName(place.title)
    dock.setWidget(place.content)
    if not window.restoreDockWidget(dock):
        front = _front(window, docks[tab_with])
        window.addDockWidget(place.area, dock)
        window.tabifyDockWidget(docks[tab_with], dock)
        front.raise_()
    return dock


def _front(window: QMainWindow, dock: QDockWidget) -> QDockWidget:
    """Which of the docks that share the tabs of one is seen."""
    for one in (dock, *window.tabifiedDockWidgets(dock)):
        if not one.visibleRegion().isEmpty():
            return one
    return dock


def add_first_dock(window: QMainWindow, docks: dict[str, QDockWidget], place: DockPlace, tab_with: str) -> QDockWidget:
    """A dock that stands in front of another, its tab the first, unless a person has moved it."""
    dock = docks[place.name] = QDockWidget(place.title, window)
    dock.setObjectName(f"dock_{place.name}")
    dock.setAccessibleName(place.title)
    dock.setWidget(place.content)
    if not window.restoreDockWidget(dock):
        # Where the other stands; then the other goes behind it.
        window.addDockWidget(place.area, dock)
        window.splitDockWidget(docks[tab_with], dock, Qt.Orientation.Horizontal)
        window.tabifyDockWidget(dock, docks[tab_with])
        dock.raise_()
    return dock

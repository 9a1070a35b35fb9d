"""Where the parts of the Faults workspace stand around the diagram."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt

from console.windows.docks import DockPlace, add_late_dock
from console.windows.main_window import MainWindow
from widgets.faults.incident_list import IncidentList
from widgets.faults.incident_page import IncidentPage
from widgets.faults.order_panel import OrderPanel

NARROW_PX, LOW_PX = 1500, 900


def tr(text: str) -> str:
    """``text`` in the person's language."""
    return QCoreApplication.translate("FaultWindow", text)


class FaultDocks:
    """Incidents at the left, the incident at the right, its switching order beneath."""

    NAMES = frozenset({"incidents", "incident", "order"})

    def __init__(self, window: MainWindow, incidents: IncidentList, page: IncidentPage, orders: OrderPanel) -> None:
        self._window, self._has_taken = window, False
        area = Qt.DockWidgetArea
        places = (
            (DockPlace("incidents", tr("Incidents"), incidents, area.LeftDockWidgetArea), "network"),
            (DockPlace("incident", tr("Incident"), page, area.RightDockWidgetArea), "inspector"),
            (DockPlace("order", tr("Switching order"), orders, area.BottomDockWidgetArea), "tables"),
        )
        for place, beside in places:
            add_late_dock(window, window.docks, place, beside).hide()

    def arrange(self) -> None:
        """The docks as they stand the first time."""
        window, docks = self._window, self._window.docks
        for name in ("incidents", "incident", "order", "reliability"):
            docks[name].show()
        for name, other in (("incident", "inspector"), ("order", "alarms"), ("order", "reliability")):
            if other in docks:
                window.tabifyDockWidget(docks[name], docks[other])
            docks[name].raise_()
        if "instructor" in docks:
            window.tabifyDockWidget(docks["inspector"], docks["instructor"])
            docks["incident"].raise_()
        is_narrow, is_low = window.width() < NARROW_PX, window.height() < LOW_PX
        sides = [228, 300] if is_narrow else [300, 400]
        window.resizeDocks([docks["incidents"], docks["incident"]], sides, Qt.Orientation.Horizontal)
        window.resizeDocks([docks["order"]], [270 if is_low else 420], Qt.Orientation.Vertical)

    def make_room(self, is_here: bool) -> None:
        """In a low window the diagram needs the place of the time axis, unless that shows a past moment."""
        axis = self._window.diagram_panel.time_axis
        if is_here and self._window.height() < LOW_PX and not self._window.mode_is_elsewhere and not axis.isHidden():
            self._has_taken = True
            axis.hide()
        elif not is_here and self._has_taken:
            self._has_taken = False
            axis.show()

"""Where the parts of the Dispatch workspace stand: plans at the left, proof at the right, the hours in the middle."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QStackedLayout, QWidget

from console.windows.docks import DockPlace, add_late_dock
from console.windows.main_window import MainWindow
from widgets.dispatch.courses import Courses
from widgets.dispatch.plan_list import PlanList
from widgets.dispatch.proof_page import ProofPage

NARROW_PX = 1500
SHORT_PX, LOW_PX, HIGH_PX = 900, 256, 320


class DispatchDocks:
    """The docks and the middle.

    Attributes:
        centre: one plan over its hours, two side by side, one over scenarios, or a forecast.
    """

    NAMES = frozenset({"plans", "proof", "execution"})

    def __init__(
        self, window: MainWindow, plans: PlanList, proof: ProofPage, courses: Courses, *others: QWidget
    ) -> None:
        self._window = window
        area = Qt.DockWidgetArea
        places = (
            (DockPlace("plans", tr("Plans"), plans, area.LeftDockWidgetArea), "network"),
            (DockPlace("proof", tr("Proof"), proof, area.RightDockWidgetArea), "inspector"),
        )
        for place, beside in places:
            add_late_dock(window, window.docks, place, beside).hide()
        self.centre = QWidget(window)
        self.centre.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._stack = QStackedLayout(self.centre)
        self._stack.setContentsMargins(0, 0, 0, 0)
        for page in (courses, *others):
            self._stack.addWidget(page)

    def arrange(self) -> None:
        """The docks as they stand the first time."""
        window, docks = self._window, self._window.docks
        for name in ("plans", "proof"):
            docks[name].show()
            docks[name].raise_()
        sides = [228, 300] if window.width() < NARROW_PX else [300, 400]
        window.resizeDocks([docks["plans"], docks["proof"]], sides, Qt.Orientation.Horizontal)
        if "execution" in docks:
            height = LOW_PX if window.height() < SHORT_PX else HIGH_PX
            window.resizeDocks([docks["execution"]], [height], Qt.Orientation.Vertical)

    def show(self, page: QWidget) -> None:
        """What stands in the middle."""
        self._stack.setCurrentWidget(page)


def tr(text: str) -> str:
    """``text`` in the person's language."""
    return QCoreApplication.translate("DispatchWindow", text)

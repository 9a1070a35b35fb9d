"""Where the parts of the Dispatch workspace stand: plans at the left, proof at the right, the hours in the middle."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QStackedLayout, QWidget

from console.windows.docks import DockPlace, add_late_dock
from console.windows.main_window import MainWindow
from widgets.dispatch.compare_page import ComparePage
from widgets.dispatch.courses import Courses
from widgets.dispatch.plan_list import PlanList
from widgets.dispatch.proof_page import ProofPage

NARROW_PX = 1500


class DispatchDocks:
    """The docks and the middle.

    Attributes:
        centre: one plan over its hours, or two side by side.
    """

    NAMES = frozenset({"plans", "proof"})

    def __init__(
        self, window: MainWindow, plans: PlanList, proof: ProofPage, courses: Courses, compare: ComparePage
    ) -> None:
        self._window, self._courses, self._compare = window, courses, compare
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
        self._stack.addWidget(courses)
        self._stack.addWidget(compare)

    def arrange(self) -> None:
        """The docks as they stand the first time."""
        window, docks = self._window, self._window.docks
        for name in ("plans", "proof"):
            docks[name].show()
            docks[name].raise_()
        sides = [228, 300] if window.width() < NARROW_PX else [300, 400]
        window.resizeDocks([docks["plans"], docks["proof"]], sides, Qt.Orientation.Horizontal)

    def show_compared(self, is_compared: bool) -> None:
        """Two plans in the middle, or one."""
        self._stack.setCurrentWidget(self._compare if is_compared else self._courses)


def tr(text: str) -> str:
    """``text`` in the person's language."""
    return QCoreApplication.translate("DispatchWindow", text)

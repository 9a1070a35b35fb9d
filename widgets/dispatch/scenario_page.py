"""A plan over scenarios: what is decided for all and bands over the hours, figures of the day beneath."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from widgets.dispatch.band_table import BandTable
from widgets.dispatch.courses import Courses
from widgets.dispatch.scenario_lines import ScenarioView


class ScenarioPage(QWidget):
    """Charts and figures.

    Attributes:
        courses: the charts; figures: the table.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.courses, self.figures = Courses(self), BandTable(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(8)
        column.addWidget(self.courses, 1)
        column.addWidget(self.figures)
        self.figures.hide()

    def show_plan(self, view: ScenarioView | None, missing: str = "") -> None:
        """Show a plan, or say what is missing."""
        self.figures.setVisible(view is not None)
        if view is not None:
            self.figures.show_rows(view.columns, view.rows)
        self.courses.show_plan(view.courses if view is not None else None, missing)

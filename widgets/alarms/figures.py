"""How the alarm desk itself fares: the figures of ISA-18.2, live."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from widgets.numbers import number_text

NAME_PX = 170


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with what it is judged by.

    Attributes:
        judgement: "" while it is as it should be, "medium" or "high" where it is not.
        target: what it should be.
    """

    name: str
    value: str
    target: str = ""
    judgement: str = ""


@dataclass(frozen=True, slots=True)
class Frequent:
    """An alarm that comes often."""

    name: str
    count: int
    share: float
    element_id: str = ""


@dataclass(frozen=True, slots=True)
class DeskFigures:
    """All that is shown.

    Attributes:
        floods: one sentence each, the last first.
    """

    figures: tuple[Figure, ...] = ()
    frequent: tuple[Frequent, ...] = ()
    floods: tuple[str, ...] = ()


class FiguresPanel(QScrollArea):
    """Rates, standing alarms, the ten most frequent and the floods.

    Signals:
        looked_at: somebody sees it again. export_asked: write them to a file.
        element_asked: id of the equipment of a frequent alarm.
    """

    export_asked = Signal()
    looked_at = Signal()
    element_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Figures of the alarm desk"))
        self._inside = QWidget(self)
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(8)
        columns = QHBoxLayout()
        columns.setSpacing(20)
        self._grids = tuple(QGridLayout() for _ in range(3))
        for grids in (self._grids[:1], self._grids[1:]):
            half = QVBoxLayout()
            half.setSpacing(12)
            for grid in grids:
                grid.setVerticalSpacing(3)
                grid.setHorizontalSpacing(10)
                half.addLayout(grid)
            half.addStretch(1)
            columns.addLayout(half, 1)
        column.addLayout(columns)
        column.addStretch(1)
        self.export_button = QToolButton(self._inside)
        self.export_button.setText(self.tr("Export figures"))
        self.export_button.setToolTip(self.tr("Write these figures to a file (CSV)"))
        self.export_button.clicked.connect(self.export_asked)
        column.addWidget(self.export_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.setWidget(self._inside)
        self._shown: DeskFigures | None = None
        self.show_figures(DeskFigures())

    def showEvent(self, event: QShowEvent) -> None:
        """Somebody looks."""
        super().showEvent(event)
        self.looked_at.emit()

    @property
    def shown(self) -> DeskFigures:
        """What is shown."""
        return self._shown or DeskFigures()

    def show_figures(self, figures: DeskFigures) -> None:
        """Show these."""
        if figures == self._shown:
            return
        self._shown = figures
        for grid in self._grids:
            while (item := grid.takeAt(0)) is not None:
                if (widget := item.widget()) is not None:
                    widget.hide()
                    widget.deleteLater()
        self._show_values(self._grids[0], figures.figures)
        self._show_frequent(self._grids[1], figures.frequent)
        self._show_floods(self._grids[2], figures.floods)

    def _show_values(self, grid: QGridLayout, figures: Sequence[Figure]) -> None:
        grid.addWidget(self._title(self.tr("PER OPERATOR AND STANDING")), 0, 0, 1, 3)
        for row, figure in enumerate(figures, 1):
            sign = {"medium": "■ ", "high": "▲ "}.get(figure.judgement, "")
            value = QLabel(sign + figure.value, self._inside)
            value.setObjectName("figureValue")
            value.setProperty("severity", figure.judgement)
            value.setAlignment(Qt.AlignmentFlag.AlignRight)
            target = QLabel(figure.target, self._inside)
            target.setObjectName("small")
            grid.addWidget(QLabel(figure.name, self._inside), row, 0)
            grid.addWidget(value, row, 1)
            grid.addWidget(target, row, 2)
        grid.setColumnStretch(2, 1)

    def _show_frequent(self, grid: QGridLayout, frequent: Sequence[Frequent]) -> None:
        grid.addWidget(self._title(self.tr("TEN MOST FREQUENT")), 0, 0, 1, 3)
        for row, one in enumerate(frequent[:10], 1):
            shown = self.fontMetrics().elidedText(one.name, Qt.TextElideMode.ElideRight, NAME_PX)
            name = QLabel(shown, self._inside)
            name.setToolTip(one.name)
            if one.element_id:
                name.setText(f'<a href="{escape(one.element_id)}">{escape(shown)}</a>')
                name.setTextFormat(Qt.TextFormat.RichText)
                name.linkActivated.connect(self.element_asked)
            grid.addWidget(name, row, 0)
            for column, text in enumerate((number_text(one.count, 0), f"{number_text(100 * one.share, 0)} %"), 1):
                label = QLabel(text, self._inside)
                label.setAlignment(Qt.AlignmentFlag.AlignRight)
                grid.addWidget(label, row, column)
        if not frequent:
            grid.addWidget(self._faint(self.tr("No alarm has come yet.")), 1, 0)
        grid.setColumnStretch(0, 1)

    def _show_floods(self, grid: QGridLayout, floods: Sequence[str]) -> None:
        grid.addWidget(self._title(self.tr("FLOODS (MORE THAN 10 IN 10 MINUTES)")), 0, 0)
        for row, text in enumerate(floods[:8], 1):
            label = QLabel(text, self._inside)
            label.setWordWrap(True)
            grid.addWidget(label, row, 0)
        if not floods:
            grid.addWidget(self._faint(self.tr("None since this console was started.")), 1, 0)

    def _title(self, text: str) -> QLabel:
        label = QLabel(text, self._inside)
        label.setObjectName("sectionTitle")
        return label

    def _faint(self, text: str) -> QLabel:
        label = QLabel(text, self._inside)
        label.setObjectName("emptyState")
        return label

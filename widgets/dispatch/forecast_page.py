"""What the units may do: the fan of one or of all, and beside it what they do together."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from widgets.charts.empty_state import EmptyState
from widgets.dispatch.correlation_panel import CorrelationPanel
from widgets.dispatch.forecast_lines import ForecastView
from widgets.dispatch.hour_plot import HourPlot
from widgets.dispatch.lines import RunningLine
from widgets.faults.action_row import ActionRow
from widgets.faults.labels import TipLabel, WordsLabel
from widgets.faults.order_lines import ActionLine
from widgets.slices import Slices, Steps
from widgets.theme import theme_chooser

SIDE_BY_SIDE_PX = 640


class ForecastPage(QWidget):
    """A forecast, or the sentence that says why there is none.

    Attributes:
        units: the list of fans; fan: the one that is chosen; correlation: the map and the table.
        action_row: the buttons beneath; cancel_button: of what is under way.

    Signals:
        action_asked: key of a button; cancel_asked: what is under way is not wanted any more; closed: back to the plan.
    """

    action_asked = Signal(str)
    cancel_asked = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Forecast"))
        self.view: ForecastView | None = None
        self._slices, self._fan_slices = Slices(self), Slices(self)
        self.units = QComboBox(self)
        self.units.setAccessibleName(self.tr("Unit whose forecast is shown"))
        self.units.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.units.setMinimumContentsLength(28)
        self.units.currentIndexChanged.connect(self._show_fan)
        self.fan, self.correlation = HourPlot(self), CorrelationPanel(self)
        self.fan.step_wanted.connect(self.fan.show_step)
        self.history, self.scores = WordsLabel(self, tone="muted", is_small=True), WordsLabel(self)
        self.notes = WordsLabel(self, is_small=True)
        self.action_row = ActionRow(self)
        self.action_row.asked.connect(self.action_asked)
        self._empty = EmptyState("", self)
        self._running = self._running_row()
        self._lay_out()
        self.show_running(None)
        theme_chooser().changed.connect(self._dress)

    def _running_row(self) -> QWidget:
        row = QWidget(self)
        self._running_text = TipLabel(row, is_small=True)
        self.progress = QProgressBar(row)
        self.progress.setRange(0, 100)
        self.progress.setAccessibleName(self.tr("Progress of the forecast"))
        self.cancel_button = QPushButton(self.tr("Cancel"), row)
        self.cancel_button.setProperty("inRow", True)
        self.cancel_button.setAutoDefault(False)
        self.cancel_button.clicked.connect(self.cancel_asked)
        line = QHBoxLayout(row)
        line.setContentsMargins(16, 4, 14, 4)
        line.setSpacing(8)
        line.addWidget(self._running_text, 1)
        line.addWidget(self.progress, 1)
        line.addWidget(self.cancel_button)
        return row

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 14, 4)
        head.setSpacing(8)
        title = QLabel(self.tr("Forecast"), self)
        title.setObjectName("panelTitle")
        self.case = TipLabel(self)
        self.back = QPushButton(self.tr("Back to plan"), self)
        self.back.setAutoDefault(False)
        self.back.clicked.connect(self.closed)
        head.addWidget(title)
        head.addWidget(self.case, 1)
        head.addWidget(self.back)
        words = QVBoxLayout()
        words.setContentsMargins(16, 0, 14, 8)
        words.setSpacing(4)
        for label in (self.scores, self.history, self.notes):
            words.addWidget(label)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(words)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._content())
        column.addWidget(self._stack, 1)
        column.addWidget(self._running)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 8, 14, 12)
        foot.addWidget(self.action_row)
        column.addLayout(foot)

    def _content(self) -> QWidget:
        content = QWidget(self)
        # The list names what is drawn: a title would say it again.
        self.fan.title.hide()
        choice = QHBoxLayout()
        choice.setContentsMargins(12, 4, 14, 0)
        choice.addWidget(self.units)
        choice.addStretch(1)
        self.fan.column.insertLayout(0, choice)
        self.fan.caption.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, content)
        self._sides.setContentsMargins(0, 0, 0, 0)
        self._sides.setSpacing(8)
        self._sides.addWidget(self.fan, 6)
        self._sides.addWidget(self.correlation, 5)
        return content

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The map beside the fan, beneath it where it is narrow."""
        super().resizeEvent(event)
        is_wide = self.width() >= SIDE_BY_SIDE_PX
        way = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        self._sides.setDirection(way)

    # What is shown -----------------------------------------------------------------------------------------

    @property
    def sentence(self) -> str:
        """Why there is no forecast, "" where there is one."""
        return self._empty.text() if self._stack.currentIndex() == 0 else ""

    @property
    def is_drawing(self) -> bool:
        """Whether something is still to be drawn."""
        return self._slices.is_busy or self._fan_slices.is_busy

    def show_forecast(self, view: ForecastView | None, missing: str = "", title: str = "") -> None:
        """Show a forecast in turns of the event loop, or say what is missing of the case called ``title``."""
        self._slices.start(self.forecast_steps(view, missing, title), lambda _done: None)

    def forecast_steps(self, view: ForecastView | None, missing: str = "", title: str = "") -> Steps[None]:
        """:meth:`show_forecast` in slices, each of them of this page only."""
        self.view = None
        self.case.say(view.title if view is not None else title)
        notes = "\n".join(view.notes) if view is not None else ""
        texts = ("", "") if view is None else (view.history, view.scores)
        # Each of them may be hidden or shown, which is not free.
        for label, text in zip((self.history, self.scores, self.notes), (*texts, notes), strict=True):
            label.say(text)
            yield
        if view is None:
            self._empty.setText(missing)
            self._stack.setCurrentIndex(0)
            return
        before = self.units.currentText()
        self.units.clear()
        self.units.addItems([fan.title for fan in view.fans])
        self.units.setCurrentIndex(max(self.units.findText(before), 0))
        yield
        self._fan_slices.cancel()
        self.view = view
        yield from self.fan.chart_steps(view.fans[self.units.currentIndex()], view.hours)
        yield from self.correlation.matrix_steps(view.correlation)
        self._stack.setCurrentIndex(1)

    def _show_fan(self) -> None:
        at = self.units.currentIndex()
        if self.view is not None and at >= 0:
            steps = self.fan.chart_steps(self.view.fans[at], self.view.hours)
            self._fan_slices.start(steps, lambda _done: None)

    def show_running(self, running: RunningLine | None) -> None:
        """Show what is under way, or nothing."""
        self._running.setVisible(running is not None)
        if running is not None:
            self._running_text.say(running.text)
            self.progress.setValue(round(100 * running.fraction))

    @property
    def running_text(self) -> str:
        """What is said to be under way, "" for nothing."""
        return "" if self._running.isHidden() else self._running_text.text()

    def show_actions(self, actions: Sequence[ActionLine]) -> None:
        """The buttons beneath."""
        self.action_row.show_actions(actions)

    def _dress(self) -> None:
        self.fan.dress()
        self._show_fan()

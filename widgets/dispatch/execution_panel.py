"""A plan on its way into the field: its state and next step at the left, what is sent at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from widgets.charts.empty_state import EmptyOr
from widgets.dispatch.execution_lines import ExecutionView, MeasureLine
from widgets.dispatch.setpoint_table import SetpointTable
from widgets.faults.action_row import ActionRow
from widgets.faults.labels import TipLabel, WordsLabel, section_title, set_tone, signed
from widgets.faults.order_lines import ActionLine

WIDEST_LEFT_PX = 380


class ExecutionPanel(QWidget):
    """Shows a plan that is carried out, or says what to do that one is.

    Attributes:
        title, state, reason, step, countdown: what is said; table: the setpoints; action_row: the buttons.

    Signals:
        action_asked: key of a button.
    """

    action_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Carrying out the plan"))
        self.view: ExecutionView | None = None
        left = QWidget(self)
        self.title = TipLabel(left)
        self.title.setObjectName("panelTitle")
        self.state = WordsLabel(left, is_strong=True)
        self.reason = WordsLabel(left, is_small=True)
        self.step, self.countdown = QLabel(left), QLabel(left)
        self.countdown.setProperty("strong", True)
        for label in (self.step, self.countdown):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.measures_title = section_title(self.tr("Measured against the plan"), left)
        self.measures = _Measures(left)
        self.proposal = WordsLabel(left, is_small=True)
        self.action_row = ActionRow(self)
        self.action_row.asked.connect(self.action_asked)
        self.table_title = section_title("", self)
        self.counts = TipLabel(self, tone="muted", is_small=True)
        self.table = SetpointTable(self)
        self.body = EmptyOr("", self)
        self._lay_out(left)
        self.show_empty("")

    def sizeHint(self) -> QSize:
        """A head, a few rows and the buttons."""
        return QSize(800, 240)

    def _lay_out(self, left: QWidget) -> None:
        column = QVBoxLayout(left)
        column.setContentsMargins(16, 10, 12, 4)
        column.setSpacing(4)
        moment = QHBoxLayout()
        moment.setSpacing(8)
        moment.addWidget(self.step)
        moment.addWidget(self.countdown)
        moment.addStretch(1)
        for widget in (self.title, self.state, self.reason):
            column.addWidget(widget)
        column.addLayout(moment)
        column.addWidget(self.proposal)
        column.addSpacing(4)
        column.addWidget(self.measures_title)
        column.addWidget(self.measures)
        column.addStretch(1)
        both = QHBoxLayout()
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(0)
        both.addWidget(self._scrolled(left), 2)
        both.addLayout(self._right(), 5)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 6, 12, 8)
        foot.addWidget(self.action_row)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(both, 1)
        whole.addLayout(foot)

    def _scrolled(self, left: QWidget) -> QScrollArea:
        area = QScrollArea(self)
        area.setWidget(left)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setMinimumWidth(240)
        area.setMaximumWidth(WIDEST_LEFT_PX)
        return area

    def _right(self) -> QVBoxLayout:
        self.counts.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head = QHBoxLayout()
        head.setContentsMargins(8, 10, 12, 4)
        head.setSpacing(12)
        head.addWidget(self.table_title)
        head.addWidget(self.counts, 1)
        self.body.show_content(self.table)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addLayout(head)
        right.addWidget(self.body, 1)
        return right

    # What is shown -----------------------------------------------------------------------------------------

    def show_empty(self, sentence: str) -> None:
        """Say what has to be done that a plan is carried out."""
        self.view = None
        self.title.say(self.tr("No plan is carried out"))
        for label in (self.state, self.reason, self.proposal):
            label.say("")
        self.step.setText("")
        self.countdown.setText("")
        self.counts.say("")
        self.table_title.setText(self.tr("Setpoints").upper())
        self.measures_title.hide()
        self.measures.show_lines(())
        self.table.lines_model.put(())
        self.body.show_empty(sentence)

    def show_execution(self, view: ExecutionView) -> None:
        """Show where a plan stands; the same again changes nothing."""
        if view == self.view:
            return
        self.view = view
        self.title.say(view.title)
        set_tone(self.state, view.severity)
        self.state.say(signed(view.state, view.severity))
        self.reason.say(view.reason)
        self.step.setText(view.step)
        self.countdown.setText(view.countdown)
        self.proposal.say(view.proposal)
        self.measures_title.setVisible(bool(view.measures))
        self.measures.show_lines(view.measures)
        self.table_title.setText(view.table_title.upper())
        self.counts.say(view.counts)
        self.table.lines_model.put(view.lines)
        if view.lines:
            self.body.show_content(self.table)
        else:
            self.body.show_empty(self.tr("There is nothing to be sent."))

    def show_actions(self, actions: Sequence[ActionLine]) -> None:
        """The buttons beneath."""
        self.action_row.show_actions(actions)


class _Measures(QWidget):
    """Name, measured and difference, one beneath the other."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)
        self._rows: list[tuple[TipLabel, QLabel, QLabel]] = []

    def show_lines(self, lines: Sequence[MeasureLine]) -> None:
        while len(self._rows) < len(lines):
            row = (TipLabel(self), QLabel(self), QLabel(self))
            for column, label in enumerate(row):
                label.setTextFormat(Qt.TextFormat.PlainText)
                self._grid.addWidget(label, len(self._rows), column)
            for label in row[1:]:
                label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._rows.append(row)
        for at, (name, measured, difference) in enumerate(self._rows):
            for label in (name, measured, difference):
                label.setVisible(at < len(lines))
            if at < len(lines):
                line = lines[at]
                planned = self.tr("planned {value}").format(value=line.planned)
                name.say(line.name, "\n".join(part for part in (line.note, planned) if part))
                measured.setText(line.measured)
                difference.setText(signed(line.difference, line.severity))
                set_tone(difference, line.severity or "muted")
        self.setVisible(bool(lines))

    @property
    def texts(self) -> tuple[tuple[str, str, str], ...]:
        """What stands there."""
        return tuple((n.text(), m.text(), d.text()) for n, m, d in self._rows if not n.isHidden())

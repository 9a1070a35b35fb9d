"""What is asked of the list: words, priorities, state, kind, feeder."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QToolButton, QWidget

from engines.values.alarms import AlarmState
from engines.values.violations import Severity
from widgets.alarms.filtering import AlarmFilter
from widgets.alarms.line import GONE
from widgets.alarms.shapes import LETTERS
from widgets.alarms.words import severity_text
from widgets.numbers import number_text

TYPING_MS = 80


class FilterBar(QWidget):
    """One row of filters.

    Signals:
        changed: the :class:`AlarmFilter` that is asked for.
        left: Down or Enter in the search: on to the rows.
    """

    changed = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Search alarms"))
        self.search.setAccessibleName(self.tr("Search alarms"))
        self.search.setToolTip(self.tr("Alarms with all these words. Esc clears."))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(70)
        self.search.setMaximumWidth(260)
        self.search.installEventFilter(self)
        self.priorities = {severity: self._priority(severity) for severity in sorted(Severity, reverse=True)}
        self.state = self._choice(self.tr("State"), self._states())
        self.kind = self._choice(self.tr("Kind"), [(self.tr("Kind"), "")])
        self.feeder = self._choice(self.tr("Feeder"), [(self.tr("Feeder"), "")])
        self.count = QLabel(self)
        self.count.setObjectName("small")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 4)
        row.setSpacing(4)
        row.addWidget(self.search, 1)
        for button in self.priorities.values():
            row.addWidget(button)
        for box in (self.state, self.kind, self.feeder):
            row.addWidget(box)
        row.addWidget(self.count)
        row.addStretch(0)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self._tell)
        self.search.textChanged.connect(lambda _: self._typing.start())

    def _priority(self, severity: Severity) -> QToolButton:
        button = QToolButton(self)
        button.setText(LETTERS[severity])
        button.setCheckable(True)
        button.setProperty("segment", True)
        button.setFixedWidth(30)
        button.setProperty("priority", severity_token(severity))
        name = self.tr("Only {priority} priority").format(priority=severity_text(severity))
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.toggled.connect(lambda _: self._tell())
        return button

    def _states(self) -> list[tuple[str, object]]:
        state = AlarmState
        return [
            (self.tr("State"), frozenset()),
            (self.tr("to acknowledge"), frozenset(s for s in state if s.is_unacknowledged)),
            (self.tr("active"), frozenset({state.UNACKNOWLEDGED, state.ACKNOWLEDGED})),
            (self.tr("returned"), frozenset(GONE)),
            (self.tr("to reset"), frozenset({state.LATCHED_UNACKNOWLEDGED, state.LATCHED_ACKNOWLEDGED})),
        ]

    def _choice(self, name: str, choices: Iterable[tuple[str, object]]) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(name)
        box.setToolTip(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(3)
        box.setMinimumWidth(66)
        box.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        for text, data in choices:
            box.addItem(text, data)
        box.currentIndexChanged.connect(lambda _: self._on_chosen(box, name))
        return box

    def _on_chosen(self, box: QComboBox, name: str) -> None:
        box.setToolTip(f"{name}: {box.currentText()}" if box.currentIndex() > 0 else name)
        self._tell()

    def offer(self, kinds: Iterable[str], feeders: Iterable[str]) -> None:
        """Which kinds and feeders there are; those known stay where they are."""
        for box, names in ((self.kind, kinds), (self.feeder, feeders)):
            known = {box.itemData(place) for place in range(1, box.count())}
            for name in sorted(set(names) - known - {""}):
                box.addItem(name, name)

    def show_count(self, shown: int, known: int) -> None:
        """How many rows pass, of how many."""
        text = number_text(known, 0)
        if shown != known:
            text = self.tr("{shown} of {known}").format(shown=number_text(shown, 0), known=text)
        self.count.setText(text)

    @property
    def value(self) -> AlarmFilter:
        """What is asked for."""
        severities = frozenset(s for s, button in self.priorities.items() if button.isChecked())
        states = self.state.currentData()
        return AlarmFilter(
            self.search.text(), severities, states if isinstance(states, frozenset) else frozenset(),
            self.kind.currentData() or "", self.feeder.currentData() or "",
        )  # fmt: skip

    def reset(self) -> None:
        """Ask for everything."""
        self.search.clear()
        for button in self.priorities.values():
            button.setChecked(False)
        for box in (self.state, self.kind, self.feeder):
            box.setCurrentIndex(0)
        self._typing.stop()
        self._tell()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc clears, Down and Enter go on to the rows."""
        if watched is self.search and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._typing.stop()
                self._tell()
                self.left.emit()
                return True
        return super().eventFilter(watched, event)

    def _tell(self) -> None:
        self.changed.emit(self.value)


def severity_token(severity: Severity) -> str:
    """Name of a priority in the style sheet."""
    return {Severity.HIGH: "high", Severity.MEDIUM: "medium", Severity.LOW: "low"}[severity]

"""A calendar with a clock, to jump to any moment of a span."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QDate, Qt, QTime, Signal
from PySide6.QtWidgets import (
    QCalendarWidget,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)


class DatePicker(QDialog):
    """Lets a person choose a day and a time within a span.

    Signals:
        chosen: seconds since 1970.
    """

    chosen = Signal(int)

    def __init__(self, first_s: int, last_s: int, shown_s: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Go to a moment"))
        self.calendar = QCalendarWidget(self)
        self.calendar.setAccessibleName(self.tr("Day"))
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setDateRange(_date(first_s), _date(max(first_s, last_s - 1)))
        self.calendar.setSelectedDate(_date(shown_s))
        self.calendar.activated.connect(lambda _: self._go())
        self.clock = QTimeEdit(QTime(0, 0).addSecs(shown_s % 86400), self)
        self.clock.setDisplayFormat("HH:mm")
        self.clock.setAccessibleName(self.tr("Time of day"))
        self.clock.setToolTip(self.tr("The step that contains this time is shown"))
        go = QPushButton(self.tr("Go there"), self)
        go.setProperty("primary", True)
        go.setDefault(True)
        go.clicked.connect(self._go)
        row = QHBoxLayout()
        row.addWidget(QLabel(self.tr("Time"), self))
        row.addWidget(self.clock)
        row.addStretch(1)
        row.addWidget(go)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.calendar)
        column.addLayout(row)

    def _go(self) -> None:
        day = np.datetime64(self.calendar.selectedDate().toString(Qt.DateFormat.ISODate), "s").astype(np.int64)
        self.chosen.emit(int(day) + QTime(0, 0).secsTo(self.clock.time()))
        self.accept()


def _date(second: int) -> QDate:
    return QDate.fromString(str(np.datetime64(second, "s").astype("datetime64[D]")), Qt.DateFormat.ISODate)

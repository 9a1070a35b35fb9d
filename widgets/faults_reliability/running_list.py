"""Who is without supply now."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QToolButton, QVBoxLayout, QWidget

from widgets.faults_reliability.lines import RunningLine

MOST_SHOWN = 6


class RunningList(QWidget):
    """Incidents with customers without supply, the most of them first.

    Signals:
        incident_asked: id of an incident somebody wants to see.
    """

    incident_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel(self.tr("WITHOUT SUPPLY NOW · NOT YET IN THE INDICES"), self)
        title.setObjectName("sectionTitle")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._column.addWidget(title)
        self._lines: tuple[RunningLine, ...] | None = None
        self.buttons: list[QToolButton] = []
        self._shown: list[QWidget] = []
        self.show_lines(())

    def show_lines(self, lines: Sequence[RunningLine]) -> None:
        """Show these."""
        if tuple(lines) == self._lines:
            return
        is_same = self._lines is not None and [x.incident_id for x in lines] == [x.incident_id for x in self._lines]
        self._lines = tuple(lines)
        if is_same and lines:
            for line, button, detail in zip(lines, self.buttons, self._shown[1::2], strict=False):
                self._fill(line, button, detail)
            return
        for widget in self._shown:
            widget.hide()
            widget.deleteLater()
        self.buttons, self._shown = [], []
        for line in lines[:MOST_SHOWN]:
            self._add(line)
        more = len(lines) - MOST_SHOWN
        if not lines:
            self._add_text(self.tr("Nobody."), "emptyState")
        elif more > 0:
            self._add_text(self.tr("and {count} more").format(count=more), "small")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names as long as there is room for."""
        super().resizeEvent(event)
        for line, button, detail in zip(self._lines or (), self.buttons, self._shown[1::2], strict=False):
            self._fill(line, button, detail)

    def _add(self, line: RunningLine) -> None:
        button = QToolButton(self)
        button.setProperty("flat", True)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(lambda _=False, key=line.incident_id: self.incident_asked.emit(key))
        detail = QLabel(self)
        detail.setObjectName("small")
        detail.setWordWrap(True)
        detail.setContentsMargins(4, 0, 0, 4)
        self._fill(line, button, detail)
        self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(detail)
        self.buttons.append(button)
        self._shown += [button, detail]

    def _fill(self, line: RunningLine, button: QToolButton, detail: QWidget) -> None:
        width = max(self.width() - 24, 200)
        button.setText(button.fontMetrics().elidedText(f"▲ {line.title}", Qt.TextElideMode.ElideRight, width))
        button.setToolTip(self.tr("{title}: show the incident").format(title=line.title))
        button.setAccessibleName(line.title)
        if isinstance(detail, QLabel):
            detail.setText(line.detail)

    def _add_text(self, text: str, name: str) -> None:
        label = QLabel(text, self)
        label.setObjectName(name)
        self._column.addWidget(label)
        self._shown.append(label)

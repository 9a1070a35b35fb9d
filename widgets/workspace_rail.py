"""The bar at the left edge: one button a workspace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from engines.values.violations import Severity
from widgets.alarms.shapes import LETTERS, draw_shape
from widgets.icons import icon
from widgets.theme import LABEL_PX, theme, theme_chooser, ui_font

RAIL_PX, BUTTON_PX, ICON_PX, BAR_PX = 60, 60, 24, 3
MOST_COUNTED = 99
SEVERITIES = {"high": Severity.HIGH, "medium": Severity.MEDIUM, "low": Severity.LOW}


@dataclass(frozen=True, slots=True)
class WorkspaceLine:
    """A workspace.

    Attributes:
        text: one word beneath the icon; icon_name: of ``resources/icons``.
        tip: what it is for and its key.
        count: what waits there, 0 for nothing; severity: the worst of that, "", "low", "medium" or "high".
    """

    key: str
    text: str
    icon_name: str
    tip: str = ""
    count: int = 0
    severity: str = ""


class RailButton(QAbstractButton):
    """Icon over word, with what waits in the corner; the chosen one stands raised with a bar at its left."""

    def __init__(self, line: WorkspaceLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_line(line)

    def show_line(self, line: WorkspaceLine) -> None:
        """Show other words or another count."""
        self.line = line
        self.setText(line.text)
        self.setToolTip("\n".join(part for part in (line.text, line.tip) if part))
        waiting = f", {self.badge}" if self.badge else ""
        self.setAccessibleName(f"{line.text}{waiting}")
        self.setAccessibleDescription(line.tip)
        self.update()

    @property
    def badge(self) -> str:
        """What waits, with its shape, as text; "" for nothing."""
        if self.line.count <= 0:
            return ""
        severity = SEVERITIES.get(self.line.severity)
        sign = f"{LETTERS[severity]} " if severity is not None else ""
        return f"{sign}{self._count_text()}"

    def _count_text(self) -> str:
        return str(self.line.count) if self.line.count <= MOST_COUNTED else f"{MOST_COUNTED}+"

    def sizeHint(self) -> QSize:
        """As wide as the rail."""
        return QSize(RAIL_PX, BUTTON_PX)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Pointed at, it is shaded."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """No longer."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, bar, icon, word, badge."""
        painter, chosen = QPainter(self), theme()
        if self.isChecked():
            painter.fillRect(self.rect(), chosen.color("raised"))
            painter.fillRect(0, 0, BAR_PX, self.height(), chosen.color("accent"))
        elif self.underMouse():
            painter.fillRect(self.rect(), chosen.color("raised", 0.6))
        tone = "text" if self.isChecked() else "muted"
        pixmap = icon(self.line.icon_name, tone).pixmap(QSize(ICON_PX, ICON_PX), self.devicePixelRatioF())
        painter.drawPixmap(QPointF((self.width() - ICON_PX) / 2, 9.0), pixmap)
        font = ui_font(LABEL_PX, bold=self.isChecked())
        words = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width() - 4)
        painter.setFont(font)
        painter.setPen(chosen.color(tone))
        painter.drawText(QRect(0, 35, self.width(), 18), Qt.AlignmentFlag.AlignCenter, words)
        self._paint_badge(painter)
        if self.hasFocus():
            painter.setPen(QPen(chosen.color("accent"), 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def _paint_badge(self, painter: QPainter) -> None:
        if self.line.count <= 0:
            return
        severity = SEVERITIES.get(self.line.severity)
        color = theme().color(self.line.severity if severity is not None else "text")
        font = ui_font(LABEL_PX, bold=True)
        text_px = QFontMetrics(font).horizontalAdvance(self._count_text())
        right = QRect(self.width() - text_px - 5, 3, text_px + 1, 14)
        painter.setFont(font)
        painter.setPen(color)
        painter.drawText(right, Qt.AlignmentFlag.AlignCenter, self._count_text())
        if severity is not None:
            painter.save()
            painter.translate(right.left() - 7.0, right.center().y() + 0.5)
            painter.scale(0.75, 0.75)
            draw_shape(painter, QPointF(0.0, 0.0), severity, color)
            painter.restore()


class WorkspaceRail(QWidget):
    """Chooses what fills the window.

    Attributes:
        buttons: by key of the workspace.

    Signals:
        chosen: key of the workspace a person wants; the rail shows it as chosen.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Workspaces"))
        self.setFixedWidth(RAIL_PX)
        self.buttons: dict[str, RailButton] = {}
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 0, 4)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        theme_chooser().changed.connect(self._repaint)

    @property
    def current_key(self) -> str:
        """The workspace that is chosen, "" for none."""
        return next((key for key, button in self.buttons.items() if button.isChecked()), "")

    def show_workspaces(self, lines: Sequence[WorkspaceLine], current_key: str) -> None:
        """Show these, one of them chosen; no signal."""
        wanted = {line.key: line for line in lines}
        for key in [key for key in self.buttons if key not in wanted]:
            gone = self.buttons.pop(key)
            self._group.removeButton(gone)
            gone.hide()
            gone.deleteLater()
        for place, (key, line) in enumerate(wanted.items()):
            if key not in self.buttons:
                button = self.buttons[key] = RailButton(line, self)
                button.clicked.connect(lambda _=False, key=key: self.chosen.emit(key))
                self._group.addButton(button)
            if self.buttons[key].line != line:
                self.buttons[key].show_line(line)
            if self._column.indexOf(self.buttons[key]) != place:
                self._column.removeWidget(self.buttons[key])
                self._column.insertWidget(place, self.buttons[key])
        self.buttons = {key: self.buttons[key] for key in wanted}
        self.choose(current_key)

    def choose(self, key: str) -> None:
        """Show a workspace as chosen, without a signal; an unknown one changes nothing."""
        if key in self.buttons:
            self.buttons[key].setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses what has the focus."""
        focused = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focused, RailButton):
            focused.click()
        else:
            super().keyPressEvent(event)

    def _repaint(self) -> None:
        for button in self.buttons.values():
            button.update()

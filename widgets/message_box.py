"""Message boxes with the theme's own signs: the toolkit's are pictures in colours that mean something else here."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QMessageBox, QWidget

from widgets.icons import icon

_SIZE_PX = 32


def question_box(title: str, text: str, parent: QWidget) -> QMessageBox:
    """A box that asks; the buttons are the caller's."""
    return _box(title, text, parent, "question")


def warning_box(title: str, text: str, parent: QWidget) -> QMessageBox:
    """A box that says what went wrong; the buttons are the caller's."""
    return _box(title, text, parent, "warning")


def _box(title: str, text: str, parent: QWidget, sign: str) -> QMessageBox:
    box = QMessageBox(QMessageBox.Icon.NoIcon, title, text, parent=parent)
    ratio = parent.devicePixelRatioF()
    box.setIconPixmap(icon(sign, "muted").pixmap(QSize(_SIZE_PX, _SIZE_PX), ratio))
    return box

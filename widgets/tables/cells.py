"""How a cell is painted: as the style sheet says, but a colour that means something stays on a selected row."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QPalette
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem


class CellDelegate(QStyledItemDelegate):
    """Gives selected cells the colour their model asks for."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """The model's colour, selected or not."""
        super().initStyleOption(option, index)
        brush = index.data(Qt.ItemDataRole.ForegroundRole)
        if isinstance(brush, QBrush):
            palette = QPalette(option.palette)
            palette.setBrush(QPalette.ColorRole.HighlightedText, brush)
            option.palette = palette

"""Rows under one another that keep what a person did with them while their values change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

Row = TypeVar("Row", bound=QWidget)
Line = TypeVar("Line")


class KeyedRows(QWidget, Generic[Row, Line]):
    """One row a line; a line with the same key is filled into the same row, wherever it stands by then.

    So focus, expansion and what lies under the pointer stay with what they belong to.
    """

    def __init__(
        self,
        make: Callable[[], Row],
        fill: Callable[[Row, Line], None],
        key: Callable[[Line], str],
        parent: QWidget | None = None,
        spacing: int = 4,
    ) -> None:
        super().__init__(parent)
        self.rows: dict[str, Row] = {}
        self._make, self._fill, self._key = make, fill, key
        self._shown: dict[str, Line] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(spacing)
        self.hide()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these, in this order. Of lines with the same key the last is shown."""
        wanted = {self._key(line): line for line in lines}
        for key in [key for key in self.rows if key not in wanted]:
            gone = self.rows.pop(key)
            self._shown.pop(key)
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for place, (key, line) in enumerate(wanted.items()):
            row = self.rows.get(key)
            if row is None:
                row = self.rows[key] = self._make()
            if self._column.indexOf(row) != place:
                self._column.removeWidget(row)
                self._column.insertWidget(place, row)
            if self._shown.get(key) != line:
                self._shown[key] = line
                self._fill(row, line)
            row.show()
        self.rows = {key: self.rows[key] for key in wanted}
        self.setVisible(bool(wanted))

"""Rows under one another that keep what a person did with them while their values change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from widgets.slices import Steps, run_steps

Row = TypeVar("Row", bound=QWidget)
Line = TypeVar("Line")


class KeyedRows(QWidget, Generic[Row, Line]):
    """One row a line; a line with the same key is filled into the same row, wherever it stands by then.

    So focus, expansion and what lies under the pointer stay with what they belong to. Rows of lines that are gone
    are kept aside for new ones: dressing a new widget takes far longer than filling an old one.
    """

    def __init__(
        self,
        make: Callable[[], Row],
        fill: Callable[[Row, Line], None],
        key: Callable[[Line], str],
        parent: QWidget | None = None,
        spacing: int = 4,
        forget: Callable[[Row], None] | None = None,
    ) -> None:
        """``forget`` undoes what a person did with a row before it is used for another line."""
        super().__init__(parent)
        self.rows: dict[str, Row] = {}
        self._make, self._fill, self._key, self._forget = make, fill, key, forget
        self._spare: list[Row] = []
        self._shown: dict[str, Line] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(spacing)
        self.hide()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these, in this order. Of lines with the same key the last is shown."""
        run_steps(self.steps(lines))

    def steps(self, lines: Sequence[Line]) -> Steps[None]:
        """The same row by row; what was left undone is done by the next."""
        wanted = {self._key(line): line for line in lines}
        for key in [key for key in self.rows if key not in wanted]:
            gone = self.rows.pop(key)
            self._shown.pop(key)
            self._column.removeWidget(gone)
            gone.hide()
            self._spare.append(gone)
        for place, (key, line) in enumerate(wanted.items()):
            row = self.rows.get(key)
            if row is None:
                row = self.rows[key] = self._spare_row() or self._make()
            if self._column.indexOf(row) != place:
                self._column.removeWidget(row)
                self._column.insertWidget(place, row)
            if self._shown.get(key) != line:
                self._fill(row, line)
                self._shown[key] = line
            row.show()
            yield
        self.rows = {key: self.rows[key] for key in wanted}
        self.setVisible(bool(wanted))

    def _spare_row(self) -> Row | None:
        if not self._spare:
            return None
        row = self._spare.pop()
        if self._forget is not None:
            self._forget(row)
        return row

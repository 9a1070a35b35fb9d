"""Figures of a plan, one beneath the other: a name, what is to be said of it, its value, and whether it is fine."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from widgets.dispatch.lines import ProofRow
from widgets.faults.labels import TipLabel, set_tone
from widgets.slices import Steps, run_steps

FINE, DOUBTFUL = "✓", "■"


class _Fact(QWidget):
    """A name, what is to be said of it, its value and its sign."""

    SIGN_PX = 16

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.name, self.value, self.sign = QLabel(self), QLabel(self), QLabel(self)
        self.note = TipLabel(self, tone="muted", is_small=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for label in (self.name, self.value, self.sign):
            label.setTextFormat(Qt.TextFormat.PlainText)
        for label in (self.value, self.sign):
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.value.setProperty("strong", True)
        self.sign.setFixedWidth(self.SIGN_PX)
        row.addWidget(self.name)
        row.addWidget(self.note, 1)
        row.addWidget(self.value)
        row.addWidget(self.sign)

    def show_row(self, row: ProofRow, *, has_signs: bool) -> None:
        self.name.setText(row.name)
        self.note.say(row.note)
        self.value.setText(row.value)
        self.sign.setVisible(has_signs)
        self.sign.setText("" if row.is_fine is None else FINE if row.is_fine else DOUBTFUL)
        for label in (self.value, self.sign):
            set_tone(label, "medium" if row.is_fine is False else "")


class Facts(QWidget):
    """Names at the left, values at the right, one beneath the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(3)
        self._facts: list[_Fact] = []

    def show_rows(self, rows: Sequence[ProofRow]) -> None:
        """Show these; signs have a column of their own where any has one."""
        run_steps(self.row_steps(rows))

    def row_steps(self, rows: Sequence[ProofRow]) -> Steps[None]:
        """:meth:`show_rows` in slices."""
        while len(self._facts) < len(rows):
            fact = _Fact(self)
            self._facts.append(fact)
            self._column.addWidget(fact)
            yield
        has_signs = any(row.is_fine is not None for row in rows)
        for at, fact in enumerate(self._facts):
            fact.setVisible(at < len(rows))
            if at < len(rows):
                fact.show_row(rows[at], has_signs=has_signs)
            yield

    @property
    def texts(self) -> tuple[tuple[str, str, str], ...]:
        """Name, value and sign of each line that is shown."""
        return tuple((f.name.text(), f.value.text(), f.sign.text()) for f in self._facts if not f.isHidden())

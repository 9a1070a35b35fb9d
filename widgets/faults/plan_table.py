"""The plans an order could be made from, one row each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from widgets.faults.labels import TipLabel, section_title, set_tone, signed
from widgets.faults.order_lines import PlanLine

ROW_PX, WIDEST_PX = 28, 260


class _PlanRow:
    """The widgets of one plan, to be filled again and again."""

    def __init__(self, grid: QGridLayout, row: int, parent: QWidget) -> None:
        self.key = ""
        self.letter = TipLabel(parent, is_strong=True)
        self.served, self.operations = TipLabel(parent), TipLabel(parent)
        self.vm_min, self.loading = TipLabel(parent), TipLabel(parent)
        self.remark = TipLabel(parent, tone="muted")
        self.button = QPushButton(parent)
        self.button.setAutoDefault(False)
        self.button.setProperty("inRow", True)
        labels = (self.letter, self.served, self.operations, self.vm_min, self.loading, self.remark)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for label in (self.vm_min, self.loading):
            label.setAlignment(right)
        for column, widget in enumerate((*labels, self.button)):
            grid.addWidget(widget, row, column)
        self.widgets: tuple[QWidget, ...] = (*labels, self.button)


class PlanTable(QWidget):
    """Lists plans with what they reach and what they take.

    Signals:
        chosen: key of the plan that is wanted instead.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[PlanLine, ...] | None = None
        self._rows: list[_PlanRow] = []
        self._grid = QGridLayout()
        self._grid.setContentsMargins(8, 0, 8, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(2)
        for place, (least_px, stretch) in enumerate(((16, 0), (60, 4), (60, 5), (62, 0), (40, 0), (60, 4))):
            self._grid.setColumnMinimumWidth(place, least_px)
            self._grid.setColumnStretch(place, stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        title = section_title(self.tr("Alternatives"), self)
        title.setContentsMargins(8, 0, 8, 0)
        column.addWidget(title)
        column.addLayout(self._grid)
        self.hide()

    @property
    def buttons(self) -> dict[str, QPushButton]:
        """The button of each plan that is shown."""
        count = len(self._shown or ())
        return {row.key: row.button for row in self._rows[:count]}

    def show_plans(self, plans: Sequence[PlanLine]) -> None:
        """Show these; nothing at all where there is no choice."""
        wanted = tuple(plans)
        if wanted == self._shown:
            return
        self._shown = wanted
        while len(self._rows) < len(wanted):
            row = _PlanRow(self._grid, len(self._rows), self)
            row.button.clicked.connect(lambda _=False, row=row: self.chosen.emit(row.key))
            self._rows.append(row)
        for place, row in enumerate(self._rows):
            for widget in row.widgets:
                widget.setVisible(place < len(wanted))
            if place < len(wanted):
                self._fill(row, wanted[place])
        self._share_width(wanted)
        self.setVisible(bool(wanted))

    def _share_width(self, plans: Sequence[PlanLine]) -> None:
        """Each column of words as much as its longest needs, in proportion where there is less."""
        metrics = self.fontMetrics()
        texts = ((1, [p.served_text for p in plans]), (2, [p.operations_text for p in plans]),
                 (5, [p.remark for p in plans]))  # fmt: skip
        for column, found in texts:
            longest = max((metrics.horizontalAdvance(text) for text in found), default=0)
            self._grid.setColumnStretch(column, max(min(longest, WIDEST_PX), 60))

    def _fill(self, row: _PlanRow, plan: PlanLine) -> None:
        row.key = plan.key
        row.letter.say(plan.letter)
        row.served.say(plan.served_text)
        row.operations.say(plan.operations_text)
        row.vm_min.say(plan.vm_min_text, self.tr("Lowest voltage after any of its steps"))
        row.loading.say(plan.loading_text, self.tr("Highest loading after any of its steps"))
        row.remark.say(plan.remark if plan.is_usable else signed(plan.remark, "medium"))
        set_tone(row.remark, "muted" if plan.is_usable else "medium")
        for label in (row.letter, row.served, row.operations, row.vm_min, row.loading):
            set_tone(label, "" if plan.is_usable else "muted")
        can_choose = plan.is_usable and not plan.is_chosen
        row.button.setText(self.tr("Chosen") if plan.is_chosen else self.tr("Choose {plan}").format(plan=plan.letter))
        tip = self.tr("Make the order from this plan; nothing is operated by that")
        if plan.is_chosen:
            tip = self.tr("This is the plan that is shown, and that an order is made from")
        elif not plan.is_usable:
            tip = plan.remark or self.tr("Not every step of it was proven")
        row.button.setToolTip(tip)
        row.button.setAccessibleName(f"{row.button.text()}: {plan.served_text}, {plan.operations_text}")
        row.button.setAccessibleDescription(tip)
        row.button.setEnabled(can_choose)

"""The sections of the incident page below the location."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from widgets.faults.action_row import ActionRow
from widgets.faults.keyed_rows import KeyedRows
from widgets.faults.labels import WordsLabel, section_title
from widgets.faults.lines import ActionLine, CustomerLine, DocumentView, EstimateView, WorkView
from widgets.faults.page_rows import CustomerRow, DocumentRow, WorkRow
from widgets.slices import Steps

Part = TypeVar("Part", bound=QWidget)


class Section(QWidget):
    """A heading with parts beneath."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)
        self.column.addWidget(section_title(title, self))

    def add(self, part: Part) -> Part:
        """Another part at the end."""
        self.column.addWidget(part)
        return part


class EstimateSection(Section):
    """When supply is expected back.

    Signals:
        asked: key of the action pressed.
    """

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Restoration estimate"), parent)
        self.text = self.add(WordsLabel(self, is_strong=True))
        self.detail = self.add(WordsLabel(self, tone="muted", is_small=True))
        self.action_row = self.add(ActionRow(self))
        self.action_row.asked.connect(self.asked)

    def show_estimate(self, view: EstimateView | None) -> None:
        """Show an estimate; ``None``: there is nothing to estimate."""
        self.setVisible(view is not None)
        if view is not None:
            self.text.say(view.text, view.severity)
            self.detail.say(view.detail)
            self.action_row.show_actions(view.actions)


class CustomerSection(Section):
    """Customers who must be called, those whose life depends on supply first.

    Signals:
        told: id of a customer.
    """

    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Call first"), parent)
        self.rows: KeyedRows[CustomerRow, CustomerLine] = self.add(
            KeyedRows(self._row, CustomerRow.show_line, lambda line: line.customer_id, self)
        )

    def steps(self, lines: Sequence[CustomerLine]) -> Steps[None]:
        """Show these, one by one; those already told come last."""
        ordered = sorted(lines, key=lambda line: (bool(line.told_text), not line.is_life_support))
        yield from self.rows.steps(ordered)
        self.setVisible(bool(lines))

    def _row(self) -> CustomerRow:
        row = CustomerRow(self)
        row.told.connect(self.told)
        return row


class WorkSection(Section):
    """Crews and what they do.

    Signals:
        asked: id of the work order ("" for none in particular) and key of the action.
    """

    asked = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Crews"), parent)
        self.rows: KeyedRows[WorkRow, WorkView] = self.add(
            KeyedRows(self._row, WorkRow.show_work, lambda view: view.work_id, self, 8)
        )
        self.nothing = self.add(WordsLabel(self, tone="muted", is_small=True))
        self.action_row = self.add(ActionRow(self))
        self.action_row.asked.connect(lambda key: self.asked.emit("", key))

    def steps(self, views: Sequence[WorkView], actions: Sequence[ActionLine]) -> Steps[None]:
        """Show these, one by one, or that there are none."""
        yield from self.rows.steps(views)
        self.nothing.say("" if views else self.tr("Nobody is on the way: there is no work order yet."))
        self.action_row.show_actions(actions)

    def _row(self) -> WorkRow:
        row = WorkRow(self)
        row.asked.connect(self.asked)
        return row


class DocumentSection(Section):
    """What protects the people at work.

    Signals:
        asked: id of the document ("" for none in particular) and key of the action.
        element_asked: id of a point of isolation or an earth.
    """

    asked = Signal(str, str)
    element_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Safety document"), parent)
        self.rows: KeyedRows[DocumentRow, DocumentView] = self.add(
            KeyedRows(self._row, DocumentRow.show_document, lambda view: view.document_id, self, 8)
        )
        self.nothing = self.add(WordsLabel(self, tone="muted", is_small=True))
        self.action_row = self.add(ActionRow(self))
        self.action_row.asked.connect(lambda key: self.asked.emit("", key))

    def steps(self, views: Sequence[DocumentView], actions: Sequence[ActionLine]) -> Steps[None]:
        """Show these, one by one, or that there are none."""
        yield from self.rows.steps(views)
        self.nothing.say("" if views else self.tr("No safety document yet: nobody may work on the equipment."))
        self.action_row.show_actions(actions)

    def _row(self) -> DocumentRow:
        row = DocumentRow(self)
        row.asked.connect(self.asked)
        row.element_asked.connect(self.element_asked)
        return row

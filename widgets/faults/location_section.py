"""Where the fault is suspected."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from widgets.faults.action_row import ActionRow
from widgets.faults.keyed_rows import KeyedRows
from widgets.faults.labels import WordsLabel, section_title
from widgets.faults.lines import LocationView, SuspectLine
from widgets.faults.suspect_row import SuspectRow
from widgets.slices import Steps, run_steps


class LocationSection(QWidget):
    """Suspects with their evidence, what is left over, what does not fit, what would tell most.

    Signals:
        suspect_pointed: ids of the suspect that is pointed at, empty for none.
        element_asked: id of the equipment to be gone to.
        asked: key of the action pressed.
    """

    suspect_pointed = Signal(object)
    element_asked = Signal(str)
    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: LocationView | None = None
        self.status = WordsLabel(self)
        self.suspects: KeyedRows[SuspectRow, SuspectLine] = KeyedRows(
            self._suspect, SuspectRow.show_line, lambda line: line.key, self, 0, SuspectRow.close_evidence
        )
        self.elsewhere = WordsLabel(self, tone="muted", is_small=True)
        self.contradictions = WordsLabel(self, tone="medium", is_small=True)
        self.next_step = WordsLabel(self)
        self.next_row = ActionRow(self)
        self.next_row.asked.connect(self.asked)
        self.note = WordsLabel(self, tone="muted", is_small=True)
        self.action_row = ActionRow(self)
        self.action_row.asked.connect(self.asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(section_title(self.tr("Where"), self))
        for words in (self.status, self.suspects, self.elsewhere, self.contradictions, self.next_step):
            column.addWidget(words)
        for below in (self.next_row, self.note, self.action_row):
            column.addWidget(below)
        run_steps(self.steps(None))

    def steps(self, view: LocationView | None) -> Steps[None]:
        """Show a location, suspect by suspect; ``None``: nothing was worked out for this incident."""
        self.setVisible(view is not None)
        if view is None or view == self._shown:
            return
        self._shown = None
        self.status.say(view.status_text, view.severity)
        yield from self.suspects.steps(view.suspects)
        self.elsewhere.say(view.elsewhere_text)
        does_not_fit = [self.tr("Does not fit: {words}").format(words=words) for words in view.contradictions]
        self.contradictions.say("\n".join(f"■ {words}" for words in does_not_fit))
        step = view.next_step_text
        head = self.tr("Nothing remote would tell more: {step}") if view.is_nothing_remote else self.tr(
            "Would tell most: {step}"
        )  # fmt: skip
        self.next_step.say(head.format(step=step) if step else "")
        self.next_row.show_actions(view.next_step_actions)
        self.note.say(view.note)
        self.action_row.show_actions(view.actions)
        self._shown = view

    def _suspect(self) -> SuspectRow:
        row = SuspectRow(self.suspects)
        row.pointed.connect(self.suspect_pointed)
        row.asked.connect(self.element_asked)
        return row

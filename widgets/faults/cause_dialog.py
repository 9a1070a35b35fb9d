"""What a crew has found."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from engines.values.repair import FaultCause
from widgets.faults.dialog_lines import CauseFound, Choice
from widgets.faults.form import FormDialog
from widgets.faults.words import cause_heading, tr


class CauseDialog(FormDialog):
    """Asks for cause and place.

    Attributes:
        cause, place: the choices; remark: what else is to be known.
    """

    def __init__(self, crew: str, places: Sequence[Choice], parent: QWidget | None = None) -> None:
        """``places``: equipment it can be, likeliest first."""
        super().__init__(
            tr("What {crew} has found").format(crew=crew),
            tr("The cause goes into the outage record; the place ends the search."),
            tr("Record"),
            parent,
        )
        ordered = [*(cause for cause in FaultCause if cause is not FaultCause.UNKNOWN), FaultCause.UNKNOWN]
        self.cause = self.add_choice(tr("Cause"), [Choice(cause.value, cause_heading(cause)) for cause in ordered])
        self.cause.setMaxVisibleItems(len(ordered))
        self.place = self.add_choice(tr("Where"), [*places, Choice("", tr("Not known yet"))])
        self.remark = self.add_text(tr("Remark"), tr("optional"))

    @property
    def found(self) -> CauseFound:
        """The answer, once the dialog was accepted."""
        cause = FaultCause(self.cause.currentData() or FaultCause.UNKNOWN)
        return CauseFound(cause, str(self.place.currentData() or ""), self.remark.text().strip())

    def missing(self) -> tuple[str, QWidget] | None:
        """See :class:`FormDialog`."""
        if self.cause.currentIndex() < 0:
            return tr("No cause is chosen; “Not known” is an answer, too."), self.cause
        if self.place.currentIndex() < 0:
            return tr("No place is chosen; “Not known yet” is an answer, too."), self.place
        return None

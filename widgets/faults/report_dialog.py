"""What somebody tells of a fault, by telephone or from the field."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QLabel, QWidget

from engines.values.fault_evidence import MEASURED, EvidenceKind, Reading
from widgets.faults.dialog_lines import Choice, FaultReport, PlaceLine
from widgets.faults.form import FormDialog
from widgets.faults.place_finder import PlaceFinder
from widgets.faults.words import tr
from widgets.number_box import NumberBox


@dataclass(frozen=True, slots=True)
class CallKind:
    """A kind of report: as evidence takes it, its words, and what is asked besides."""

    kind: EvidenceKind
    reading: Reading
    text: str
    place: str
    value: str = ""
    unit: str = ""
    most: float = 0.0


def call_kinds() -> tuple[CallKind, ...]:
    """Everything that can be reported, the most frequent first."""
    call, indicator = EvidenceKind.TROUBLE_CALL, EvidenceKind.INDICATOR
    who, which, where = tr("Who calls"), tr("Which indicator"), tr("Where")
    relay = tr("Which relay")
    return (
        CallKind(call, Reading.NO_SUPPLY, tr("No supply"), who),
        CallKind(call, Reading.LOW_VOLTAGE, tr("Low voltage, dim or flickering lights"), who),
        CallKind(call, Reading.DAMAGE, tr("A bang, a flash or damage was noticed"), who),
        CallKind(EvidenceKind.WIRE_DOWN, Reading.NONE, tr("A wire is down"), where),
        CallKind(indicator, Reading.FLAGGED, tr("Indicator read: fault current has passed"), which),
        CallKind(indicator, Reading.QUIET, tr("Indicator read: nothing has passed"), which),
        CallKind(EvidenceKind.DISTANCE, Reading.NONE, tr("Distance to the fault"), relay, tr("Distance"), "km", 500.0),
        CallKind(
            EvidenceKind.FAULT_CURRENT, Reading.NONE, tr("Fault current"), relay, tr("Largest current"), "kA", 100.0
        ),
    )


class ReportDialog(FormDialog):
    """Asks what was told, by whom or where, and for the number where there is one.

    Attributes:
        kind: what is told; finder: by whom or where; value: the number; note: what else was said.
    """

    def __init__(self, places: Sequence[PlaceLine], parent: QWidget | None = None, *, element_id: str = "") -> None:
        """``element_id`` is chosen beforehand, such as what is selected on the diagram."""
        super().__init__(
            tr("Report a fault"),
            tr("What is entered here is weighed with what meters, indicators and protection say; it operates nothing."),
            tr("Report"),
            parent,
        )
        self.setMinimumWidth(540)
        self._kinds = call_kinds()
        choices = [Choice(str(number), kind.text) for number, kind in enumerate(self._kinds)]
        self.kind = self.add_choice(tr("What is told"), choices)
        self.kind.setMaxVisibleItems(len(choices))
        self.finder = PlaceFinder(places, self)
        self._where = QLabel(tr("Who or where"), self)
        self._where.setBuddy(self.finder.field)
        self.form.addRow(self._where, self.finder)
        self.value = NumberBox(self)
        self.value.setDecimals(3)
        self.value.setSpecialValueText(tr("not given"))
        self.value.setAccessibleName(tr("Value"))
        self._value_name = QLabel(self)
        self.form.addRow(self._value_name, self.value)
        self.note = self.add_text(tr("Note"), tr("optional: name, number to call back, what was seen"))
        self.kind.currentIndexChanged.connect(lambda _: self._on_kind())
        self.finder.accepted.connect(self.accept)
        self.finder.choose(element_id)
        self._on_kind()
        self.kind.setFocus()

    @property
    def chosen(self) -> CallKind | None:
        """The kind of report, ``None`` before one is chosen."""
        return self._kinds[self.kind.currentIndex()] if self.kind.currentIndex() >= 0 else None

    @property
    def report(self) -> FaultReport:
        """The answer, once the dialog was accepted. Raises ``ValueError`` before a kind is chosen."""
        chosen = self.chosen
        if chosen is None:
            raise ValueError("nothing was reported")
        value = self.value.value() if chosen.kind in MEASURED else math.nan
        note = self.note.text().strip()
        return FaultReport(chosen.kind, chosen.reading, self.finder.element_id, value, note)

    def missing(self) -> tuple[str, QWidget] | None:
        """See :class:`FormDialog`."""
        chosen = self.chosen
        if chosen is None:
            return tr("It is not said what was told: choose it."), self.kind
        if not self.finder.element_id:
            return tr("No place is chosen: type part of its name and choose it."), self.finder.field
        if chosen.kind in MEASURED and self.value.value() <= 0.0:
            return tr("{value} is not given: enter it in {unit}.").format(
                value=chosen.value, unit=chosen.unit
            ), self.value
        return None

    def _on_kind(self) -> None:
        chosen = self.chosen
        is_measured = chosen is not None and chosen.kind in MEASURED
        if chosen is not None:
            self._where.setText(chosen.place)
            self.finder.show_kind(chosen.kind)
        if chosen is not None and is_measured:
            self._value_name.setText(chosen.value)
            self.value.setRange(0.0, chosen.most)
            self.value.setSuffix(f" {chosen.unit}")
            self.value.setValue(0.0)
        self.form.setRowVisible(self.value, is_measured)

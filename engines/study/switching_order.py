"""The draft of a switching order: the switch operations of a study as steps."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from engines.grid.switches import SwitchPosition
from engines.study.change import label_of
from engines.study.study import Study
from engines.study.switching import SwitchOperation

_WORD = {SwitchPosition.OPEN: "open", SwitchPosition.CLOSED: "close"}


@dataclass(frozen=True, slots=True)
class DraftStep:
    """One operation, in the order it was made in the study.

    Attributes:
        station: substation the switch stands in, "" where it is not known.
        operation: ``open`` or ``close``.
        is_remote: whether the control room can do it; else someone goes there.
    """

    number: int
    switch_id: str
    name: str
    station: str
    kind: str
    operation: str
    is_remote: bool

    @property
    def text(self) -> str:
        """The step as a sentence."""
        place = f", {self.station}" if self.station else ""
        how = "remote" if self.is_remote else "on site"
        return f"{self.number}. {self.operation.capitalize()} {self.name}{place} ({self.kind}, {how})"


def switching_steps(study: Study) -> tuple[DraftStep, ...]:
    """The operations that bring the field from the base to the study, in its order.

    An operation that finds its switch in that position already is left out.

    Raises ``InputError`` for a change that cannot be made.
    """
    snapshot = study.base_snapshot()
    steps: list[DraftStep] = []
    for change in study.changes:
        before = snapshot
        snapshot = change.apply(snapshot)
        if not isinstance(change, SwitchOperation) or change.position not in _WORD:
            continue
        table = snapshot.network["switch"]
        row = int((table.id == change.switch_id).argmax())
        if before.switch_position[row] == change.position:
            continue
        bus = snapshot.network.bus_row(int(table["bus"][row]))
        steps.append(
            DraftStep(
                number=len(steps) + 1,
                switch_id=change.switch_id,
                name=label_of(snapshot.network, change.switch_id),
                station=str(snapshot.network.bus["substation"][bus]) if bus >= 0 else "",
                kind=str(table["kind"][row]).replace("_", " "),
                operation=_WORD[SwitchPosition(change.position)],
                is_remote=bool(table["remote"][row]),
            )
        )
    return tuple(steps)


def switching_order_text(study: Study) -> str:
    """The draft as plain text, one step a line."""
    lines = [f"Switching order (draft): {study.name}", f"Network: {study.base.name}"]
    if study.time is not None:
        lines.append(f"For: {study.time}")
    steps = [step.text for step in switching_steps(study)]
    return "\n".join([*lines, "", *(steps or ["No switch operations."]), ""])


def switching_order_csv(study: Study) -> str:
    """The draft as CSV (RFC 4180), with a heading."""
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(("step", "operation", "switch", "name", "station", "kind", "remote"))
    for s in switching_steps(study):
        writer.writerow((s.number, s.operation, s.switch_id, s.name, s.station, s.kind, "yes" if s.is_remote else "no"))
    return sheet.getvalue()

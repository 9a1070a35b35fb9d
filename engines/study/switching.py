"""Operate a switch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.study.change import Change, find_element, label_of, require
from engines.values.phrase import Phrase, phrase

OPEN = "Open {name}"
CLOSE = "Close {name}"
UNKNOWN = "Take {name} as of unknown position"


@dataclass(frozen=True, slots=True)
class SwitchOperation(Change):
    """A switch brought into a position (a :class:`SwitchPosition` by number)."""

    kind: ClassVar[str] = "switch_operation"

    switch_id: str
    position: int

    def apply(self, snapshot: Snapshot) -> Snapshot:
        """See base."""
        known = self.position in tuple(SwitchPosition)
        require(known, self.switch_id, f"has no position {self.position}", "use 0 for open or 1 for closed")
        ref = find_element(snapshot.network, self.switch_id, ("switch",))
        return snapshot.with_values("switch", "position", [ref.row], self.position)

    def phrase(self, network: Network) -> Phrase:
        """See base."""
        template = {int(SwitchPosition.OPEN): OPEN, int(SwitchPosition.CLOSED): CLOSE}.get(self.position, UNKNOWN)
        return phrase(template, name=label_of(network, self.switch_id))

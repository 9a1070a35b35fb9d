"""Take equipment out of service, or bring it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from engines.grid.network import Network
from engines.grid.schema import STATE_COLUMNS
from engines.grid.snapshot import Snapshot
from engines.study.change import Change, find_element, label_of
from engines.values.phrase import Phrase, phrase

IN_SERVICE = "Put {name} into service"
OUT_OF_SERVICE = "Take {name} out of service"

SERVICE_TABLES = tuple(table for table, columns in STATE_COLUMNS.items() if "in_service" in columns)
"""Tables whose equipment can be taken out of service; a switch is opened instead."""


@dataclass(frozen=True, slots=True)
class ServiceChange(Change):
    """Equipment in or out of service."""

    kind: ClassVar[str] = "service_change"

    element_id: str
    in_service: bool

    def apply(self, snapshot: Snapshot) -> Snapshot:
        """See base."""
        ref = find_element(snapshot.network, self.element_id, SERVICE_TABLES)
        return snapshot.with_values(ref.table, "in_service", [ref.row], self.in_service)

    def phrase(self, network: Network) -> Phrase:
        """See base."""
        template = IN_SERVICE if self.in_service else OUT_OF_SERVICE
        return phrase(template, name=label_of(network, self.element_id))

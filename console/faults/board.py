"""Everything that is under way in the repair of faults, as the site has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from console.workflows.store import KINDS, WorkflowStore
from engines.values.incidents import Incident
from engines.values.repair import SafetyDocument, WorkOrder
from engines.values.switching_orders import SwitchingOrder


def _nothing() -> Mapping[str, object]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class FaultBoard:
    """Incidents and what belongs to them, by id.

    Attributes:
        change: number of the last change it knows.
    """

    incidents: Mapping[str, Incident] = field(default_factory=lambda: MappingProxyType({}))
    orders: Mapping[str, SwitchingOrder] = field(default_factory=lambda: MappingProxyType({}))
    documents: Mapping[str, SafetyDocument] = field(default_factory=lambda: MappingProxyType({}))
    works: Mapping[str, WorkOrder] = field(default_factory=lambda: MappingProxyType({}))
    change: int = -1

    def open_incidents(self) -> tuple[Incident, ...]:
        """Those that are not over, the oldest first."""
        return tuple(sorted((i for i in self.incidents.values() if not i.state.is_over), key=lambda i: i.opened_us))

    def orders_of(self, incident_id: str) -> tuple[SwitchingOrder, ...]:
        """The orders of an incident, the oldest first."""
        return tuple(o for o in self.orders.values() if o.incident_id == incident_id)

    def documents_of(self, incident_id: str) -> tuple[SafetyDocument, ...]:
        """Its safety documents."""
        return tuple(d for d in self.documents.values() if d.incident_id == incident_id)

    def works_of(self, incident_id: str) -> tuple[WorkOrder, ...]:
        """Its work orders."""
        return tuple(w for w in self.works.values() if w.incident_id == incident_id)


_FIELD = {"incident": "incidents", "order": "orders", "document": "documents", "work": "works"}


class BoardReader:
    """Keeps a board up to date with the site; used by one thread."""

    def __init__(self, store: WorkflowStore) -> None:
        self._store = store
        self.board = FaultBoard()

    def refresh(self) -> FaultBoard:
        """What has changed since the last time, whoever changed it. Raises ``InputError``."""
        if self.board.change < 0:
            change, _ = self._store.changed_since(1 << 62)
            whole = {
                field: MappingProxyType({getattr(v, KINDS[kind][1]): v for v in self._store.all(KINDS[kind][0])})
                for kind, field in _FIELD.items()
            }
            self.board = FaultBoard(change=change, **whole)
            return self.board
        change, keys = self._store.changed_since(self.board.change)
        if not keys:
            return self.board
        keys = frozenset((kind, kept_id) for kind, kept_id in keys if kind in _FIELD)
        changed: dict[str, dict[str, object]] = {}
        for kind, kept_id in sorted(keys):
            part = changed.setdefault(_FIELD[kind], dict(getattr(self.board, _FIELD[kind])))
            part[kept_id] = self._store.find(KINDS[kind][0], kept_id)
        fresh = {name: MappingProxyType(part) for name, part in changed.items()}
        self.board = replace(self.board, change=change, **fresh)  # type: ignore[arg-type]
        return self.board

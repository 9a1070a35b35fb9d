"""One incident of a storm on its way: all that belongs to it, and the words its course is written in.

A course is a generator: it yields until when it waits and for what, and the desk resumes it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from console.workflows.crew_reports import CrewReport
from engines.grid.snapshot import Snapshot
from engines.values.fault_evidence import FaultEvidence
from engines.values.incidents import Incident
from engines.values.loadflow import LoadFlowResult
from engines.values.repair import SafetyDocument, WorkOrder
from engines.values.switching_orders import SwitchingOrder

Wait = tuple[int, Callable[[], bool]]
"""Until when at the latest, and what would end it earlier."""
Result = TypeVar("Result")
Process = Generator[Wait, None, Result]


class Outcome(StrEnum):
    """What became of an order."""

    DONE = "done"
    FAILED = "failed"
    """A step did not do what it should; what was learned is in the course."""
    TRIPPED = "tripped"
    """It has closed onto a fault."""
    PATROL = "patrol"
    """The next step asks that somebody looks first."""
    CHANGED = "changed"
    """Somebody else has switched meanwhile, or something has tripped: the plan is made anew."""
    BLOCKED = "blocked"
    """People work where it would switch."""


@dataclass(slots=True, eq=False)
class Course:
    """An incident and what is known of it.

    Attributes:
        before: the network as it was known just before; begun_us: when it began.
        devices: protective devices that have tripped, as far as known; area: zones they feed.
        causes: switches whose opening has taken supply that counts here.
        suspects: zones with their probability; ranked: zones in the order in which they are searched.
        found: the crew's report of the damage found last; damage: by zone what was found and is not repaired yet.
        doubted: zones suspected earlier in which nobody has looked yet.
        is_returning: nothing is suspected any more; it is on its way back to normal. waited: how often in vain.
        past: work orders that are over.
        on_site: switches whose remote control has failed; excluded: those that do not move at all.
        reclosing_off: where reclosing was switched off; reclosing_deaf: where that cannot be done.
        closed: the switch that was closed last, and when; fresh: zones that got voltage by it.
        struck: of those, what was lost again at once: the fault lies there, and not in what was live before.
        result_before: load flow of the plant just before the last operation by hand.
        closings: how often it was closed onto a fault, hidden: of those, faults that had come after the location.
        peak: most customers without supply at once; left: customers without at the moment of the repair.
        held: whether the suspected set held the true place, ``None`` where nothing was broken.
        located_us, isolated_us, restored_us, repaired_us: moments, 0 where it did not come to that.
    """

    number: int
    incident: Incident
    before: Snapshot
    begun_us: int
    devices: list[str] = field(default_factory=list)
    area: set[int] = field(default_factory=set)
    causes: set[str] = field(default_factory=set)
    calls: list[FaultEvidence] = field(default_factory=list)
    suspects: dict[int, float] = field(default_factory=dict)
    ranked: list[int] = field(default_factory=list)
    found: CrewReport | None = None
    damage: dict[int, CrewReport] = field(default_factory=dict)
    doubted: set[int] = field(default_factory=set)
    is_returning: bool = False
    waited: int = 0
    work: WorkOrder | None = None
    past: list[WorkOrder] = field(default_factory=list)
    crew_id: str = ""
    orders: list[SwitchingOrder] = field(default_factory=list)
    documents: list[SafetyDocument] = field(default_factory=list)
    reports: list[CrewReport] = field(default_factory=list)
    planned: set[str] = field(default_factory=set)
    on_site: set[str] = field(default_factory=set)
    excluded: set[str] = field(default_factory=set)
    reclosing_off: set[str] = field(default_factory=set)
    reclosing_deaf: set[str] = field(default_factory=set)
    closed: tuple[str, int] = ("", 0)
    fresh: set[int] = field(default_factory=set)
    struck: set[int] = field(default_factory=set)
    result_before: LoadFlowResult | None = None
    has_tripped: bool = False
    closings: int = 0
    hidden: int = 0
    peak: int = 0
    left: int = 0
    held: bool | None = None
    located_us: int = 0
    isolated_us: int = 0
    restored_us: int = 0
    repaired_us: int = 0
    wait: Wait = (0, lambda: True)
    process: Process[None] | None = None

    @property
    def is_open(self) -> bool:
        """Whether it still takes its course."""
        return not self.incident.state.is_over

    @property
    def works(self) -> tuple[WorkOrder, ...]:
        """All work orders."""
        return (*self.past, self.work) if self.work is not None else tuple(self.past)

    def put_order(self, order: SwitchingOrder) -> SwitchingOrder:
        """Keep an order as it stands now."""
        self.orders = [*(o for o in self.orders if o.order_id != order.order_id), order]
        return order

    def put_document(self, document: SafetyDocument) -> SafetyDocument:
        """Keep a safety document as it stands now."""
        self.documents = [*(d for d in self.documents if d.document_id != document.document_id), document]
        return document

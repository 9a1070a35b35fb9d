"""What a repair needs: crews, their work, and the documents that keep them safe. Times: microseconds since 1970 UTC."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum

NAN = math.nan


class SafetyState(StrEnum):
    """How far a place has been made safe for people to work at, in this order."""

    DRAFT = "draft"
    ISOLATED = "isolated"
    """Every point of isolation is open and secured."""
    PROVED_DEAD = "proved_dead"
    EARTHED = "earthed"
    ISSUED = "issued"
    """The crew holds it and may work."""
    RETURNED = "returned"
    """The crew has given it back: people and tools are away."""
    CANCELLED = "cancelled"
    """It protects nobody any more."""

    @property
    def protects(self) -> bool:
        """Whether its points of isolation and earths must stay as they are."""
        return self not in (SafetyState.DRAFT, SafetyState.CANCELLED)


@dataclass(frozen=True, slots=True)
class SafetyDocument:
    """Says what is isolated and earthed for whose work.

    Attributes:
        isolation: ids of the switches that are open and secured; earths: ids of the buses or lines that are earthed.
        holder: crew that holds it; issuer: person in the control room.
        generation: ids of what could bring voltage from within, and has to be disconnected on site.
    """

    document_id: str
    incident_id: str
    work: str
    isolation: tuple[str, ...]
    earths: tuple[str, ...]
    state: SafetyState = SafetyState.DRAFT
    holder: str = ""
    issuer: str = ""
    isolated_us: int = 0
    proved_dead_us: int = 0
    earthed_us: int = 0
    issued_us: int = 0
    returned_us: int = 0
    cancelled_us: int = 0
    revision: int = 0
    generation: tuple[str, ...] = ()


class WorkState(StrEnum):
    """How far a work order is."""

    NEW = "new"
    ASSIGNED = "assigned"
    EN_ROUTE = "en_route"
    ON_SITE = "on_site"
    FOUND = "found"
    """What is broken is known."""
    REPAIRED = "repaired"
    CLEARED = "cleared"
    """People and tools are away; the network may have it back."""
    CLOSED = "closed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to do."""
        return self in (WorkState.CLOSED, WorkState.CANCELLED)


class FaultCause(StrEnum):
    """What was found, as outage statistics have it."""

    UNKNOWN = "unknown"
    CABLE = "cable"
    """A cable or its accessory has failed."""
    CABLE_DUG = "cable_dug"
    """Somebody has dug into it."""
    OVERHEAD_LINE = "overhead_line"
    TREE = "tree"
    TRANSFORMER = "transformer"
    SWITCHGEAR = "switchgear"
    ANIMAL = "animal"
    CUSTOMER = "customer"
    """Behind the point of supply."""


@dataclass(frozen=True, slots=True)
class WorkOrder:
    """What a crew is to do where.

    Attributes:
        element_id: where to; task: what for; skill: who can do it.
        refused_by: crews that did not answer or could not come.
        estimate_us: when supply or the equipment is expected back, as last said to the crew's customers.
    """

    work_id: str
    incident_id: str
    element_id: str
    task: str
    skill: str = ""
    priority: int = 0
    state: WorkState = WorkState.NEW
    crew_id: str = ""
    refused_by: tuple[str, ...] = ()
    cause: FaultCause = FaultCause.UNKNOWN
    report: str = ""
    new_us: int = 0
    assigned_us: int = 0
    en_route_us: int = 0
    on_site_us: int = 0
    found_us: int = 0
    repaired_us: int = 0
    cleared_us: int = 0
    closed_us: int = 0
    estimate_us: int = 0
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Crew:
    """People who drive out together.

    Attributes:
        skills: what they can do; x, y: where they are, in the network's own coordinates, NaN where nobody knows.
        shift_from, shift_to: minutes after midnight, local time; equal: always.
        phone: how they are reached.
    """

    crew_id: str
    name: str
    skills: tuple[str, ...] = ()
    x: float = NAN
    y: float = NAN
    shift_from: int = 0
    shift_to: int = 0
    phone: str = ""


@dataclass(frozen=True, slots=True)
class CrewChoice:
    """A crew for a piece of work.

    Attributes:
        travel_min: on the way; NaN where it is not known. jobs: what it has to do already.
        reason: why it cannot be sent; "" where it can.
    """

    crew: Crew
    travel_min: float
    jobs: int
    reason: str = ""

    @property
    def can_go(self) -> bool:
        """Whether it may be sent."""
        return not self.reason


@dataclass(frozen=True, slots=True)
class RestorationEstimate:
    """When supply is expected back.

    Attributes:
        at_us: more likely than not by then; late_us: nine times of ten by then.
        told_us: when it was said; basis: from what it was reckoned.
    """

    at_us: int
    late_us: int
    told_us: int
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody who is supplied at a load.

    Attributes:
        load_id: id of the load; count: connections behind the entry.
        priority: 0 ordinary, 1 preferred, 2 critical (hospital, water, control centre).
        has_life_support: somebody's life depends on supply.
    """

    customer_id: str
    load_id: str
    name: str = ""
    count: int = 1
    priority: int = 0
    has_life_support: bool = False
    contact: str = ""


@dataclass(frozen=True, slots=True)
class OutageStage:
    """Customers of some loads that lost supply together and have it back together.

    Attributes:
        end_us: 0 while they are without.
    """

    load_ids: tuple[str, ...]
    customers: int
    begin_us: int
    end_us: int = 0


@dataclass(frozen=True, slots=True)
class Outage:
    """All stages of one incident."""

    stages: tuple[OutageStage, ...] = field(default=())

    @property
    def customers_out(self) -> int:
        """How many are without supply."""
        return sum(stage.customers for stage in self.stages if not stage.end_us)

    def customer_minutes(self, now_us: int) -> float:
        """Minutes without supply of all customers together, up to now."""
        return sum(stage.customers * ((stage.end_us or now_us) - stage.begin_us) for stage in self.stages) / 60e6

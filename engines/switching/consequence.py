"""What an operation would do, as a value."""

from __future__ import annotations

from dataclasses import dataclass

from engines.values.loadflow import SolveStatus, VerificationStatus
from engines.values.phrase import Phrase

NAN = float("nan")


@dataclass(frozen=True, slots=True)
class LoadingChange:
    """Loading of one branch, percent of its rating; NaN where it carries nothing or there is no load flow."""

    element_id: str
    name: str
    before_percent: float
    after_percent: float
    limit_percent: float
    is_violated: bool


@dataclass(frozen=True, slots=True)
class VoltageChange:
    """Voltage of one bus beyond a limit before or after, pu; ``limit_pu`` is the limit that is broken."""

    bus_id: str
    name: str
    before_pu: float
    after_pu: float
    limit_pu: float
    is_violated_before: bool
    is_violated_after: bool


@dataclass(frozen=True, slots=True)
class NewLoop:
    """A loop that was not there before; the feeders it runs through, none where it lies before the feeders."""

    feeders: tuple[str, ...]
    element_id: str


@dataclass(frozen=True, slots=True)
class Consequence:
    """The difference one operation makes, solved on a copy.

    Attributes:
        snapshot_revision: of the snapshot it was predicted on; a prediction of another revision is not current.
        status, cause: of the load flow after the operation; status_before, cause_before: of the one before.
            Without convergence loadings, voltages and losses are missing, and that is no good news.
        customers_lost, customers_gained: connections; critical_lost, critical_gained: names of those with priority.
        load_lost_kw: active power of the loads that lose supply.
        buses_lost, buses_gained: ids of the buses that lose and get supply.
        buses_held_up: those of ``buses_lost`` where generation may hold up a voltage.
        loops: new ones; loops_left: how many loops through feeders there are afterwards.
        loadings: the branches changed most, and every one beyond its limit afterwards, worst first.
        voltages: every bus beyond a limit before or after, worst first.
        losses_before_kw, losses_after_kw: NaN without convergence.
        sentences: all of it for a person, most important first.
        has_effect: False where the load flow does not know the quantity.
        verification: whether the reference engine agrees with the engine that solved.
    """

    snapshot_revision: int
    structure_revision: str
    status: SolveStatus
    cause: str = ""
    status_before: SolveStatus = SolveStatus.CONVERGED
    cause_before: str = ""
    customers_lost: int = 0
    customers_gained: int = 0
    critical_lost: tuple[str, ...] = ()
    critical_gained: tuple[str, ...] = ()
    load_lost_kw: float = 0.0
    buses_lost: tuple[str, ...] = ()
    buses_gained: tuple[str, ...] = ()
    buses_held_up: tuple[str, ...] = ()
    loops: tuple[NewLoop, ...] = ()
    loops_left: int = 0
    loadings: tuple[LoadingChange, ...] = ()
    voltages: tuple[VoltageChange, ...] = ()
    losses_before_kw: float = NAN
    losses_after_kw: float = NAN
    sentences: tuple[Phrase, ...] = ()
    has_effect: bool = True
    verification: VerificationStatus = VerificationStatus.PENDING

    @property
    def is_converged(self) -> bool:
        """Whether there are numbers for the moment after; only then "no violation" means anything."""
        return self.status is SolveStatus.CONVERGED

    @property
    def violated(self) -> frozenset[str]:
        """Ids of everything beyond a limit afterwards."""
        loaded = {c.element_id for c in self.loadings if c.is_violated}
        return frozenset(loaded | {c.bus_id for c in self.voltages if c.is_violated_after})

    def says_the_same_as(self, other: Consequence) -> bool:
        """Whether a person who agreed to ``other`` has agreed to this one: the same, but for figures within limits."""
        return (
            self.status is other.status
            and (self.customers_lost, self.critical_lost) == (other.customers_lost, other.critical_lost)
            and (self.buses_lost, self.buses_gained) == (other.buses_lost, other.buses_gained)
            and self.loops == other.loops
            and self.violated <= other.violated
        )

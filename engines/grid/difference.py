"""What a change did, in the few numbers an operator wants to hear at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.snapshot import Snapshot
from engines.grid.tracing import customers_at
from engines.values.loadflow import LoadFlowResult
from engines.values.phrase import Phrase, phrase
from engines.values.topology import Topology
from engines.values.violations import ViolationKind

Array = np.ndarray[Any, Any]

LOSSES = "losses {before:.0f} → {after:.0f} kW"
LOSSES_SMALL = "losses {before:.2f} → {after:.2f} kW"
LOSSES_NOW = "losses {after:.0f} kW"
NOT_CONVERGED = "load flow did not converge: {cause}"
BUS_BELOW = "1 bus below {limit}"
BUSES_BELOW = "{count} buses below {limit}"
BUS_ABOVE = "1 bus above {limit}"
BUSES_ABOVE = "{count} buses above {limit}"
VOLTAGES_BACK = "all voltages within limits again"
OVERLOAD = "1 overloaded branch"
OVERLOADS = "{count} overloaded branches"
CUSTOMERS_LOST = "{count} customers lost supply"
CUSTOMERS_REGAINED = "{count} customers regained supply"
CRITICAL_LOST = "{count} of them critical"
BUSES_LOST = "{count} buses without supply"
BUSES_REGAINED = "{count} buses supplied again"
LOOP_MADE = "1 loop closed"
LOOPS_MADE = "{count} loops closed"
RADIAL_AGAIN = "radial again"
PHRASES = tuple(v for k, v in sorted(globals().items()) if k.isupper() and isinstance(v, str))


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """A snapshot with what is known of it; ``None`` is not known (yet)."""

    snapshot: Snapshot
    topology: Topology | None = None
    result: LoadFlowResult | None = None


@dataclass(frozen=True, slots=True)
class StateChange:
    """The difference between two moments of one or of two similar networks.

    Attributes:
        losses_kw_before, losses_kw_after: NaN where the load flow did not converge or is not known.
        cause: why the later load flow has no result, "" where it has one.
        buses_below_before, ..., buses_above_after: buses outside their normal limits; 0 is only a finding where
            losses are not NaN.
        below_limit_pu, above_limit_pu: the limit most of them break after, NaN where none does.
        buses_lost, buses_regained, customers_lost, customers_regained, critical_lost: supply.
        loops_before, loops_after: closed loops; feeder_loops_before, feeder_loops_after: those through a feeder.
    """

    losses_kw_before: float = float("nan")
    losses_kw_after: float = float("nan")
    cause: str = ""
    buses_below_before: int = 0
    buses_below_after: int = 0
    buses_above_before: int = 0
    buses_above_after: int = 0
    below_limit_pu: float = float("nan")
    above_limit_pu: float = float("nan")
    overloads_before: int = 0
    overloads_after: int = 0
    buses_lost: int = 0
    buses_regained: int = 0
    customers_lost: int = 0
    customers_regained: int = 0
    critical_lost: int = 0
    loops_before: int = 0
    loops_after: int = 0
    feeder_loops_before: int = 0
    feeder_loops_after: int = 0

    def phrases(self) -> tuple[Phrase, ...]:
        """The parts worth saying, most important first."""
        return (*self._supply_phrases(), *self._solution_phrases(), *self._loop_phrases())

    @property
    def text(self) -> str:
        """All parts in one English line, "" where nothing changed that matters."""
        return ", ".join(p.text for p in self.phrases())

    def _supply_phrases(self) -> list[Phrase]:
        said: list[Phrase] = []
        if self.customers_lost:
            said.append(phrase(CUSTOMERS_LOST, count=self.customers_lost))
            if self.critical_lost:
                said.append(phrase(CRITICAL_LOST, count=self.critical_lost))
        elif self.buses_lost:
            said.append(phrase(BUSES_LOST, count=self.buses_lost))
        if self.customers_regained:
            said.append(phrase(CUSTOMERS_REGAINED, count=self.customers_regained))
        elif self.buses_regained:
            said.append(phrase(BUSES_REGAINED, count=self.buses_regained))
        return said

    def _solution_phrases(self) -> list[Phrase]:
        if self.cause:
            return [phrase(NOT_CONVERGED, cause=self.cause)]
        if np.isnan(self.losses_kw_after):
            return []
        said: list[Phrase] = []
        if np.isnan(self.losses_kw_before):
            said.append(phrase(LOSSES_NOW, after=self.losses_kw_after))
        elif not np.isclose(self.losses_kw_before, self.losses_kw_after, rtol=1e-4, atol=1e-3):
            small = max(self.losses_kw_before, self.losses_kw_after) < 10
            template = LOSSES_SMALL if small else LOSSES
            said.append(phrase(template, before=self.losses_kw_before, after=self.losses_kw_after))
        below, above = self.buses_below_after, self.buses_above_after
        if below:
            template = BUS_BELOW if below == 1 else BUSES_BELOW
            said.append(phrase(template, count=below, limit=f"{self.below_limit_pu:g}"))
        if above:
            template = BUS_ABOVE if above == 1 else BUSES_ABOVE
            said.append(phrase(template, count=above, limit=f"{self.above_limit_pu:g}"))
        if not below and not above and (self.buses_below_before or self.buses_above_before):
            said.append(phrase(VOLTAGES_BACK))
        if self.overloads_after:
            template = OVERLOAD if self.overloads_after == 1 else OVERLOADS
            said.append(phrase(template, count=self.overloads_after))
        return said

    def _loop_phrases(self) -> list[Phrase]:
        made = self.loops_after - self.loops_before
        if made > 0:
            return [phrase(LOOP_MADE if made == 1 else LOOPS_MADE, count=made)]
        return [phrase(RADIAL_AGAIN)] if self.feeder_loops_before and not self.feeder_loops_after else []


def state_change(before: Moment, after: Moment) -> StateChange:
    """What changed from ``before`` to ``after``; buses are matched by id, whatever the structures."""
    below, below_limit = _outside(after.result, ViolationKind.UNDERVOLTAGE)
    above, above_limit = _outside(after.result, ViolationKind.OVERVOLTAGE)
    lost, regained = _supply_difference(before, after)
    gone = customers_at(before.snapshot.network, lost)
    has_failed = after.result is not None and not after.result.is_converged
    return StateChange(
        losses_kw_before=_losses(before.result),
        losses_kw_after=_losses(after.result),
        cause=(after.result.cause or str(after.result.status)) if has_failed and after.result else "",
        buses_below_before=_outside(before.result, ViolationKind.UNDERVOLTAGE)[0],
        buses_below_after=below,
        buses_above_before=_outside(before.result, ViolationKind.OVERVOLTAGE)[0],
        buses_above_after=above,
        below_limit_pu=below_limit,
        above_limit_pu=above_limit,
        overloads_before=_outside(before.result, ViolationKind.OVERLOAD)[0],
        overloads_after=_outside(after.result, ViolationKind.OVERLOAD)[0],
        buses_lost=int(lost.sum()),
        buses_regained=int(regained.sum()),
        customers_lost=gone.total,
        customers_regained=customers_at(after.snapshot.network, regained).total,
        critical_lost=gone.critical,
        loops_before=len(before.topology.loop_branches) if before.topology else 0,
        loops_after=len(after.topology.loop_branches) if after.topology else 0,
        feeder_loops_before=len(before.topology.feeder_loop_branches) if before.topology else 0,
        feeder_loops_after=len(after.topology.feeder_loop_branches) if after.topology else 0,
    )


def _losses(result: LoadFlowResult | None) -> float:
    return result.losses_kw if result is not None and result.is_converged else float("nan")


def _outside(result: LoadFlowResult | None, kind: ViolationKind) -> tuple[int, float]:
    """How many violate, and the limit most of them break."""
    if result is None or not result.is_converged:
        return 0, float("nan")
    limits = result.violations.limit[result.violations.kind == kind]
    if not len(limits):
        return 0, float("nan")
    values, counts = np.unique(limits, return_counts=True)
    return len(limits), float(values[counts.argmax()])


def _supply_difference(before: Moment, after: Moment) -> tuple[Array, Array]:
    """Masks over the earlier buses (lost) and over the later ones (regained)."""
    old, new = before.snapshot.network.bus.id, after.snapshot.network.bus.id
    if before.topology is None or after.topology is None:
        return np.zeros(len(old), bool), np.zeros(len(new), bool)
    was, now = before.topology.is_energized, after.topology.is_energized
    if old is new or np.array_equal(old, new):
        return was & ~now, now & ~was
    return was & ~np.isin(old, new[now]) & np.isin(old, new), now & ~np.isin(new, old[was]) & np.isin(new, old)

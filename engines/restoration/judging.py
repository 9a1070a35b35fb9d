"""Whether a full load flow accepts a state of the switches: nothing else ever does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from engines.grid.network import rows_of
from engines.grid.snapshot import Snapshot
from engines.restoration import wording
from engines.restoration.bounds import Bounds, Excess, bounds
from engines.restoration.options import RestorationOptions
from engines.values.loadflow import LoadFlowResult

Array = np.ndarray[Any, Any]
_LOADS = ("load", "asymmetric_load")
_GENERATION = ("sgen", "asymmetric_sgen", "storage")


class Solver(Protocol):
    """What judging needs of a load flow."""

    def solve(self, snapshot: Snapshot) -> LoadFlowResult:
        """Solve; whatever goes wrong is a status."""


@dataclass(frozen=True, slots=True, eq=False)
class Judgement:
    """What load flow says of one state.

    Attributes:
        is_accepted: every load flow converged and kept the limits in force.
        reason: why not, one sentence.
        margin: smallest distance to a limit; minus infinity where a load flow has no solution.
        excesses: what is broken, worst first.
        result: the load flow of the present moment with what was picked up.
    """

    is_accepted: bool
    reason: str
    margin: float
    excesses: tuple[Excess, ...]
    result: LoadFlowResult


class Judge:
    """Solves states of one snapshot's switches against its limits.

    A state on the way is solved with what is picked up still cold and its generation not yet back, within the
    emergency limits. The end is solved in that way too, and settled at every moment expected until the repair,
    within the normal limits where the repair takes longer than emergency limits may be used.

    Attributes:
        present: load flow of the snapshot itself.
        solves: load flows so far.
    """

    def __init__(
        self, snapshot: Snapshot, solver: Solver, options: RestorationOptions, expected: tuple[Snapshot, ...] = ()
    ) -> None:
        network = snapshot.network
        self.snapshot, self.options, self._solver = snapshot, options, solver
        self._expected = expected
        self.present = solver.solve(snapshot)
        self.solves = 1
        self.emergency = bounds(network, self.present, emergency=True)
        lasts = options.repair_hours > options.emergency_hours
        self.lasting = bounds(network, self.present, emergency=False) if lasts else self.emergency
        self._bus = {
            t: np.asarray(rows_of(network.bus.index, network[t]["bus"])) for t in (*_LOADS, *_GENERATION, "gen")
        }

    @property
    def moments(self) -> tuple[Snapshot, ...]:
        """The present, and the moments the end must hold for."""
        return (self.snapshot, *(m for m in self._expected if m is not self.snapshot))

    @property
    def notes(self) -> tuple[str, ...]:
        """Which moments the end is judged at, one sentence."""
        if self._expected:
            until = max(str(moment.time) for moment in self._expected)
            return (wording.EXPECTED.format(count=len(self._expected), until=until),)
        return (wording.NO_PROFILES.format(hours=self.options.repair_hours),) if self.options.repair_hours > 0 else ()

    def on_the_way(self, position: Array, picked: Array) -> Judgement:
        """Judge a state between two steps; ``picked`` (``(n_bus,)`` bool) are the buses picked up so far."""
        return self._judge((self.cold(self.snapshot, position, picked),), (self.emergency,))

    def at_the_end(self, position: Array, picked: Array) -> Judgement:
        """Judge an end state."""
        moments = [self.cold(self.snapshot, position, picked)]
        limits = [self.emergency]
        for moment in self._expected or (self.snapshot,):
            settled = moment.with_state({("switch", "position"): position})
            if moment is self.snapshot and self.lasting is self.emergency and self._is_settled(picked):
                continue
            moments.append(settled)
            limits.append(self.lasting)
        return self._judge(tuple(moments), tuple(limits))

    def _is_settled(self, picked: Array) -> bool:
        """Whether cold and settled are the same."""
        if self.options.cold_load_factor != 1.0:
            return False
        return not any(
            (picked[self._bus[t]] & (self._bus[t] >= 0)).any() for t in (*_GENERATION, "gen") if len(self._bus[t])
        )

    def cold(self, snapshot: Snapshot, position: Array, picked: Array) -> Snapshot:
        """``snapshot`` right after ``picked`` has got its supply back: load still cold, generation not yet there."""
        changes: dict[tuple[str, str], Array] = {("switch", "position"): position}
        if self.options.cold_load_factor != 1.0:
            for table in _LOADS:
                at = self._at(table, picked)
                if at.any():
                    scaling = snapshot.column(table, "scaling").copy()
                    scaling[at] *= self.options.cold_load_factor
                    changes[table, "scaling"] = scaling
        for table in _GENERATION:
            at = self._at(table, picked)
            if at.any():
                # Scaled away rather than taken out of service: a compiled model keeps its shape.
                scaling = snapshot.column(table, "scaling").copy()
                scaling[at] = 0.0
                changes[table, "scaling"] = scaling
        held = self._at("gen", picked) & ~np.asarray(snapshot.network["gen"]["slack"], bool)
        if held.any():
            # What would hold a voltage there has tripped with the rest.
            changes["gen", "in_service"] = snapshot.column("gen", "in_service") & ~held
        return snapshot.with_state(changes)

    def _at(self, table: str, picked: Array) -> Array:
        rows = self._bus[table]
        return np.asarray((rows >= 0) & picked[rows]) if len(rows) else np.zeros(0, bool)

    def _judge(self, moments: tuple[Snapshot, ...], limits: tuple[Bounds, ...]) -> Judgement:
        margin, first = float("inf"), None
        for moment, limit in zip(moments, limits, strict=True):
            result = self._solver.solve(moment)
            self.solves += 1
            first = first or result
            if not result.is_converged:
                return Judgement(False, f"the load flow has no solution: {result.cause}", -np.inf, (), result)
            excesses = limit.excesses(result)
            margin = min(margin, limit.margin(result, self.present))
            if excesses:
                when = f" at {moment.time}" if moment.time is not None and moment.time != self.snapshot.time else ""
                sentence = excesses[0].sentence(self.snapshot.network) + when
                return Judgement(False, sentence, margin, excesses, result)
        assert first is not None
        return Judgement(True, "", margin, (), first)

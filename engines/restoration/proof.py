"""A plan played step by step: each state solved in full and held against every rule before it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from engines.grid.network import ElementRef
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.grid.topology import analyse
from engines.grid.tracing import power_at
from engines.restoration import wording
from engines.restoration.customer_counts import CRITICAL, customers_by_bus
from engines.restoration.judging import Judge, Judgement
from engines.restoration.paralleling import Paralleling
from engines.restoration.step_figures import with_figures
from engines.restoration.suspicion import Suspicion
from engines.restoration.zone_state import ZoneState
from engines.switching.device import DeviceState
from engines.switching.network_checks import network_checks
from engines.switching.operation import Operation
from engines.switching.verdicts import Check, Rule, Verdict
from engines.values.loadflow import LoadFlowResult
from engines.values.phrase import Phrase, phrase
from engines.values.points import Quantity
from engines.values.site import SiteState
from engines.values.switching_plan import Precaution, ProofStatus, StepKind, StepProof, SwitchingStep
from engines.values.topology import SupplyState, Topology

Array = np.ndarray[Any, Any]
_SITE, _DEVICE = SiteState(), DeviceState()
_LOADS = ("load", "asymmetric_load")
_POSITIONS = {StepKind.OPEN: SwitchPosition.OPEN, StepKind.CLOSE: SwitchPosition.CLOSED}


@dataclass(frozen=True, slots=True)
class PlannedMove:
    """One operation asked for: what, at which element, and why (a key of ``wording.REASONS``, or ``reason`` itself)."""

    kind: StepKind
    element_id: str
    cause: str = ""
    why: str = ""
    reason: Phrase | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Moment:
    snapshot: Snapshot
    topology: Topology
    judgement: Judgement | None
    result: LoadFlowResult
    live_zones: Array
    was_dark: Array
    unserved_kw: float


class Prover:
    """Proves sequences of moves on one snapshot.

    Args:
        kept_dead: ``(n_zone,)`` zones no step may energise.
        may_parallel: loops are allowed on the way (not at the end), beyond the one that moves an open point.

    Attributes:
        judge, state: as given.
    """

    def __init__(
        self, judge: Judge, state: ZoneState, kept_dead: Array, suspicion: Suspicion, *, may_parallel: bool = False
    ) -> None:
        self.judge, self.state = judge, state
        self._judge, self._state, self._kept_dead, self._suspicion = judge, state, kept_dead, suspicion
        self._may_parallel = may_parallel
        self._place = {int(row): k for k, row in enumerate(state.join.tolist())}
        self._customers = customers_by_bus(judge.snapshot.network, judge.options)
        topology = analyse(judge.snapshot)
        self._was_live = topology.is_energized
        self._loops = len(topology.loop_branches)
        self._first = self._moment(judge.snapshot, topology, None, judge.present, ~self._was_live)

    @property
    def notes(self) -> tuple[str, ...]:
        """What the judging rests on."""
        return self._judge.notes

    @property
    def dead_kw(self) -> float:
        """Load without supply before the first step."""
        return self._first.unserved_kw

    @property
    def dead_customers(self) -> int:
        """Connections without supply before the first step."""
        return self.customers_at(~self._was_live)

    @property
    def knows_customers(self) -> bool:
        """Whether anybody is counted at all."""
        return bool(self._customers.any())

    def customers_at(self, buses: Array) -> int:
        """Connections at some buses, ``(n_bus,)`` bool."""
        return int(self._customers[buses].sum())

    def critical_at(self, buses: Array) -> int:
        """Those of them that come first."""
        return int(self._customers[buses, CRITICAL:].sum())

    def leaves_voltage(self, end: Snapshot) -> bool:
        """Whether something that must stay dead has, or may have, voltage in an end state."""
        return bool((self._kept_dead & self._live_zones(end)).any())

    def prove(self, moves: Sequence[PlannedMove]) -> tuple[tuple[SwitchingStep, ...], Snapshot]:
        """The steps with their proofs, and the end state as the present moment shows it."""
        now, tried, steps = self._first, set[int](), []
        for number, move in enumerate(moves, start=1):
            step, now, tried = self._step(now, move, number, tried, is_last=number == len(moves))
            steps.append(step)
        return tuple(steps), now.snapshot

    def _step(
        self, before: _Moment, move: PlannedMove, number: int, tried: set[int], *, is_last: bool
    ) -> tuple[SwitchingStep, _Moment, set[int]]:
        network = before.snapshot.network
        ref = network.find(move.element_id)
        assert ref is not None
        checks, must_be_proven_dead = self._checks(before, move, ref)
        after = self._after(before, move, ref)
        topology = analyse(after)
        picked = topology.is_energized & before.was_dark
        position = np.asarray(after.switch_position)
        if is_last:
            judgement = self._judge.at_the_end(position, picked)
        elif before.judgement is not None and self._is_among_dead(before, after, ref):
            # Nothing that carries a current has changed.
            judgement = before.judgement
        else:
            judgement = self._judge.on_the_way(position, picked)
        now = self._moment(after, topology, judgement, judgement.result, before.was_dark)
        fresh = set(np.flatnonzero(now.live_zones & ~before.live_zones).tolist())
        gained = topology.is_energized & ~before.topology.is_energized
        lost = before.topology.is_energized & ~topology.is_energized
        chance = self._suspicion.chance(fresh, tried) if move.kind is StepKind.CLOSE else 0.0
        values: dict[str, str | int | float] = {
            "name": network.label(ref),
            "customers": self.customers_at(gained),
            "load_kw": power_at(after, _LOADS, gained),
            "why": move.why,
        }
        template = "" if move.reason is not None else wording.REASONS[move.kind, move.cause]
        used = {key: value for key, value in values.items() if "{" + key in template}
        may_join = self._may_parallel or (move.kind, move.cause) == (StepKind.CLOSE, "shift")
        proof = self._proof(judgement, now, before, checks, is_last=is_last, may_join=may_join)
        place = self._place.get(ref.row, -1) if ref.table == "switch" else -1
        step = SwitchingStep(
            number, move.kind, move.element_id, network.label(ref),
            bool(self._state.is_remote[place]) if place >= 0 else True,
            float(self._state.effort_s[place]) if place >= 0 else self._judge.options.remote_s,
            move.reason or phrase(template, **used), proof, chance,
            Precaution.PROVE_DEAD if must_be_proven_dead else self._precaution(fresh, chance),
            power_at(before.snapshot, _LOADS, lost),
            tuple(c.sentence.text for c in checks if c.verdict is Verdict.NEEDS_READING),
        )  # fmt: skip
        return step, now, tried | fresh

    def _checks(self, before: _Moment, move: PlannedMove, ref: ElementRef) -> tuple[tuple[Check, ...], bool]:
        """What the switching rules say, and whether it holds only once the part is proven dead."""
        if move.kind not in _POSITIONS or ref.table != "switch":
            return (), False
        operation = Operation(move.element_id, Quantity.POSITION, float(_POSITIONS[move.kind]))
        found = network_checks(before.snapshot, before.topology, before.result, _SITE, operation, _DEVICE)
        place = self._place.get(ref.row, -1)
        if place >= 0 and not self._state.may_operate[place]:
            why = self._judge.options.held.get(move.element_id, "")
            words = wording.HELD if why else wording.BARRED
            told = phrase(words, name=before.snapshot.network.label(ref), **({"why": why} if why else {}))
            return (*found, Check(Rule.BLOCKED, Verdict.FORBIDDEN, told, (move.element_id,))), False
        if place < 0:
            return found, False
        live = before.live_zones[self._state.ends[place]]
        if live.all() and (move.kind, move.cause) == (StepKind.CLOSE, "shift"):
            return (*found, *self._paralleling(before, ref)), False
        if live.any():
            return found, False
        # No source reaches either side: only generation could make the disconnector carry a current.
        blind = [c for c in found if c.rule is Rule.LOAD_BREAK and c.verdict is Verdict.FORBIDDEN]
        eased = tuple(replace(c, verdict=Verdict.NEEDS_READING) if c in blind else c for c in found)
        return eased, bool(blind)

    def _paralleling(self, before: _Moment, ref: ElementRef) -> tuple[Check, ...]:
        picked = before.topology.is_energized & before.was_dark
        why = Paralleling(self._judge).why_not(before.snapshot, before.result, ref.row, picked)
        told = phrase("{why}", why=why)
        return (Check(Rule.LOOP, Verdict.FORBIDDEN, told, ()),) if why else ()

    def _after(self, before: _Moment, move: PlannedMove, ref: ElementRef) -> Snapshot:
        if move.kind in _POSITIONS and ref.table == "switch":
            return before.snapshot.with_values("switch", "position", [ref.row], _POSITIONS[move.kind])
        return before.snapshot

    def _is_among_dead(self, before: _Moment, after: Snapshot, ref: ElementRef) -> bool:
        """Whether the move changes nothing, or a switch between two zones that are dead for safety, too."""
        if ref.table != "switch" or before.snapshot.switch_position[ref.row] == after.switch_position[ref.row]:
            return True
        place = self._place.get(ref.row, -1)
        return place >= 0 and not before.live_zones[self._state.ends[place]].any()

    def _moment(
        self, snapshot: Snapshot, topology: Topology, judgement: Judgement | None, result: LoadFlowResult,
        was_dark: Array,
    ) -> _Moment:  # fmt: skip
        live = self._live_zones(snapshot)
        dark = ~topology.is_energized
        # What has lost its supply on the way comes back cold, like what had none before.
        was_dark = was_dark | dark
        return _Moment(snapshot, topology, judgement, result, live, was_dark, power_at(snapshot, _LOADS, dark))

    def _live_zones(self, snapshot: Snapshot) -> Array:
        is_open = np.asarray(snapshot.switch_position)[self._state.join] == SwitchPosition.OPEN
        return self._state.reached(self._state.is_source, ~is_open)

    def _proof(
        self, judgement: Judgement, now: _Moment, before: _Moment, checks: tuple[Check, ...],
        *, is_last: bool, may_join: bool,
    ) -> StepProof:  # fmt: skip
        topology = now.topology
        loops = len(topology.loop_branches)
        status, reason = self._verdict(judgement, now, before, checks, loops, is_last=is_last, may_join=may_join)
        proof = StepProof(
            status,
            reason,
            margin=judgement.margin,
            unserved_kw=now.unserved_kw,
            customers_unserved=self.customers_at(~topology.is_energized),
            loops=max(loops - self._loops, 0),
        )
        return with_figures(proof, now.snapshot, judgement.result)

    def _verdict(
        self, judgement: Judgement, now: _Moment, before: _Moment, checks: tuple[Check, ...], loops: int,
        *, is_last: bool, may_join: bool,
    ) -> tuple[ProofStatus, str]:  # fmt: skip
        refused = [c.sentence.text for c in checks if c.verdict >= Verdict.NEEDS_OVERRIDE]
        if refused:
            return ProofStatus.FORBIDDEN, refused[0]
        woken = self._kept_dead & now.live_zones & ~before.live_zones
        of_bus = self._state.bus_mask(self._kept_dead)
        reached = np.isin(now.topology.supply, (SupplyState.ENERGIZED, SupplyState.POSSIBLY_ENERGIZED))
        was = np.isin(before.topology.supply, (SupplyState.ENERGIZED, SupplyState.POSSIBLY_ENERGIZED))
        if woken.any() or (of_bus & reached & ~was).any():
            return ProofStatus.FORBIDDEN, "it would energise a part that must stay dead"
        if is_last and (self._kept_dead & now.live_zones).any():
            return ProofStatus.FORBIDDEN, wording.KEPT_DEAD_LIVE
        if loops > self._loops and (is_last or not may_join):
            return ProofStatus.FORBIDDEN, "it would close a loop"
        if not judgement.result.is_converged:
            return ProofStatus.NOT_CONVERGED, judgement.reason
        if not judgement.is_accepted:
            converged = bool(judgement.excesses)
            return (ProofStatus.VIOLATES if converged else ProofStatus.NOT_CONVERGED), judgement.reason
        return ProofStatus.ACCEPTED, ""

    def _precaution(self, fresh: set[int], chance: float) -> Precaution:
        options, network = self._judge.options, self._state.snapshot.network
        for element_id in options.grid_forming:
            ref = network.find(element_id)
            if ref is not None and self._state.zones.of_element(network, ref) in fresh:
                return Precaution.PROVE_DEAD
        return Precaution.PATROL_OR_TEST if chance > options.chance_limit else Precaution.NONE

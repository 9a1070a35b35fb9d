"""Parts without any way to a source, held up by generation that can form a grid.

::

    F1 ──[open]── SUSPECTED ──/ opens ── zone ── zone with G ── zone ──/ opens ── zone that is too much for G
                                        ╰───────── the island ─────────╯

Only units named as grid-forming hold an island, one each, and only from what the load flow with that unit as the slack
accepts. All other generation in it counts as away.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.network import ElementRef, Network, make_table, with_tables
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.loadflow.solving import LoadFlowSolver
from engines.restoration.judging import Judge
from engines.restoration.options import RestorationOptions
from engines.restoration.zone_state import ZoneState
from engines.values.frozen import FrozenMap
from engines.values.loadflow import LoadFlowResult

Array = np.ndarray[Any, Any]
_UNITS = ("sgen", "gen", "storage")
_GRID_COLUMNS = {"vm_pu": 1.0, "va_degree": 0.0, "in_service": True}


@dataclass(frozen=True, slots=True, eq=False)
class Island:
    """A part that one unit can hold.

    Attributes:
        unit_id: the unit; zones: ``(n_zone,)`` what it holds; openings: joins that part it from all else.
    """

    unit_id: str
    zones: Array
    openings: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class IslandState:
    """An island solved.

    Attributes:
        reason: why it does not hold; "" where it does.
        snapshot: with the unit as a source; result: its load flow.
        margin: share of what the unit can deliver that is left.
    """

    reason: str
    snapshot: Snapshot
    result: LoadFlowResult
    margin: float


class IslandJudge:
    """Whether a unit can hold a part of one network.

    Args:
        kept_dead: ``(n_zone,)`` zones no island may reach.
    """

    def __init__(self, judge: Judge, state: ZoneState, kept_dead: Array) -> None:
        self._judge, self._state, self._kept_dead = judge, state, kept_dead
        self._network = state.snapshot.network
        self._verified: set[str] = set()
        self._made: dict[str, tuple[Network, LoadFlowSolver]] = {}

    def islands(self, position: Array, dark: Array) -> list[Island]:
        """What the grid-forming units can hold of ``dark`` (``(n_zone,)`` bool), the switches at ``position``."""
        found: list[Island] = []
        left = dark & ~self._kept_dead & ~self._state.may_be_live
        for unit_id in sorted(self._judge.options.grid_forming):
            island = self._grown(unit_id, position, left)
            if island is not None:
                found.append(island)
                left = left & ~island.zones
                position = self._parted(position, island.openings)
        return found

    def held_at(self, snapshot: Snapshot, unit_id: str) -> Array:
        """``(n_zone,)`` what hangs on a unit by switches not known as open."""
        state = self._state
        is_open = np.asarray(snapshot.switch_position)[state.join] == SwitchPosition.OPEN
        return state.reached(self._zone_of(unit_id), ~is_open)

    def solve(self, unit_id: str, position: Array, zones: Array) -> IslandState:
        """Solve an island at every moment the plan must hold for; ``zones`` is all that hangs on the unit."""
        state, first = self._state, None
        if (zones & (self._kept_dead | state.is_source | state.may_be_live)).any():
            nothing = self._judge.snapshot
            return IslandState(
                "the part hangs on something that must not be fed", nothing, self._judge.present, -np.inf
            )
        margin = np.inf
        for moment in self._judge.moments:
            cold = self._judge.cold(moment, position, state.bus_mask(zones))
            solved = self._with_unit(unit_id, cold)
            result = self._made[unit_id][1].solve(solved)
            reason, left = self._verdict(unit_id, moment, solved, result)
            margin = min(margin, left)
            first = first or (solved, result)
            if reason:
                return IslandState(reason, solved, result, margin)
        assert first is not None
        return IslandState("", *first, margin)

    @property
    def options(self) -> RestorationOptions:
        """What plans go by."""
        return self._judge.options

    def travel_s(self, unit_id: str) -> float:
        """What it takes to tell a unit."""
        return self._judge.options.default_travel_s

    def _zone_of(self, unit_id: str) -> Array:
        at = np.zeros(self._state.zones.count, bool)
        ref = self._network.find(unit_id)
        zone = self._state.zones.of_element(self._network, ref) if ref is not None and ref.table in _UNITS else -1
        at[[zone] if zone >= 0 else []] = True
        return at

    def _grown(self, unit_id: str, position: Array, left: Array) -> Island | None:
        """As much around a unit as it can hold, grown from its own zone switch by switch."""
        state = self._state
        stuck = ~state.may_operate & (position[state.join] != SwitchPosition.OPEN)
        zones = state.reached(self._zone_of(unit_id), stuck)
        if not zones.any() or not self._may_hold(zones, left) or self._fails(unit_id, position, zones):
            return None
        refused = np.zeros_like(zones)
        while True:
            grown = next(self._larger(position, zones, left & ~refused, stuck), None)
            if grown is None:
                break
            if self._fails(unit_id, position, grown):
                refused |= grown & ~zones
            else:
                zones = grown
        if not state.value_kw[zones].any():
            return None
        return Island(unit_id, zones, self._openings(position, zones))

    def _may_hold(self, zones: Array, left: Array) -> bool:
        return bool((left | ~zones).all())

    def _larger(self, position: Array, zones: Array, left: Array, stuck: Array) -> Iterator[Array]:
        """One closed switch farther, with what cannot be parted from there; the most important first."""
        state = self._state
        closed = position[state.join] == SwitchPosition.CLOSED
        beside = [z for a, b in state.ends[closed].tolist() for z in (a, b) if zones[a] != zones[b] and not zones[z]]
        for zone in sorted(set(beside), key=lambda z: (*(-state.customers[z, ::-1]), -state.value_kw[z], z)):
            at = zones.copy()
            at[zone] = True
            grown = state.reached(at, stuck)
            if self._may_hold(grown & ~zones, left):
                yield grown

    def _openings(self, position: Array, zones: Array) -> tuple[int, ...]:
        ends = zones[self._state.ends]
        edge = (ends[:, 0] != ends[:, 1]) & (position[self._state.join] != SwitchPosition.OPEN)
        return tuple(np.flatnonzero(edge).tolist())

    def _parted(self, position: Array, openings: tuple[int, ...]) -> Array:
        after = position.copy()
        after[self._state.join[list(openings)]] = SwitchPosition.OPEN
        return after

    def _fails(self, unit_id: str, position: Array, zones: Array) -> bool:
        openings = self._openings(position, zones)
        if not self._state.may_operate[list(openings)].all():
            return True
        return bool(self.solve(unit_id, self._parted(position, openings), zones).reason)

    def _with_unit(self, unit_id: str, snapshot: Snapshot) -> Snapshot:
        """The snapshot with the unit as one more source."""
        if unit_id not in self._made:
            network = network_with_unit(self._network, unit_id)
            self._made[unit_id] = network, LoadFlowSolver(network)
        network, solver = self._made[unit_id]
        made = _lifted(snapshot, network)
        if unit_id not in self._verified:
            # Nobody has compared this structure with the reference engine yet.
            self._verified.add(unit_id)
            solver.verify(made)
        return made

    def _verdict(self, unit_id: str, moment: Snapshot, solved: Snapshot, result: LoadFlowResult) -> tuple[str, float]:
        """Why a solved island does not hold, "" where it does; and the share of the unit's power that is left."""
        name = self._network.label(self._network.find(unit_id) or ElementRef("bus", 0))
        if not result.is_converged:
            return f"the load flow with {name} as the only source has no solution: {result.cause}", -np.inf
        excesses = self._judge.emergency.excesses(result)
        if excesses:
            return excesses[0].sentence(solved.network), -np.inf
        p_mw, q_mvar = float(result.source_p_mw[-1]), float(result.source_q_mvar[-1])
        most_mw, rated_mva = self._power(unit_id, moment)
        left = min(1.0 - p_mw / most_mw, 1.0 - float(np.hypot(p_mw, q_mvar)) / rated_mva) if most_mw > 0 else -np.inf
        if not left >= 0.0:
            return (
                f"{name} would have to deliver {p_mw:.3f} MW, it can be counted on for {max(most_mw, 0.0):.3f} MW",
                left,
            )
        return "", left

    def _power(self, unit_id: str, moment: Snapshot) -> tuple[float, float]:
        """What a unit can deliver in MW for as long as the plan must hold, and its rating in MVA."""
        ref = self._network.find(unit_id)
        assert ref is not None
        table = self._network[ref.table]
        rated = float(table["sn_mva"][ref.row])
        rated = rated if np.isfinite(rated) and rated > 0.0 else np.inf
        told = self._judge.options.island_mw.get(unit_id)
        if told is not None:
            return told, max(rated, told) if np.isinf(rated) else rated
        if not moment.column(ref.table, "in_service")[ref.row]:
            return 0.0, rated
        if ref.table != "storage":
            # Sun and wind give what they give; what else can be more is for people to say.
            p_mw = float(moment.column(ref.table, "p_mw")[ref.row] * moment.column(ref.table, "scaling")[ref.row])
            return (p_mw if np.isfinite(p_mw) else 0.0), rated
        energy = float(table["max_e_mwh"][ref.row]) * float(table["soc_percent"][ref.row]) / 100.0
        hours = self._judge.options.repair_hours
        most = min(rated, energy / hours) if hours > 0.0 else rated
        return (most if np.isfinite(most) else 0.0), rated


def network_with_unit(network: Network, unit_id: str) -> Network:
    """The network with a unit's bus as one more external grid, the last of them."""
    ref = network.find(unit_id)
    assert ref is not None
    grid = network["ext_grid"]
    bus = int(network[ref.table]["bus"][ref.row])
    one = make_table("ext_grid", {"bus": [bus]}, ids=[f"island {unit_id}"])
    columns = {
        name: np.append(values, one[name] if name in one else values[:1]) for name, values in grid.columns.items()
    }
    index = np.append(grid.index, grid.index.max(initial=-1) + 1)
    table = make_table("ext_grid", columns, index=index, ids=[*grid.id.tolist(), f"island {unit_id}"])
    return with_tables(network, {"ext_grid": table})


def with_unit(snapshot: Snapshot, unit_id: str) -> Snapshot:
    """The moment with a unit as one more source."""
    return _lifted(snapshot, network_with_unit(snapshot.network, unit_id))


def _lifted(snapshot: Snapshot, network: Network) -> Snapshot:
    state = {key: values for key, values in snapshot.state.items() if key[0] != "ext_grid"}
    for name, value in _GRID_COLUMNS.items():
        state["ext_grid", name] = np.append(snapshot.column("ext_grid", name), value)
    return Snapshot(network, FrozenMap(state), snapshot.time, snapshot.mode)

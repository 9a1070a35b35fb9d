"""The layer above: it owns the sources with their taps and the network down to the regions, and sets setpoints."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from engines.dispatch.conic import ConicSolution, Fixing, solve_conic
from engines.dispatch.holding import energy_held, together
from engines.dispatch.layers.boundary import Layer
from engines.dispatch.layers.drawn_together import Drawn, DrawnTogether
from engines.dispatch.layers.margins import LOOKED_PU, MARGINS_PU, with_margins
from engines.dispatch.layers.part import Part
from engines.dispatch.layers.softening import GIVEN_WAY
from engines.dispatch.layers.time_left import until
from engines.dispatch.layers.told_network import ToldNetwork
from engines.dispatch.layers.valuing import (
    LookFrom,
    Solve,
    Try,
    choose_positions,
    cost_of,
    guided,
    is_dear,
    moved_positions,
)
from engines.dispatch.programme import Programme
from engines.dispatch.rounding import Switching, fix_staircases, fix_switching, round_switching
from engines.dispatch.rows import Block

Array = np.ndarray[Any, Any]

_MISSED = 1e-6
"""MW of the exchange with the upper grid, pu² of voltages, (MVA/pu)² of currents."""

_PATIENT, _MORE, _MORE_EXCHANGE = 3, 3.0, 1.25
"""So often the next plan stays as far within a limit as it was missed; after that, so many times as far.

An exchange with the upper grid follows from what is planned nearly one for one, voltages along a feeder do not.
"""
_AT_LIMIT = 2.0
"""An exchange with the upper grid is at its limit that is not further from it than so often what was missed."""


class UpperLayer:
    """Solves the layer above.

    Attributes:
        layer: its programme with the devices of all regions.
        switching: positions it holds; ``None`` while they lie anywhere between.
        kept: share of the margins it keeps to its limits.
    """

    def __init__(self, alone: Layer, drawn: DrawnTogether, margin_mw: float) -> None:
        self._alone, self._drawn, self.layer, self._margin_mw = alone, drawn, drawn.layer, margin_mw
        self.switching: Switching | None = None
        self.kept = 1.0
        self._looks = 0
        self._spare = np.zeros(len(self.layer.programme.upper_right))
        self._cone_spare = np.zeros(len(self.layer.programme.cone_right))
        self._fixing: Fixing | None = None

    def solve(
        self,
        told: Sequence[ToldNetwork],
        still: Sequence[int],
        loss_worth: Array,
        seconds: float,
        damping: float = 0.0,
    ) -> Drawn:
        """The least cost of all with the regions' networks as told; see :meth:`DrawnTogether.solve`."""
        if self.switching is None:
            return self._drawn.solve(told, self.layer.programme, None, still, loss_worth, seconds, damping=damping)
        left = until(seconds)
        for margin in self.kept * np.array(MARGINS_PU):
            programme, fixing = self._within(margin), self._fixing
            found = self._drawn.solve(
                told, programme, fixing, still, loss_worth, left(), margin_pu=margin, damping=damping
            )
            if found.solution.status != "infeasible":
                break
        return found

    def _within(self, margin_pu: float) -> Programme:
        """Its programme with limits kept with a little to spare, as whole positions have to keep them."""
        programme = with_margins(self.layer.programme, margin_pu, self.kept * self._margin_mw)
        return replace(
            programme,
            upper_right=programme.upper_right - self._spare,
            cone_right=programme.cone_right - self._cone_spare,
        )

    def bound(self, price: Array, seconds: float) -> float:
        """The least of its cost less what the regions pay at ``price``; NaN where not proven."""
        programme = self._alone.programme
        cost = programme.cost.copy()
        for k, columns in enumerate(self._alone.boundary):
            np.add.at(cost, columns, -price[k])
        solution = solve_conic(programme, cost=cost, seconds=seconds)
        return solution.bound if solution.is_solved else float("nan")

    def spare(
        self, whole: Programme, x: Array, planned: Array, on_branch: Array, *, holds: bool, is_late: bool
    ) -> Array:
        """Stay further within those of its limits that a solution of the whole misses.

        Args:
            planned: what it had planned, ``(n_column, ...)`` of its own.
            on_branch: ``(n_moment, n_branch)`` shares by which branches of the whole are beyond their limits.
            holds: whether the load flow finds it without fault; is_late: few exchanges are left.

        Returns ``(n_moment,)`` whether one is missed.
        """
        self._looks += 1
        more, more_exchange = (_MORE, _MORE_EXCHANGE) if is_late or self._looks > _PATIENT else (1.0, 1.0)
        missed = np.zeros(len(whole.instance.horizon), bool)
        excess = whole.upper @ x - whole.upper_right
        programme = self.layer.programme
        expected = programme.upper @ planned[: programme.layout.n_column] - programme.upper_right
        for name, block in whole.upper_blocks.items():
            own = self._own_rows(name, block)
            if own is not None:
                over = np.maximum(excess[block.rows], 0.0)
                over[own < 0] = 0.0
                missed[block.moment[over > _MISSED]] = True
                if name.startswith("tie_"):
                    # What is taken in follows from what is planned nearly one for one: what it was off by it will be.
                    off = more_exchange * np.maximum(excess[block.rows] - expected[own], 0.0)
                    self._spare[own] = off if holds else np.maximum(self._spare[own], off)
                else:
                    self._spare[own[own >= 0]] += more * over[own >= 0]
        apparent = whole.cone_blocks.get("tie_s")
        if apparent is not None:
            parts = (whole.cone_right - whole.cone @ x)[apparent.rows]
            over = np.maximum(np.hypot(parts[:, 1], parts[:, 2]) - parts[:, 0], 0.0)
            self._cone_spare[programme.cone_blocks["tie_s"].rows[:, 0]] += more_exchange * over
            missed[apparent.moment[over > _MISSED]] = True
        return np.asarray(missed | self._spare_branches(more * on_branch))

    def _spare_branches(self, share: Array) -> Array:
        """Stay further within limits of branches by ``(n_moment, n_branch)`` shares; in which moments it does."""
        programme, branches = self.layer.programme, self.layer.part.branches
        current = programme.upper_blocks.get("branch_current")
        if current is not None and len(current.rows):
            by = share[current.moment, branches[current.element]]
            self._spare[current.rows] += by * programme.upper_right[current.rows]
        for name in ("branch_send", "branch_receive"):
            power = programme.cone_blocks.get(name)
            if power is not None and len(power.rows):
                by = share[power.moment, branches[power.element]]
                self._cone_spare[power.rows[:, 0]] += by * programme.cone_right[power.rows[:, 0]]
        return np.asarray(share[:, branches].max(axis=1, initial=0.0) > _MISSED)

    def _own_rows(self, name: str, block: Block) -> Array | None:
        """Its own rows that say the same as rows of the whole, -1 where none does; ``None`` for rows of no interest."""
        if name not in self.layer.programme.upper_blocks:
            return None
        mine, part = self.layer.programme.upper_blocks[name], self.layer.part
        if name.startswith("tie_"):
            return mine.rows
        if name not in ("voltage_min", "voltage_max"):
            return None
        row = np.full((len(part.instance.horizon), int(max(block.element.max(), part.nodes.max())) + 1), -1)
        row[mine.moment, part.nodes[mine.element]] = mine.rows
        return np.asarray(row[block.moment, block.element])

    def round(
        self,
        found: Drawn,
        regions: Sequence[tuple[Part, Switching]],
        told: Sequence[ToldNetwork],
        still: Sequence[int],
        loss_worth: Array,
        seconds: float,
    ) -> list[dict[int, Array]]:
        """Hold whole positions: its own where they cost least by what the regions told, the regions' as they chose.

        Where its own limits cannot be kept with those, it chooses the regions' too. Returns what each region is then
        to hold, by the region's own place; nothing where the region may choose.
        """
        programme, part = self.layer.programme, self.layer.part
        rounded = round_switching(programme, found.solution.x)
        charges = rounded.charges.copy()
        held = self._of_regions(regions, charges)
        own = [place for place in range(len(part.stairs)) if place not in held]
        solve, look_from = self._trials(told, still, loss_worth, seconds)
        relaxed = found.solution.x
        best = choose_positions(programme, own, rounded.positions, relaxed, held, _costed(solve), look_from)
        last = solve(best)
        is_chosen = bool(held) and not max(last.short, last.missed.max(initial=0.0)) <= GIVEN_WAY
        if is_chosen:
            every = range(len(part.stairs))
            best = choose_positions(programme, every, rounded.positions, relaxed, {}, _costed(solve), look_from)
            last = solve(best)
        elif held and is_dear(programme.instance, best, last.by_moment, _cost(solve)({})):
            # What regions rounded for themselves may be what makes it dear.
            cost, moved = guided(programme, range(len(part.stairs)), best, relaxed, _costed(solve))
            if cost < cost_of(programme.instance, best, last.by_moment):
                is_chosen, best = True, moved
                last = solve(best)
        if last.solution.is_solved:
            # A storage may have to do in an hour with whole positions what it had not to do between them.
            charges = round_switching(programme, last.solution.x).charges
        self._hold(Switching(tuple(best[place] for place in range(len(part.stairs))), charges))
        place_of = {stair: place for place, stair in enumerate(part.stairs)} if is_chosen else {}
        return [
            {own: best[place_of[stair]] for own, stair in enumerate(region.stairs) if stair in place_of}
            for region, _ in regions
        ]

    def _trials(
        self, told: Sequence[ToldNetwork], still: Sequence[int], loss_worth: Array, seconds: float
    ) -> tuple[Callable[[dict[int, Array]], Drawn], LookFrom]:
        """What staircases held at positions lead to; and what they cost where energy stays as some make it."""
        programme, within, left = self.layer.programme, self._within(LOOKED_PU), until(seconds)

        def solve(chosen_now: dict[int, Array], energy: Fixing | None = None) -> Drawn:
            fixing = fix_staircases(programme, chosen_now)
            fixing = fixing if energy is None else together(fixing, energy)
            within_limits = partial(self._drawn.solve, margin_pu=LOOKED_PU, is_looking=True)
            return within_limits(told, within, fixing, still, loss_worth, left())

        def look_from(positions: dict[int, Array]) -> Solve:
            now = solve(positions).solution
            energy = energy_held(programme.layout, now.x) if now.is_solved else None
            return _cost(partial(solve, energy=energy))

        return solve, look_from

    @property
    def has_moves_to_save(self) -> bool:
        """Whether a move of anything switched costs something."""
        return any(stairs.price > 0 for stairs in self.layer.part.instance.staircases)

    def move(
        self,
        regions: Sequence[tuple[Part, Switching]],
        told: Sequence[ToldNetwork],
        still: Sequence[int],
        loss_worth: Array,
        seconds: float,
    ) -> list[Switching]:
        """Move staircases, its own and the regions', where the day then costs less; what the regions are to hold."""
        assert self.switching is not None
        programme, part = self.layer.programme, self.layer.part
        current = dict(enumerate(self.switching.positions))
        solve, look_from = self._trials(told, still, loss_worth, seconds)
        moved = moved_positions(programme.instance, current, _cost(solve), look_from)
        self._hold(Switching(tuple(moved[place] for place in range(len(part.stairs))), self.switching.charges))
        place_of = {stair: k for k, stair in enumerate(part.stairs)}
        return [
            Switching(
                tuple(
                    moved[place_of[stair]] if stair in place_of else own
                    for stair, own in zip(region.stairs, switching.positions, strict=True)
                ),
                switching.charges,
            )
            for region, switching in regions
        ]

    def adopt(self, regions: Sequence[tuple[Part, Switching]]) -> None:
        """Hold the positions of the regions as they have chosen them since."""
        if self.switching is None:
            return
        positions, charges = dict(enumerate(self.switching.positions)), self.switching.charges.copy()
        positions |= self._of_regions(regions, charges)
        self._hold(Switching(tuple(positions[place] for place in range(len(positions))), charges))

    def _of_regions(self, regions: Sequence[tuple[Part, Switching]], charges: Array) -> dict[int, Array]:
        """Positions of the regions' banks by their place here; the modes of their storages go into ``charges``."""
        place = {stair: k for k, stair in enumerate(self.layer.part.stairs)}
        found = {}
        for region, switching in regions:
            charges[:, region.devices["es"]] = switching.charges
            for stair, chosen in zip(region.stairs, switching.positions, strict=True):
                # Regulators within a region are known to it alone.
                if stair in place:
                    found[place[stair]] = chosen
        return found

    def _hold(self, switching: Switching) -> None:
        self.switching, self._fixing = switching, fix_switching(self.layer.programme, switching)

    def let_go(self) -> None:
        """Leave positions anywhere between again."""
        self.switching = self._fixing = None


def _costed(solve: Callable[[dict[int, Array]], Drawn]) -> Try:
    def tried(chosen: dict[int, Array]) -> tuple[Array | None, ConicSolution]:
        found = solve(chosen)
        return (found.by_moment if found.solution.is_solved else None), found.solution

    return tried


def _cost(solve: Callable[[dict[int, Array]], Drawn]) -> Solve:
    def by_moment(chosen: dict[int, Array]) -> Array | None:
        found = solve(chosen)
        return found.by_moment if found.solution.is_solved else None

    return by_moment

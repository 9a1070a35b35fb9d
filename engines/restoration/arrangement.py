"""How the dead part is fed at the end: which switches carry its supply.

Feeding joins make a forest rooted in what is live. All else follows: an open one among them is closed, and a closed
join that is none of them but touches what they feed is opened.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from engines.grid.switches import SwitchPosition
from engines.restoration.isolation import Isolation
from engines.restoration.zone_state import ZoneState

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Shift:
    """An open point between two live feeders moved, so that one of them has more to spare.

    Attributes:
        close, open: joins; moved: zones that change their feeder.
    """

    close: int
    open: int
    moved: tuple[int, ...] = field(default=(), compare=False)


@dataclass(frozen=True, eq=False)
class DeadArea:
    """What may be picked up: dead zones that are not kept dead, after the isolating openings.

    Attributes:
        free: ``(n_zone,)`` may be energised.
        stays_live: ``(n_zone,)`` live, and so still after isolating.
        attaching: joins between the two that may be closed; inner: joins within ``free`` that may carry.
        shifts: open points that are moved before; ``state`` shows the switches as they stand then.
        isolates_all: isolating is what is asked for, also between parts that are dead and stay so.
    """

    state: ZoneState
    isolation: Isolation
    free: Array
    stays_live: Array
    attaching: tuple[int, ...]
    inner: tuple[int, ...]
    shifts: tuple[Shift, ...] = ()
    isolates_all: bool = False

    @property
    def shifted(self) -> tuple[int, ...]:
        """Joins operated to move open points."""
        return tuple(j for shift in self.shifts for j in (shift.close, shift.open))

    @cached_property
    def neighbours(self) -> dict[int, list[tuple[int, int]]]:
        """By free zone: ``(join, other free zone)`` of every inner join."""
        found: dict[int, list[tuple[int, int]]] = {}
        for j in self.inner:
            a, b = self.state.ends[j].tolist()
            found.setdefault(a, []).append((j, b))
            found.setdefault(b, []).append((j, a))
        return found

    @cached_property
    def within_reach(self) -> Array:
        """``(n_zone,)`` free zones with some way to what is live."""
        mask = np.zeros(len(self.state.join), bool)
        mask[[*self.attaching, *self.inner]] = True
        return np.asarray(self.state.reached(self.stays_live, mask) & self.free)


@dataclass(frozen=True, eq=False)
class Arrangement:
    """One way to feed the dead part.

    Attributes:
        feeding: joins that carry supply into or within the dead part.
    """

    area: DeadArea
    feeding: frozenset[int]

    @cached_property
    def served(self) -> Array:
        """``(n_zone,)`` free zones that are fed."""
        if not self.feeding:
            return np.zeros_like(self.area.free)
        mask = np.zeros(len(self.area.state.join), bool)
        mask[list(self.feeding)] = True
        return np.asarray(self.area.state.reached(self.area.stays_live, mask) & self.area.free)

    @cached_property
    def closings(self) -> tuple[int, ...]:
        """Open joins that carry."""
        return tuple(sorted(j for j in self.feeding if self.area.state.is_open[j]))

    @cached_property
    def isolating(self) -> tuple[int, ...]:
        """Isolating joins beside which something has, gets or may have voltage; others would part dead from dead."""
        state, isolation = self.area.state, self.area.isolation
        if self.area.isolates_all:
            return isolation.openings
        lit = self.served | self.area.stays_live | state.may_be_live | self._held
        return tuple(j for j in isolation.openings if lit[state.ends[j]].any())

    @cached_property
    def _held(self) -> Array:
        """``(n_zone,)`` what generation that can form a grid may hold up as the switches stand."""
        state = self.area.state
        if not state.forms_grid.any():
            return state.forms_grid
        conducting = ~state.is_open
        conducting[list(self.area.isolation.openings)] = False
        return state.reached(state.forms_grid, conducting)

    @cached_property
    def openings(self) -> tuple[int, ...]:
        """Closed joins, beside the isolating ones, that would tie what is fed to something else."""
        state = self.area.state
        touched = state.is_closed & self.served[state.ends].any(axis=1)
        touched[list(self.feeding)] = False
        touched[list(self.area.isolation.openings)] = False
        return tuple(np.flatnonzero(touched).tolist())

    @property
    def is_possible(self) -> bool:
        """Every opening can be done."""
        return bool(self.area.state.may_operate[list(self.openings)].all())

    @cached_property
    def position(self) -> Array:
        """``(n_switch,)`` at the end."""
        state = self.area.state
        position = np.array(state.snapshot.switch_position)
        position[state.join[[*self.isolating, *self.openings]]] = SwitchPosition.OPEN
        position[state.join[list(self.closings)]] = SwitchPosition.CLOSED
        return position

    def with_feeding(self, joins: Iterable[int]) -> Arrangement:
        """This and more joins."""
        return Arrangement(self.area, self.feeding | frozenset(joins))

    def only(self, kept: Array) -> Arrangement:
        """Without the zones outside ``kept`` (``(n_zone,)`` bool) and what hangs behind them."""
        ends, live = self.area.state.ends, self.area.stays_live
        keep = kept | live
        inside = frozenset(j for j in self.feeding if keep[ends[j]].all())
        cut = Arrangement(self.area, inside)
        fed = cut.served | live
        return Arrangement(self.area, frozenset(j for j in inside if fed[ends[j]].all()))


def with_shift(area: DeadArea, shift: Shift) -> DeadArea | None:
    """``area`` once an open point has been moved; ``None`` where that changes what has supply."""
    state = area.state
    position = np.array(state.snapshot.switch_position)
    position[state.join[shift.close]] = SwitchPosition.CLOSED
    position[state.join[shift.open]] = SwitchPosition.OPEN
    is_closed, is_open = state.is_closed.copy(), state.is_open.copy()
    is_closed[shift.close], is_open[shift.close] = True, False
    is_closed[shift.open], is_open[shift.open] = False, True
    snapshot = state.snapshot.with_state({("switch", "position"): position})
    moved = replace(state, snapshot=snapshot, is_closed=is_closed, is_open=is_open)
    after = dead_area(moved, area.isolation)
    if (after.stays_live != area.stays_live).any():
        return None
    return replace(after, shifts=(*area.shifts, shift), isolates_all=area.isolates_all)


def dead_area(state: ZoneState, isolation: Isolation) -> DeadArea:
    """What may be picked up once ``isolation`` is done, and through which switches."""
    conducting = state.is_closed.copy()
    conducting[list(isolation.openings)] = False
    stays_live = state.reached(state.is_source, conducting)
    free = ~stays_live & ~isolation.kept_dead
    first, second = state.ends[:, 0], state.ends[:, 1]
    usable = state.may_operate | state.is_closed
    usable[list(isolation.openings)] = False
    across = (stays_live[first] & free[second]) | (stays_live[second] & free[first])
    # A disconnector may not make load: it joins dead parts, or none.
    attaching = np.flatnonzero(across & state.is_open & state.may_operate & ~state.is_disconnector)
    inner = np.flatnonzero(free[first] & free[second] & usable)
    return DeadArea(state, isolation, free, stays_live, tuple(attaching.tolist()), tuple(inner.tolist()))

"""Open points between live feeders moved, so that the way into the dead part can carry more.

::

    before   F2 ── z ─────── a ──/ open ── F3        z is next to the dead part; F2 has too little to spare for it
    after    F2 ── z ──/ ─── a ── closed ── F3       what hangs on a is fed by F3; F2 has room for the dead part

Which open points come into question is guessed from the spare power on the ways to the sources; whether they help is
for the load flow to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from engines.grid.switches import SwitchKind
from engines.restoration.arrangement import Arrangement, DeadArea, Shift, with_shift
from engines.restoration.candidates import Candidate, Candidates
from engines.restoration.pickup import extended, first_arrangement, ways_in
from engines.restoration.reclosing import way_to_source
from engines.restoration.spare import spare_at_joins

Array = np.ndarray[Any, Any]

_MOST_WAYS = 6
_SOLVED_BUSES = 80_000
"""Buses times load flows that may be spent before there is a first plan."""


def first_budget(n_bus: int) -> int:
    """Load flows that may be spent on moving open points before there is a first plan."""
    return int(np.clip(_SOLVED_BUSES // max(n_bus, 1), 6, 200))


def make_room(candidates: Candidates, most_solved: int, *, in_time: bool = False) -> Candidate | None:
    """Move open points of live feeders as long as more is served by it; ``None`` where nothing is gained.

    Args:
        most_solved: load flows that may be spent.
        in_time: stop, too, once the time for refining is up.
    """
    last = candidates.judge.solves + most_solved

    def is_spent() -> bool:
        return candidates.judge.solves >= last or (in_time and candidates.is_time_up)

    found: Candidate | None = None
    most = candidates.judge.options.most_shifts
    for _ in range(most):
        given = found or candidates.best_of_all
        if given is None or len(given.arrangement.area.shifts) >= most:
            break
        better = _one_more(candidates, given, is_spent)
        if better is None:
            break
        found = better
    if found is not None and len(found.arrangement.area.shifts) > 1:
        return _without_needless(candidates, found)
    return found


def dark_fragments(arrangement: Arrangement) -> list[Array]:
    """``(n_zone,)`` masks of what is within reach and has no supply, by what hangs together."""
    state, area = arrangement.area.state, arrangement.area
    dark = area.within_reach & ~arrangement.served & (state.value_kw > 0.0)
    if not dark.any():
        return []
    unfed = area.within_reach & ~arrangement.served
    joined = state.is_closed & unfed[state.ends].all(axis=1)
    joined[list(area.isolation.openings)] = False
    number = state.parts(joined)
    return [unfed & (number == k) for k in np.unique(number[dark])]


def _one_more(candidates: Candidates, given: Candidate, is_spent: Callable[[], bool]) -> Candidate | None:
    """The best that moving one more open point allows."""
    parts = dark_fragments(given.arrangement)
    best: Candidate | None = None
    for shift in _Guess(given, parts, candidates).shifts() if parts else ():
        if is_spent():
            break
        area = with_shift(given.arrangement.area, shift)
        if area is None:
            continue
        view = candidates.within(area)
        base = view.try_out(Arrangement(area, given.arrangement.feeding))
        if not base.judgement.is_accepted:
            continue
        found = extended(view, base, parts, is_again=True)
        if found.merit.key[:2] < given.merit.key[:2] and (best is None or found.merit.key < best.merit.key):
            best = found
            if not dark_fragments(found.arrangement):
                break
    if best is not None and not is_spent():
        anew = first_arrangement(candidates.within(best.arrangement.area))
        best = min(best, anew, key=lambda c: c.merit.key)
    return best


def _without_needless(candidates: Candidates, found: Candidate) -> Candidate:
    """``found`` without the open points that need not move after all."""
    first = candidates.area
    for left_out in found.arrangement.area.shifts:
        area: DeadArea | None = first
        for shift in found.arrangement.area.shifts:
            area = area if shift == left_out or area is None else with_shift(area, shift)
        if area is None:
            continue
        tried = candidates.within(area).try_out(Arrangement(area, found.arrangement.feeding))
        if tried.judgement.is_accepted and tried.arrangement.is_possible and tried.merit.key < found.merit.key:
            return tried
    return found


@dataclass(frozen=True, slots=True)
class _Way:
    """The joins from a zone beside the dark part up to its source, what they have to spare, and what is asked for."""

    joins: Array
    spare_kw: Array
    need_kw: float


class _Guess:
    """Ranks the open points by what they would let the ways into the dark parts carry."""

    def __init__(self, given: Candidate, parts: list[Array], candidates: Candidates) -> None:
        self._given, self._parts = given.arrangement, parts
        self._area, self._state = given.arrangement.area, given.arrangement.area.state
        self._toward = way_to_source(given.arrangement)
        self._spare = spare_at_joins(given.arrangement, given.judgement.result, candidates.judge.emergency)

    def shifts(self) -> Iterator[Shift]:
        """The most promising first."""
        ways = self._ways()
        touched = {j for way in ways for j in way.joins.tolist()}
        found: list[tuple[tuple[float, ...], Shift]] = []
        for tie in self._ties():
            a, b = self._state.ends[tie].tolist()
            for near, far in ((a, b), (b, a)):
                found += self._at(tie, near, far, ways, touched)
        found.sort(key=lambda f: (f[0], f[1].close, f[1].open))
        yield from (shift for _, shift in found)

    def _ties(self) -> list[int]:
        state, live = self._state, self._area.stays_live & ~self._area.isolation.barred
        usable = state.is_open & state.may_operate & ~state.is_disconnector & live[state.ends].all(axis=1)
        usable[list(self._area.shifted)] = False
        return [int(j) for j in np.flatnonzero(usable)]

    def _path(self, zone: int) -> list[int]:
        found = []
        while zone in self._toward:
            join, zone = self._toward[zone]
            found.append(join)
        return found

    def _ways(self) -> list[_Way]:
        """One for each zone beside a dark part; those with most to spare first."""
        state = self._state
        fed = self._given.served | self._area.stays_live
        found: dict[int, _Way] = {}
        for part in self._parts:
            need_kw = float(state.p_kw[part].sum())
            for join, _ in ways_in(self._area, self._given, part, is_again=True):
                zone = next(z for z in state.ends[join].tolist() if fed[z])
                path = np.array(self._path(zone), np.int64)
                if len(path) and (zone not in found or found[zone].need_kw < need_kw):
                    found[zone] = _Way(path, self._spare[path], need_kw)
        return sorted(found.values(), key=lambda w: -float(w.spare_kw.min()))[:_MOST_WAYS]

    @cached_property
    def _behind_kw(self) -> Array:
        """``(n_join,)`` load that hangs behind each join that carries."""
        total = self._state.p_kw.copy()
        behind = np.zeros(len(self._state.join))
        for zone in reversed(self._toward):
            join, above = self._toward[zone]
            behind[join] = total[zone]
            total[above] += total[zone]
        return behind

    @cached_property
    def _may_open(self) -> Array:
        """``(n_join,)`` closed, between live parts, able to break load."""
        state, area = self._state, self._area
        kind = state.snapshot.network["switch"]["kind"][state.join]
        breaks = ~np.isin(kind, [str(SwitchKind.DISCONNECTOR), str(SwitchKind.FUSE)])
        may = state.is_closed & state.may_operate & breaks & area.stays_live[state.ends].all(axis=1)
        may[[*area.isolation.openings, *area.shifted]] = False
        return np.asarray(may)

    def _at(
        self, tie: int, near: int, far: int, ways: list[_Way], touched: set[int]
    ) -> list[tuple[tuple[float, ...], Shift]]:
        """What moves from ``near``'s side over ``tie`` to ``far``'s, for each switch that could part it."""
        there = self._path(far)
        above = set(there)
        here = [j for j in self._path(near) if j not in above]
        own = set(self._path(near))
        if not touched & set(here):
            return []
        moved_kw = self._behind_kw[here]
        room_kw = float(min((self._spare[j] for j in there if j not in own), default=np.inf))
        place = {j: k for k, j in enumerate(here)}
        scores = np.stack([_gain(way, place, moved_kw, room_kw) for way in ways])
        best = scores.argmax(axis=0)
        found = []
        for k, join in enumerate(here):
            if not self._may_open[join] or moved_kw[k] > room_kw:
                continue
            common = sum(1 for j in ways[int(best[k])].joins.tolist() if place.get(j, -1) > k)
            effort = float(self._state.effort_s[[tie, join]].sum())
            rank: tuple[float, ...] = (
                -round(float(scores[best[k], k])),
                effort,
                -float(moved_kw[k]) * common,
                float(moved_kw[k]),
            )
            found.append((rank, Shift(tie, join, self._behind(join))))
        return found

    def _behind(self, join: int) -> tuple[int, ...]:
        """The zones fed through a join."""
        inside: set[int] = set()
        for zone, (through, above) in self._toward.items():
            if through == join or above in inside:
                inside.add(zone)
        return tuple(sorted(inside))


def _gain(way: _Way, place: dict[int, int], moved_kw: Array, room_kw: float) -> Array:
    """``(n,)`` how many kW more a way carries when what hangs behind each join of a path goes elsewhere."""
    at = np.array([place.get(j, -1) for j in way.joins.tolist()])
    k = np.arange(len(moved_kw))[:, None]
    relieved = (way.spare_kw + np.where(at > k, moved_kw[:, None], 0.0)).min(axis=1)
    # What lies behind the join that opens goes along to the other feeder.
    goes_along = (at[None, :] == k).any(axis=1)
    capacity = np.where(goes_along, room_kw - moved_kw, relieved)
    before = min(float(way.spare_kw.min()), way.need_kw)
    return np.asarray(np.minimum(capacity, way.need_kw) - before)

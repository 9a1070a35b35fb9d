"""The steps of a planned outage in an order in which nobody is cut who need not be, and who is cut after all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engines.grid.network import ElementRef, Network
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.grid.topology import analyse
from engines.grid.tracing import power_at
from engines.restoration import wording
from engines.restoration.arrangement import Arrangement
from engines.restoration.judging import Judge
from engines.restoration.paralleling import Array, Paralleling
from engines.restoration.proof import PlannedMove
from engines.restoration.sequencing import pickups
from engines.restoration.shift_order import moved
from engines.values.switching_plan import StepKind, SwitchingStep

_LOADS = ("load", "asymmetric_load")
_MOST_NAMES = 5
_Tree = tuple[int, tuple[int, ...], tuple[int, ...]]


class OutageOrder:
    """Open points moved, then each part that is taken over, one after the other, then what makes the rest dead."""

    def __init__(self, arrangement: Arrangement, judge: Judge) -> None:
        self._given, self._judge, self._state = arrangement, judge, arrangement.area.state
        self._now = judge.snapshot
        self._may_join = Paralleling(judge)
        self._done: set[int] = set()
        self._moves: list[PlannedMove] = []

    def moves(self) -> list[PlannedMove]:
        """The operations, each with its cause."""
        for shift in self._given.area.shifts:
            done, self._now = moved(self._judge, self._given, self._now, shift)
            self._moves += done
        waiting = pickups(self._given)
        while waiting:
            # What hangs behind another part is taken over before that one is parted from it.
            tree = next((t for t in waiting if not self._cuts_off(t)), waiting[0])
            waiting.remove(tree)
            self._take_over(tree)
        # A disconnector comes when nothing flows through it any more.
        left = [*self._given.isolating, *self._given.openings]
        left.sort(key=self._handiness)
        self._do(StepKind.OPEN, left, "outage")
        return self._moves

    def _take_over(self, tree: _Tree) -> None:
        state, bounding, ways = self._state, self._bounding(tree), self._ways(tree)
        why = self._why_not(ways)
        if why:
            self._do(StepKind.OPEN, bounding, "break_first", why)
            self._do(StepKind.CLOSE, [*(j for j in ways if state.is_disconnector[j]), *ways], "pick_up")
        else:
            self._do(StepKind.CLOSE, ways, "transfer")
            self._do(StepKind.OPEN, bounding, "part")

    def _handiness(self, join: int) -> tuple[bool, float, int]:
        return bool(self._state.is_disconnector[join]), float(self._state.effort_s[join]), join

    def _bounding(self, tree: _Tree) -> list[int]:
        region = np.zeros(self._state.zones.count, bool)
        region[list(tree[1])] = True
        bounding = [*self._given.isolating, *self._given.openings]
        return sorted((j for j in bounding if region[self._state.ends[j]].any()), key=self._handiness)

    def _ways(self, tree: _Tree) -> list[int]:
        return [j for j in (tree[0], *tree[2]) if self._state.is_open[j]]

    def _cuts_off(self, tree: _Tree) -> bool:
        """Whether parting this from the rest would leave something dark that is to be taken over after it."""
        state = self._state
        position = np.asarray(self._now.switch_position)[state.join]
        conducting = position == SwitchPosition.CLOSED
        before = state.reached(state.is_source, conducting)
        conducting[self._ways(tree)] = True
        conducting[self._bounding(tree)] = False
        after = state.reached(state.is_source, conducting)
        return bool((self._given.served & before & ~after).any())

    def _why_not(self, ways: list[int]) -> str:
        """Why the ways in must not be closed while the part still has its old supply; "" where they may."""
        now = self._now
        for j in ways:
            row = int(self._state.join[j])
            picked = np.zeros(len(now.network.bus), bool)
            result = self._judge.on_the_way(np.asarray(now.switch_position), picked).result
            why = self._may_join.why_not(now, result, row)
            if why:
                return why
            now = now.with_values("switch", "position", [row], SwitchPosition.CLOSED)
        return ""

    def _do(self, kind: StepKind, joins: list[int], cause: str, why: str = "") -> None:
        ids = self._now.network["switch"].id
        for j in joins:
            if j in self._done:
                continue
            self._done.add(j)
            row = int(self._state.join[j])
            position = SwitchPosition.OPEN if kind is StepKind.OPEN else SwitchPosition.CLOSED
            self._now = self._now.with_values("switch", "position", [row], position)
            self._moves.append(PlannedMove(kind, str(ids[row]), cause, why))


def who_is_cut(
    snapshot: Snapshot, arrangement: Arrangement, end: Snapshot, steps: Sequence[SwitchingStep], counts: Array
) -> tuple[str, ...]:
    """Sentences that name who has no supply during the work and why, and who loses it while being taken over.

    Args:
        counts: ``(n_bus, n_priority)`` connections.
    """
    state, area = arrangement.area.state, arrangement.area
    dark = analyse(snapshot).is_energized & ~analyse(end).is_energized
    worked_on = state.bus_mask(area.isolation.barred)
    within = state.bus_mask(area.within_reach)
    found = []
    for mask, why in (
        (dark & worked_on, wording.WORKED_ON),
        (dark & ~worked_on & ~within, wording.NO_OTHER_WAY),
        (dark & ~worked_on & within, wording.BEYOND_LIMITS),
    ):
        told = _told(snapshot, mask, counts)
        if told:
            found.append(wording.CUT.format(who=told, why=why))
    back = [step for step in steps if step.kind is StepKind.OPEN and str(step.reason.arguments.get("why", ""))]
    for step in back:
        if step.interrupted_kw > 0.0:
            why = str(step.reason.arguments["why"])
            found.append(wording.CUT_FOR_A_WHILE.format(load_kw=step.interrupted_kw, name=step.name, why=why))
    return tuple(found)


def _told(snapshot: Snapshot, mask: Array, counts: Array) -> str:
    customers, load_kw = int(counts[mask].sum()), power_at(snapshot, _LOADS, mask)
    if not customers and not load_kw:
        return ""
    return f"{customers} customers and {load_kw:.0f} kW at {_names(snapshot.network, mask, _loaded(snapshot.network))}"


def _loaded(network: Network) -> Array:
    """``(n_bus,)`` somebody is supplied here."""
    loaded = np.zeros(len(network.bus), bool)
    for table in (*_LOADS, "customer"):
        rows = np.asarray(network.bus_row(network[table]["bus"]), np.int64)
        loaded[rows[rows >= 0]] = True
    return loaded


def _names(network: Network, mask: Array, loaded: Array) -> str:
    rows = np.flatnonzero(mask & loaded)
    names = [network.label(ElementRef("bus", int(row))) for row in rows[:_MOST_NAMES]]
    more = len(rows) - len(names)
    return ", ".join(names) + (f" and {more} more" if more > 0 else "")

"""From an arrangement to an order of steps: dead before live, remote before manual, the important first.

::

    reclosing off  →  isolate by remote control  →  for each way in: what bounds it opens, then it closes
                   →  whatever is left to isolate on site
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.restoration.arrangement import Arrangement
from engines.values.switching_plan import StepKind

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Move:
    """One operation of a join, before it is proven.

    Attributes:
        join: place in ``ZoneState.join``; cause: why, see :mod:`engines.restoration.wording`.
    """

    kind: StepKind
    join: int
    cause: str


def sequence(arrangement: Arrangement) -> tuple[Move, ...]:
    """The operations of an arrangement in a safe order.

    A part is energised only after every switch that must separate it is open; a disconnector that carries is
    closed while both its sides are dead.
    """
    state = arrangement.area.state
    moves: list[Move] = []
    done: set[int] = set()

    def put(kind: StepKind, joins: list[int], cause: str) -> None:
        for j in joins:
            if j not in done:
                done.add(j)
                moves.append(Move(kind, j, cause))

    isolating = list(arrangement.isolating)
    # What still feeds the suspected part is opened at once, however far the way.
    live = [j for j in isolating if state.is_live[state.ends[j]].all()]
    put(StepKind.OPEN, live, "isolate")
    put(StepKind.OPEN, [j for j in isolating if state.is_remote[j]], "isolate")
    for root, members, closings in pickups(arrangement):
        region = np.zeros(state.zones.count, bool)
        region[list(members)] = True
        bounding = [j for j in (*isolating, *arrangement.openings) if j not in done and region[state.ends[j]].any()]
        bounding.sort(key=lambda j: (float(state.effort_s[j]), j))
        put(StepKind.OPEN, [j for j in bounding if j in isolating], "isolate")
        put(StepKind.OPEN, [j for j in bounding if j not in isolating], "part")
        put(StepKind.CLOSE, [j for j in closings if state.is_disconnector[j]], "prepare")
        put(StepKind.CLOSE, [root] if state.is_open[root] else [], "pick_up")
        put(StepKind.CLOSE, [j for j in closings if not state.is_disconnector[j]], "extend")
    put(StepKind.OPEN, isolating, "isolate")
    return tuple(moves)


def pickups(arrangement: Arrangement) -> list[tuple[int, tuple[int, ...], tuple[int, ...]]]:
    """Each tree as ``(its way in, its zones, the open joins in it from the root on)``, in the order to be done."""
    state, area = arrangement.area.state, arrangement.area
    roots = [j for j in sorted(arrangement.feeding) if area.stays_live[state.ends[j]].any()]
    within: dict[int, list[tuple[int, int]]] = {}
    for j in sorted(arrangement.feeding - set(roots)):
        a, b = state.ends[j].tolist()
        within.setdefault(a, []).append((j, b))
        within.setdefault(b, []).append((j, a))
    found = []
    for root in roots:
        a, b = state.ends[root].tolist()
        start = b if area.stays_live[a] else a
        members, closings, waiting = [start], [], [start]
        while waiting:
            here = waiting.pop(0)
            for j, there in within.get(here, ()):
                if there in members:
                    continue
                members.append(there)
                waiting.append(there)
                if state.is_open[j]:
                    closings.append(j)
        found.append((root, tuple(members), tuple(closings)))
    return sorted(found, key=lambda tree: _rank(arrangement, *tree))


def _rank(
    arrangement: Arrangement, root: int, members: tuple[int, ...], closings: tuple[int, ...]
) -> tuple[float, ...]:
    state = arrangement.area.state
    region = np.zeros(state.zones.count, bool)
    region[list(members)] = True
    needed = [root, *closings]
    needed += [j for j in (*arrangement.isolating, *arrangement.openings) if region[state.ends[j]].any()]
    on_site = [j for j in needed if not state.is_remote[j]]
    counts = state.customers[list(members)].sum(axis=0)
    wait_s = float(state.effort_s[on_site].sum())
    return (wait_s, *(-float(c) for c in counts[:0:-1]), -float(state.value_kw[list(members)].sum()), root)

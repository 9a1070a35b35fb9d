"""Where in a plan open points of live feeders are moved, and whether without interruption."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.grid.topology import analyse
from engines.restoration.arrangement import Arrangement, Shift
from engines.restoration.judging import Judge
from engines.restoration.paralleling import Paralleling
from engines.restoration.proof import PlannedMove
from engines.values.switching_plan import StepKind

Array = np.ndarray[Any, Any]


def with_shifts(judge: Judge, arrangement: Arrangement, moves: list[PlannedMove]) -> list[PlannedMove]:
    """``moves`` with the shifts of the arrangement before the first closing that needs them.

    What can be picked up without them has its supply before a live feeder is touched.
    """
    shifts = arrangement.area.shifts
    if not shifts:
        return moves
    place = _first_in_need(judge, moves)
    now = judge.snapshot
    for move in moves[:place]:
        now = _after(now, move)
    found: list[PlannedMove] = []
    for shift in shifts:
        done, now = moved(judge, arrangement, now, shift)
        found += done
    return [*moves[:place], *found, *moves[place:]]


def interruption_is_worth(arrangement: Arrangement, before: Arrangement, repair_hours: float) -> bool:
    """Whether interrupting what the shifts move, once each, weighs less than what is served beyond ``before``.

    Customer-hours of each priority from the highest, then kilowatt-hours with the customers' weight.
    """
    state = arrangement.area.state
    gained = arrangement.served.astype(float) - before.served.astype(float)
    hours = gained * repair_hours
    for shift in arrangement.area.shifts:
        hours[list(shift.moved)] -= float(state.effort_s[shift.close]) / 3600.0
    weights = [
        *(state.customers[:, k].astype(float) for k in range(state.customers.shape[1] - 1, 0, -1)),
        state.value_kw,
    ]
    balance = [float((hours * weight).sum()) for weight in weights]
    return next((b > 0.0 for b in balance if abs(b) > 1e-9), False)


def _first_in_need(judge: Judge, moves: list[PlannedMove]) -> int:
    """The place of the first closing that is beyond a limit with the open points where they are; else of the last."""
    was_live = analyse(judge.snapshot).is_energized
    now, last = judge.snapshot, len(moves)
    for place, move in enumerate(moves):
        now = _after(now, move)
        if move.kind is not StepKind.CLOSE:
            continue
        picked = analyse(now).is_energized & ~was_live
        if not judge.on_the_way(np.asarray(now.switch_position), picked).is_accepted:
            return place
        if picked.any():
            last = place
    return last


def moved(judge: Judge, arrangement: Arrangement, now: Snapshot, shift: Shift) -> tuple[list[PlannedMove], Snapshot]:
    """Joined for a moment where two live parts may be joined, else opened first; and the state after it."""
    state = arrangement.area.state
    ids = state.snapshot.network["switch"].id
    tie, apart = (int(state.join[j]) for j in (shift.close, shift.open))
    picked = analyse(now).is_energized & ~analyse(judge.snapshot).is_energized
    result = judge.on_the_way(np.asarray(now.switch_position), picked).result
    why = Paralleling(judge).why_not(now, result, tie, picked)
    join, part = (
        PlannedMove(StepKind.CLOSE, str(ids[tie]), "shift"),
        PlannedMove(StepKind.OPEN, str(ids[apart]), "shift"),
    )
    if why:
        part = PlannedMove(StepKind.OPEN, str(ids[apart]), "shift_first", why)
        join = PlannedMove(StepKind.CLOSE, str(ids[tie]), "shift_after")
    moves = [part, join] if why else [join, part]
    for move in moves:
        now = _after(now, move)
    return moves, now


def _after(snapshot: Snapshot, move: PlannedMove) -> Snapshot:
    ref = snapshot.network.find(move.element_id)
    if ref is None or ref.table != "switch" or move.kind not in (StepKind.OPEN, StepKind.CLOSE):
        return snapshot
    position = SwitchPosition.CLOSED if move.kind is StepKind.CLOSE else SwitchPosition.OPEN
    return snapshot.with_values("switch", "position", [ref.row], position)

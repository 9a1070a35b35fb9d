"""Whose automatic reclosing must be off while a fault is being worked around."""

from __future__ import annotations

from collections import deque

import numpy as np

from engines.grid.switches import SwitchKind
from engines.restoration.arrangement import Arrangement
from engines.restoration.options import RestorationOptions


def reclosing_joins(arrangement: Arrangement, options: RestorationOptions) -> tuple[int, ...]:
    """Joins with reclosing that the plan operates, or through which what it picks up is fed, in order of place."""
    state, area = arrangement.area.state, arrangement.area
    switch = state.snapshot.network["switch"]
    if options.reclosing is None:
        recloses = switch["kind"][state.join] == SwitchKind.RECLOSER
    else:
        recloses = np.isin(switch.id[state.join], sorted(options.reclosing))
    if not recloses.any():
        return ()
    touched = {*arrangement.feeding, *arrangement.isolating, *arrangement.openings, *area.shifted}
    parent = way_to_source(arrangement)
    for j in arrangement.feeding:
        for zone in state.ends[j].tolist():
            while zone in parent:
                join, zone = parent[zone]
                touched.add(join)
    return tuple(j for j in sorted(touched) if recloses[j])


def way_to_source(arrangement: Arrangement) -> dict[int, tuple[int, int]]:
    """By zone: the join and the zone on its way to the nearest source, over what stays live or is fed."""
    state, area = arrangement.area.state, arrangement.area
    near: dict[int, list[tuple[int, int]]] = {}
    alive = state.is_closed & area.stays_live[state.ends].all(axis=1)
    alive[list(arrangement.feeding)] = True
    for j in np.flatnonzero(alive).tolist():
        a, b = state.ends[j].tolist()
        near.setdefault(a, []).append((j, b))
        near.setdefault(b, []).append((j, a))
    waiting = deque(np.flatnonzero(state.is_source).tolist())
    seen = set(waiting)
    parent: dict[int, tuple[int, int]] = {}
    while waiting:
        here = waiting.popleft()
        for j, there in near.get(here, ()):
            if there not in seen:
                seen.add(there)
                parent[there] = (j, here)
                waiting.append(there)
    return parent

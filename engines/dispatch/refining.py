"""Staircases rounded anew with what an earlier rounding taught."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.dispatch.conic import ConicSolution
from engines.dispatch.programme import Programme
from engines.dispatch.rounding import Switching, relaxed_positions, round_switching

Array = np.ndarray[Any, Any]


def slopes(programme: Programme, switching: Switching, fixed: ConicSolution) -> tuple[Array, ...]:
    """By staircase, ``(n_moment,)`` what one position more would cost, from the duals of what was held."""
    instance, layout = programme.instance, programme.layout
    m, found = len(instance.horizon), []
    for k, (s, positions) in enumerate(zip(instance.staircases, switching.positions, strict=True)):
        dual = fixed.fixed_dual[k * m : (k + 1) * m]
        at = positions[instance.horizon.step]
        if s.kind == "substation":
            change = np.gradient(np.square(s.value * instance.v_grid_pu[s.at]))[at]
        elif s.kind == "feeder":
            change = np.gradient(np.square(s.value))[at] * fixed.x[layout["um"][:, s.at]]
        else:
            change = np.ones(m)
        found.append(-dual * change)
    return tuple(found)


def round_again(programme: Programme, relaxed: Array, switching: Switching, fixed: ConicSolution) -> Switching:
    """Round so that a distance counts as much as the duals say that it costs."""
    step, weights = programme.instance.horizon.step, []
    places = relaxed_positions(programme, relaxed)
    for place, positions, slope in zip(places, switching.positions, slopes(programme, switching, fixed), strict=True):
        distance = np.maximum(np.abs(positions[step] - place), 0.05)
        weight = np.abs(slope) / (2 * distance)
        weights.append(np.maximum(weight, 1e-3 * weight.max(initial=1e-6)))
    return round_switching(programme, relaxed, tuple(weights))

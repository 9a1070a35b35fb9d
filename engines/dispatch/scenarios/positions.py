"""Whole positions for all scenarios: near the relaxed ones, then by what positions tried before have cost."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.dispatch.instance import Instance
from engines.dispatch.refining import position_costs
from engines.dispatch.rounding import Switching, staircase
from engines.dispatch.scenarios.decision import read_shared
from engines.dispatch.scenarios.first_stage import SharedColumns

Array = np.ndarray[Any, Any]


class PositionGuide:
    """Proposes staircases; like :class:`engines.dispatch.refining.Guide`, for the sum of all scenarios.

    Args:
        x: shared values where the relaxed scenarios agree.
        feeder_taps: by staircase, ``(n_step,)`` mean position between whole ones of taps in a feeder.
    """

    def __init__(self, instance: Instance, columns: SharedColumns, x: Array, feeder_taps: dict[int, Array]) -> None:
        self._stairs = instance.staircases
        values = read_shared(columns, x)
        self._charges = values.mode > 0.5
        self._places: list[list[Array]] = []
        for k, s in enumerate(self._stairs):
            if s.kind == "feeder":
                place = feeder_taps[k]
            else:
                value = values.stairs[k]
                if s.kind == "substation":
                    value = np.sqrt(np.maximum(value, 0.0)) / instance.v_grid_pu[s.at]
                order = np.argsort(s.value)
                place = np.interp(value, s.value[order], order.astype(float))
            self._places.append([place])
        # Where the relaxed scenarios agree, the slopes of all of them cancel.
        self._slopes = [[np.zeros(len(p[0]))] for p in self._places]

    def nearest(self) -> Switching:
        """The staircases nearest to the relaxed positions, and the modes they lean to."""
        positions = [
            staircase(np.square(places[0][:, None] - np.arange(len(s.positions))), s)
            for s, places in zip(self._stairs, self._places, strict=True)
        ]
        return Switching(tuple(positions), self._charges)

    def learn(self, switching: Switching, slopes: tuple[Array, ...]) -> None:
        """Take what one position more would have cost, by staircase ``(n_step,)``."""
        for k, slope in enumerate(slopes):
            self._places[k].append(switching.positions[k].astype(float))
            self._slopes[k].append(slope)

    def propose(self) -> Switching:
        """The cheapest staircases by all that is known."""
        positions = []
        for k, s in enumerate(self._stairs):
            cost = position_costs(np.stack(self._places[k]), np.stack(self._slopes[k]), len(s.positions))
            positions.append(staircase(cost, s))
        return Switching(tuple(positions), self._charges)

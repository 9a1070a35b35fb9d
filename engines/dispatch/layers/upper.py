"""The layer above: it owns the sources with their taps and the network down to the regions, and sets setpoints."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from engines.dispatch.conic import ConicSolution, Fixing, solve_conic
from engines.dispatch.layers.boundary import Layer
from engines.dispatch.layers.margins import MARGIN_PU, with_margins
from engines.dispatch.programme import Programme
from engines.dispatch.rounding import Switching, fix_switching, round_switching

Array = np.ndarray[Any, Any]

_MISSED_MW = 1e-6
_SCARCE = 0.01
"""Relative difference of prices that only a limit explains."""


@dataclass(frozen=True, slots=True, eq=False)
class UpperAnswer:
    """What it decides.

    Attributes:
        setpoint: ``(n_region, 3, n_moment)`` p, q and u of the regions; cost: its own.
    """

    solution: ConicSolution
    setpoint: Array
    cost: float


class UpperLayer:
    """Solves the layer above.

    Attributes:
        switching: positions it holds; ``None`` while they lie anywhere between.
    """

    def __init__(self, layer: Layer, margin_mw: float) -> None:
        self.layer, self._margin_mw = layer, margin_mw
        self.switching: Switching | None = None
        self._spare = np.zeros(len(layer.programme.upper_right))
        self._fixing: Fixing | None = None

    def solve(self, price: Array, wanted: Array, strength: Array, seconds: float) -> UpperAnswer:
        """Its cost, less what the regions would pay at ``price``, near what they ``wanted``.

        All ``(n_region, 3, n_moment)``. With positions held the voltages are what they are: only powers are drawn.
        """
        programme = self.layer.programme
        if self.switching is not None:
            programme = with_margins(programme, MARGIN_PU, self._margin_mw)
            programme = replace(programme, upper_right=programme.upper_right - self._spare)
        cost, quadratic = programme.cost.copy(), np.zeros(programme.layout.n_column)
        drawn = slice(0, 3 if self.switching is None else 2)
        for k, columns in enumerate(self.layer.boundary):
            # Regions may hang on one node: its voltage is drawn by all of them.
            np.add.at(cost, columns[drawn], (-price[k] - strength[k] * wanted[k])[drawn])
            np.add.at(quadratic, columns[drawn], strength[k][drawn])
        solution = solve_conic(programme, self._fixing, cost=cost, quadratic=quadratic, almost=True, seconds=seconds)
        setpoint = np.stack([solution.x[columns] for columns in self.layer.boundary])
        return UpperAnswer(solution, setpoint, float(programme.cost @ solution.x) + programme.constant)

    def bound(self, price: Array, seconds: float) -> float:
        """The least of its cost less what the regions pay at ``price``; NaN where not proven."""
        programme = self.layer.programme
        cost = programme.cost.copy()
        for k, columns in enumerate(self.layer.boundary):
            np.add.at(cost, columns, -price[k])
        solution = solve_conic(programme, cost=cost, seconds=seconds)
        return solution.bound if solution.is_solved else float("nan")

    def spare(self, whole: Programme, x: Array) -> Array:
        """Stay further within those limits of the exchange with the upper grid that a solution of the whole misses.

        Returns ``(n_moment,)`` whether one is missed.
        """
        missed = np.zeros(len(whole.instance.horizon), bool)
        excess = whole.upper @ x - whole.upper_right
        for name, block in whole.upper_blocks.items():
            if name.startswith("tie_"):
                over = np.maximum(excess[block.rows], 0.0)
                own = self.layer.programme.upper_blocks[name].rows
                self._spare[own] = over
                missed[block.moment[over > _MISSED_MW]] = True
        return missed

    def scarcity(self, solution: ConicSolution) -> Array:
        """``(n_moment,)`` -1 where a limit keeps the exchange with the upper grid from falling, 1 from rising, else 0.

        What is worth less here than at the upper grid cannot be sold; what is worth more cannot be bought.
        """
        programme = self.layer.programme
        instance = programme.instance
        dual = solution.equal_dual[programme.equal_blocks["active_balance"].rows]
        worth = -dual.reshape(len(instance.horizon), -1)[:, instance.feeder.roots]
        paid = (instance.price * instance.horizon.weight * instance.horizon.hours)[:, None]
        apart = (worth - paid) / np.maximum(np.abs(paid), 1e-3)
        least, most = apart.min(axis=1, initial=0.0), apart.max(axis=1, initial=0.0)
        return np.asarray(np.where(least < -_SCARCE, -1, np.where(most > _SCARCE, 1, 0)))

    def round(self, solution: ConicSolution) -> None:
        """Hold the whole positions nearest to a solution."""
        self.switching = round_switching(self.layer.programme, solution.x)
        self._fixing = fix_switching(self.layer.programme, self.switching)

    def let_go(self) -> None:
        """Leave positions anywhere between again."""
        self.switching = self._fixing = None

"""What a region is asked, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engines.dispatch.conic import ConicSolution
from engines.dispatch.layers.margins import MARGINS_PU
from engines.dispatch.layers.told_network import ToldNetwork
from engines.dispatch.rounding import Switching

Array = np.ndarray[Any, Any]

DIRECTIONS = ("least P", "most P", "least Q", "most Q", "P early", "P late")
"""Ways in which a region is taken to the end of what it can do; the last two move energy in time."""


@dataclass(frozen=True, slots=True, eq=False)
class RegionAsk:
    """What a region is asked.

    Attributes:
        region: which one.
        price: ``(3, n_moment)`` of its p, q and u; anchor: setpoints of the three; strength: how much a squared
            distance to them counts.
        holds_voltage: u is held at its setpoint.
        switching: positions to hold; ``None`` leaves them anywhere between.
        chooses: positions are chosen now, where they cost least, and held.
        given: by place of a staircase, ``(n_step,)`` positions that are not its own to choose.
        tells_flexibility: also how far it could go in each of :data:`DIRECTIONS`.
        margin_pu: by which it stays within its limits, once positions are whole.
        spare: ``(2, n_moment)`` pu² of voltages, and shares of currents, by which it stays further within its limits
            than by the margin alone.
        bound_price: ``(3, n_moment)`` also the least of its cost at these prices.
        seconds: how long all of it may take.
    """

    region: int
    price: Array
    anchor: Array
    strength: Array
    holds_voltage: bool = False
    switching: Switching | None = None
    chooses: bool = False
    given: dict[int, Array] = field(default_factory=dict)
    tells_flexibility: bool = False
    margin_pu: float = MARGINS_PU[0]
    spare: Array | None = None
    bound_price: Array | None = None
    seconds: float = float("inf")


@dataclass(frozen=True, slots=True, eq=False)
class RegionAnswer:
    """What it answers.

    Attributes:
        solution: of its programme.
        boundary: ``(3, n_moment)`` p and q its network takes in for what its devices do, and u.
        cost: its own, without what it takes in.
        switching: held positions, or those its solution would be rounded to.
        kept_voltage: false where it could not keep its limits at the voltage it was told, and took the nearest.
        flexibility: ``(n_direction, 2, n_moment)`` p and q at the ends; flexibility_cost: ``(n_direction,)``; NaN where
            there was no answer.
        told: its network around this plan; ``None`` without one.
        bound: the least of cost and prices at ``bound_price``; NaN where not asked or not proven.
    """

    solution: ConicSolution
    boundary: Array
    cost: float
    switching: Switching
    kept_voltage: bool
    flexibility: Array
    flexibility_cost: Array
    told: ToldNetwork | None
    bound: float

    @property
    def is_solved(self) -> bool:
        """Whether the rest may be used."""
        return self.solution.is_solved

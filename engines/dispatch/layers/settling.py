"""A layer's plan brought to what its devices really make: planned around a flow, again from the flow that makes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.dispatch.conic import ConicSolution

Array = np.ndarray[Any, Any]

_SHRUNK, _DAMPING, _HARDER = 0.5, 0.01, 10.0


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """Where it came to.

    Attributes:
        solution: the one nearest to what its devices make; flows: of the last one.
        is_infeasible: whether it ended because nothing was possible around those.
    """

    solution: ConicSolution
    flows: Array | None
    is_infeasible: bool = False


def settle(
    start: ConicSolution,
    least: float,
    flows: Array | None,
    solve: Callable[[Array, float], tuple[ConicSolution, bool]],
    look: Callable[[Array], tuple[Array | None, float]],
    price_per_mw: float,
    rounds: int,
) -> Settled:
    """Plan around flows until a plan is what its devices make.

    Args:
        start: to be bettered; least: its doubt, up to 1 there is nothing to mend; flows: to begin with.
        solve: a plan around flows, with so much damping of its devices, and whether it may be taken.
        look: by the columns of a solution, the flows its devices make and its doubt.
        price_per_mw: what the dearest MW costs, by the MW typical here: where doubt does not shrink, devices that would
            go from end to end are damped by a share of that, and harder whenever it does not again.
    """
    best, before, damping = start, least, 0.0
    for _ in range(rounds):
        if least <= 1.0 or flows is None:
            break
        found, may_be_taken = solve(flows, damping)
        if not found.is_solved:
            return Settled(best, flows, is_infeasible=found.status == "infeasible")
        flows, doubt = look(found.x)
        if doubt < least and may_be_taken:
            best, least = found, doubt
        if doubt > _SHRUNK * before:
            damping = max(_HARDER * damping, _DAMPING * price_per_mw)
        before = doubt
    return Settled(best, flows)

"""Where the relaxation is not exact: convex-concave iterations on the equality of the cones.

A relaxed branch may carry more current than its power needs, if waste pays: at a negative price, or to keep a voltage
down. The excess ``l - (p² + q²) / u`` gets a price; its concave part is replaced by the tangent at the last point,
so that only the cost changes from one iteration to the next (Lipp and Boyd, Optimization and Engineering 17, 2016).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.dispatch.network_rows import impedance_voltage
from engines.dispatch.programme import Programme

Array = np.ndarray[Any, Any]


EXACT = 1e-4
"""Of :func:`burnt`: up to here a relaxed solution counts as exact."""


def excess_current(programme: Programme, x: Array) -> Array:
    """``(n_moment, n_branch)`` how far the squared current lies above what the flow needs, (MVA/pu)²."""
    p, q, u = _flow(programme, x)
    return np.asarray(x[programme.layout["l"]] - (p**2 + q**2) / u)


def tangent_cost(programme: Programme, x: Array, weight: float) -> Array:
    """``(n_column,)`` further cost: the price of the excess current, linear around ``x``.

    Args:
        weight: 1 prices a loss as high as the dearest energy of the horizon.
    """
    instance, layout = programme.instance, programme.layout
    p, q, u = _flow(programme, x)
    feeder, horizon = instance.feeder, instance.horizon
    dearest = float(np.abs(instance.price).max()) + instance.case.prices.loss + 1.0
    z = np.maximum(np.hypot(feeder.r_pu, feeder.x_pu), 1e-5)
    price = weight * dearest * (horizon.weight * horizon.hours)[:, None] * z
    cost = np.zeros(layout.n_column)
    cost[layout["l"]] = price
    cost[layout["p"]] = -price * 2 * p / u
    cost[layout["q"]] = -price * 2 * q / u
    columns, factor = impedance_voltage(layout, instance, True)
    np.add.at(cost, columns, price * (p**2 + q**2) / u**2 * factor)
    return cost


def _flow(programme: Programme, x: Array) -> tuple[Array, Array, Array]:
    layout = programme.layout
    columns, factor = impedance_voltage(layout, programme.instance, True)
    return x[layout["p"]], x[layout["q"]], np.maximum(x[columns] * factor, 1e-3)


def burnt(programme: Programme, x: Array) -> float:
    """Where it is most, the excess of a squared current times the impedance of its branch, pu²."""
    feeder = programme.instance.feeder
    found = excess_current(programme, x) * np.hypot(feeder.r_pu, feeder.x_pu)
    return float(found.max(initial=0.0))

"""Limits that give way at a price, for looking at positions, and on the way to a network as it is.

A position is judged by holding it over the whole horizon. One that is right at night may break a limit at noon: were
that no answer at all, it could not be chosen for the night either.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from scipy.sparse import coo_matrix, csc_matrix, vstack

from engines.dispatch.layers.boundary import widened
from engines.dispatch.programme import Programme

Array = np.ndarray[Any, Any]

GIVEN_WAY = 1e-5
"""pu² of a voltage limit that gave way: less is the solver's."""


def softened(programme: Programme, price: float, mw_price: float | None = None) -> tuple[Programme, Array, Array]:
    """The programme with voltage limits that give way together in each moment.

    Args:
        price: of one pu²; mw_price: of one MW or Mvar where those of the exchange with the upper grid give way too.

    Returns the programme, ``(n_moment,)`` or ``(2 * n_moment,)`` columns of it by how much the limits of a moment give
    way, and what one unit of each costs.
    """
    m, n = len(programme.instance.horizon), programme.layout.n_column
    kinds: list[tuple[tuple[str, ...], float]] = [(("voltage_min", "voltage_max"), price)]
    if mw_price is not None:
        kinds.append((tuple(name for name in programme.upper_blocks if name.startswith("tie_")), mw_price))
    n_slack = m * len(kinds)
    columns, prices = n + np.arange(n_slack), np.repeat([each for _, each in kinds], m)
    wider = widened(programme, csc_matrix((len(programme.equal_right), n_slack)))
    places = [
        (block.rows.ravel(), n + k * m + block.moment.ravel())
        for k, (names, _) in enumerate(kinds)
        for block in (programme.upper_blocks[name] for name in names)
    ]
    rows, slacks = (np.concatenate(parts) for parts in zip(*places, strict=True))
    gives = coo_matrix((-np.ones(len(rows)), (rows, slacks)), shape=wider.upper.shape)
    never = coo_matrix((-np.ones(n_slack), (np.arange(n_slack), columns)), shape=(n_slack, n + n_slack))
    cost = np.zeros(n + n_slack)
    cost[columns] = prices
    soft = replace(
        wider,
        costs={**wider.costs, "limits": cost},
        upper=csc_matrix(vstack([wider.upper + csc_matrix(gives), never], format="csc")),
        upper_right=np.concatenate([wider.upper_right, np.zeros(n_slack)]),
    )
    return soft, columns, prices

"""Voltage limits that give way at a price, for looking at positions.

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


def softened(programme: Programme, price: float) -> tuple[Programme, Array]:
    """The programme with voltage limits that give way together in each moment.

    Args:
        price: of one pu².

    Returns the programme and ``(n_moment,)`` columns of it: by how many pu² the limits of a moment give way.
    """
    m, n = len(programme.instance.horizon), programme.layout.n_column
    columns = n + np.arange(m)
    blocks = [programme.upper_blocks[name] for name in ("voltage_min", "voltage_max")]
    rows = np.concatenate([block.rows.ravel() for block in blocks])
    moment = np.concatenate([block.moment.ravel() for block in blocks])
    wider = widened(programme, csc_matrix((len(programme.equal_right), m)))
    gives = coo_matrix((-np.ones(len(rows)), (rows, n + moment)), shape=wider.upper.shape)
    never = coo_matrix((-np.ones(m), (np.arange(m), columns)), shape=(m, n + m))
    cost = np.zeros(n + m)
    cost[columns] = price
    soft = replace(
        wider,
        costs={**wider.costs, "limits": cost},
        upper=csc_matrix(vstack([wider.upper + csc_matrix(gives), never], format="csc")),
        upper_right=np.concatenate([wider.upper_right, np.zeros(m)]),
    )
    return soft, columns

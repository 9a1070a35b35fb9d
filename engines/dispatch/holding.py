"""Columns held at values, beside whatever else is held."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.sparse import csc_matrix, hstack, vstack

from engines.dispatch.conic import Fixing
from engines.dispatch.layout import Layout

Array = np.ndarray[Any, Any]


def held(values: Array, columns: Array, n_column: int) -> Fixing:
    """Columns held at values; what is NaN stays free."""
    known = np.flatnonzero(np.isfinite(values))
    rows = np.arange(len(known))
    return Fixing(csc_matrix((np.ones(len(known)), (rows, columns[known])), (len(known), n_column)), values[known])


def together(first: Fixing, second: Fixing) -> Fixing:
    """Both; the rows of the first come first."""
    matrix = csc_matrix(vstack([first.matrix, second.matrix], format="csc"))
    return Fixing(matrix, np.concatenate([first.right, second.right]))


def energy_held(layout: Layout, x: Array) -> Fixing:
    """What moves energy from one moment to another stays as in a solution: then moments can be looked at one by one."""
    columns = np.concatenate([layout[name].ravel() for name in ("ec", "ed", "dp")])
    return held(x[columns], columns, layout.n_column)


def over(fixing: Fixing | None, n_column: int) -> Fixing | None:
    """The same over more columns."""
    if fixing is None:
        return None
    more = csc_matrix((fixing.matrix.shape[0], n_column - fixing.matrix.shape[1]))
    return Fixing(csc_matrix(hstack([fixing.matrix, more], format="csc")), fixing.right)

"""Columns held at values, beside whatever else is held."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.sparse import csc_matrix, vstack

from engines.dispatch.conic import Fixing

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

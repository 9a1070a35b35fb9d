"""Rows that occur more than once, taken in parts in which each occurs once."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


def once_each(row: Array) -> list[Array]:
    """Positions in as many parts as needed for no row to occur twice in one, keeping the order of each row."""
    if not len(row):
        return []
    if len(np.unique(row)) == len(row):
        return [np.arange(len(row))]
    order = np.argsort(row, kind="stable")
    ordered = row[order]
    is_first = np.r_[True, ordered[1:] != ordered[:-1]]
    begin = np.maximum.accumulate(np.where(is_first, np.arange(len(row)), 0))
    turn = np.empty(len(row), np.int64)
    turn[order] = np.arange(len(row)) - begin
    return [np.flatnonzero(turn == k) for k in range(int(turn.max()) + 1)]

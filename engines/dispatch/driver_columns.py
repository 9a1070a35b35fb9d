"""The columns of devices by which power enters a network."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.dispatch.programme import Programme

Array = np.ndarray[Any, Any]

DRIVERS = (
    ("rp", "ren"),
    ("rq", "ren"),
    ("ec", "es"),
    ("ed", "es"),
    ("eq", "es"),
    ("gp", "mt"),
    ("gq", "mt"),
    ("dp", "dr"),
    ("sq", "svc"),
    ("cn", "cb"),
)
"""Columns of devices by which power enters a network, and the kind of device each belongs to."""


def driver_columns(programme: Programme) -> Array:
    """``(n_moment, n_driver - 1)`` columns of a part's own drivers, in the order of :data:`DRIVERS`."""
    return np.concatenate([programme.layout[name] for name, _ in DRIVERS], axis=1)

"""Series as a file has them: local clock times and one column a unit, before anything was judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.values.joint_model import Unit

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class RawSeries:
    """Readings.

    Attributes:
        time: ``(n,)`` datetime64[s], local clock, beginnings of the steps, in the file's order.
        p_mw: ``(n, n_unit)``, NaN where there is none.
    """

    source: str
    time: Array
    units: tuple[Unit, ...]
    p_mw: Array

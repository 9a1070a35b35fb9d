"""What the forecast page shows, as plain values; whoever knows the forecast makes them.

Texts are in the person's language.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from widgets.dispatch.lines import ChartView, Hours

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class CorrelationView:
    """A symmetric matrix between units.

    Attributes:
        names: ``(n)`` short enough to stand beside a row.
        values: ``(n, n)`` -1 to 1, NaN where there is none.
    """

    names: tuple[str, ...]
    values: Array


@dataclass(frozen=True, slots=True, eq=False)
class ForecastView:
    """A forecast.

    Attributes:
        title: of the case; history: what it rests on; scores: one line on how good it has been.
        fans: sums first; the title of each names it in the list.
        notes: what is missing of it, one sentence each.
    """

    title: str
    history: str
    scores: str
    hours: Hours
    fans: tuple[ChartView, ...]
    correlation: CorrelationView
    notes: tuple[str, ...] = ()

"""What units gave and took over past days, what they may do tomorrow, and how good that forecast has been."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
NAN = float("nan")


class UnitKind(StrEnum):
    """What a unit is; generation and load are both 0 or more."""

    PV = "pv"
    WIND = "wt"
    LOAD = "load"
    FORECAST = "forecast"
    """A point forecast of another unit, kept beside what came: knowing it narrows the scenarios."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit.

    Attributes:
        rating_mw: power at 1 per unit of its series.
        series: the series it follows.
    """

    name: str
    kind: UnitKind
    rating_mw: float
    series: str = ""

    @property
    def sign(self) -> float:
        """Its share in the residual load (load less generation); 0 for a forecast."""
        return {UnitKind.LOAD: 1.0, UnitKind.FORECAST: 0.0}.get(self.kind, -1.0)


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something a history does not give, and why.

    Attributes:
        what: ``"day"``, ``"unit"`` or ``"values"``.
        name: the day, or the unit.
    """

    what: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class UnitDays:
    """Whole days of some units, without a gap.

    Attributes:
        days: ``(n_day,)`` datetime64[D], rising.
        p_mw: ``(n_day, n_unit, n_step)`` mean power of each step from midnight on, local time.
        source: where it comes from.
        dropped: what was left out, days and units.
    """

    units: tuple[Unit, ...]
    days: Array
    p_mw: Array
    step_hours: float
    source: str
    dropped: tuple[Dropped, ...] = ()

    @property
    def n_step(self) -> int:
        """Steps of a day."""
        return int(self.p_mw.shape[2])


@dataclass(frozen=True, slots=True, eq=False)
class Scenarios:
    """What the units may do on one day.

    Attributes:
        p_mw: ``(n_scenario, n_unit, n_step)``.
        probability: ``(n_scenario,)``, sums to 1.
    """

    units: tuple[Unit, ...]
    step_hours: float
    p_mw: Array
    probability: Array


@dataclass(frozen=True, slots=True, eq=False)
class Reduction:
    """Few scenarios standing for many.

    Attributes:
        kept: ``(n_kept,)`` which of the many, in the order they were chosen.
        probability: ``(n_kept,)`` each with that of all nearest to it.
        nearest: ``(n_scenario,)`` place in ``kept`` that stands for each.
        distance: Kantorovich distance between the few and the many, in the unit of the scenarios' distance.
        distance_of_one: the same, were only the first kept.
        is_exact: whether no other choice of as many is nearer (all choices were compared).
    """

    kept: Array
    probability: Array
    nearest: Array
    distance: float
    distance_of_one: float
    is_exact: bool

    @property
    def relative_distance(self) -> float:
        """The distance as a share of that of one scenario; 0 where all are alike."""
        return self.distance / self.distance_of_one if self.distance_of_one > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Estimated:
    """A mean over held-out days with its 95 % confidence interval."""

    value: float = NAN
    low: float = NAN
    high: float = NAN

    @property
    def excludes_zero(self) -> bool:
        """Whether the interval lies on one side of zero."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class Score:
    """One score of one forecast.

    Attributes:
        forecast: ``"joint"``, ``"independent"`` or ``"climatology"``.
        metric: which; of coverages the nearer to ``nominal`` the better, of all others the lower.
        unit: of the value.
        advantage: value of this forecast less that of the joint one on the same days: above zero the joint
            one is better. NaN for coverages and the joint one itself.
        nominal: what a coverage ought to be.
    """

    forecast: str
    metric: str
    unit: str
    mean: Estimated
    advantage: Estimated = Estimated()
    nominal: float = NAN


@dataclass(frozen=True, slots=True)
class ScoreReport:
    """Scores on days that never entered fitting or tuning.

    Attributes:
        split: the rule by which days were held out.
        known_steps: steps of the day that were known when it was forecast.
        members: scenarios each forecast gave.
    """

    split: str
    fitted_days: int
    held_out_days: int
    blocks: int
    known_steps: int
    members: int
    scores: tuple[Score, ...]

    def of(self, forecast: str, metric: str) -> Score:
        """One of them. Raises ``KeyError``."""
        for score in self.scores:
            if (score.forecast, score.metric) == (forecast, metric):
                return score
        raise KeyError((forecast, metric))

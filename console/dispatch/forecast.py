"""A forecast of the units of a case, and the plan over its scenarios, as a site keeps them. Free of solvers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from engines.values.dispatch_scenarios import ScenarioPlan
from engines.values.joint_model import Dropped, Estimated

Array = np.ndarray[Any, Any]
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Probabilities of a fan."""
DEFAULT_COUNT, MOST_COUNT = 20, 200
DEFAULT_SECONDS, MOST_SECONDS = 60.0, 3600.0


class FanKind(StrEnum):
    """What a fan shows."""

    NET_LOAD = "net_load"
    """Load less wind and PV."""
    GENERATION = "generation"
    """Wind and PV together."""
    WIND = "wt"
    PV = "pv"
    LOAD = "load"


@dataclass(frozen=True, slots=True)
class HistoryChoice:
    """Which days the forecast rests on.

    Attributes:
        path: a CSV file, "" for SimBench's year.
        within: only days at most so many days from ``around`` in the year; 0 for all.
        around: a date, "" for none.
    """

    path: str = ""
    within: int = 0
    around: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Fan:
    """What a unit, or several together, may do over the day.

    Attributes:
        name: of the unit, as the history calls it; "" for a sum.
        p_mw: ``(5, n_step)`` MW not exceeded with the probabilities of :data:`LEVELS`, from midnight on.
    """

    name: str
    kind: FanKind
    p_mw: Array


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """A fitted joint model as a person reads it.

    Attributes:
        source: of the history; first_day, last_day: of it; n_day: whole days it has.
        fans: sums first, then units.
        units: ``(n_unit)`` names in the order of ``correlation``.
        correlation: ``(n_unit, n_unit)`` rank correlation in the same hour, the mean over all hours in which both
            vary; NaN where there is none.
        coverage, net_coverage: share of what came on the days held out that lay in the 90 % band, of units and of all
            together; NaN without scores.
        held_out: days; rule: how they were chosen; no_scores: why there are none.
        without: units of the case that the history does not tell of: no plan over scenarios can be made.
    """

    history: HistoryChoice
    source: str
    first_day: str
    last_day: str
    n_day: int
    step_hours: float
    fans: tuple[Fan, ...]
    units: tuple[str, ...]
    correlation: Array
    coverage: Estimated
    net_coverage: Estimated
    held_out: int
    rule: str
    no_scores: str = ""
    without: tuple[str, ...] = ()
    dropped: tuple[Dropped, ...] = ()


@dataclass(frozen=True, slots=True)
class ScenarioRequest:
    """How a case is planned over scenarios.

    Attributes:
        count: scenarios kept of those drawn; seconds: time for planning; gap: relative, at which it is done.
    """

    history: HistoryChoice
    count: int = DEFAULT_COUNT
    seconds: float = DEFAULT_SECONDS
    gap: float = 1e-3
    seed: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class ScenarioDay:
    """What planning over scenarios gave.

    Attributes:
        source: of the history; n_day: days of it; drawn: scenarios drawn.
        available_mwh: ``(n_scenario,)`` what wind and sun allow over the horizon.
        vm_min_pu, vm_max_pu: limits of voltage where all buses have the same, else NaN.
    """

    plan: ScenarioPlan
    request: ScenarioRequest
    source: str
    n_day: int
    drawn: int
    available_mwh: Array
    vm_min_pu: float
    vm_max_pu: float

"""Ways of operating the same days, what each of them came to, and where they differ."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np

from engines.values.dispatch import AcViolation, _restored
from engines.values.frozen import FrozenMap
from engines.values.joint_model import Estimated

Array = np.ndarray[Any, Any]
NAN = float("nan")


class OperatingMode(StrEnum):
    """How a day was operated."""

    RULES = "rules"
    """Today's practice: every device by a rule of its own, nothing coordinated."""
    INDEPENDENT = "independent"
    """Planned over scenarios of units that know nothing of each other."""
    JOINT = "joint"
    """Planned over scenarios of the joint model."""
    HINDSIGHT = "hindsight"
    """Planned with the day known beforehand: a bound on all others that keep the limits, never a way to operate."""


@dataclass(frozen=True, slots=True, eq=False)
class DayResult:
    """One day in one mode, settled by AC load flow at what loads, wind and sun really were.

    Attributes:
        day: datetime64[D].
        cost: of everything, at the prices of the case; cost_by_kind: what it is made of.
        violations: limits that were not kept, of the network and of the devices.
        purchase_mwh: by price period (``peak``, ``flat``, ``valley``), less what was given back.
        wind_available_mwh, wind_used_mwh: what the weather allowed, and what of it was taken.
        end_vm_pu: ``(n_step,)`` voltage at the end bus.
        exchange_mw: ``(n_step, n_source)``; import is positive. losses_mw: ``(n_step,)``.
        storage_mw, energy_mwh: ``(n_step, n_storage)``; discharging is positive, energy at the end of the step.
        generation_mwh: of renewables and turbines; load_mwh: taken, demand response included.
        lower_bound: of hindsight: no operation that keeps the limits costs less; NaN for the other modes.
    """

    mode: OperatingMode
    day: np.datetime64
    cost: float
    cost_by_kind: FrozenMap[str, float]
    violations: tuple[AcViolation, ...]
    purchase_mwh: FrozenMap[str, float]
    losses_mwh: float
    wind_available_mwh: float
    wind_used_mwh: float
    end_vm_pu: Array
    exchange_mw: Array
    losses_mw: Array
    storage_mw: Array
    energy_mwh: Array
    generation_mwh: float
    load_mwh: float
    lower_bound: float = NAN

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (DayResult, tuple(getattr(self, name) for name in self.__slots__))

    @property
    def voltage_spread_pu(self) -> float:
        """Highest less lowest voltage of the day at the end bus."""
        return float(self.end_vm_pu.max() - self.end_vm_pu.min())


@dataclass(frozen=True, slots=True)
class DayFailure:
    """A day that is left out of all modes, and why."""

    day: np.datetime64
    mode: OperatingMode
    reason: str


@dataclass(frozen=True, slots=True)
class ModeMeasure:
    """A quantity of one mode over the days, with its 95 % interval."""

    mode: OperatingMode
    quantity: str
    unit: str
    value: Estimated


@dataclass(frozen=True, slots=True)
class ModeDifference:
    """First mode less second, day by day, with its 95 % interval; ``sentence`` says what may be said of it."""

    first: OperatingMode
    second: OperatingMode
    quantity: str
    unit: str
    value: Estimated
    sentence: str


@dataclass(frozen=True, slots=True)
class WorstViolation:
    """Of one mode and kind of limit: how often it was not kept, on how many days, and by how much at worst."""

    mode: OperatingMode
    kind: str
    count: int
    days: int
    worst_day: np.datetime64
    worst: AcViolation


@dataclass(frozen=True, slots=True, eq=False)
class ModeEvaluation:
    """All modes on the same days.

    Attributes:
        end_bus: the bus electrically farthest from its source.
        days_asked: wished for; the days evaluated are those of ``results``.
        split, history, intervals: how days were held out, where they come from, how intervals were made.
        blocks: of days that are alike; the intervals are over these.
        results: every mode's result of each day, day after day.
        failures: days left out of all modes.
        worst: violations by mode and kind.
        notes: what else has to be known to read the figures, one sentence each.
        stopped: why not all days asked for were done; empty where they were.
        plan_seconds: mean time of a plan, by mode.
    """

    case: str
    end_bus: str
    days_asked: int
    scenarios: int
    seed: int
    split: str
    history: str
    intervals: str
    blocks: int
    cvar_level: float
    times: tuple[str, ...]
    results: tuple[DayResult, ...] = ()
    failures: tuple[DayFailure, ...] = ()
    measures: tuple[ModeMeasure, ...] = ()
    differences: tuple[ModeDifference, ...] = ()
    worst: tuple[WorstViolation, ...] = ()
    notes: tuple[str, ...] = ()
    stopped: str = ""
    seconds: float = NAN
    plan_seconds: FrozenMap[str, float] = field(default_factory=FrozenMap)

    @property
    def days(self) -> tuple[np.datetime64, ...]:
        """The days evaluated."""
        return tuple(dict.fromkeys(r.day for r in self.results))

    def of(self, mode: OperatingMode, quantity: str) -> ModeMeasure:
        """One measure. Raises ``KeyError``."""
        for measure in self.measures:
            if (measure.mode, measure.quantity) == (mode, quantity):
                return measure
        raise KeyError((mode, quantity))

    def results_of(self, mode: OperatingMode) -> tuple[DayResult, ...]:
        """The days of one mode, in their order."""
        return tuple(r for r in self.results if r.mode is mode)

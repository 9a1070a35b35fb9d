"""From results of days to figures of modes and to what may be said of their differences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.dispatch.evaluation.intervals import Statistic, bootstrap, mean, share, tail_mean
from engines.dispatch.evaluation.periods import PERIODS
from engines.values.dispatch import AcViolation
from engines.values.dispatch_evaluation import (
    DayResult,
    ModeDifference,
    ModeMeasure,
    OperatingMode,
    WorstViolation,
)
from engines.values.joint_model import Estimated

Array = np.ndarray[Any, Any]

PAIRS = (
    (OperatingMode.RULES, OperatingMode.INDEPENDENT),
    (OperatingMode.INDEPENDENT, OperatingMode.JOINT),
)
NAMES = {
    OperatingMode.RULES: "rules",
    OperatingMode.INDEPENDENT: "plans of independent units",
    OperatingMode.JOINT: "plans of joint units",
    OperatingMode.HINDSIGHT: "hindsight",
}
_NOTHING = 1e-6
"""MWh, pu or money that a solver's tolerance may leave of a difference."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """What is compared.

    Attributes:
        of_day: one row a day: what ``statistic`` makes a figure of.
    """

    name: str
    unit: str
    of_day: Callable[[DayResult], Any]
    statistic: Statistic = mean


def quantities(cvar_level: float) -> tuple[Quantity, ...]:
    """All that is compared; costs in the money of the case."""

    def bought(period: str) -> Quantity:
        return Quantity(f"purchase, {period}", "MWh", lambda r: r.purchase_mwh[period])

    return (
        Quantity("cost", "", lambda r: r.cost),
        Quantity("CVaR of cost", "", lambda r: r.cost, tail_mean(cvar_level)),
        Quantity("losses", "MWh", lambda r: r.losses_mwh),
        *(bought(period) for period in PERIODS),
        Quantity("wind used", "", lambda r: (r.wind_used_mwh, r.wind_available_mwh), share),
        Quantity("voltage spread", "pu", lambda r: r.voltage_spread_pu),
        Quantity("violations", "", lambda r: float(len(r.violations))),
    )


def measures(results: Sequence[DayResult], block: Array, cvar_level: float) -> tuple[ModeMeasure, ...]:
    """Every quantity of every mode; each mode has one result for each of the days of ``block``, in their order."""
    found = []
    for mode in OperatingMode:
        own = [r for r in results if r.mode is mode]
        for q in quantities(cvar_level) if own else ():
            values = np.array([q.of_day(r) for r in own], float)
            found.append(ModeMeasure(mode, q.name, q.unit, bootstrap(values, block, q.statistic)))
    return tuple(found)


def differences(results: Sequence[DayResult], block: Array, cvar_level: float) -> tuple[ModeDifference, ...]:
    """Each pair of modes, day by day."""
    found = []
    for first, second in PAIRS:
        pair = [[r for r in results if r.mode is mode] for mode in (first, second)]
        for q in quantities(cvar_level) if all(pair) else ():
            one, other = (np.array([q.of_day(r) for r in own], float) for own in pair)
            both = np.stack([one, other], axis=1)
            value = bootstrap(both, block, _paired(q.statistic))
            sentence = told(first, second, q, value)
            found.append(ModeDifference(first, second, q.name, q.unit, value, sentence))
    return tuple(found)


def _paired(statistic: Statistic) -> Statistic:
    def difference(values: Array) -> float:
        return statistic(values[:, 0]) - statistic(values[:, 1])

    return difference


def told(first: OperatingMode, second: OperatingMode, quantity: Quantity, value: Estimated) -> str:
    """What may be said: that the modes differ, that they do not, or that nothing can be said."""
    one, other = NAMES[first], NAMES[second]
    said = f"{_number(value.value)} ({_number(value.low)} to {_number(value.high)}) {quantity.unit}".rstrip()
    if max(abs(value.value), abs(value.low), abs(value.high)) <= _NOTHING:
        return f"{quantity.name}: {one} and {other} are the same on every day."
    if not np.isfinite([value.low, value.high]).all():
        return f"{quantity.name}: there are too few days to say whether {one} and {other} differ."
    if not (value.low > _NOTHING or value.high < -_NOTHING):
        return f"{quantity.name}: {one} and {other} do not differ; the difference is {said}."
    word = "more" if value.value > 0 else "less"
    return f"{quantity.name}: {one} {word} than {other}; the difference is {said}."


def _number(value: float) -> str:
    return f"{value + 0.0:.4g}"


def worst_violations(results: Sequence[DayResult]) -> tuple[WorstViolation, ...]:
    """By mode and kind, the most frequent first."""
    found: dict[tuple[OperatingMode, str], list[tuple[np.datetime64, AcViolation]]] = {}
    for result in results:
        for violation in result.violations:
            found.setdefault((result.mode, violation.kind), []).append((result.day, violation))
    answer = []
    for (mode, kind), all_of_kind in found.items():
        day, worst = max(all_of_kind, key=lambda one: abs(one[1].value - one[1].limit))
        days = len({str(d) for d, _ in all_of_kind})
        answer.append(WorstViolation(mode, kind, len(all_of_kind), days, day, worst))
    order = list(OperatingMode)
    return tuple(sorted(answer, key=lambda w: (order.index(w.mode), -w.count)))

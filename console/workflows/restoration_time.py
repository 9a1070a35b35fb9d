"""When supply is expected back: from the cause, the way there, what repairs have taken, and how long this one has.

Durations are log-normal, as repair times of distribution equipment are commonly modelled (R. E. Brown, "Electric Power
Distribution Reliability", chapter 3); an estimate is a quantile of what is left, given that it has not ended yet:
``F(t) = F(e) + p (1 - F(e))`` for the time ``e`` that has passed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist, fmean, stdev

from engines.values.repair import FaultCause, RestorationEstimate, WorkOrder, WorkState

LIKELY, LATE = 0.5, 0.9
ENOUGH = 5
"""So many repairs of a kind are needed before their own times count."""
LEAST_SPREAD = 0.2
MINUTE_US = 60_000_000
UNKNOWN_TRAVEL_MIN = 30.0


@dataclass(frozen=True, slots=True)
class Duration:
    """A log-normal duration: median in minutes, and the deviation of its logarithm."""

    median_min: float
    spread: float

    def quantile(self, p: float, passed_min: float = 0.0) -> float:
        """Minutes in all that are not exceeded with probability ``p``, given that ``passed_min`` have not sufficed."""
        normal = NormalDist(math.log(self.median_min), self.spread)
        before = normal.cdf(math.log(passed_min)) if passed_min > 0 else 0.0
        wanted = before + p * (1.0 - before)
        # Far out in the tail the distribution has nothing left to say: what has passed, and a little.
        if wanted >= 1.0 - 1e-12:
            return passed_min * 1.1
        return max(math.exp(normal.inv_cdf(wanted)), passed_min)


USUAL = {
    FaultCause.UNKNOWN: Duration(180.0, 0.8),
    FaultCause.CABLE: Duration(360.0, 0.6),
    FaultCause.CABLE_DUG: Duration(300.0, 0.5),
    FaultCause.OVERHEAD_LINE: Duration(120.0, 0.6),
    FaultCause.TREE: Duration(90.0, 0.6),
    FaultCause.TRANSFORMER: Duration(300.0, 0.6),
    FaultCause.SWITCHGEAR: Duration(240.0, 0.7),
    FaultCause.ANIMAL: Duration(60.0, 0.5),
    FaultCause.CUSTOMER: Duration(90.0, 0.7),
}
"""From arrival to cleared, where a utility has no times of its own: assumptions, to be replaced by its history."""


def durations_of(history: Mapping[FaultCause, Sequence[float]]) -> dict[FaultCause, Duration]:
    """Durations by cause from minutes of past repairs; where they are few, the usual ones."""
    found = dict(USUAL)
    for cause, minutes in history.items():
        logs = [math.log(m) for m in minutes if m > 0 and math.isfinite(m)]
        if len(logs) >= ENOUGH:
            found[cause] = Duration(math.exp(fmean(logs)), max(stdev(logs), LEAST_SPREAD))
    return found


def estimate(
    work: WorkOrder,
    now_us: int,
    travel_min: float = math.nan,
    durations: Mapping[FaultCause, Duration] = USUAL,
    switching_min: float = 0.0,
) -> RestorationEstimate:
    """What can be told of a work order at this moment.

    Args:
        travel_min: the crew's way, from where it set out; NaN: not known.
        switching_min: what it takes to give supply back once the place is cleared.
    """
    if work.state in (WorkState.CLEARED, WorkState.CLOSED):
        at = (work.cleared_us or now_us) + round(switching_min * MINUTE_US)
        return RestorationEstimate(max(at, now_us), max(at, now_us), now_us, "repaired; switching remains")
    duration = durations.get(work.cause, durations.get(FaultCause.UNKNOWN, USUAL[FaultCause.UNKNOWN]))
    basis = f"{work.cause.value.replace('_', ' ')} cause, {work.state.value.replace('_', ' ')}"
    if work.on_site_us:
        begin, passed = work.on_site_us, (now_us - work.on_site_us) / MINUTE_US
    else:
        way = UNKNOWN_TRAVEL_MIN if math.isnan(travel_min) else travel_min
        set_out = work.en_route_us or work.assigned_us or now_us
        # A crew that should be there by now is expected any moment.
        begin, passed = max(set_out + round(way * MINUTE_US), now_us), 0.0
        basis += f", {way:.0f} min on the way" if work.crew_id else ", no crew yet"
    likely, late = (
        begin + round((duration.quantile(p, max(passed, 0.0)) + switching_min) * MINUTE_US) for p in (LIKELY, LATE)
    )
    return RestorationEstimate(max(likely, now_us), max(late, now_us), now_us, basis)

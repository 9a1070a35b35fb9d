"""Where the fault may lie: the zones that must stay isolated, and the chance that is left elsewhere."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from engines.values.validation import InputError

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What a location says, cut at a level of certainty.

    Attributes:
        isolated: zones that stay isolated, the most likely first.
        probability: by zone, as the location gave it.
        held: share of the probability the isolated zones hold.
        is_enough: whether they reach the level that was asked for.
    """

    isolated: tuple[int, ...]
    probability: Mapping[int, float]
    held: float
    is_enough: bool

    def chance(self, energised: set[int], before: set[int]) -> float:
        """Probability that the fault lies in ``energised``, given that it lies in none of ``before``."""
        tried = sum(self.probability.get(zone, 0.0) for zone in before)
        fresh = sum(self.probability.get(zone, 0.0) for zone in energised - before)
        if tried >= 1.0:
            # Where two faults are possible, zones tried without one leave room for the other.
            return float(fresh > 0.0)
        return min(fresh / (1.0 - tried), 1.0)


def credible_zones(probability: Mapping[int, float], level: float, n_zone: int) -> Suspicion:
    """The fewest zones that together hold ``level`` of the probability; equal ones stay together.

    Args:
        probability: by zone, that it is faulted. What is missing to 1 lies in no known place; where two faults at
            once are possible they add up to more than 1, and what is left outside is still at most ``1 - level``.

    Raises:
        InputError: a zone that is not there, a probability that is none, or more than two faults in all.
    """
    for zone, p in probability.items():
        if not 0 <= zone < n_zone:
            raise InputError(f"zone {zone}", f"there are zones 0 to {n_zone - 1} only", "locate on the present model")
        if not (math.isfinite(p) and 0.0 <= p <= 1.0 + _ROUNDING):
            raise InputError(f"zone {zone}", f"{p:g} is no probability", "give a figure from 0 to 1")
    total = math.fsum(probability.values())
    if total > 2.0 + 1e-6:
        raise InputError(
            "suspected zones", f"their probabilities add up to {total:g}", "give shares of 1, or of 2 faults"
        )
    wanted = max(level, total - (1.0 - level))
    ranked = sorted((zone for zone, p in probability.items() if p > 0.0), key=lambda z: (-probability[z], z))
    chosen: list[int] = []
    held = 0.0
    for zone in ranked:
        last = probability[chosen[-1]] if chosen else math.inf
        if held >= wanted - _ROUNDING and probability[zone] < last - _ROUNDING:
            break
        chosen.append(zone)
        held += probability[zone]
    return Suspicion(tuple(chosen), dict(probability), held, held >= wanted - _ROUNDING)

"""The conditional value at risk of costs with probabilities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Risk:
    """How much the worst scenarios count.

    Attributes:
        weight: of the conditional value at risk in the objective, 0 to 1; the rest is the expected cost's.
        level: costs are averaged over the dearest scenarios with a probability of 1 less this.
    """

    weight: float = 0.0
    level: float = 0.95

    def objective(self, cost: Array, probability: Array) -> float:
        """``(1 - weight) * expected + weight * CVaR`` of ``(n_scenario,)`` costs."""
        expected = float(probability @ cost)
        return (
            expected if not self.weight else (1 - self.weight) * expected + self.weight * self.value(cost, probability)
        )

    def value(self, cost: Array, probability: Array) -> float:
        """The conditional value at risk."""
        return float(worst_case(cost, probability, self.level) @ cost)

    def weights(self, cost: Array, probability: Array) -> Array:
        """``(n_scenario,)`` what a cost's share in the objective is; sums to 1.

        Whatever the costs, these weights of any other costs add up to no more than their objective: the conditional
        value at risk is the largest of all such sums.
        """
        worst = worst_case(cost, probability, self.level)
        return np.asarray((1 - self.weight) * probability + self.weight * worst)


def worst_case(cost: Array, probability: Array, level: float) -> Array:
    """``(n_scenario,)`` shares of the dearest scenarios that make up ``1 - level`` of the probability; sum to 1."""
    most = probability / (1 - level)
    order = np.argsort(-cost, kind="stable")
    before = np.concatenate([[0.0], np.cumsum(most[order])[:-1]])
    shares = np.zeros(len(cost))
    shares[order] = np.clip(1.0 - before, 0.0, most[order])
    return shares


def weighted_quantiles(values: Array, probability: Array, levels: Array) -> Array:
    """``(n_level, ...)`` least value that is not exceeded with each probability; ``values`` is ``(n, ...)``."""
    order = np.argsort(values, axis=0, kind="stable")
    ordered = np.take_along_axis(values, order, 0)
    reached = np.cumsum(probability[order], axis=0)
    # The last sum may miss 1 by rounding.
    reached[-1] = np.inf
    at = (reached[None] >= levels.reshape(-1, *[1] * values.ndim) - 1e-12).argmax(axis=1)
    return np.take_along_axis(ordered, at, 0)

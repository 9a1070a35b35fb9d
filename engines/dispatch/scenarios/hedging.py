"""Groups of scenarios brought to agree on their first stage: progressive hedging with a bound in every round.

The multipliers of all groups sum to nothing, so that what they add to the costs cancels wherever the groups agree: the
sum of the groups' own minima is a lower bound (Gade et al., Mathematical Programming 157, 2016). Risk enters as weights
of the scenarios: the conditional value at risk is the largest over all weights it allows, so that any of them bound it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from engines.dispatch.instance import Instance
from engines.dispatch.rounding import Switching
from engines.dispatch.scenarios.decision import shared_box
from engines.dispatch.scenarios.first_stage import SharedColumns
from engines.dispatch.scenarios.groups import GroupAnswer, GroupAsk, Pull
from engines.dispatch.scenarios.risk import Risk

Array = np.ndarray[Any, Any]
Ask = Callable[[list[GroupAsk]], list[GroupAnswer]]

_LEAST_SPREAD = 0.05
"""Groups nearer together than this share of a column's range count as this far apart: a limit holds them together."""
_NEAR_MEDIAN = 10.0
"""The strength of a column is kept within this factor of the median of its kind."""
_KEPT = 1e-3
"""Of its probability a scenario keeps this share of weight however little it costs."""


class Hedging:
    """The rounds.

    Attributes:
        anchor: ``(n_shared,)`` mean of all groups' shared columns; bound: the highest so far, without moves.
        feeder_taps: by staircase, ``(n_step,)`` mean position of taps in a feeder.
        level: the groups' least costs with their multipliers in the last round; where it stands still they agree.
        allowance: by how much the last bound lies too low because the mean has moved.
        is_exact: whether the relaxed groups carry no current that only the relaxation believes in.
        unrest: how much turbines and purchase of the groups still differed and moved in the last round, MW.
        rounds: how many there were.
    """

    def __init__(
        self,
        ask: Ask,
        instance: Instance,
        columns: SharedColumns,
        groups: list[tuple[int, ...]],
        probability: Array,
        risk: Risk,
    ) -> None:
        self._ask, self._groups, self._probability, self._risk = ask, groups, probability, risk
        self._is_one = len(groups) == 1
        self._kinds = _kinds(columns)
        self._low, self._high = shared_box(instance, columns)
        span = self._high - self._low
        self._least_spread = _LEAST_SPREAD * np.where(np.isfinite(span), span, 1.0)
        n = len(self._low)
        self._weight = probability.copy()
        self._multiplier = np.zeros((len(groups), n))
        self._strength = np.zeros(n)
        self._costs = np.zeros(len(probability))
        self.anchor = np.zeros(n)
        self.feeder_taps: dict[int, Array] = {}
        self.bound = -np.inf
        self.level = self.allowance = self.unrest = 0.0
        self.is_exact = True
        self.rounds = 0

    def expect(self, costs: Array) -> None:
        """Begin with the weights that the risk gives to ``(n_scenario,)`` costs of a plan already known."""
        if self._risk.weight > 0 and not self._is_one:
            self._weight = self._wanted(costs)

    def begin(self) -> list[GroupAnswer]:
        """Every group for itself; how far they lie apart, and what agreeing costs, tells how to draw them."""
        answers = self._asked([None] * len(self._groups))
        if not all(a.is_solved for a in answers) or self._is_one:
            return answers
        x, share = np.stack([a.x for a in answers]), self._share
        apart = np.maximum((share[:, None] * np.abs(x - self.anchor)).sum(axis=0), self._least_spread)
        slope = self._slopes()
        if slope is not None:
            self._multiplier = -(slope - share[:, None] * slope.sum(axis=0))
            self._strength = np.abs(slope).sum(axis=0) / apart
        else:
            # Where they cannot agree at once, a rate at which the whole cost would be at stake.
            value = sum(abs(a.value) for a in answers)
            self._strength = np.full(len(apart), 1e-2 * value / len(apart)) / apart
        self._tame()
        return answers

    def _slopes(self) -> Array | None:
        """``(n_group, n_shared)`` what one unit more of the present mean would cost each group; ``None`` where some
        scenario cannot do with the mean."""
        # With all that is shared held, scenarios stand alone, and alone they are solved soonest.
        n = len(self._probability)
        asks = [GroupAsk((k,), self._weight[[k]], Risk(), fixed=self.anchor) for k in range(n)]
        answers = self._ask(asks)
        if not all(a.is_solved for a in answers):
            return None
        each = np.stack([a.slope for a in answers])
        return np.stack([each[list(group)].sum(axis=0) for group in self._groups])

    def _tame(self) -> None:
        for kind in self._kinds:
            if kind.stop > kind.start:
                own = self._strength[kind]
                middle = max(float(np.median(own)), 1e-3)
                self._strength[kind] = np.clip(own, middle / _NEAR_MEDIAN, middle * _NEAR_MEDIAN)

    def round(self, switching: Switching | None = None) -> list[GroupAnswer]:
        """One round; with positions and modes held its bound is not taken."""
        multiplier, strength = self._multiplier, self._strength
        if switching is not None:
            # What is switched is the same everywhere: only the rest has to agree.
            rest = self._rest
            multiplier, strength = multiplier * rest, strength * rest
        pulls: list[Pull | None] = [
            Pull(m, self.anchor, strength * s) for m, s in zip(multiplier, self._share, strict=True)
        ]
        if self._is_one:
            pulls = [None]
        share = self._share
        before = self.anchor
        answers = self._asked(pulls, switching)
        if all(a.is_solved for a in answers) and not self._is_one:
            # Towards the new mean, not the old: then the multipliers go on adding up to nothing.
            x = np.stack([a.x for a in answers])
            self._multiplier = self._multiplier + strength * share[:, None] * (x - share @ x)
            moved = np.abs(self.anchor - before) + (share[:, None] * np.abs(x - share @ x)).sum(axis=0)
            self.unrest = float((moved * self._rest).max(initial=0.0))
        return answers

    def give_way(self, switching: Switching) -> list[GroupAnswer]:
        """Every group at a switching it cannot keep its limits with; slopes say where to move."""
        asks = [GroupAsk(g, self._weight[list(g)], Risk(), switching=switching, gives_way=True) for g in self._groups]
        return self._ask(asks)

    def prove(self) -> list[GroupAnswer]:
        """A round without drawing, for the bound alone: exact where :meth:`round` has to allow for how far it moved."""
        anchor = self.anchor
        nothing = np.zeros(len(anchor))
        answers = self._asked([Pull(m, anchor, nothing) for m in self._multiplier])
        self.anchor = anchor
        return answers

    @property
    def _share(self) -> Array:
        """``(n_group,)`` weight of each group."""
        return np.array([self._weight[list(g)].sum() for g in self._groups])

    @property
    def _rest(self) -> Array:
        """1 for the columns of turbines and purchase, 0 for what is switched."""
        rest = np.zeros(len(self.anchor))
        for kind in self._kinds[-3:]:
            rest[kind] = 1.0
        return rest

    def _asked(self, pulls: list[Pull | None], switching: Switching | None = None) -> list[GroupAnswer]:
        self.rounds += 1
        risk = self._risk if self._is_one else Risk()
        asks = [
            GroupAsk(group, self._weight[list(group)], risk, pull, None, switching)
            for group, pull in zip(self._groups, pulls, strict=True)
        ]
        answers = self._ask(asks)
        if not all(a.is_solved for a in answers):
            return answers
        if switching is None:
            # Wherever the groups agree on x, the multipliers add their sum times x: at most this.
            rest = np.sum([a.multiplier for a in answers], axis=0)
            with np.errstate(invalid="ignore"):
                most = np.where(rest == 0, 0.0, np.maximum(rest * self._low, rest * self._high)).sum()
            self.level = sum(a.bound for a in answers)
            self.allowance = float(most)
            if all(a.is_proof for a in answers):
                self.bound = max(self.bound, self.level - self.allowance)
            self.is_exact = all(a.is_exact for a in answers)
        self.anchor = np.asarray(self._share @ np.stack([a.x for a in answers]))
        if self._is_one:
            self.anchor = answers[0].x
        self.feeder_taps = {k: np.sum([a.feeder_taps[k] for a in answers], axis=0) for k in answers[0].feeder_taps}
        for group, answer in zip(self._groups, answers, strict=True):
            self._costs[list(group)] = answer.costs
        if self._risk.weight > 0 and not self._is_one:
            self._reweigh()
        return answers

    def _reweigh(self) -> None:
        """Weights towards what the risk makes of the present costs; a mean of all so far, as the costs answer back."""
        self._weight = self._weight + (self._wanted(self._costs) - self._weight) / (2 + self.rounds)

    def _wanted(self, costs: Array) -> Array:
        return np.asarray((1 - _KEPT) * self._risk.weights(costs, self._probability) + _KEPT * self._probability)


def make_groups(distance_order: Array, size: int) -> list[tuple[int, ...]]:
    """Scenarios dealt out in turn, so that every group resembles the whole."""
    count = max(1, -(-len(distance_order) // size))
    return [tuple(int(k) for k in distance_order[g::count]) for g in range(count)]


def _kinds(columns: SharedColumns) -> list[slice]:
    """Where in the shared columns each kind lies: staircases, modes, turbines, purchase, value at risk."""
    sizes = [*(len(s) for s in columns.stairs), columns.mode.size, columns.turbine.size, columns.purchase.size]
    sizes.append(columns.value_at_risk.size)
    ends = np.cumsum(sizes).tolist()
    return [slice(end - size, end) for end, size in zip(ends, sizes, strict=True)]

"""Regions and the layer above brought to agree on what crosses their boundary.

The alternating direction method of multipliers (Boyd et al., Foundations and Trends in Machine Learning 3, 2011) with
over-relaxation: regions plan against prices and setpoints, the layer above answers with the setpoints it can serve, and
what still differs moves the prices. First on positions anywhere between; then whole ones are held and the voltages are
what the layer above makes them. How hard a difference is pulled follows from how far a region said it can go: one
without room is not asked to move.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.dispatch.layers.asking import Asking
from engines.dispatch.layers.equivalent import Equivalent, Start
from engines.dispatch.layers.region_work import RegionAnswer, RegionAsk
from engines.dispatch.layers.upper import UpperAnswer, UpperLayer

Array = np.ndarray[Any, Any]

_PULL = np.array([0.45, 0.03, 6.0])
"""Of p, q and u, in units of price per room."""
_OVER = 1.7
_LEAST_ROOM, _MOST_ROOM = 0.05, 3.0
"""Room of a region, in shares of a region's mean load."""
_STUCK = 0.6
"""A difference that keeps this share of itself is pulled harder."""
_HARDER = np.array([1.2, 1.2, 3.0])
_MILDER = 1.1
_NOTICED = np.array([3e-3, 3e-2, 2e-3])
_WHOLE_PULLS = (10.0, 1.0, 10.0)
"""How much harder each of the last exchanges pulls than the one before it."""
_ROUNDING_PULL = 4.0
_SILENT_PULL = 1e4
_MISSED_VOLTAGE = 20.0
_LAST_PULL, _MISSED_PULL = 3.0, 3.0
_HARDEST = 1e2
"""How much harder than before positions were held, at most."""
_LIMITED_FROM = 3


@dataclass(frozen=True, slots=True, eq=False)
class Round:
    """One exchange as it went.

    Attributes:
        cost: of all layers' models together, without moves; difference: ``(3,)`` largest between a region and the layer
            above, MW, Mvar and pu².
        silent: why, by region, where one did not answer.
        is_whole: whether positions were held.
    """

    cost: float
    difference: Array
    silent: dict[int, str]
    is_whole: bool


class Agreement:
    """The exchanges.

    Attributes:
        answers: the last of each region, ``None`` before there was one; upper: the last of the layer above.
        price: ``(n_region, 3, n_moment)``; rounds: so far; last_answered: by region, the exchange it last answered in.
        flexibility: the answer each region told its flexibility with.
        bound: lower bound on the cost without moves; NaN without.
        failed: why there is no agreement; empty where there is.
    """

    def __init__(
        self, asking: Asking, equivalent: Equivalent, upper: UpperLayer, n_region: int, mean_load_mw: float
    ) -> None:
        self._asking, self._equivalent, self._upper, self._n = asking, equivalent, upper, n_region
        self._typical_mw = max(mean_load_mw / (n_region + 1), 1e-3)
        self.answers: list[RegionAnswer | None] = [None] * n_region
        self.flexibility: list[RegionAnswer | None] = [None] * n_region
        self.last_answered = [0] * n_region
        self.upper: UpperAnswer | None = None
        self.rounds: list[Round] = []
        self.bound = float("nan")
        self.failed = ""
        self.price = np.zeros((n_region, 3, 0))
        self._setpoint = self._strength = self._bound_price = self.price
        self._pulled: Array | None = None

    def begin(self, seconds: float) -> bool:
        """The first exchange: prices of the equivalent down, flexibility and losses up."""
        first = self._equivalent.solve(seconds=seconds)
        if first is None:
            self.failed = "the layer above finds no plan even with the regions' networks set aside"
            return False
        scale = _scale(first.price)
        pull = np.array([0.3, 0.03, 0.0])[:, None] * scale / self._typical_mw
        strength = np.broadcast_to(pull, first.price.shape).copy()
        strength[:, 2] = 0.01
        anchor = first.setpoint.copy()
        anchor[:, 2] = 1.0
        price = first.price.copy()
        price[:, 1:] = 0.0
        asks = [
            RegionAsk(k, price[k], anchor[k], strength[k], tells_flexibility=True, seconds=seconds)
            for k in range(self._n)
        ]
        silent = self._heard(asks)
        if self._unknown(silent):
            return False
        known = [a for a in self.answers if a is not None]
        for k, answer in enumerate(known):
            self.flexibility[k] = answer
        start = self._equivalent.solve(
            np.stack([a.loss_mw for a in known]),
            np.stack([a.loss_mvar for a in known]),
            np.stack([a.boundary[2] for a in known]),
            seconds,
        )
        self._take(start or first, known)
        cost = (start or first).cost
        difference = np.abs(np.stack([a.boundary for a in known]) - self._setpoint).max(axis=(0, 2))
        self.rounds.append(Round(cost, difference, silent, is_whole=False))
        return True

    def _take(self, start: Start, known: Sequence[RegionAnswer]) -> None:
        self.price, self._setpoint = start.price.copy(), start.setpoint.copy()
        self.price[:, 2] = 0.0
        scale, typical = _scale(start.price), self._typical_mw
        self._strength = np.empty_like(self.price)
        for k, answer in enumerate(known):
            room = np.nan_to_num(np.nanmax(answer.flexibility, axis=0) - np.nanmin(answer.flexibility, axis=0))
            room = np.clip(room, _LEAST_ROOM * typical, _MOST_ROOM * typical)
            self._strength[k, :2] = _PULL[:2, None] * scale / room
            self._strength[k, 2] = _PULL[2] * scale * typical

    def why_silent(self, region: int) -> str:
        """Why a region did not answer in the last exchange; empty where it did."""
        return self.rounds[-1].silent.get(region, "") if self.rounds else ""

    def run_free(self, exchanges: int, seconds: float, is_late: Callable[[], bool]) -> bool:
        """Exchanges on positions anywhere between, at the end of which the layer above holds whole ones.

        False where there is no agreement. Once ``is_late`` says so, the next one is the last.
        """
        before: Array | None = None
        for number in range(exchanges):
            is_last = number == exchanges - 1 or is_late()
            difference = self._exchange(seconds, over=1.0 if is_last else _OVER, rounds=is_last)
            if difference is None:
                return False
            if is_last:
                break
            if before is not None:
                self._pull_harder(before, difference)
            before = difference
        return True

    def run_whole(self, number: int, seconds: float, missed: Array) -> bool:
        """Exchange ``number`` of those with positions held, pulled hardest in the moments ``missed``; false without."""
        last = _LAST_PULL if missed.any() else 1.0
        factor = _WHOLE_PULLS[number] if number < len(_WHOLE_PULLS) else last
        if self._pulled is None:
            self._pulled = self._strength.copy()
        self._strength[:, :2] *= np.where(missed, np.maximum(factor, _MISSED_PULL), factor)
        # Pulled harder still, distances would outweigh what losses cost, and power be burnt in the cables.
        self._strength[:, :2] = np.minimum(self._strength, _HARDEST * self._pulled)[:, :2]
        limited = number >= _LIMITED_FROM
        return self._exchange(seconds, over=1.0, rounds=False, bounds=number == 0, limited=limited) is not None

    def _pull_harder(self, before: Array, now: Array) -> None:
        noticed = _NOTICED * np.array([self._typical_mw, self._typical_mw, 1.0])
        is_stuck = (np.abs(now) > _STUCK * np.abs(before)) & (np.abs(now) > noticed[:, None])
        self._strength *= np.where(is_stuck, _HARDER[:, None], _MILDER)

    def _exchange(
        self, seconds: float, *, over: float, rounds: bool, bounds: bool = False, limited: bool = False
    ) -> Array | None:
        """Ask the regions, let the layer above answer; ``(n_region, 3, n_moment)`` differences."""
        is_whole = self._upper.switching is not None
        asks = []
        # Where the upper grid takes or gives no more, what a region is told is a limit, not only a setpoint.
        scarce = self._upper.scarcity(self.upper.solution) if limited and self.upper is not None else None
        for k in range(self._n):
            known = self.answers[k]
            asks.append(
                RegionAsk(
                    k,
                    self.price[k],
                    self._setpoint[k],
                    self._strength[k],
                    holds_voltage=is_whole,
                    least_p_mw=None if scarce is None else np.where(scarce < 0, self._setpoint[k, 0], -np.inf),
                    most_p_mw=None if scarce is None else np.where(scarce > 0, self._setpoint[k, 0], np.inf),
                    switching=known.switching if is_whole and known is not None else None,
                    bound_price=self._bound_price[k] if bounds else None,
                    seconds=seconds,
                )
            )
        silent = self._heard(asks)
        if self._unknown(silent):
            return None
        answers = [a for a in self.answers if a is not None]
        if bounds:
            self._prove(answers, silent, seconds)
        told = np.stack([a.boundary for a in answers])
        wanted = over * told + (1 - over) * self._setpoint
        strength = self._strength.copy()
        for k in silent:
            # What does not answer stays where it was: the others make room.
            wanted[k], strength[k] = told[k], strength[k] * _SILENT_PULL
        missed = [k for k, a in enumerate(answers) if is_whole and not a.kept_voltage and k not in silent]
        if missed:
            self._move_taps(wanted, strength, missed, seconds)
        if rounds:
            # Where the taps are to stand, the voltages the regions would like count for more than how fast they come.
            strength[:, 2] *= _ROUNDING_PULL
        found = self._upper.solve(self.price, wanted, strength, seconds)
        if found.solution.is_solved and rounds:
            self._bound_price = self.price + strength * (wanted - found.setpoint)
            self._upper.round(found.solution)
            found = self._upper.solve(self.price, wanted, strength, seconds)
        if not found.solution.is_solved:
            self.failed = f"the layer above finds no setpoints its own limits allow ({found.solution.word})"
            return None
        self.upper, self._setpoint = found, found.setpoint
        difference = told - found.setpoint
        drawn = 2 if self._upper.switching is not None and not rounds else 3
        moved = self._strength[:, :drawn] * (wanted - found.setpoint)[:, :drawn]
        moved[list(silent)] = 0.0
        self.price[:, :drawn] += moved
        cost = found.cost + sum(a.cost for a in answers)
        self.rounds.append(Round(cost, np.abs(difference).max(axis=(0, 2)), silent, is_whole))
        return difference

    def _move_taps(self, wanted: Array, strength: Array, missed: list[int], seconds: float) -> None:
        """Positions anew, so that regions that could not live with their voltage get nearer to one they can."""
        self._upper.let_go()
        pull = strength.copy()
        pull[missed, 2] *= _MISSED_VOLTAGE
        found = self._upper.solve(self.price, wanted, pull, seconds)
        if found.solution.is_solved:
            self._upper.round(found.solution)

    def _prove(self, answers: Sequence[RegionAnswer], silent: dict[int, str], seconds: float) -> None:
        """The regions' own least costs at one price, and that of the layer above: no plan costs less than their sum."""
        if silent:
            return
        self.bound = sum(a.bound for a in answers) + self._upper.bound(self._bound_price, seconds)

    def _heard(self, asks: Sequence[RegionAsk]) -> dict[int, str]:
        silent: dict[int, str] = {}
        number = len(self.rounds) + 1
        for ask, answer in zip(asks, self._asking.ask(asks), strict=True):
            if isinstance(answer, RegionAnswer):
                self.answers[ask.region] = answer
                self.last_answered[ask.region] = number
            else:
                silent[ask.region] = answer
        return silent

    def _unknown(self, silent: dict[int, str]) -> bool:
        """Whether a region has never answered: nothing can be held for it."""
        for k, why in silent.items():
            if self.answers[k] is None:
                self.failed = f"{{{k}}} has never agreed to anything: {why}"
                return True
        return False


def _scale(price: Array) -> float:
    return max(float(np.abs(price[:, 0]).mean()), 1e-2)

"""Regions and the layer above brought to agree on what crosses their boundary.

Each exchange: the layer above plans with the networks of the regions as they told them last, and hands down setpoints
and prices; the regions plan against these side by side, and tell where they came to and what their network is like
there. First on positions anywhere between; then whole ones are held and the voltages are what the layer above makes
them. How hard a region is pulled to its setpoint follows from how far it said it can go.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from engines.dispatch.layers.asking import Asking
from engines.dispatch.layers.drawn_together import Drawn
from engines.dispatch.layers.equivalent import Equivalent, Start
from engines.dispatch.layers.margins import MARGINS_PU, NARROWED
from engines.dispatch.layers.part import Part
from engines.dispatch.layers.region_ask import RegionAnswer, RegionAsk
from engines.dispatch.layers.softening import GIVEN_WAY
from engines.dispatch.layers.time_left import TimeUp
from engines.dispatch.layers.told_network import ToldNetwork
from engines.dispatch.layers.upper import UpperLayer
from engines.dispatch.rounding import Switching

Array = np.ndarray[Any, Any]

_PULL = np.array([0.45, 0.03, 6.0])
"""Of p, q and u, in units of price per room."""
_LEAST_ROOM, _MOST_ROOM = 0.05, 3.0
"""Room of a region, in shares of a region's mean load."""
_NEARER = 1.5
"""How much harder every exchange pulls than the one before it: as what is told fits better, so do the setpoints."""
_STILL = 2e-4
"""Relative change of the cost by one exchange that ends those on positions anywhere between."""
_WHOLE_PULLS = (10.0, 10.0, 10.0)
"""How much harder each of the last exchanges pulls than the one before it."""
_MISSED_PULL = 3.0
_MOVED = (1, 2)
"""Of the exchanges on whole positions those before which positions are looked at together, where moves cost."""
_MISSED_LIMIT = 1e-6
_SHRUNK, _NOTICED_MW, _NOTICED_WHOLE_MW = 0.7, 0.02, 1e-4
"""Differences between positions are none yet that the exchange with the upper grid may not have with whole ones."""
_DAMPING, _HARDER = 0.01, 4.0
_HARDEST = 1e3
"""How much harder than before positions were held, at most."""


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

    What is called raises ``TimeUp`` once nothing is ``left`` of the seconds for all of it.
    """

    def __init__(
        self,
        asking: Asking,
        equivalent: Equivalent,
        upper: UpperLayer,
        parts: Sequence[Part],
        mean_load_mw: float,
        left: Callable[[], float],
    ) -> None:
        n_region = len(parts)
        self._asking, self._equivalent, self._upper, self._n = asking, equivalent, upper, n_region
        self._parts, self._left = parts, left
        self._typical_mw = max(mean_load_mw / (n_region + 1), 1e-3)
        self.answers: list[RegionAnswer | None] = [None] * n_region
        self.flexibility: list[RegionAnswer | None] = [None] * n_region
        self.last_answered = [0] * n_region
        self.upper: Drawn | None = None
        self.rounds: list[Round] = []
        self.bound = float("nan")
        self.failed = ""
        self.price = np.zeros((n_region, 3, 0))
        self._setpoint = self._strength = self._bound_price = self.price
        self._pulled: Array | None = None
        self._spare: Array | None = None
        self._given: list[dict[int, Array]] = [{}] * n_region
        self._have_chosen = False

    def begin(self) -> bool:
        """The first exchange: prices of the equivalent down, flexibility and losses up."""
        first = self._equivalent.solve(self._seconds())
        if first is None:
            self._seconds()
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
            RegionAsk(k, price[k], anchor[k], strength[k], tells_flexibility=True, seconds=self._seconds())
            for k in range(self._n)
        ]
        silent = self._heard(asks)
        if self._unknown(silent):
            return False
        known = [a for a in self.answers if a is not None]
        for k, answer in enumerate(known):
            self.flexibility[k] = answer
        self._take(first, known)
        difference = np.abs(np.stack([a.boundary for a in known]) - anchor)
        self.rounds.append(Round(first.cost, difference.max(axis=(0, 2)), silent, is_whole=False))
        return True

    def _take(self, start: Start, known: Sequence[RegionAnswer]) -> None:
        self.price, self._setpoint = start.price.copy(), start.setpoint.copy()
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

    def run_free(self, exchanges: int) -> bool:
        """Exchanges on positions anywhere between; false where there is no agreement."""
        for _ in range(exchanges):
            if not self._decided() or not self._exchange():
                return False
            if self._stands_still():
                break
            self._strength *= _HARDER if self._goes_apart(*self.rounds[-2:]) else _NEARER
        return True

    def narrow(self, *, holds: bool) -> None:
        """Keep less than the usual margins where the last of what was agreed holds with them, else all of them."""
        self._upper.kept = NARROWED if holds else 1.0

    def keep_further(self, over: Array) -> None:
        """Regions that miss limits, by ``(n_region, 2, n_moment)`` pu² and shares, stay further within from now on.

        Not while one could not even keep the voltage it was told: then all are told another one.
        """
        if not self._kept_voltages():
            return
        if over.max(initial=0.0) > _MISSED_LIMIT:
            self._spare = over if self._spare is None else self._spare + over

    def _stands_still(self) -> bool:
        """Whether one more exchange would hardly change the cost."""
        last, before = self.rounds[-1], self.rounds[-2]
        return not last.silent and abs(last.cost - before.cost) <= _STILL * max(abs(last.cost), 1.0)

    def run_whole(self, number: int, missed: Array) -> bool:
        """Exchange ``number`` of those with positions held, pulled hardest in the moments ``missed``; false without."""
        if self._pulled is None:
            self._pulled = self._strength.copy()
        factor = _WHOLE_PULLS[number] if number < len(_WHOLE_PULLS) else 1.0
        self._strength[:, :2] *= np.where(missed, np.maximum(factor, _MISSED_PULL), factor)
        # Pulled harder still, distances would outweigh what losses cost, and power be burnt in the cables.
        self._strength[:, :2] = np.minimum(self._strength, _HARDEST * self._pulled)[:, :2]
        begins = number == 0 or not self._kept_voltages()
        if not begins:
            self._upper.adopt(self._chosen())
            if number in _MOVED and self._upper.has_moves_to_save:
                self._move()
            # Positions may leave no room for staying further within limits: then they are chosen anew.
            begins = not self._decided() or self._has_no_room()
        if begins:
            self.failed, self._have_chosen = "", False
            self._upper.let_go()
            if not (self._begin_whole() and self._decided()):
                return False
        exchanged = self._exchange(bounds=number == 0, chooses=begins)
        self._have_chosen = True
        return exchanged

    def _begin_whole(self) -> bool:
        """Positions nearest to where all would like them."""
        if not self._decided():
            return False
        assert self.upper is not None
        self._bound_price = self.price
        self._given = self._upper.round(self.upper, self._chosen(), *self._known(), self._seconds())
        return True

    def _move(self) -> None:
        """Who chose alone may have moved for what another had to undo: where moves cost, that is looked at together."""
        held = self._upper.move(self._chosen(), *self._known(), self._seconds())
        for k, switching in enumerate(held):
            known = self.answers[k]
            if known is not None and k not in self.rounds[-1].silent:
                self.answers[k] = replace(known, switching=switching)

    def _chosen(self) -> list[tuple[Part, Switching]]:
        return [(part, a.switching) for part, a in zip(self._parts, self.answers, strict=True) if a is not None]

    def _known(self) -> tuple[list[ToldNetwork], list[int], Array]:
        """What the regions told last, who of them is silent, and what losses are worth."""
        told = [a.told for a in self.answers if a is not None and a.told is not None]
        if self._have_chosen:
            told = [own.still() for own in told]
        silent = sorted(self.rounds[-1].silent) if self.rounds else []
        return told, silent, np.maximum(self.price[:, :2], 0.0)

    def _has_no_room(self) -> bool:
        """Whether limits within regions would be missed with these positions: asked harder, they would be missed more.

        Who is silent keeps what it has, and its limits as well as it can.
        """
        return self.upper is not None and not self.rounds[-1].silent and self.upper.short > GIVEN_WAY

    def _kept_voltages(self) -> bool:
        return all(a is None or a.kept_voltage for a in self.answers)

    def _decided(self) -> bool:
        """Setpoints and prices of the layer above for what the regions have told."""
        found = self._upper.solve(*self._known(), self._seconds(), self._damping())
        if not found.solution.is_solved:
            self._seconds()
            self.failed = f"the layer above finds no setpoints its own limits allow ({found.solution.word})"
            return False
        self.upper, self._setpoint, self.price = found, found.setpoint, found.price
        return True

    @staticmethod
    def _goes_apart(before: Round, after: Round) -> bool:
        """Whether differences did not shrink as they should."""
        apart, shrunk = float(after.difference[:2].max()), _SHRUNK * float(before.difference[:2].max())
        return apart > max(shrunk, _NOTICED_WHOLE_MW if after.is_whole else _NOTICED_MW)

    def _damping(self) -> float:
        """Without curvature the layer above would go from end to end: the more often differences did not shrink, the
        nearer it stays to what was told."""
        missed = sum(self._goes_apart(before, after) for before, after in itertools.pairwise(self.rounds[1:]))
        if not missed:
            return 0.0
        return _DAMPING * _HARDER**missed * _scale(self.price) / self._typical_mw

    def _exchange(self, *, bounds: bool = False, chooses: bool = False) -> bool:
        """Setpoints and prices down, plans up."""
        assert self.upper is not None
        is_whole = self._upper.switching is not None
        asks = []
        for k in range(self._n):
            known = self.answers[k]
            asks.append(
                RegionAsk(
                    k,
                    self.price[k],
                    self._setpoint[k],
                    self._strength[k],
                    holds_voltage=is_whole,
                    switching=known.switching if is_whole and not chooses and known is not None else None,
                    chooses=chooses,
                    given=self._given[k] if chooses else {},
                    margin_pu=self._upper.kept * MARGINS_PU[0],
                    spare=None if self._spare is None else self._spare[k],
                    bound_price=self._bound_price[k] if bounds else None,
                    seconds=self._seconds(),
                )
            )
        silent = self._heard(asks)
        if self._unknown(silent):
            return False
        answers = [a for a in self.answers if a is not None]
        if bounds:
            self._prove(answers, silent)
        difference = np.abs(np.stack([a.boundary for a in answers]) - self._setpoint)
        cost = self.upper.cost + sum(a.cost for a in answers)
        self.rounds.append(Round(cost, difference.max(axis=(0, 2)), silent, is_whole))
        return True

    def _prove(self, answers: Sequence[RegionAnswer], silent: dict[int, str]) -> None:
        """The regions' own least costs at one price, and that of the layer above: no plan costs less than their sum."""
        if silent:
            return
        self.bound = sum(a.bound for a in answers) + self._upper.bound(self._bound_price, self._seconds())

    def _seconds(self) -> float:
        """What is left for the next step. Raises ``TimeUp`` where nothing is."""
        left = self._left()
        if left <= 0:
            raise TimeUp
        return left

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

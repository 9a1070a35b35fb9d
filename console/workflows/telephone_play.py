"""Plays the telephone of a simulated district: some of those without supply call, a few call for nothing. Pure, seeded.

Calls are evidence (docs/fault-evidence.md): no supply at a load, a conductor seen on the ground.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.values.fault_evidence import EvidenceKind, FaultEvidence, Reading

HOUR_US = 3_600_000_000
MINUTE_US = 60_000_000


@dataclass(frozen=True, slots=True)
class CallOptions:
    """How people call; assumptions of the game.

    Attributes:
        share_by_day, share_by_night: of the customers without supply, those who call at all.
        mean_min: mean time until a call; sure_min: latest, somebody of those who lose supply together calls.
        false_per_hour: calls from customers who have supply.
        day: hours of the day that count as day.
        wire_share: of the faults on overhead lines, those at which somebody sees a conductor on the ground.
        wire_mean_min: mean time until that is told.
    """

    share_by_day: float = 0.04
    share_by_night: float = 0.008
    mean_min: float = 12.0
    sure_min: float = 60.0
    false_per_hour: float = 0.5
    day: tuple[int, int] = (7, 22)
    wire_share: float = 0.2
    wire_mean_min: float = 20.0


DEFAULT_OPTIONS = CallOptions()


class TelephonePlay:
    """All telephones.

    Args:
        customers: connections by load.
    """

    def __init__(self, customers: Mapping[str, int], seed: int = 0, options: CallOptions = DEFAULT_OPTIONS) -> None:
        self._customers, self._options = dict(customers), options
        self._loads = sorted(load for load, count in customers.items() if count > 0)
        self._random: Any = np.random.default_rng([seed, 0x7E1])
        self._dead: dict[str, int] = {}
        self._waiting: list[tuple[int, str, int]] = []
        self._wires: list[tuple[int, str]] = []
        self._last_us: int | None = None

    @property
    def next_us(self) -> int | None:
        """When somebody calls next, as far as it is known."""
        return min((queue[0][0] for queue in (self._waiting, self._wires) if queue), default=None)

    def wire_may_be_down(self, element_id: str, now_us: int) -> None:
        """An overhead line has failed: perhaps somebody sees it."""
        draw, delay = self._random.uniform(), self._random.exponential(self._options.wire_mean_min)
        if draw < self._options.wire_share:
            heapq.heappush(self._wires, (now_us + round(delay * MINUTE_US), element_id))

    def step(self, now_us: int, dead: Collection[str], hour: int) -> tuple[FaultEvidence, ...]:
        """Calls since the last step.

        Args:
            dead: ids of the loads without supply now; hour: of the day.
        """
        gone = set(dead)
        fresh = sorted(gone - self._dead.keys())
        for load in self._dead.keys() - gone:
            del self._dead[load]
        self._dead |= dict.fromkeys(fresh, now_us)
        if fresh:
            self._plan(fresh, now_us, hour)
        calls = []
        while self._waiting and self._waiting[0][0] <= now_us:
            at_us, load, since_us = heapq.heappop(self._waiting)
            # Whoever has supply again has no reason to call.
            if self._dead.get(load) == since_us:
                calls.append(FaultEvidence(EvidenceKind.TROUBLE_CALL, load, at_us, Reading.NO_SUPPLY))
        while self._wires and self._wires[0][0] <= now_us:
            at_us, element_id = heapq.heappop(self._wires)
            calls.append(FaultEvidence(EvidenceKind.WIRE_DOWN, element_id, at_us))
        calls += self._false(now_us)
        return tuple(calls)

    def _plan(self, loads: list[str], now_us: int, hour: int) -> None:
        """Who of those that lost supply together will call, and when; one of them does for certain."""
        options = self._options
        begin, end = options.day
        share = options.share_by_day if begin <= hour < end else options.share_by_night
        for load in loads:
            callers = int(self._random.binomial(self._customers.get(load, 0), share))
            for _ in range(callers):
                self._call(load, now_us, min(self._random.exponential(options.mean_min), 4 * options.mean_min))
        count = np.array([self._customers.get(load, 0) for load in loads], float)
        if count.sum() > 0:
            load = loads[int(self._random.choice(len(loads), p=count / count.sum()))]
            self._call(load, now_us, self._random.uniform(options.sure_min / 3, options.sure_min))

    def _call(self, load: str, now_us: int, minutes: float) -> None:
        heapq.heappush(self._waiting, (now_us + round(minutes * MINUTE_US), load, now_us))

    def _false(self, now_us: int) -> list[FaultEvidence]:
        last, self._last_us = self._last_us, now_us
        if last is None or not self._loads:
            return []
        found = []
        for _ in range(int(self._random.poisson(self._options.false_per_hour * (now_us - last) / HOUR_US))):
            load = self._loads[int(self._random.integers(len(self._loads)))]
            if load not in self._dead:
                found.append(FaultEvidence(EvidenceKind.TROUBLE_CALL, load, now_us, Reading.NO_SUPPLY))
        return found

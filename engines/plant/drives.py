"""Drives of switches: they react, travel through the intermediate position, arrive or get stuck."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.grid.switches import SwitchPosition
from engines.plant.clock import NEVER, microseconds
from engines.plant.options import SwitchgearOptions

Array = np.ndarray[Any, Any]


class Sticking(IntEnum):
    """What a defect does to a drive."""

    NOT = 0
    AT_START = 1
    """It does not leave its position."""
    BETWEEN = 2
    """It leaves and never arrives."""


class Drives:
    """All switches of a network.

    Attributes:
        position: ``(n_switch,)`` true :class:`SwitchPosition`.
        target: ``(n_switch,)`` where a moving drive is going, -1 at rest.
        sticking: ``(n_switch,)`` :class:`Sticking`.
    """

    def __init__(self, network: Network, options: SwitchgearOptions) -> None:
        switch = network["switch"]
        n = len(switch)
        self.position: Array = switch["position"].astype(np.int8)
        self.target: Array = np.full(n, -1, np.int8)
        self.sticking: Array = np.zeros(n, np.int8)
        travel = [microseconds(options.travel_s.get(kind, 4.0)) for kind in switch["kind"].tolist()]
        self._travel_us: Array = np.array(travel, np.int64)
        self._reaction_us = microseconds(options.reaction_s)
        self._give_up_us = microseconds(options.give_up_s)
        self._by_hand_us = microseconds(options.by_hand_s)
        self._begin_us: Array = np.full(n, NEVER, np.int64)
        self._arrive_us: Array = np.full(n, NEVER, np.int64)
        self._let_go_us: Array = np.full(n, NEVER, np.int64)

    @property
    def next_us(self) -> int:
        """When something happens next."""
        if not len(self.target):
            return NEVER
        return int(min(self._begin_us.min(), self._arrive_us.min(), self._let_go_us.min()))

    def is_busy(self, row: int) -> bool:
        """Whether a drive still works on a command."""
        return bool(self.target[row] >= 0)

    def travel_s(self, row: int) -> float:
        """From command to arrival."""
        return float(self._travel_us[row] + self._reaction_us) / 1e6

    def start(self, row: int, target: SwitchPosition, now_us: int, *, is_trip: bool = False) -> None:
        """Send a drive toward ``target``; a trip acts at once."""
        begin = now_us + (0 if is_trip else self._reaction_us)
        self.target[row] = target
        self._begin_us[row] = begin
        self._arrive_us[row] = begin + self._travel_us[row]
        self._let_go_us[row] = NEVER

    def start_by_hand(self, row: int, target: SwitchPosition, now_us: int) -> None:
        """People bring a switch to ``target``, whatever its drive does."""
        self._rest(np.array([row]))
        self.target[row] = target
        self._arrive_us[row] = now_us + self._by_hand_us

    def open_at_once(self, row: int) -> None:
        """A fuse has blown."""
        self.position[row] = SwitchPosition.OPEN
        self._rest(np.array([row]))

    def advance(self, now_us: int) -> Array:
        """Rows whose position changes at this moment."""
        before = self.position.copy()
        begins = np.flatnonzero(self._begin_us <= now_us)
        if len(begins):
            self._begin_us[begins] = NEVER
            held = begins[self.sticking[begins] == Sticking.AT_START]
            self._hold(held)
            leaving = begins[self.sticking[begins] != Sticking.AT_START]
            # What already stands where it is going has nothing to travel.
            leaving = leaving[self.position[leaving] != self.target[leaving]]
            self.position[leaving] = SwitchPosition.INTERMEDIATE
            self._hold(leaving[self.sticking[leaving] == Sticking.BETWEEN])
        arrives = np.flatnonzero(self._arrive_us <= now_us)
        if len(arrives):
            self.position[arrives] = self.target[arrives]
            self._rest(arrives)
        self._rest(np.flatnonzero(self._let_go_us <= now_us))
        return np.flatnonzero(self.position != before)

    def _hold(self, rows: Array) -> None:
        self._let_go_us[rows] = self._arrive_us[rows] + self._give_up_us
        self._arrive_us[rows] = NEVER

    def _rest(self, rows: Array) -> None:
        self.target[rows] = -1
        for due in (self._begin_us, self._arrive_us, self._let_go_us):
            due[rows] = NEVER

"""Which devices are not heard: told by all of their points together, so that one cause is one alarm."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from engines.values.points import PointDefinition, PointQuality, Quantity

Array = np.ndarray[Any, Any]
NO_VOLTAGE = 0.5
"""A flag is 0 or 1."""


class DeviceSilence:
    """Remembers of each point whether it is invalid, and of each device what follows from that.

    A device is silent where all of its points are invalid. One whose last word was that it has no voltage cannot speak:
    that is one cause, which the flag has told already.

    Attributes:
        device: ``(n_point,)`` number of each point's device; is_heard: ``(n_point,)`` whether anything ever came of it.
    """

    def __init__(self, device: Array, tells_power: Array) -> None:
        """Both ``(n_point,)``: number of each point's device, and whether the point is the device's flag of voltage."""
        self.device, self._tells_power = np.asarray(device, np.int64), np.asarray(tells_power, bool)
        self._is_invalid = np.ones(len(self.device), bool)
        self.is_heard = np.zeros(len(self.device), bool)
        self._size = np.bincount(self.device)
        self._invalid = self._size.copy()
        self._is_without_voltage = np.zeros(len(self._size), bool)

    @classmethod
    def of_single_points(cls, n_points: int) -> DeviceSilence:
        """Every point is a device of its own."""
        return cls(np.arange(n_points), np.zeros(n_points, bool))

    @classmethod
    def of_points(
        cls, points: Iterable[PointDefinition], row_of_point: Mapping[str, int], n_points: int
    ) -> DeviceSilence:
        """The points of one element are of one device; those of none are each by themselves."""
        number: dict[str, int] = {}
        device, tells_power = np.full(n_points, -1, np.int64), np.zeros(n_points, bool)
        for point in points:
            row = row_of_point[point.point_id]
            device[row] = number.setdefault(point.element_id, len(number))
            tells_power[row] = point.quantity is Quantity.IS_POWERED
        alone = np.flatnonzero(device < 0)
        device[alone] = len(number) + np.arange(len(alone))
        return cls(device, tells_power)

    def observe(self, row: Array, value: Array, quality: Array) -> Array:
        """Take over what was heard, each point at most once; gives the devices it came from, each once."""
        is_invalid = np.asarray(quality) == PointQuality.INVALID
        device = self.device[row]
        np.add.at(self._invalid, device, is_invalid.astype(np.int64) - self._is_invalid[row])
        self._is_invalid[row], self.is_heard[row] = is_invalid, True
        says = self._tells_power[row] & ~is_invalid & np.isfinite(value)
        self._is_without_voltage[device[says]] = value[says] < NO_VOLTAGE
        return np.unique(device)

    def is_silent(self, device: Array) -> Array:
        """``(n,)`` whether each of these devices is not heard, without having said why."""
        return np.asarray((self._invalid[device] == self._size[device]) & ~self._is_without_voltage[device])

    def is_failed(self, row: Array) -> Array:
        """``(n,)`` whether each of these points is invalid by itself, while its device is heard and has voltage."""
        device = self.device[row]
        is_heard = self._invalid[device] < self._size[device]
        return np.asarray(self._is_invalid[row] & is_heard & ~self._is_without_voltage[device])

"""The secondary stations that are modelled with their transformer and low-voltage buses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.synthesis.skeleton import Skeleton

Array = np.ndarray[Any, Any]
LONGEST_STREET = 3


@dataclass(frozen=True, slots=True, eq=False)
class LowVoltage:
    """Low-voltage buses, each group behind one transformer, the transformer's own bus first.

    Attributes:
        host: ``(n_group,)`` medium-voltage bus each transformer stands at, position in the skeleton.
        group: ``(n_lv,)`` which transformer feeds the bus; place: ``(n_lv,)`` 0 at the transformer, 1, 2 along
            the street.
        length_km: ``(n_lv,)`` cable toward the transformer, 0 at the transformer.
        x_km, y_km: ``(n_lv,)``.
    """

    host: Array
    group: Array
    place: Array
    length_km: Array
    x_km: Array
    y_km: Array

    def __len__(self) -> int:
        return len(self.group)

    @property
    def at_host(self) -> Array:
        """``(n_lv,)`` position of the medium-voltage bus that feeds each bus."""
        return np.asarray(self.host[self.group])


def add_low_voltage(skeleton: Skeleton, n_lv: int, random: np.random.Generator) -> LowVoltage:
    """Exactly ``n_lv`` buses in groups of one to three, at medium-voltage buses chosen over the whole district."""
    sizes: list[int] = []
    while sum(sizes) < n_lv:
        sizes.append(min(int(random.integers(1, LONGEST_STREET + 1)), n_lv - sum(sizes)))
    hosts = np.sort(random.permutation(np.flatnonzero(skeleton.depth > 1))[: len(sizes)])
    group = np.repeat(np.arange(len(sizes)), sizes)
    starts = np.cumsum([0, *sizes])[:-1]
    place = np.arange(n_lv) - (starts[group] if n_lv else 0)
    length = np.where(place > 0, random.uniform(0.08, 0.2, n_lv), 0.0)
    turn = random.uniform(0, 2 * np.pi, len(sizes))[group]
    away = 0.03 + 0.11 * place
    x = skeleton.x_km[hosts][group] + away * np.cos(turn)
    y = skeleton.y_km[hosts][group] + away * np.sin(turn)
    return LowVoltage(hosts, group, place, length, x, y)

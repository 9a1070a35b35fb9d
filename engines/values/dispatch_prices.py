"""What a dispatch pays and is paid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """Money per MWh, but for moves (each) and voltage deviation (per pu, bus and hour).

    Attributes:
        grid: ``(n_step,)`` bought or sold at a source; may be negative.
        imbalance_short: what a MWh beyond the day-ahead purchase costs on top of ``grid``; imbalance_long: what
            is lost of ``grid`` for one of the purchase not taken. Only plans over scenarios ask for them.
    """

    grid: Array
    loss: float = 0.0
    pv: float = 0.0
    wt: float = 0.0
    es: float = 0.0
    mt: float = 0.0
    curtailment: float = 0.0
    tap_move: float = 0.0
    capacitor_move: float = 0.0
    voltage_deviation: float = 0.0
    imbalance_short: float = 0.0
    imbalance_long: float = 0.0

    @property
    def has_imbalance(self) -> bool:
        """Whether leaving the day-ahead purchase costs anything."""
        return self.imbalance_short > 0 or self.imbalance_long > 0

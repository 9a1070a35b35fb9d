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

"""What a tap changer does to a transformer's ratio and phase shift.

Follows pandapower's model of record: a tap changer whose type is empty has no effect, ``Ideal`` only
shifts the phase, ``Ratio`` and ``Symmetrical`` add a voltage of ``tap_step_percent`` per step at the
angle ``tap_step_degree``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class TapChanger:
    """One tap changer per transformer, as columns; NaN where something is not given."""

    side: Array
    type: Array
    position: Array
    neutral: Array
    step_percent: Array
    step_degree: Array


def apply_tap(tap: TapChanger, vn_hv_kv: Array, vn_lv_kv: Array, shift_degree: Array) -> tuple[Array, Array, Array]:
    """Rated voltages and phase shift with the tap in its position: new ``(vn_hv, vn_lv, shift)``."""
    vn = {"hv": vn_hv_kv.astype(float), "lv": vn_lv_kv.astype(float)}
    shift = shift_degree.astype(float)
    steps = tap.position - tap.neutral
    degree, percent = np.nan_to_num(tap.step_degree), np.nan_to_num(tap.step_percent)
    has_ratio = (tap.type == "Ratio") | (tap.type == "Symmetrical")
    for side, direction in (("hv", 1.0), ("lv", -1.0)):
        ideal = (tap.type == "Ideal") & (tap.side == side)
        if ideal.any():
            by_percent = 2 * np.rad2deg(np.arcsin(steps * percent / 200))
            shift = shift + np.where(ideal, direction * np.where(degree != 0, steps * degree, by_percent), 0.0)
        ratio = has_ratio & (tap.side == side)
        if ratio.any():
            added = vn[side] * np.nan_to_num(percent * steps / 100)
            along = vn[side] + added * np.cos(np.deg2rad(degree))
            across = added * np.sin(np.deg2rad(degree))
            vn[side] = np.where(ratio, np.hypot(along, across), vn[side])
            shift = shift + np.where(ratio, np.rad2deg(np.arctan(direction * across / along)), 0.0)
    return vn["hv"], vn["lv"], shift

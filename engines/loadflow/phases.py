"""Three phase voltages and what one says of them."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.values.frozen import frozen_array
from engines.values.loadflow import PhaseVoltages

Array = np.ndarray[Any, Any]

_A = np.exp(2j * np.pi / 3)


def phase_voltages(v_pu: Array) -> PhaseVoltages:
    """Magnitudes, angles and unbalance of complex voltages to neutral, ``(n_bus, 3)``, NaN for absent phases.

    Unbalance is the negative over the positive sequence (IEC 61000-3-13); NaN unless all phases are there.
    """
    positive, negative = sequence(v_pu)
    with np.errstate(divide="ignore", invalid="ignore"):
        unbalance = 100 * np.abs(negative) / np.abs(positive)
    return PhaseVoltages(frozen_array(np.abs(v_pu)), frozen_array(np.angle(v_pu, deg=True)), frozen_array(unbalance))


def sequence(v_pu: Array) -> tuple[Array, Array]:
    """Positive and negative sequence, ``(n_bus,)`` complex; NaN unless all three phases are there (Fortescue 1918)."""
    a, b, c = v_pu[:, 0], v_pu[:, 1], v_pu[:, 2]
    return (a + _A * b + _A**2 * c) / 3, (a + _A**2 * b + _A * c) / 3


def representative(v_pu: Array) -> tuple[Array, Array]:
    """``(n_bus,)`` magnitude and angle in degrees of the positive sequence.

    Where phases are missing it is not defined; there the mean magnitude of the present phases stands for it,
    at the angle of the first, turned to phase a.
    """
    positive, _ = sequence(v_pu)
    vm, va = np.abs(positive), np.angle(positive, deg=True)
    present = np.isfinite(v_pu)
    partial = np.flatnonzero(present.any(axis=1) & ~present.all(axis=1))
    if partial.size:
        magnitude = np.abs(v_pu[partial])
        vm[partial] = np.nanmean(magnitude, axis=1)
        first = present[partial].argmax(axis=1)
        turned = v_pu[partial, first] * _A**first
        va[partial] = np.angle(turned, deg=True)
    return vm, va


def lowest_and_highest(v_pu: Array) -> tuple[Array, Array]:
    """``(n_bus,)`` lowest and highest phase magnitude, NaN where no phase has voltage."""
    magnitude = np.abs(v_pu)
    none = np.isnan(magnitude).all(axis=1)
    low = np.where(none, np.nan, np.where(np.isnan(magnitude), np.inf, magnitude).min(axis=1))
    high = np.where(none, np.nan, np.where(np.isnan(magnitude), -np.inf, magnitude).max(axis=1))
    return low, high

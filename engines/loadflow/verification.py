"""Comparison of the fast engine with the reference engine, once per structure."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from engines.grid.snapshot import Snapshot
from engines.loadflow.diagnosis import bus_label
from engines.loadflow.options import LoadFlowOptions
from engines.loadflow.pandapower_engine import solve_with_pandapower
from engines.values.loadflow import LoadFlowResult, Verification, VerificationStatus

Array = np.ndarray[Any, Any]


def compare(snapshot: Snapshot, result: LoadFlowResult, options: LoadFlowOptions) -> Verification:
    """Whether the reference engine gives the voltages of ``result``."""
    begin = time.perf_counter()
    revision = snapshot.network.structure_revision
    if not result.is_converged:
        reason = f"the fast engine found no solution to compare: {result.cause}"
        return Verification(revision, VerificationStatus.NOT_POSSIBLE, reason=reason)
    reference = solve_with_pandapower(snapshot, options, None)
    seconds = time.perf_counter() - begin
    if not reference.is_converged:
        reason = f"the reference engine found no solution to compare: {reference.cause}"
        return Verification(revision, VerificationStatus.NOT_POSSIBLE, reason=reason, seconds=seconds)
    difference, worst = largest_difference(result, reference)
    if difference <= options.agreement_pu:
        return Verification(revision, VerificationStatus.VERIFIED, difference, worst, seconds=seconds)
    reason = _reason(snapshot, difference, worst)
    return Verification(revision, VerificationStatus.REFUTED, difference, worst, reason, seconds)


def largest_difference(one: LoadFlowResult, other: LoadFlowResult) -> tuple[float, int]:
    """Largest difference of complex bus voltages and its bus; infinite where only one of the two has a voltage."""
    difference = np.abs(_complex(one) - _complex(other))
    difference[~one.is_energized & ~other.is_energized] = 0.0
    difference[one.is_energized != other.is_energized] = np.inf
    difference[np.isnan(difference)] = np.inf
    worst = int(difference.argmax()) if len(difference) else -1
    return (float(difference[worst]), worst) if worst >= 0 else (0.0, -1)


def _complex(result: LoadFlowResult) -> Array:
    return np.asarray(result.vm_pu * np.exp(1j * np.deg2rad(result.va_degree)))


def _reason(snapshot: Snapshot, difference: float, worst: int) -> str:
    where = bus_label(snapshot.network, worst)
    if np.isinf(difference):
        return f"power-grid-model and pandapower disagree on whether {where} has voltage"
    return f"power-grid-model and pandapower differ by {difference:.2g} pu at {where}"

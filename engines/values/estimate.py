"""What state estimation makes of the measurements: voltages with their uncertainty, and who contradicts whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np

from engines.values.frozen import frozen_array

Array = np.ndarray[Any, Any]


class EstimateStatus(StrEnum):
    """How far an estimate may be believed."""

    ESTIMATED = "estimated"
    """Converged, and the measurements agree within their accuracy."""
    CONTRADICTORY = "contradictory"
    """Converged, but the measurements contradict each other beyond their accuracy, and no single one explains it."""
    NOT_CONVERGED = "not_converged"
    NO_MEASUREMENTS = "no_measurements"
    """Nothing usable is measured."""
    NO_SOURCE = "no_source"
    """No part of the network has voltage."""
    BAD_INPUT = "bad_input"
    """A value or a deviation that no measurement can have; the reason names it."""

    @property
    def is_usable(self) -> bool:
        """Whether its voltages may be shown."""
        return self is EstimateStatus.ESTIMATED


class BusBasis(StrEnum):
    """What the voltage of a bus rests on."""

    MEASURED = "measured"
    """Measurements determine it."""
    PSEUDO = "pseudo"
    """Only assumed loads determine it; its band is wide."""
    NONE = "none"
    """Without voltage, or out of service."""


class MeasurementVerdict(StrEnum):
    """What was found of one measurement."""

    GOOD = "good"
    CRITICAL = "critical"
    """Nothing else tells the same: an error of it could not be detected."""
    BAD = "bad"
    """Contradicts the others; left out of the estimate."""
    UNUSED = "unused"
    """Of equipment without voltage, or of a place where it says nothing."""


@dataclass(frozen=True, slots=True)
class SuspectMeasurement:
    """A measurement that contradicts the others.

    Attributes:
        measured, estimated: in the point's unit; deviations: how many standard deviations lie between.
    """

    point_id: str
    element_id: str
    measured: float
    estimated: float
    deviations: float


@dataclass(frozen=True, slots=True)
class SuspectSwitch:
    """A switch whose flow contradicts its position.

    Attributes:
        is_said_closed: as reported; p_mw: measured through it; expected_p_mw: by the estimate without that meter.
    """

    switch_id: str
    is_said_closed: bool
    p_mw: float
    expected_p_mw: float


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """State estimate of one snapshot.

    Attributes:
        reason: why there is none, or what contradicts; one sentence, "" where all is well.
        vm_pu, va_degree: ``(n_bus,)``; NaN without voltage or where the status is not usable.
        vm_std_pu: ``(n_bus,)`` standard deviation of ``vm_pu``.
        basis: ``(n_bus,)`` codes in the order of :class:`BusBasis`.
        unobservable: names of parts that only assumed loads determine, with their number of buses.
        point_ids, verdict, measured, estimated, residual: ``(m,)`` per measurement used or judged; ``verdict`` holds
            codes in the order of :class:`MeasurementVerdict`, ``residual`` is normalised.
        chi_square, chi_square_limit, redundancy: sum of squared weighted residuals, what it may be (99 %), and
            measurements less states.
        iterations: of the solver; engine: who solved.
    """

    structure_revision: str
    snapshot_revision: int
    status: EstimateStatus
    reason: str = ""
    vm_pu: Array = field(default_factory=lambda: frozen_array([], np.float64))
    va_degree: Array = field(default_factory=lambda: frozen_array([], np.float64))
    vm_std_pu: Array = field(default_factory=lambda: frozen_array([], np.float64))
    basis: Array = field(default_factory=lambda: frozen_array([], np.uint8))
    unobservable: tuple[tuple[str, int], ...] = ()
    point_ids: tuple[str, ...] = ()
    verdict: Array = field(default_factory=lambda: frozen_array([], np.uint8))
    measured: Array = field(default_factory=lambda: frozen_array([], np.float64))
    estimated: Array = field(default_factory=lambda: frozen_array([], np.float64))
    residual: Array = field(default_factory=lambda: frozen_array([], np.float64))
    suspects: tuple[SuspectMeasurement, ...] = ()
    switches: tuple[SuspectSwitch, ...] = ()
    chi_square: float = float("nan")
    chi_square_limit: float = float("nan")
    redundancy: int = 0
    iterations: int = 0
    engine: str = ""

    @property
    def is_usable(self) -> bool:
        """Whether its voltages may be shown."""
        return self.status.is_usable


BASES = tuple(BusBasis)
VERDICTS = tuple(MeasurementVerdict)

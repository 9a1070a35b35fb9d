"""Where a network is best open: what was found, how it is reached, and how far it can be trusted."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np

from engines.values.loadflow import VerificationStatus
from engines.values.violations import Violations, no_violations

Array = np.ndarray[Any, Any]
NAN = float("nan")


class ReconfigurationStatus(StrEnum):
    """How a search for open points ended. Only the first two may be carried out."""

    OPTIMAL = "optimal"
    """Every radial configuration was looked at; none is better by more than a hundred-thousandth of the losses."""
    BEST_FOUND = "best_found"
    """The best the search met, checked by the load flow; a better one is not excluded."""
    LIMITS_NOT_MET = "limits_not_met"
    """No configuration within the limits was found; the one with the least excess is given, and what it exceeds."""
    NOT_CONVERGED = "not_converged"
    """A load flow that must be known has no solution: of the state now, of the answer or of a step between."""
    NOT_POSSIBLE = "not_possible"
    """Nothing to search: a position that is not known, no supply, or no switch that could open a loop."""


@dataclass(frozen=True, slots=True)
class OperationStep:
    """One switch operation and the network after it, by the load flow.

    Attributes:
        is_closing: closing, else opening.
        violations: how many limits are violated after it; **-1 where it has no solution**.
        cause: why there is no solution; empty where there is one.
    """

    switch_id: str
    switch_name: str
    is_closing: bool
    is_converged: bool
    losses_kw: float
    vm_min_pu: float
    violations: int
    cause: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Reconfiguration:
    """The open points with the least losses of one moment.

    Attributes:
        structure_revision, snapshot_revision: what was looked at.
        reason: one sentence; for a status that is acceptable what it rests on.
        open_before, open_after: ids of the open switches at which the network can be opened or closed.
        losses_before_kw, losses_after_kw, vm_min_before_pu, vm_min_after_pu: by the load flow of the real engine;
            NaN where it has no solution.
        violations_before: limits violated now.
        violations: limits violated by the answer.
        steps: operations in order, a closing always before its opening.
        configurations_possible: how many radial configurations there are (rounded above 2**53).
        configurations_tried: how many were solved.
        notes: what was left alone and why, one sentence each.
        verification: whether the reference engine agrees with the engine that solved.
    """

    structure_revision: str
    snapshot_revision: int
    time: np.datetime64 | None
    status: ReconfigurationStatus
    reason: str
    open_before: tuple[str, ...] = ()
    open_after: tuple[str, ...] = ()
    losses_before_kw: float = NAN
    losses_after_kw: float = NAN
    vm_min_before_pu: float = NAN
    vm_min_after_pu: float = NAN
    violations_before: Violations = field(default_factory=no_violations)
    violations: Violations = field(default_factory=no_violations)
    steps: tuple[OperationStep, ...] = ()
    configurations_possible: float = NAN
    configurations_tried: int = 0
    notes: tuple[str, ...] = ()
    verification: VerificationStatus = VerificationStatus.PENDING
    seconds: float = 0.0

    @property
    def is_acceptable(self) -> bool:
        """Whether it may be carried out."""
        return self.status in (ReconfigurationStatus.OPTIMAL, ReconfigurationStatus.BEST_FOUND)

    @property
    def saving_kw(self) -> float:
        """Losses saved; NaN where either load flow has no solution."""
        return self.losses_before_kw - self.losses_after_kw


@dataclass(frozen=True, slots=True, eq=False)
class ConfigurationChange:
    """The open points from one moment of a day on.

    Attributes:
        time: when the operations are done, local standard time.
        open_switches: ids of the open switches afterwards.
        steps: operations in order, checked at this moment; empty at the beginning of the day where nothing changes.
    """

    time: np.datetime64
    open_switches: tuple[str, ...]
    steps: tuple[OperationStep, ...]


@dataclass(frozen=True, slots=True, eq=False)
class DayReconfiguration:
    """Open points over a day with at most so many operations.

    Attributes:
        times: ``(n_step,)`` beginning of each step; step_hours: length of a step.
        losses_before_kw, losses_after_kw: ``(n_step,)`` by the load flow; NaN where a step has no solution.
        violations_before, violations_after: ``(n_step,)`` violated limits; -1 where a step has no solution.
        changes: configurations in order of time; the first holds from the beginning of the day.
        operations: switch operations in all; operations_limit: how many were allowed.
        configurations_tried: candidates among which the sequence was chosen.
    """

    structure_revision: str
    snapshot_revision: int
    status: ReconfigurationStatus
    reason: str
    operations_limit: int
    times: Array = field(default_factory=lambda: np.empty(0, "datetime64[s]"))
    step_hours: float = NAN
    losses_before_kw: Array = field(default_factory=lambda: np.empty(0))
    losses_after_kw: Array = field(default_factory=lambda: np.empty(0))
    violations_before: Array = field(default_factory=lambda: np.empty(0, np.int64))
    violations_after: Array = field(default_factory=lambda: np.empty(0, np.int64))
    changes: tuple[ConfigurationChange, ...] = ()
    configurations_tried: int = 0
    notes: tuple[str, ...] = ()
    verification: VerificationStatus = VerificationStatus.PENDING
    seconds: float = 0.0

    @property
    def is_acceptable(self) -> bool:
        """Whether it may be carried out."""
        return self.status in (ReconfigurationStatus.OPTIMAL, ReconfigurationStatus.BEST_FOUND)

    @property
    def operations(self) -> int:
        """Switch operations over the day."""
        return sum(len(change.steps) for change in self.changes)

    @property
    def energy_before_kwh(self) -> float:
        """Losses over the day as it stands; NaN where a step has no solution."""
        return float(np.sum(self.losses_before_kw) * self.step_hours)

    @property
    def energy_after_kwh(self) -> float:
        """Losses over the day with the changes; NaN where a step has no solution."""
        return float(np.sum(self.losses_after_kw) * self.step_hours)

"""What a load flow says: a frozen result whose status is data."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np

from engines.values.frozen import FrozenMap
from engines.values.violations import Violations

Array = np.ndarray[Any, Any]


class SolveStatus(StrEnum):
    """How a load flow ended. Only ``CONVERGED`` may ever be drawn as a state of the network."""

    CONVERGED = "converged"
    """Solved, finite, and power balances."""
    DIVERGED = "diverged"
    """No solution was found; ``cause`` says the likely reason and ``worst_bus_row`` where."""
    NO_SOURCE = "no_source"
    """Nothing feeds the network: no slack in service, or all of it without voltage."""
    INVALID_INPUT = "invalid_input"
    """A value that cannot be solved with (NaN load, zero impedance); ``cause`` names it."""
    FAILED = "failed"
    """The solver broke down or its answer did not pass the checks; ``cause`` says how."""


class Engine(StrEnum):
    """Which program solved it."""

    PGM = "power-grid-model"
    PANDAPOWER = "pandapower"
    OPENDSS = "OpenDSS"
    NONE = "none"


class VerificationStatus(StrEnum):
    """Whether the reference engine agrees with the engine that solved."""

    VERIFIED = "verified"
    """The fast engine agreed with the reference engine on this structure."""
    PENDING = "pending"
    """Solved by the fast engine, not yet compared."""
    NOT_POSSIBLE = "not_possible"
    """The reference engine could not be asked or found no solution."""
    REFUTED = "refuted"
    """The two differ by more than the agreed voltage; the reference engine solves from now on."""
    REFERENCE = "reference"
    """Solved by the reference engine itself."""


@dataclass(frozen=True, slots=True)
class Verification:
    """Comparison of the fast engine with the reference engine on one snapshot.

    Attributes:
        structure_revision: the network that was compared.
        max_dv_pu: largest difference of complex bus voltages, per unit; NaN when not compared.
        worst_bus_row: the bus where it is largest, -1 when not compared.
        reason: why not verified, one sentence; empty when verified.
        seconds: time it took.
    """

    structure_revision: str
    status: VerificationStatus
    max_dv_pu: float = float("nan")
    worst_bus_row: int = -1
    reason: str = ""
    seconds: float = 0.0


def _restored(kind: Any, values: tuple[Any, ...]) -> Any:
    # An array comes out of a pickle writeable; in a result it must not be.
    for value in values:
        if isinstance(value, np.ndarray):
            value.flags.writeable = False
    return kind(*values)


@dataclass(frozen=True, slots=True, eq=False)
class BranchFlow:
    """Flows of one branch table, in its row order; NaN where the branch carries no solution.

    Power is positive into the branch at each end (so ``p_from_mw + p_to_mw`` is its loss). For
    transformers "from" is the high side; for ``trafo3w`` power "to" is that of both lower sides and
    ``i_to_ka`` the larger of the two. ``i_ka`` is the larger end's.
    """

    p_from_mw: Array
    q_from_mvar: Array
    p_to_mw: Array
    q_to_mvar: Array
    i_from_ka: Array
    i_to_ka: Array
    loading_percent: Array

    @property
    def loss_mw(self) -> Array:
        """``(n,)`` active losses."""
        return np.asarray(self.p_from_mw + self.p_to_mw)

    @property
    def loss_mvar(self) -> Array:
        """``(n,)`` reactive losses (negative where a cable charges more than it takes)."""
        return np.asarray(self.q_from_mvar + self.q_to_mvar)

    @property
    def i_ka(self) -> Array:
        """``(n,)`` current of the more loaded end."""
        return np.fmax(self.i_from_ka, self.i_to_ka)

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (BranchFlow, tuple(getattr(self, name) for name in self.__slots__))


@dataclass(frozen=True, slots=True, eq=False)
class PhaseVoltages:
    """Unbalanced results: ``(n_bus, 3)``, phases a b c, NaN where a phase is absent or dead."""

    vm_pu: Array
    va_degree: Array
    unbalance_percent: Array

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (PhaseVoltages, tuple(getattr(self, name) for name in self.__slots__))


@dataclass(frozen=True, slots=True, eq=False)
class LoadFlowResult:
    """One solved (or unsolved) snapshot.

    Attributes:
        snapshot_revision, structure_revision: what was solved; a result of another revision is never
            drawn as current.
        status, cause: cause is one sentence for a person, empty when converged.
        engine, engine_reason: who solved it, and why not the fast engine (or what that one leaves out).
        vm_pu, va_degree: ``(n_bus,)``, NaN where there is no voltage (balanced, or positive sequence).
        is_energized: ``(n_bus,)``; all False when not converged.
        branches: flows by table (line, trafo, trafo3w, impedance), those the network has; "switch" too where
            there are bus-bus switches, NaN in the rows of all others.
        source_p_mw, source_q_mvar: ``(n_ext_grid,)`` injected by each external grid.
        losses_kw, losses_kvar: totals over all branches; NaN when not converged.
        violations: against the network's limits; **meaningless unless converged**, ask ``is_secure``.
        phases: unbalanced voltages, where phases were solved.
        worst_bus_row: where it went wrong, -1 when unknown.
        seconds: time the solver took.
        verification: whether the reference engine agrees; never take a pending result for a verified one.
        extra: what only some engines give, by name.
    """

    snapshot_revision: int
    structure_revision: str
    time: np.datetime64 | None
    status: SolveStatus
    engine: Engine
    vm_pu: Array
    va_degree: Array
    is_energized: Array
    branches: FrozenMap[str, BranchFlow]
    source_p_mw: Array
    source_q_mvar: Array
    losses_kw: float
    losses_kvar: float
    violations: Violations
    cause: str = ""
    engine_reason: str = ""
    worst_bus_row: int = -1
    iterations: int = 0
    seconds: float = 0.0
    phases: PhaseVoltages | None = None
    verification: VerificationStatus = VerificationStatus.PENDING
    extra: FrozenMap[str, Array] = field(default_factory=FrozenMap)

    @property
    def is_converged(self) -> bool:
        """Whether the numbers describe the network."""
        return self.status is SolveStatus.CONVERGED

    @property
    def is_secure(self) -> bool:
        """Converged and within every limit; the only way to say "no violation"."""
        return self.is_converged and len(self.violations) == 0

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (LoadFlowResult, tuple(getattr(self, name) for name in self.__slots__))

"""What a caller may ask of a load flow."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class EngineChoice(StrEnum):
    """Which engine to use."""

    AUTO = "auto"
    """The fast one where it agrees with the reference, else the reference."""
    PGM = "pgm"
    """power-grid-model; refuses what it cannot represent."""
    PANDAPOWER = "pandapower"
    """The reference engine."""
    OPENDSS = "opendss"
    """OpenDSS, for networks that were read from it."""


class PhaseChoice(StrEnum):
    """Whether the three phases are solved apart."""

    AUTO = "auto"
    """Apart where the network carries phases."""
    BALANCED = "balanced"
    UNBALANCED = "unbalanced"


@dataclass(frozen=True, slots=True)
class LoadFlowOptions:
    """How to solve.

    Attributes:
        engine: who solves.
        tolerance: largest voltage change of the last iteration, per unit; the reference engine takes it as
            power mismatch in MVA.
        max_iterations: iterations before a load flow counts as diverged.
        check_limits: whether violations are looked for.
        phases: balanced or per phase.
        agreement_pu: largest voltage difference at which the fast engine counts as verified.
    """

    engine: EngineChoice = EngineChoice.AUTO
    tolerance: float = 1e-8
    max_iterations: int = 30
    check_limits: bool = True
    phases: PhaseChoice = PhaseChoice.AUTO
    agreement_pu: float = 1e-5

    def __post_init__(self) -> None:
        """Take the words of a command line as well; raises ``ValueError`` for one that is not known."""
        object.__setattr__(self, "engine", EngineChoice(self.engine))
        object.__setattr__(self, "phases", PhaseChoice(self.phases))

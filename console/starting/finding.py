"""What a look at the machine found: a sentence, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """What a finding means for the work."""

    FAILED = "failed"
    """The console cannot work so."""
    WARNING = "warning"
    """It works; something will be lost, late or doubtful."""


@dataclass(frozen=True, slots=True)
class StartFinding:
    """One thing that is wrong with the machine.

    Attributes:
        place: folder, library or clock; reason: what is wrong; remedy: how to mend it.
    """

    weight: Weight
    place: str
    reason: str
    remedy: str

    @property
    def sentence(self) -> str:
        """Place, reason and remedy as one sentence."""
        return f"{self.place} {self.reason}; {self.remedy}"

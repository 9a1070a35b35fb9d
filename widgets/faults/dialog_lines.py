"""What the dialogs of the Faults workspace offer and what they answer, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from engines.values.fault_evidence import EvidenceKind, Reading
from engines.values.repair import FaultCause


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be chosen: what it stands for and its words."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class CrewLine:
    """A crew that may be sent.

    Attributes:
        text: travel time, skills, what it is at; reason: why it cannot go, where it cannot.
    """

    crew_id: str
    name: str
    text: str = ""
    can_go: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A place somebody can tell of.

    Attributes:
        text: its name; detail: what helps to tell it from others (feeder, address).
        words: further words by which it is found (telephone number, meter).
        kinds: kinds of evidence it can give; empty: any.
    """

    element_id: str
    text: str
    detail: str = ""
    words: str = ""
    kinds: tuple[EvidenceKind, ...] = ()


@dataclass(frozen=True, slots=True)
class FaultReport:
    """What somebody told.

    Attributes:
        kind, reading: as evidence takes it; element_id: who says it or where.
        value: kA or km of a measured kind; NaN otherwise.
        note: what else was said.
    """

    kind: EvidenceKind
    reading: Reading
    element_id: str
    value: float
    note: str


@dataclass(frozen=True, slots=True)
class CauseFound:
    """What a crew has found: the cause, the faulted equipment ("" where it is not known) and a remark."""

    cause: FaultCause
    element_id: str
    remark: str

"""Where a fault is suspected: ranked hypotheses with their probability and what speaks for and against each."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np

from engines.values.fault_evidence import EvidenceKind, FaultEvidence
from engines.values.frozen import frozen_array
from engines.values.phrase import Phrase
from engines.values.validation import Finding

Array = np.ndarray[Any, Any]


class LocationStatus(StrEnum):
    """How far a location carries."""

    LOCATED = "located"
    """One zone holds the level asked for."""
    SUSPECTED = "suspected"
    """Several zones remain; the set says which."""
    CONTRADICTORY = "contradictory"
    """No hypothesis explains the evidence; the ranking is the least bad and the reason names what does not fit."""
    NO_FAULT = "no_fault"
    """The evidence is explained by false reports, and hardly by any fault."""
    NO_EVIDENCE = "no_evidence"
    """Nothing usable was heard: every zone is as likely as before."""
    NO_SUPPLY = "no_supply"
    """Nothing was supplied before the fault; there is nothing to rank."""

    @property
    def is_usable(self) -> bool:
        """Whether isolation may rest on it."""
        return self in (LocationStatus.LOCATED, LocationStatus.SUSPECTED)


class FaultType(StrEnum):
    """What has happened."""

    SHORT_CIRCUIT = "short_circuit"
    """A fault that protection has cut off."""
    EARTH_FAULT = "earth_fault"
    """An earth fault that stays on: no device trips, supply goes on."""
    OPEN_CONDUCTOR = "open_conductor"
    """Broken without fault current: what lies beyond is without supply or short of a phase; no device trips."""
    DOUBLE = "double"
    """Two short circuits at once."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What one group of evidence says of a hypothesis.

    Attributes:
        weight: natural logarithm of how much more likely the group is under this hypothesis than under the
            average of all; positive speaks for it, negative against.
        words: the sentence.
        element_ids: who said it, at most a few.
    """

    kind: EvidenceKind
    weight: float
    words: Phrase
    element_ids: tuple[str, ...] = ()

    @property
    def speaks_for(self) -> bool:
        """Whether it makes the hypothesis likelier."""
        return self.weight > 0


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One suspicion.

    Attributes:
        zone: number of the faulted zone; second_zone: of the other one of a double fault, else -1.
        element_ids: equipment of the zone (of both zones).
        boundary_ids: switches that isolate it, those that stand open included.
        probability: posterior, given that there is a fault.
        tripped_ids: the devices that have opened under this hypothesis; empty where none does, and for a fault
            in the feeding grid's own zone.
        is_backup: the nearest device failed and the next one toward the source opened.
        reasons: strongest first.
    """

    kind: FaultType
    zone: int
    second_zone: int
    probability: float
    element_ids: tuple[str, ...]
    boundary_ids: tuple[str, ...]
    tripped_ids: tuple[str, ...]
    is_backup: bool = False
    reasons: tuple[Reason, ...] = ()

    @property
    def zones(self) -> tuple[int, ...]:
        """The faulted zone, or both."""
        return (self.zone,) if self.second_zone < 0 else (self.zone, self.second_zone)


class StepKind(StrEnum):
    """What can be done to learn more."""

    PING = "ping"
    """Ask the meters behind a device whether they are there."""
    READ_INDICATOR = "read_indicator"
    """Look at (or ask) the indicator at a switch."""
    SWITCH = "switch"
    """Open a sectioning switch inside the dead part and close the device again: does it hold?"""
    PATROL = "patrol"
    """Send somebody along a zone."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """A question to the field and what its answer is worth.

    Attributes:
        element_id: switch to operate or read, device behind which to ask, or an element of the zone to patrol.
        zones: where the fault lies if the answer is yes.
        information_bit: expected gain, bits; minutes: assumed effort.
        words: what to do and what each answer means.
    """

    kind: StepKind
    element_id: str
    zones: tuple[int, ...]
    information_bit: float
    minutes: float
    words: Phrase


@dataclass(frozen=True, slots=True)
class Rate:
    """A reporting rate as the evidence itself shows it: posterior mean, and the band that holds 90 %."""

    mean: float
    low: float
    high: float


UNKNOWN_RATE = Rate(float("nan"), float("nan"), float("nan"))


@dataclass(frozen=True, slots=True, eq=False)
class Location:
    """Where a fault is suspected, from all evidence so far.

    Attributes:
        reason: why it carries no further, one sentence; "" where one zone holds the level.
        level: which share of the probability ``status`` speaks of.
        hypotheses: the likeliest, with reasons.
        all_zones, all_probability: ``(m, 2)`` and ``(m,)`` every hypothesis's zones (-1: no second) and
            posterior, likeliest first; they add up to one.
        zone_probability: ``(n_zone,)`` that the zone is faulted.
        device_probability: id and probability of the devices that may have tripped, likeliest first; "" stands
            for none.
        no_fault_probability: that there is no fault and every report is false.
        gasp_rate, indicator_rate: share of meters without supply that gasp, and of indicators passed by the
            fault current that report, as the evidence shows it.
        left_out: evidence that could not be used, and why.
        contradictions: evidence that does not fit the likeliest hypothesis, or other evidence.
        unfitting: the pieces behind ``contradictions``.
        next_steps: most worth while first; empty where nothing would tell more.
    """

    status: LocationStatus
    reason: str
    level: float
    hypotheses: tuple[Hypothesis, ...] = ()
    all_zones: Array = field(default_factory=lambda: frozen_array(np.empty((0, 2), np.int64)))
    all_probability: Array = field(default_factory=lambda: frozen_array([], np.float64))
    zone_probability: Array = field(default_factory=lambda: frozen_array([], np.float64))
    device_probability: tuple[tuple[str, float], ...] = ()
    no_fault_probability: float = float("nan")
    gasp_rate: Rate = UNKNOWN_RATE
    indicator_rate: Rate = UNKNOWN_RATE
    left_out: tuple[Finding, ...] = ()
    contradictions: tuple[Phrase, ...] = ()
    unfitting: tuple[FaultEvidence, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    structure_revision: str = ""
    snapshot_revision: int = -1

    def credible_zones(self, level: float = 0.99) -> tuple[int, ...]:
        """Zones that together hold the fault (both of a double one) with probability ``level``, likeliest first.

        Hypotheses are taken in order of probability until those that lie wholly within the zones taken reach
        the level. Raises ``ValueError`` for a level outside (0, 1).
        """
        if not 0.0 < level < 1.0:
            raise ValueError(f"level {level} is not between 0 and 1")
        taken: dict[int, None] = {}
        held = 0.0
        for zones, probability in zip(self.all_zones.tolist(), self.all_probability.tolist(), strict=True):
            if held >= level:
                break
            held += probability
            taken.update(dict.fromkeys(zone for zone in zones if zone >= 0))
        return tuple(taken)

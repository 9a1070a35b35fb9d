"""What is asked of a crew by telephone, and what it says. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engines.plant.events import HandOperation
from engines.values.repair import FaultCause


class CrewTask(StrEnum):
    """What a crew is asked to do."""

    COME = "come"
    """Drive to an element."""
    SEARCH = "search"
    """Walk the sections one after the other until the damage is found."""
    OPEN = "open"
    CLOSE = "close"
    PROVE_DEAD = "prove_dead"
    EARTH = "earth"
    REMOVE_EARTH = "remove_earth"
    REPAIR = "repair"
    RELEASE = "release"
    """It is free; what it has not begun is not done."""


class CrewWord(StrEnum):
    """What a crew says."""

    ANSWERED = "answered"
    EN_ROUTE = "en_route"
    ON_SITE = "on_site"
    FOUND = "found"
    NOTHING_FOUND = "nothing_found"
    READ_BACK = "read_back"
    EXECUTED = "executed"
    STUCK = "stuck"
    """The switch does not move, by hand either."""
    PROVED_DEAD = "proved_dead"
    NOT_DEAD = "not_dead"
    EARTHED = "earthed"
    EARTH_REMOVED = "earth_removed"
    REPAIRED = "repaired"
    CLEARED = "cleared"


@dataclass(frozen=True, slots=True)
class CrewRequest:
    """Something asked of a crew.

    Attributes:
        about: id of the work order or switching order; number: of the order's step.
        element_id: what to operate, test, earth or repair, or where to drive.
        sections: of a search, the ids of the elements of each section, in the order of the search; known: ids of faults
            that were found before.
        event_id: of a repair, the fault as the plant names it.
        cause: of a repair, what was found.
    """

    task: CrewTask
    crew_id: str
    about: str
    element_id: str = ""
    number: int = 0
    sections: tuple[tuple[str, ...], ...] = ()
    known: tuple[str, ...] = ()
    event_id: str = ""
    cause: FaultCause = FaultCause.UNKNOWN


@dataclass(frozen=True, slots=True)
class CrewReport:
    """Something a crew says, and what it does to the plant with it.

    Attributes:
        time_us: when, microseconds since 1970 UTC.
        element_id: what it speaks of: the switch, or what was found broken.
        operation: to be injected into the plant; clears: id of the event that ends.
        event_id: of the fault that was found.
    """

    time_us: int
    crew_id: str
    word: CrewWord
    about: str
    element_id: str = ""
    number: int = 0
    cause: FaultCause = FaultCause.UNKNOWN
    operation: HandOperation | None = None
    clears: str = ""
    event_id: str = ""

"""What an instructor can do to the district: faults on the network, defects of devices, people at a switch.

Every event is a value that is also a plain dictionary (JSON, TOML): its fields, and ``event`` naming its kind::

    {"event": "network_fault", "element_id": "line:F1-W05", "kind": "three_phase", "fraction": 0.4}
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from engines.protection.fault import FaultKind
from engines.values.points import Quantity
from engines.values.validation import InputError


class StickingPlace(StrEnum):
    """Where a stuck drive stops."""

    START = "start"
    """It does not leave its position."""
    BETWEEN = "between"
    """It leaves and never arrives."""


@dataclass(frozen=True, slots=True)
class NetworkFault:
    """A short circuit or earth fault on a line or at a bus.

    Attributes:
        element_id: the line or bus.
        fraction: on a line, how far along it from its "from" bus, 0 to 1.
        is_permanent: false: it is gone once its place has been dead for a moment.
        r_ohm: resistance at the place of the fault, in each faulted phase.
    """

    NAME: ClassVar[str] = "network_fault"
    element_id: str
    kind: FaultKind = FaultKind.THREE_PHASE
    fraction: float = 0.5
    is_permanent: bool = True
    r_ohm: float = 0.0


@dataclass(frozen=True, slots=True)
class StuckDrive:
    """The drive of a switch, tap changer or capacitor bank no longer moves as told."""

    NAME: ClassVar[str] = "stuck_drive"
    element_id: str
    place: StickingPlace = StickingPlace.START


@dataclass(frozen=True, slots=True)
class LostCommunication:
    """A device cannot be reached: it reports nothing and takes no command; it goes on working by itself."""

    NAME: ClassVar[str] = "lost_communication"
    element_id: str


@dataclass(frozen=True, slots=True)
class WrongIndication:
    """A point shows ``value`` whatever is true."""

    NAME: ClassVar[str] = "wrong_indication"
    element_id: str
    quantity: Quantity
    value: float


@dataclass(frozen=True, slots=True)
class FrozenMeasurement:
    """A point keeps its last value and calls it good."""

    NAME: ClassVar[str] = "frozen_measurement"
    element_id: str
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class DriftingMeasurement:
    """The error of a point grows by ``per_hour`` (in its unit)."""

    NAME: ClassVar[str] = "drifting_measurement"
    element_id: str
    quantity: Quantity
    per_hour: float


@dataclass(frozen=True, slots=True)
class SwitchedToLocal:
    """Somebody has switched a device to local: it takes no command from afar."""

    NAME: ClassVar[str] = "switched_to_local"
    element_id: str


@dataclass(frozen=True, slots=True)
class BlockedDrive:
    """A switch can be opened or closed by nobody, protection included (gas pressure, latch)."""

    NAME: ClassVar[str] = "blocked_drive"
    element_id: str
    is_opening_blocked: bool = True
    is_closing_blocked: bool = True


@dataclass(frozen=True, slots=True)
class HandOperation:
    """People at the switch open or close it by hand, or replace a fuse; done once, nothing to be cleared."""

    NAME: ClassVar[str] = "hand_operation"
    element_id: str
    is_closed: bool


PlantEvent = (
    NetworkFault
    | StuckDrive
    | LostCommunication
    | WrongIndication
    | FrozenMeasurement
    | DriftingMeasurement
    | SwitchedToLocal
    | BlockedDrive
    | HandOperation
)

EVENT_KINDS: dict[str, type[PlantEvent]] = {
    kind.NAME: kind
    for kind in (
        NetworkFault,
        StuckDrive,
        LostCommunication,
        WrongIndication,
        FrozenMeasurement,
        DriftingMeasurement,
        SwitchedToLocal,
        BlockedDrive,
        HandOperation,
    )
}
"""The kinds of event by the name they have in a file."""

_WORDS: dict[str, type[StrEnum]] = {"kind": FaultKind, "place": StickingPlace, "quantity": Quantity}
_NEEDED = {str: "text", float: "a number", bool: "true or false"}


def event_to_dict(event: PlantEvent) -> dict[str, Any]:
    """An event as a plain dictionary."""
    fields = {name: str(v) if isinstance(v, StrEnum) else v for name, v in dataclasses.asdict(event).items()}
    return {"event": event.NAME, **fields}


def event_from(entry: Mapping[str, Any]) -> PlantEvent:
    """The event a dictionary describes. Raises ``InputError`` naming what is wrong with it."""
    name = entry.get("event")
    kind = EVENT_KINDS.get(name) if isinstance(name, str) else None
    if kind is None:
        raise InputError("event", f"{name!r} is no kind of event", f"use one of {', '.join(EVENT_KINDS)}")
    known = {f.name: f for f in dataclasses.fields(kind)}
    for key in entry:
        if key != "event" and key not in known:
            raise InputError(f"event {name}", f"{key!r} is not one of its fields", f"use {', '.join(known)}")
    values = {}
    for key, field in known.items():
        if key in entry:
            values[key] = _value(f"event {name}, {key}", key, str(field.type), entry[key])
        elif field.default is dataclasses.MISSING:
            raise InputError(f"event {name}", f"{key!r} is missing", "add it")
    return kind(**values)


def _value(place: str, key: str, declared: str, given: Any) -> Any:
    if key in _WORDS:
        words = _WORDS[key]
        if given not in [str(word) for word in words]:
            raise InputError(place, f"{given!r} is not known", f"use one of {', '.join(words)}")
        return words(given)
    wanted: type = {"str": str, "float": float, "bool": bool}[declared]
    is_number = isinstance(given, int | float) and not isinstance(given, bool)
    if wanted is float and is_number and math.isfinite(given):
        return float(given)
    if wanted is not float and isinstance(given, wanted):
        return given
    raise InputError(place, f"{given!r} is not {_NEEDED[wanted]}", "correct it")

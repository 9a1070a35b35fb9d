"""What people have put on the network: tags, earths, cuts, jumpers, positions dressed by hand.

It belongs to the site, never to one person. Times are microseconds since 1970 UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

NAN = float("nan")


class TagKind(StrEnum):
    """What a tag forbids."""

    INFORMATION = "information"
    """Forbids nothing."""
    CAUTION = "caution"
    """Must be read and confirmed before operating."""
    DO_NOT_OPERATE = "do_not_operate"
    """No operation at all."""
    RECLOSING_OFF = "reclosing_off"
    """Reclosing must stay off."""
    LIVE_LINE_WORK = "live_line_work"
    """People work on live parts below: reclosing stays off, and no closing after a trip."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag on a device; only its holder or the named relief lifts it."""

    tag_id: str
    element_id: str
    kind: TagKind
    reason: str
    author: str
    placed_at_us: int
    relief: str = ""


@dataclass(frozen=True, slots=True)
class PortableEarth:
    """An earth put on by people at a bus, or on a line or cable at the side of one of its buses."""

    earth_id: str
    bus_id: str
    author: str
    placed_at_us: int
    line_id: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Cut:
    """A line or cable taken apart by people at the side of one of its buses."""

    cut_id: str
    line_id: str
    bus_id: str
    author: str
    placed_at_us: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Jumper:
    """A temporary connection between two buses of one voltage."""

    jumper_id: str
    from_bus_id: str
    to_bus_id: str
    author: str
    placed_at_us: int
    max_i_ka: float = NAN
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MobileGenerator:
    """A generator set brought to a bus: it can supply an island of its own."""

    generator_id: str
    bus_id: str
    sn_mva: float
    author: str
    placed_at_us: int
    is_running: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HandDressedPosition:
    """The position of a switch without telemetry, as reported by a person."""

    element_id: str
    position: int
    author: str
    set_at_us: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Substitution:
    """A value put in the place of a telemetered one by a person."""

    point_id: str
    value: float
    author: str
    set_at_us: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DeviceLock:
    """A point that takes no command, because nobody knows what became of the last one."""

    point_id: str
    command_id: str
    value: float
    since_us: int
    reason: str


@dataclass(frozen=True, slots=True)
class ControlToken:
    """Which console of the site may command a device at present; it lapses unless that console renews it."""

    element_id: str
    console: str
    author: str
    taken_at_us: int
    expires_at_us: int


@dataclass(frozen=True, slots=True)
class SiteState:
    """Everything of one site at one moment; ``revision`` grows with every change by anyone."""

    revision: int = 0
    tags: tuple[Tag, ...] = ()
    earths: tuple[PortableEarth, ...] = ()
    cuts: tuple[Cut, ...] = ()
    jumpers: tuple[Jumper, ...] = ()
    generators: tuple[MobileGenerator, ...] = ()
    dressed: tuple[HandDressedPosition, ...] = ()
    substitutions: tuple[Substitution, ...] = ()
    locks: tuple[DeviceLock, ...] = ()

    def tags_of(self, element_id: str) -> tuple[Tag, ...]:
        """The tags on one device."""
        return tuple(tag for tag in self.tags if tag.element_id == element_id)

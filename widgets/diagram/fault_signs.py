"""What a fault and its repair put on the diagram: zones, numbered steps, crews."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from engines.grid.network import ElementRef, Network

_PERCENT = re.compile(r"\s*[<>≤≥~]?\s*[\d.,]+\s*%")


class ZoneKind(StrEnum):
    """What a zone is in the course of a fault."""

    SUSPECTED = "suspected"
    PLANNED = "planned"
    """To be worked on, and not dead yet."""
    ISOLATED = "isolated"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of the network that belongs together in a fault, drawn as an area beneath its elements.

    Attributes:
        zone_id: which zone it is; refs: its elements. What hangs on its buses is inside as well.
        text: a few words beside it, such as ``"62 % 31–32"`` or ``"back 14:09"``.
        token: colour in the theme, and with it the outline: ``"high"`` dashed (the fault may lie there),
            ``"medium"`` and ``"muted"`` drawn through (isolated, being worked on), ``"plan"`` and ``""`` dotted
            (supplied again).
        weight: 0..1, of a suspected zone its probability; shades the area.
        tip: more about it for the card under the pointer, line by line.
        is_ahead: it is only to become what its colour says; dashed and faint until then.
    """

    zone_id: str
    refs: tuple[ElementRef, ...]
    text: str
    token: str = "high"
    weight: float = 1.0
    tip: str = ""
    is_ahead: bool = False

    @property
    def short_text(self) -> str:
        """What is left of the text far out: its percentage where it begins with one."""
        found = _PERCENT.match(self.text)
        return found.group().strip() if found else self.text

    @property
    def kind(self) -> ZoneKind:
        """What its colour says it is, unless that is still ahead."""
        if self.is_ahead:
            return ZoneKind.PLANNED
        if self.token == "high":
            return ZoneKind.SUSPECTED
        return ZoneKind.ISOLATED if self.token in ("medium", "muted") else ZoneKind.RESTORED

    @property
    def shade(self) -> float:
        """The weight within its bounds; what is no number weighs nothing."""
        return min(max(self.weight, 0.0), 1.0) if math.isfinite(self.weight) else 0.0


class StepState(StrEnum):
    """How far a switching step is."""

    PLANNED = "planned"
    NEXT = "next"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class StepBadge:
    """The number of a switching step, at its switch.

    Attributes:
        ref: the switch; number: counted from 1; tip: what is done there, for the card under the pointer.
    """

    ref: ElementRef
    number: int
    state: StepState = StepState.PLANNED
    tip: str = ""


class CrewState(StrEnum):
    """What is known of a crew."""

    ASSIGNED = "assigned"
    EN_ROUTE = "en_route"
    ON_SITE = "on_site"
    SILENT = "silent"
    """It does not answer."""


@dataclass(frozen=True, slots=True)
class CrewSign:
    """A crew, where it works or drives.

    Attributes:
        name, text: who, and a few words of what they do.
        ref: element they work at, ``None`` where there is none; the schematic shows them there.
        x, y: where they are, world units of the map's layout; ``None`` leaves them at ``ref`` on the map too.
    """

    name: str
    text: str = ""
    ref: ElementRef | None = None
    x: float | None = None
    y: float | None = None
    state: CrewState = CrewState.ASSIGNED

    @property
    def position(self) -> tuple[float, float] | None:
        """On the map, where it is known."""
        if self.x is None or self.y is None or not (math.isfinite(self.x) and math.isfinite(self.y)):
            return None
        return self.x, self.y

    @property
    def words(self) -> str:
        """Who and what."""
        return f"{self.name} · {self.text}" if self.text else self.name


Placed = TypeVar("Placed", StepBadge, CrewSign)


@dataclass(frozen=True, slots=True)
class FaultSigns:
    """All of it.

    Attributes:
        is_plan: what is drawn is a step of a plan that is being played, not the present.
    """

    zones: tuple[Zone, ...] = ()
    steps: tuple[StepBadge, ...] = ()
    crews: tuple[CrewSign, ...] = ()
    is_plan: bool = False

    def __bool__(self) -> bool:
        return bool(self.zones or self.steps or self.crews)

    def carried(self, before: Network, after: Network) -> FaultSigns:
        """The same for another version of a network, found by the elements' ids; what is gone is left out.

        Nothing is carried to a network of another name: there the same id may be another element.
        """
        if before.name != after.name:
            return replace(NO_FAULT_SIGNS, is_plan=self.is_plan)
        named = {ref for zone in self.zones for ref in zone.refs} | {step.ref for step in self.steps}
        named |= {crew.ref for crew in self.crews if crew.ref is not None}
        found = _found(named, before, after)
        zones = [replace(zone, refs=_known(zone.refs, found)) for zone in self.zones]
        return replace(
            self,
            zones=tuple(zone for zone in zones if zone.refs),
            steps=tuple(_moved(self.steps, found)),
            crews=tuple(_moved(self.crews, found)),
        )


NO_FAULT_SIGNS = FaultSigns()


def _found(refs: Iterable[ElementRef], before: Network, after: Network) -> dict[ElementRef, ElementRef | None]:
    found: dict[ElementRef, ElementRef | None] = dict.fromkeys(refs)
    for table in {ref.table for ref in found} & set(before.tables) & set(after.tables):
        ids, row_of = before[table].id, {name: row for row, name in enumerate(after[table].id.tolist())}
        for ref in found:
            if ref.table == table and 0 <= ref.row < len(ids):
                row = row_of.get(str(ids[ref.row]))
                found[ref] = None if row is None else ElementRef(table, row)
    return found


def _known(refs: Iterable[ElementRef], found: Mapping[ElementRef, ElementRef | None]) -> tuple[ElementRef, ...]:
    return tuple(now for ref in refs if (now := found[ref]) is not None)


def _moved(signs: Iterable[Placed], found: Mapping[ElementRef, ElementRef | None]) -> list[Placed]:
    kept: list[Placed] = []
    for sign in signs:
        now = found[sign.ref] if sign.ref is not None else None
        if now is not None or (isinstance(sign, CrewSign) and (sign.ref is None or sign.position is not None)):
            kept.append(replace(sign, ref=now))
    return kept

"""What failure and repair rates let expect of a radial network: frequency and duration by load point.

The method of Billinton and Allan, "Reliability Evaluation of Power Systems" (1996), chapters 7 and 8, on zones: what
hangs together without a device between is one zone.

::

    source zone ──[breaker]── zone 1 ──[disconnector]── zone 2 ──╎tie╎── supplied from elsewhere
                                 └──[fuse]── zone 3

A failure in a zone is cleared by the next breaker or fuse above it; all below that device lose supply. The zone is
then cut out at every device around it: what hangs on the source, or on a tie to what is supplied, comes back after
switching; the zone itself, and what lies behind it without a tie, waits for the repair. Devices always work, and no
second failure comes before the first is repaired.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from engines.values.frozen import frozen_array
from engines.values.reliability import NAN, ReliabilityPrediction
from engines.values.validation import InputError

Array = np.ndarray[Any, Any]

HOURS_PER_YEAR = 8760.0
ELSEWHERE = -1
"""The zone of a tie's far side where that is supplied whatever happens here."""


class Device(StrEnum):
    """What stands between two zones."""

    BREAKER = "breaker"
    """Clears failures and closes again by itself after those that pass."""
    FUSE = "fuse"
    """Clears failures."""
    DISCONNECTOR = "disconnector"
    """Isolates; clears nothing."""


CLEARS = (Device.BREAKER, Device.FUSE)


@dataclass(frozen=True, slots=True)
class Component:
    """What can fail.

    Attributes:
        zone: where it stands.
        failures_per_year: that need a repair; repair_hours: how long it takes.
        temporary_per_year: failures that are gone once the voltage has been away.
    """

    name: str
    zone: int
    failures_per_year: float
    repair_hours: float
    temporary_per_year: float = 0.0


@dataclass(frozen=True, slots=True)
class ZoneLink:
    """A device between two zones; a tie is one that is open in normal operation."""

    first: int
    second: int
    device: Device
    is_closed: bool = True


@dataclass(frozen=True, slots=True)
class LoadPoint:
    """Customers at one place; p_mw is their average load."""

    name: str
    zone: int
    p_mw: float
    customers: int


@dataclass(frozen=True, slots=True)
class ReliabilitySystem:
    """A radial network as its devices cut it.

    Attributes:
        n_zone: zones 0 .. n_zone - 1; source: those that are supplied from above.
        switching_hours: until what can be supplied otherwise is.
        notes: what was assumed in making it, one sentence each.
    """

    name: str
    n_zone: int
    source: tuple[int, ...]
    links: tuple[ZoneLink, ...]
    components: tuple[Component, ...]
    load_points: tuple[LoadPoint, ...]
    switching_hours: float
    notes: tuple[str, ...] = ()


def predict(system: ReliabilitySystem) -> ReliabilityPrediction:
    """Frequency and duration of interruptions by load point, and the indices of the system.

    Raises ``InputError`` where the closed links make a loop, a load point is not supplied, or a rate is negative or
    no number.
    """
    _require_numbers(system)
    tree = _Tree(system)
    n = system.n_zone
    failures, hours = np.zeros(n), np.zeros(n)
    # Without any rate of them nothing is known of momentary interruptions: none would be a promise.
    momentary = np.full(n, 0.0 if any(c.temporary_per_year for c in system.components) else NAN)
    by_zone: dict[int, list[Component]] = {}
    for component in system.components:
        by_zone.setdefault(component.zone, []).append(component)
    for zone, components in by_zone.items():
        rate = sum(c.failures_per_year for c in components)
        repair = sum(c.failures_per_year * c.repair_hours for c in components)
        # What can be switched back waits no longer than for the repair.
        switched = sum(c.failures_per_year * min(c.repair_hours, system.switching_hours) for c in components)
        interrupted = tree.below_device(zone, CLEARS)
        restored = tree.restored_without(zone)
        failures[interrupted] += rate
        hours[interrupted & ~restored] += repair
        hours[interrupted & restored] += switched
        momentary[tree.below_device(zone, (Device.BREAKER,))] += sum(c.temporary_per_year for c in components)
    return _indices(system, failures, hours, momentary)


def _indices(system: ReliabilitySystem, failures: Array, hours: Array, momentary: Array) -> ReliabilityPrediction:
    zone = np.array([p.zone for p in system.load_points], np.int64)
    customers = np.array([p.customers for p in system.load_points], float)
    p_mw = np.array([p.p_mw for p in system.load_points], float)
    total = customers.sum()
    rate, outage, brief = failures[zone], hours[zone], momentary[zone]
    saifi, saidi = float(rate @ customers / total), float(outage @ customers / total)
    ens = float(outage @ p_mw)
    return ReliabilityPrediction(
        source=system.name,
        names=tuple(p.name for p in system.load_points),
        customers=frozen_array(customers),
        p_mw=frozen_array(p_mw),
        failures_per_year=frozen_array(rate),
        outage_hours_per_year=frozen_array(outage),
        momentary_per_year=frozen_array(brief),
        saifi=saifi,
        saidi_hours=saidi,
        caidi_hours=saidi / saifi if saifi > 0 else NAN,
        asai=1 - saidi / HOURS_PER_YEAR,
        maifi=float(brief @ customers / total),
        ens_mwh=ens,
        aens_mwh=ens / float(total),
        notes=system.notes,
    )


class _Tree:
    """The zones as they are supplied."""

    def __init__(self, system: ReliabilitySystem) -> None:
        self._system = system
        self._around: list[list[tuple[int, Device]]] = [[] for _ in range(system.n_zone)]
        for link in system.links:
            if link.is_closed:
                self._around[link.first].append((link.second, link.device))
                self._around[link.second].append((link.first, link.device))
        self._ties = [link for link in system.links if not link.is_closed]
        self._parent: list[tuple[int, Device] | None] = [None] * system.n_zone
        self._order: list[int] = []
        self._walk()

    def _walk(self) -> None:
        reached = [False] * self._system.n_zone
        waiting: list[tuple[int, tuple[int, Device] | None]] = [(zone, None) for zone in self._system.source]
        while waiting:
            zone, came = waiting.pop()
            if reached[zone]:
                remedy = "give a radial network: what stands open in normal operation is a tie"
                raise InputError(self._system.name, "its closed ways make a loop", remedy)
            reached[zone], self._parent[zone] = True, came
            self._order.append(zone)
            back = None if came is None else came[0]
            skipped = False
            for other, device in self._around[zone]:
                if other == back and not skipped:
                    # The way it came by, once: a second way beside it is a loop.
                    skipped = True
                    continue
                waiting.append((other, (zone, device)))
        dark = [p.name for p in self._system.load_points if not reached[p.zone]]
        if dark:
            more = f" (and {len(dark) - 1} more)" if len(dark) > 1 else ""
            reason = f"load point {dark[0]}{more} is not supplied in normal operation"
            raise InputError(self._system.name, reason, "close a way to it")

    def below_device(self, zone: int, kinds: Sequence[Device]) -> Array:
        """``(n_zone,)`` what the next device of some kinds above a zone disconnects; all of its source without one."""
        top = zone
        while (came := self._parent[top]) is not None and came[1] not in kinds:
            top = came[0]
        below = np.zeros(self._system.n_zone, bool)
        below[top] = True
        if came is None:
            # No device of the kind above: whatever hangs on the same source.
            return self._reached([top], barred=-2, with_ties=False)
        for other in self._order[self._order.index(top) + 1 :]:
            parent = self._parent[other]
            below[other] = parent is not None and below[parent[0]]
        return below

    def restored_without(self, zone: int) -> Array:
        """``(n_zone,)`` what can be supplied while ``zone`` is cut out."""
        return self._reached([s for s in self._system.source if s != zone], barred=zone, with_ties=True)

    def _reached(self, begin: Sequence[int], barred: int, with_ties: bool) -> Array:
        reached = np.zeros(self._system.n_zone, bool)
        waiting = list(begin)
        ties = self._ties if with_ties else []
        waiting += [t.second if t.first == ELSEWHERE else t.first for t in ties if ELSEWHERE in (t.first, t.second)]
        across: dict[int, list[int]] = {}
        for tie in ties:
            across.setdefault(tie.first, []).append(tie.second)
            across.setdefault(tie.second, []).append(tie.first)
        while waiting:
            here = waiting.pop()
            if here in (barred, ELSEWHERE) or reached[here]:
                continue
            reached[here] = True
            waiting += [other for other, _ in self._around[here]]
            waiting += across.get(here, [])
        return reached


def _require_numbers(system: ReliabilitySystem) -> None:
    if not system.load_points:
        raise InputError(system.name, "has no load points", "give at least one")
    if not sum(p.customers for p in system.load_points) > 0:
        raise InputError(system.name, "has no customers", "give each load point its customers")
    checks: list[tuple[str, str, float]] = [("switching", "hours", system.switching_hours)]
    for c in system.components:
        checks += [
            (c.name, "failures per year", c.failures_per_year),
            (c.name, "repair hours", c.repair_hours),
            (c.name, "temporary failures per year", c.temporary_per_year),
        ]
    for p in system.load_points:
        checks += [(f"load point {p.name}", "customers", p.customers), (f"load point {p.name}", "average load", p.p_mw)]
    for place, name, value in checks:
        if not (np.isfinite(value) and value >= 0):
            raise InputError(f"{system.name}, {place}", f"{name} {value} cannot be", "give 0 or more")

"""Every suspicion weighed against all evidence at once.

For each hypothesis H (a kind of fault and its zone or zones) the posterior is proportional to

    prior(H) · meters(H) · calls(H) · indicators(H) · devices(H) · ranges(H) · damage(H)

where each factor is the likelihood of one group of evidence, averaged over what is not known of it (how many
meters gasp, how many indicators report). Groups are taken as independent given the fault.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.restoration.damage import Sightings, sightings
from engines.restoration.evidence import Gathered
from engines.restoration.location_options import LocationOptions
from engines.restoration.operations import Trips, trips
from engines.restoration.outage import DeadParts, call_parts, meter_parts
from engines.restoration.passage import Passages, passages
from engines.restoration.ranges import Ranges, Sections, ranges
from engines.restoration.supply_paths import SupplyPaths
from engines.values.location import FaultType

Array = np.ndarray[Any, Any]

GROUPS = ("meters", "calls", "indicators", "devices", "ranges", "damage")
KINDS = tuple(FaultType)
CANDIDATE_AREAS, CANDIDATE_ZONES = 6, 3
"""How many parts, and zones of each, are tried as one of two faults; the other one may be anywhere."""


@dataclass(frozen=True, slots=True, eq=False)
class Suspicions:
    """All hypotheses as columns.

    Attributes:
        kind: ``(m,)`` codes in the order of :data:`KINDS`.
        zones: ``(m, 2)`` faulted zones, -1 where there is no second.
        is_backup: ``(m,)`` the nearest device failed.
        log_prior: ``(m,)``; groups: ``(m, 6)`` log-likelihood of each of :data:`GROUPS`.
    """

    kind: Array
    zones: Array
    is_backup: Array
    log_prior: Array
    groups: Array

    def __len__(self) -> int:
        return len(self.kind)

    def score(self, caution: float) -> Array:
        """``(m,)`` logarithm of prior times likelihood."""
        return np.asarray(self.log_prior + caution * self.groups.sum(axis=1))


@dataclass(frozen=True, slots=True, eq=False)
class Weighing:
    """The evidence of one moment, weighed for every part of the network."""

    paths: SupplyPaths
    meters: DeadParts
    calls: DeadParts
    indicators: Passages
    devices: Trips
    ranges: Ranges
    damage: Sightings

    def nothing(self) -> Array:
        """``(6,)`` no fault: everything heard is false."""
        return np.array([
            self.meters.none(), self.calls.none(), self.indicators.none(), self.devices.none,
            self.ranges.none, self.damage.none,
        ])  # fmt: skip


def weigh(paths: SupplyPaths, found: Gathered, pieces: Sections, options: LocationOptions) -> Weighing:
    """The likelihoods of all groups of evidence."""
    return Weighing(
        paths,
        meter_parts(paths, found, options.meters),
        call_parts(paths, found, options.calls),
        passages(paths, found, options.indicators),
        trips(paths, found, options.devices),
        ranges(paths, found, pieces, options.ranges),
        sightings(paths, found, options.calls),
    )


def suspicions(weighing: Weighing, prior: Array, options: LocationOptions) -> Suspicions:
    """Every hypothesis: each zone with each kind, and pairs of zones among which one explains much alone."""
    singles = _joined([_short_circuits(weighing, prior, options), *_without_trip(weighing, prior, options)])
    doubles = _doubles(weighing, prior, singles, options)
    return _joined([singles, doubles])


def _short_circuits(w: Weighing, prior: Array, options: LocationOptions) -> Suspicions:
    zones = w.paths.fed_zones
    area = w.paths.area[zones]
    areas = np.arange(w.paths.n_area)
    common = {2: w.indicators.zones(zones), 4: w.ranges.zones(zones), 5: w.damage.zones(zones)}
    share = options.priors.short_circuit
    parts = []
    for is_backup, chance in ((False, 1 - options.priors.backup), (True, options.priors.backup)):
        dead = w.paths.behind if is_backup else areas
        said = w.devices.backup if is_backup else w.devices.by_area[:-1]
        own = {0: w.meters.areas(dead)[area], 1: w.calls.areas(dead)[area], 3: said[area]}
        keep = np.isfinite(own[3])
        log_prior = np.log(share * chance * prior[zones])
        columns = _columns({**common, **own}, len(zones))
        kind = np.full(len(zones), KINDS.index(FaultType.SHORT_CIRCUIT))
        parts.append(
            Suspicions(kind[keep], _single(zones[keep]), np.full(keep.sum(), is_backup), log_prior[keep], columns[keep])
        )
    return _joined(parts)


def _without_trip(w: Weighing, prior: Array, options: LocationOptions) -> list[Suspicions]:
    """Earth faults that stay on, and open conductors."""
    zones = w.paths.fed_zones
    still = np.zeros(len(zones))
    earth = {
        0: still + w.meters.none(), 1: still + w.calls.none(), 2: w.indicators.zones(zones),
        3: still + w.devices.none, 4: w.ranges.zones(zones), 5: w.damage.zones(zones),
    }  # fmt: skip
    broken = {
        0: w.meters.beyond(zones), 1: w.calls.beyond(zones), 2: still + w.indicators.none(),
        3: still + w.devices.none, 4: still + w.ranges.none, 5: w.damage.zones(zones),
    }  # fmt: skip
    found = []
    for kind, share, groups in (
        (FaultType.EARTH_FAULT, options.priors.earth_fault, earth),
        (FaultType.OPEN_CONDUCTOR, options.priors.open_conductor, broken),
    ):
        code = np.full(len(zones), KINDS.index(kind))
        log_prior = np.log(share * prior[zones])
        none = np.zeros(len(zones), bool)
        found.append(Suspicions(code, _single(zones), none, log_prior, _columns(groups, len(zones))))
    return found


def _doubles(w: Weighing, prior: Array, singles: Suspicions, options: LocationOptions) -> Suspicions:
    first = _candidates(w.paths, singles, options)
    zones = w.paths.fed_zones
    a, b = np.repeat(first, len(zones)), np.tile(zones, len(first))
    is_candidate = np.isin(b, first)
    keep = (a != b) & (~is_candidate | (a < b))
    a, b = a[keep], b[keep]
    if not len(a):
        return Suspicions(np.empty(0, np.int64), np.empty((0, 2), np.int64), np.empty(0, bool),
                          np.empty(0), np.empty((0, len(GROUPS))))  # fmt: skip
    pair, where = np.unique(w.paths.area[a] * w.paths.n_area + w.paths.area[b], return_inverse=True)
    one, other = np.divmod(pair, w.paths.n_area)
    devices = w.devices.by_area[one] + np.where(one == other, 0.0, w.devices.by_area[other] - w.devices.none)
    groups = {
        0: w.meters.pairs(w.paths, one, other)[where], 1: w.calls.pairs(w.paths, one, other)[where],
        2: w.indicators.pairs(a, b), 3: devices[where], 4: w.ranges.pairs(a, b), 5: w.damage.pairs(a, b),
    }  # fmt: skip
    log_prior = np.log(2 * options.priors.double * prior[a] * prior[b])
    kind = np.full(len(a), KINDS.index(FaultType.DOUBLE))
    return Suspicions(kind, np.stack([a, b], axis=1), np.zeros(len(a), bool), log_prior, _columns(groups, len(a)))


def _candidates(paths: SupplyPaths, singles: Suspicions, options: LocationOptions) -> Array:
    """The likeliest zones of the likeliest areas, taken alone."""
    plain = (singles.kind == KINDS.index(FaultType.SHORT_CIRCUIT)) & ~singles.is_backup
    zone, score = singles.zones[plain, 0], singles.score(options.caution)[plain]
    chosen: dict[int, list[int]] = {}
    for k in np.argsort(-score, kind="stable").tolist():
        area = int(paths.area[zone[k]])
        if area not in chosen and len(chosen) >= CANDIDATE_AREAS:
            continue
        members = chosen.setdefault(area, [])
        if len(members) < CANDIDATE_ZONES:
            members.append(int(zone[k]))
    return np.array(sorted(z for members in chosen.values() for z in members), np.int64)


def _single(zones: Array) -> Array:
    return np.stack([zones, np.full(len(zones), -1)], axis=1)


def _columns(groups: dict[int, Array], n: int) -> Array:
    columns = np.zeros((n, len(GROUPS)))
    for position, values in groups.items():
        columns[:, position] = values
    return columns


def _joined(parts: list[Suspicions]) -> Suspicions:
    return Suspicions(
        np.concatenate([p.kind for p in parts]),
        np.concatenate([p.zones for p in parts]),
        np.concatenate([p.is_backup for p in parts]),
        np.concatenate([p.log_prior for p in parts]),
        np.concatenate([p.groups for p in parts]),
    )

"""Why a hypothesis is believed, and what does not fit it, in words that can be translated."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from engines.restoration.averaging import log_mean
from engines.restoration.damage import neighbours
from engines.restoration.evidence import Gathered
from engines.restoration.scoring import GROUPS, KINDS, Suspicions, Weighing
from engines.values.fault_evidence import EvidenceKind, FaultEvidence, Reading
from engines.values.location import FaultType, Reason
from engines.values.phrase import Phrase, phrase

Array = np.ndarray[Any, Any]
Told = tuple[EvidenceKind, Phrase, tuple[str, ...]]
Misfit = tuple[Phrase, EvidenceKind, tuple[str, ...]]
MOST_NAMED = 4
NOTICEABLE = 0.05
"""Reasons of less weight say nothing."""
CONFLICT = 16.0
"""Groups of evidence that each prefer another place by so much together (natural logarithm) contradict each other;
ordinary wrong reports reach it in about one of two hundred faults."""


class Explainer:
    """Reasons for the hypotheses of one weighing."""

    def __init__(self, found: Gathered, weighing: Weighing, suspected: Suspicions) -> None:
        self._paths, self._found, self._weighing, self._all = weighing.paths, found, weighing, suspected
        prior = np.exp(suspected.log_prior - suspected.log_prior.max())
        self._average = log_mean(suspected.groups.T, prior / prior.sum())
        network = self._paths.snapshot.network
        self._switch_id = network["switch"].id
        self._network = network

    def reasons(self, which: int) -> tuple[Reason, ...]:
        """What each group of evidence says of a hypothesis, strongest first."""
        weights = self._all.groups[which] - self._average
        told = (self._meters, self._calls, self._indicators, self._devices, self._ranges, self._damage)
        reasons = []
        for weight, tell in zip(weights.tolist(), told, strict=True):
            if abs(weight) >= NOTICEABLE and (said := tell(which)) is not None:
                reasons.append(Reason(said[0], weight, said[1], said[2]))
        return tuple(sorted(reasons, key=lambda reason: -abs(reason.weight)))

    def is_contradictory(self, which: int) -> bool:
        """Whether the groups of evidence each point elsewhere, whatever is believed."""
        best = self._all.groups.max(axis=0)
        return bool((best - self._all.groups[which]).sum() > CONFLICT)

    def misfits(self, which: int) -> tuple[tuple[Phrase, ...], tuple[FaultEvidence, ...]]:
        """What was heard that does not fit a hypothesis."""
        found = list(self._misfits(which))
        named = {(kind, name) for _, kind, names in found for name in names}
        pieces = [i for kind, items in self._found.items.items() for i in items if (kind, i.element_id) in named]
        return tuple(words for words, _, _ in found), tuple(pieces)

    def tripped(self, which: int) -> tuple[int, ...]:
        """Rows of the devices that have opened under a hypothesis."""
        rows: dict[int, None] = {}
        for area in self._tripped_areas(which):
            rows.update(dict.fromkeys(self._paths.devices[area]))
        return tuple(rows)

    def _kind(self, which: int) -> FaultType:
        return KINDS[int(self._all.kind[which])]

    def _zones(self, which: int) -> list[int]:
        return [int(zone) for zone in self._all.zones[which] if zone >= 0]

    def _tripped_areas(self, which: int) -> list[int]:
        if self._kind(which) not in (FaultType.SHORT_CIRCUIT, FaultType.DOUBLE):
            return []
        areas = [int(self._paths.area[zone]) for zone in self._zones(which)]
        return [int(self._paths.behind[a]) for a in areas] if self._all.is_backup[which] else areas

    def dead_zones(self, which: int) -> Array:
        """``(n_zone,)`` whether a zone is without supply under a hypothesis."""
        paths, count = self._paths, self._paths.zones.count
        dead = np.zeros(count, bool)
        for area in self._tripped_areas(which):
            behind = paths.area_path.behind(area)
            dead |= np.isin(paths.area, behind[behind < paths.n_area])
        if self._kind(which) is FaultType.OPEN_CONDUCTOR:
            behind = paths.path.behind(self._zones(which)[0])
            dead[behind[behind < count]] = True
        return dead

    def _passed(self, which: int) -> Array:
        """``(n_indicator,)`` share in which fault current passes each indicator."""
        if self._kind(which) is FaultType.OPEN_CONDUCTOR:
            return np.zeros(len(self._weighing.indicators.keys))
        return np.asarray(self._weighing.indicators.passed[self._zones(which)].max(axis=0))

    def _meters(self, which: int) -> Told | None:
        found, dead = self._found, self.dead_zones(which)
        outside = int(found.gasps[~dead].sum())
        numbers = {
            "heard": int(found.gasps[dead].sum()), "meters": int(found.meters[dead].sum()), "outside": outside,
            "replies": int(found.replies[dead].sum()), "silent": int(found.no_replies[dead].sum()),
        }  # fmt: skip
        if not dead.any():
            words = "nothing would be without supply, yet {outside} meters gasped"
            told = phrase(words, outside=outside) if outside else phrase("no meter gasped, and nothing would have to")
            return EvidenceKind.LAST_GASP, told, ()
        if not any(numbers[name] for name in ("meters", "replies", "silent")):
            words = "no meter would be without supply, yet {outside} gasped"
            return (EvidenceKind.LAST_GASP, phrase(words, outside=outside), ()) if outside else None
        words = "{heard} of {meters} meters that would be without supply gasped, {outside} others did"
        if (found.replies + found.no_replies).any():
            words += "; asked, {replies} of them answered and {silent} did not"
            return EvidenceKind.LAST_GASP, phrase(words, **numbers), ()
        del numbers["replies"], numbers["silent"]
        return EvidenceKind.LAST_GASP, phrase(words, **numbers), ()

    def _calls(self, which: int) -> Told | None:
        dead, found = self.dead_zones(which), self._found
        calls = found.calls + found.dim_calls
        if not (calls.any() or found.customers[dead].any()):
            return None
        words = phrase(
            "{inside} calls come from the {customers} customers that would be without supply, {outside} from others",
            inside=int(calls[dead].sum()), customers=int(found.customers[dead].sum()), outside=int(calls[~dead].sum()),
        )  # fmt: skip
        return EvidenceKind.TROUBLE_CALL, words, ()

    def _indicators(self, which: int) -> Told | None:
        w = self._weighing.indicators
        if not w.keys:
            return None
        passed = self._passed(which) > 0.5
        spoke = np.array([reading in _SPOKE for reading in w.readings])
        words = phrase(
            "{flagged} of {passed} indicators that the fault current would pass report it, {others} others do",
            flagged=int((passed & spoke).sum()), passed=int(passed.sum()), others=int((~passed & spoke).sum()),
        )  # fmt: skip
        speaking = [self._id(w.keys[k]) for k in np.flatnonzero(spoke)]
        return EvidenceKind.INDICATOR, words, tuple(speaking[:MOST_NAMED])

    def _devices(self, which: int) -> Told | None:
        rows, said = self.tripped(which), self._found.operations
        reported = [row for row, reading in said.items() if reading is Reading.TRIPPED]
        names = ", ".join(str(self._switch_id[row]) for row in rows[:MOST_NAMED])
        if not rows:
            names = "the feeding grid's own protection" if self._tripped_areas(which) else "no device"
        ids = tuple(str(self._switch_id[row]) for row in (*rows, *reported))[:MOST_NAMED]
        if rows and all(said.get(row) is Reading.TRIPPED for row in rows):
            return EvidenceKind.BREAKER_OPERATION, phrase("{devices} would have tripped, as is reported",
                                                          devices=names), ids  # fmt: skip
        others = ", ".join(str(self._switch_id[row]) for row in reported[:MOST_NAMED])
        if others:
            words = phrase("{devices} would have tripped; reported is {others}", devices=names, others=others)
        else:
            words = phrase("{devices} would have tripped; no device is reported to have", devices=names)
        return EvidenceKind.BREAKER_OPERATION, words, ids

    def _ranges(self, which: int) -> Told | None:
        if not self._found.ranges:
            return None
        fitting = len(self._found.ranges) - len(list(self._range_misfits(which)))
        words = phrase("{fitting} of {all} distances and currents measured fit the place",
                       fitting=fitting, all=len(self._found.ranges))  # fmt: skip
        ids = tuple(str(self._switch_id[row]) for _, row, _ in self._found.ranges[:MOST_NAMED])
        return self._found.ranges[0][0], words, ids

    def _damage(self, which: int) -> Told | None:
        zones, seen = self._zones(which), [zone for zone, _ in self._found.damage]
        if not seen:
            return None
        near = {int(n) for zone in zones for n in neighbours(self._paths, zone)} - set(zones)
        words = phrase(
            "of {all} reports of damage {here} come from here and {near} from next to it",
            all=len(seen), here=sum(z in zones for z in seen), near=sum(z in near for z in seen),
        )  # fmt: skip
        return self._found.damage[0][1], words, ()

    def _misfits(self, which: int) -> Iterator[Misfit]:
        tell: tuple[Callable[[int], Iterator[Misfit]], ...] = (
            self._device_misfits, self._indicator_misfits, self._meter_misfits, self._range_misfits,
        )  # fmt: skip
        for part in tell:
            yield from part(which)

    def _device_misfits(self, which: int) -> Iterator[Misfit]:
        rows, kind = self.tripped(which), EvidenceKind.BREAKER_OPERATION
        zones = np.array(self._zones(which))
        for row, reading in self._found.operations.items():
            name = (str(self._switch_id[row]),)
            if reading is Reading.CLOSED and row in rows:
                yield phrase("{device} is said to stand closed but should have tripped", device=name[0]), kind, name
            elif reading is Reading.TRIPPED and row not in rows:
                if (self._paths.passes(np.array([row]), zones) > 0).any():
                    words = "{device} is said to have tripped though a device nearer to the fault should have"
                else:
                    words = "{device} is said to have tripped though no fault lies behind it"
                yield phrase(words, device=name[0]), kind, name

    def _indicator_misfits(self, which: int) -> Iterator[Misfit]:
        w, passed, kind = self._weighing.indicators, self._passed(which), EvidenceKind.INDICATOR
        for key, reading, share in zip(w.keys, w.readings, passed.tolist(), strict=True):
            name = (self._id(key),)
            if share < 0.5 and reading in _SPOKE:
                yield phrase("indicator {name} reports a current that did not pass it", name=name[0]), kind, name
            elif share > 0.5 and reading is Reading.BACKWARD:
                yield phrase("indicator {name} tells the opposite direction", name=name[0]), kind, name
            elif share > 0.5 and reading is Reading.QUIET:
                yield phrase("indicator {name} noticed no current though it passed", name=name[0]), kind, name

    def _meter_misfits(self, which: int) -> Iterator[Misfit]:
        dead, found, kind = self.dead_zones(which), self._found, EvidenceKind.LAST_GASP
        replies, outside = int(found.replies[dead].sum()), int(found.gasps[~dead].sum())
        if replies and self._kind(which) is not FaultType.OPEN_CONDUCTOR:
            words = "{count} meters answer though they should be without supply"
            yield phrase(words, count=replies), EvidenceKind.PING, ()
        if outside:
            yield phrase("{count} meters gasped that should have supply", count=outside), kind, ()

    def _range_misfits(self, which: int) -> Iterator[Misfit]:
        by_zone = self._weighing.ranges.by_zone
        for k, (kind, row, value) in enumerate(self._found.ranges):
            if by_zone[k, self._zones(which)].max() > np.log(0.5) and self._kind(which) is not FaultType.OPEN_CONDUCTOR:
                continue
            name, unit = str(self._switch_id[row]), "km" if kind is EvidenceKind.DISTANCE else "kA"
            words = "the {value} {unit} told by {device} do not fit the place"
            yield phrase(words, value=round(value, 3), unit=unit, device=name), kind, (name,)

    def _id(self, key: tuple[str, int]) -> str:
        return str(self._network[key[0]].id[key[1]])


_SPOKE = (Reading.FLAGGED, Reading.FORWARD, Reading.BACKWARD)
assert len(GROUPS) == 6

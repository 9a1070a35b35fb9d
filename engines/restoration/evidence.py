"""Evidence laid onto the network: who says it, in which zone; what cannot be used is named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

import numpy as np

from engines.grid.network import ElementRef
from engines.restoration.registry import METER_TABLES, Registry
from engines.restoration.supply_paths import knows_currents
from engines.values.fault_evidence import (
    MEASURED,
    READINGS,
    EvidenceKind,
    FaultEvidence,
    Instruments,
    Reading,
    flaw_of,
)
from engines.values.phrase import Phrase, phrase
from engines.values.validation import Finding, FindingSeverity

Array = np.ndarray[Any, Any]
MOST_FINDINGS = 200


@dataclass(slots=True)
class Gathered:
    """What was heard, by zone and by device. Filled once, then only read.

    Attributes:
        meters, gasps: ``(n_zone,)`` meters whose gasp could have come, and those whose gasp came.
        replies, no_replies: ``(n_zone,)`` meters asked.
        customers, calls, dim_calls: ``(n_zone,)`` connections, and calls for lack of supply and low voltage.
        operations: by switch row what is said of it.
        indicators: by (table, row) what it says, ``NONE`` where it is silent and could have spoken.
        damage: zone and kind of evidence of damage seen or heard.
        ranges: kind, switch row and value of distances and currents.
        unreachable: switch rows whose silence says nothing.
        left_out, conflicts: what could not be used; evidence that contradicts other evidence.
        items: by kind, everything used.
    """

    meters: Array
    gasps: Array
    replies: Array
    no_replies: Array
    customers: Array
    calls: Array
    dim_calls: Array
    operations: dict[int, Reading] = field(default_factory=dict)
    indicators: dict[tuple[str, int], Reading] = field(default_factory=dict)
    damage: list[tuple[int, EvidenceKind]] = field(default_factory=list)
    ranges: list[tuple[EvidenceKind, int, float]] = field(default_factory=list)
    unreachable: set[int] = field(default_factory=set)
    left_out: list[Finding] = field(default_factory=list)
    conflicts: list[Phrase] = field(default_factory=list)
    items: dict[EvidenceKind, list[FaultEvidence]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was heard that a fault could have caused."""
        spoken = any(reading is not Reading.NONE for reading in self.indicators.values())
        counted = self.gasps.any() or self.no_replies.any() or self.calls.any() or self.dim_calls.any()
        told = any(reading is Reading.TRIPPED for reading in self.operations.values())
        return not (spoken or counted or told or self.damage or self.ranges)


def gather(registry: Registry, evidence: Iterable[FaultEvidence], instruments: Instruments) -> Gathered:
    """Sort evidence by whom it comes from; of two statements of one device the later one counts."""
    nothing = [np.zeros(registry.paths.zones.count) for _ in range(6)]
    found = Gathered(nothing[0], nothing[1], nothing[2], nothing[3], registry.zone_customers, nothing[4], nothing[5])
    collector = _Collector(registry, found)
    # Of equal times the reading decides, so that the order of arrival never does.
    for item in sorted(evidence, key=attrgetter("time_us", "reading")):
        collector.take(item)
    collector.settle_indicators(instruments)
    collector.settle_meters(instruments)
    collector.settle_findings()
    return found


class _Collector:
    """Takes one piece after the other."""

    def __init__(self, registry: Registry, found: Gathered) -> None:
        self._registry, self._found = registry, found
        self._more_left_out = 0
        self._gasped: dict[tuple[str, int], tuple[int, float]] = {}
        self._asked: dict[tuple[str, int], tuple[int, Reading, float]] = {}
        self._called: dict[tuple[str, int], float] = {}
        self._seen: set[tuple[str, int, EvidenceKind]] = set()
        self._silent: set[tuple[str, int]] = set()

    def take(self, item: FaultEvidence) -> None:
        reading = item.reading if item.reading is not Reading.NONE else READINGS[item.kind][0]
        ref = self._registry.ref.get(item.element_id)
        if ref is None:
            self._leave_out(item, "no such element is in the network", "correct the id or the model")
        elif reading not in READINGS[item.kind]:
            self._leave_out(item, f"'{reading}' is nothing it can say", f"one of {_words(item.kind)}")
        elif item.kind in MEASURED and np.isnan(item.value):
            self._leave_out(item, "the measured value is missing", "give value in kA or km")
        elif flaw := flaw_of(item.kind, item.value):
            self._leave_out(item, flaw, "correct the number")
        else:
            _TAKERS[item.kind](self, item, ref, reading)

    def _keep(self, item: FaultEvidence) -> None:
        self._found.items.setdefault(item.kind, []).append(item)

    def _leave_out(self, item: FaultEvidence, reason: str, remedy: str) -> None:
        if len(self._found.left_out) < MOST_FINDINGS:
            finding = Finding(FindingSeverity.WARNING, item.element_id, str(item.kind), reason, remedy)
            self._found.left_out.append(finding)
        else:
            self._more_left_out += 1

    def _name_change(self, item: FaultEvidence, before: Reading | None, now: Reading) -> None:
        """Name a device of which two things are said; evidence is taken in order of time, so the later one stays."""
        if before is not None and before is not now:
            words = "{device} is said to be {first} and {second}; the later one counts"
            said = phrase(words, device=item.element_id, first=str(before), second=str(now))
            self._found.conflicts.append(said)

    def operation(self, item: FaultEvidence, ref: ElementRef, reading: Reading) -> None:
        if ref.table != "switch":
            self._leave_out(item, f"a {ref.table} does not trip", "name the breaker, recloser or fuse")
            return
        self._name_change(item, self._found.operations.get(ref.row), reading)
        self._found.operations[ref.row] = reading
        self._keep(item)

    def indicator(self, item: FaultEvidence, ref: ElementRef, reading: Reading) -> None:
        if ref.table not in ("switch", "line"):
            self._leave_out(item, f"no indicator hangs at a {ref.table}", "name the switch or the line")
            return
        key = (ref.table, ref.row)
        self._name_change(item, self._found.indicators.get(key), reading)
        self._found.indicators[key] = reading
        self._keep(item)

    def measured(self, item: FaultEvidence, ref: ElementRef, reading: Reading) -> None:
        if ref.table != "switch":
            self._leave_out(item, f"a {ref.table} measures no fault", "name the switch whose relay measured it")
            return
        if item.kind is EvidenceKind.FAULT_CURRENT and not knows_currents(self._registry.paths):
            reason = "the short-circuit power of the feeding grid is not known"
            self._leave_out(item, reason, "give s_sc_max_mva of the feeding grid")
            return
        self._found.ranges.append((item.kind, ref.row, float(item.value)))
        self._keep(item)

    def meter(self, item: FaultEvidence, ref: ElementRef, reading: Reading) -> None:
        if not self._has_supply(item, ref):
            return
        key, number = (ref.table, ref.row), _number(item)
        if item.kind is EvidenceKind.LAST_GASP:
            known = self._gasped.get(key, (-1, 0.0))
            self._gasped[key] = item.time_us, max(known[1], number)
        else:
            self._asked[key] = item.time_us, reading, number
        self._keep(item)

    def _has_supply(self, item: FaultEvidence, ref: ElementRef) -> bool:
        if ref.table not in METER_TABLES:
            self._leave_out(item, f"a {ref.table} is no meter", "name the customer, load or bus")
            return False
        if self._registry.zone_of(ref) < 0:
            self._leave_out(item, "it had no supply before the fault", "check the switch positions before the fault")
            return False
        return True

    def call(self, item: FaultEvidence, ref: ElementRef, reading: Reading) -> None:
        if reading is Reading.DAMAGE:
            self.damage(item, ref, reading)
            return
        if not self._has_supply(item, ref):
            return
        key, number = (ref.table, ref.row), _number(item)
        # Who calls again is still one customer.
        counted = min(number, self._population(key) - self._called.get(key, 0.0))
        self._called[key] = self._called.get(key, 0.0) + counted
        calls = self._found.calls if reading is Reading.NO_SUPPLY else self._found.dim_calls
        calls[self._registry.zone_of(ref)] += counted
        self._keep(item)

    def damage(self, item: FaultEvidence, ref: ElementRef, reading: Reading) -> None:
        zone = self._registry.zone_of(ref)
        if zone < 0:
            self._leave_out(item, "it stands in no zone that had supply", "name the nearest line, bus or customer")
            return
        # The same thing seen at the same place by several people is one sighting.
        if (ref.table, ref.row, item.kind) not in self._seen:
            self._seen.add((ref.table, ref.row, item.kind))
            self._found.damage.append((zone, item.kind))
        self._keep(item)

    def outage(self, item: FaultEvidence, ref: ElementRef, reading: Reading) -> None:
        self._silent.add((ref.table, ref.row))
        if ref.table in ("switch", "bus"):
            rows = [ref.row] if ref.table == "switch" else self._registry.switches_at(ref.row)
            self._found.unreachable.update(rows)
            self._silent.update(("switch", row) for row in rows)
        self._keep(item)

    def settle_findings(self) -> None:
        """However many are left out, their number is told."""
        if self._more_left_out:
            reason = f"{self._more_left_out} more pieces of evidence cannot be used"
            remedy = "check that evidence and network belong together"
            self._found.left_out.append(Finding(FindingSeverity.WARNING, "", "", reason, remedy))

    def settle_indicators(self, instruments: Instruments) -> None:
        """Those that could have spoken and did not; a silence that is known to mean nothing is dropped."""
        for name in instruments.indicator_ids:
            ref = self._registry.ref.get(name)
            if ref is None or ref.table not in ("switch", "line"):
                item = FaultEvidence(EvidenceKind.INDICATOR, name)
                self._leave_out(item, "no switch or line of that id is in the network", "correct the id or the model")
                continue
            if (ref.table, ref.row) not in self._silent:
                self._found.indicators.setdefault((ref.table, ref.row), Reading.NONE)

    def settle_meters(self, instruments: Instruments) -> None:
        """Every meter counts once: as gasped, answering, not answering or silent."""
        registry, found = self._registry, self._found
        for key, (_, asked, number) in self._live_answers():
            table = found.replies if asked is Reading.REPLY else found.no_replies
            table[registry.zone_of(ElementRef(*key))] += min(number, self._population(key))
        for key, (_, number) in self._gasped.items():
            found.gasps[registry.zone_of(ElementRef(*key))] += min(number, self._population(key))
        found.meters[:] = self._fleet(instruments)
        for key in self._silent | {key for key, (_, said, _) in self._asked.items() if said is Reading.REPLY}:
            if key not in self._gasped:
                self._take_out(key)
        np.maximum(found.meters, found.gasps, out=found.meters)

    def _live_answers(self) -> list[tuple[tuple[str, int], tuple[int, Reading, float]]]:
        """Answers that say something; a meter that gasped and then replies has supply, its gasp was momentary."""
        answers = []
        for key, asked in self._asked.items():
            gasp_us = self._gasped[key][0] if key in self._gasped else -1
            if asked[1] is Reading.REPLY and gasp_us > asked[0] > 0:
                continue
            if asked[1] is Reading.REPLY:
                self._gasped.pop(key, None)
            elif key in self._gasped or key in self._silent:
                continue
            answers.append((key, asked))
        return answers

    def _population(self, key: tuple[str, int]) -> float:
        if key[0] == "customer":
            return float(self._registry.population["customer"][key[1]])
        bus = int(self._registry.bus_of[key[0]][key[1]])
        at_bus = self._registry.bus_of[self._registry.default_table] == bus
        return max(1.0, float(self._registry.population[self._registry.default_table][at_bus].sum()))

    def _fleet(self, instruments: Instruments) -> Array:
        registry = self._registry
        if instruments.meter_ids is None:
            heard = [table for table, _ in (*self._gasped, *self._asked)]
            table = max(METER_TABLES, key=heard.count) if heard else registry.default_table
            return registry.by_zone(table if heard else registry.default_table).copy()
        fleet = np.zeros(registry.paths.zones.count)
        for name in instruments.meter_ids:
            ref = registry.ref.get(name)
            if ref is None or ref.table not in METER_TABLES:
                item = FaultEvidence(EvidenceKind.LAST_GASP, name)
                self._leave_out(item, "no customer, load or bus of that id is in the network", "correct the id")
                continue
            zone = registry.zone_of(ref)
            if zone >= 0:
                fleet[zone] += registry.population[ref.table][ref.row]
        return fleet

    def _take_out(self, key: tuple[str, int]) -> None:
        """Meters whose silence says nothing leave the count."""
        ref, meters = ElementRef(*key), self._found.meters
        zone = self._registry.zone_of(ref)
        if zone < 0 or ref.table == "switch":
            return
        number = self._population(key) if ref.table in METER_TABLES else meters[zone]
        meters[zone] = max(0.0, meters[zone] - number)


_TAKERS = {
    EvidenceKind.BREAKER_OPERATION: _Collector.operation,
    EvidenceKind.INDICATOR: _Collector.indicator,
    EvidenceKind.FAULT_CURRENT: _Collector.measured,
    EvidenceKind.DISTANCE: _Collector.measured,
    EvidenceKind.LAST_GASP: _Collector.meter,
    EvidenceKind.PING: _Collector.meter,
    EvidenceKind.TROUBLE_CALL: _Collector.call,
    EvidenceKind.WIRE_DOWN: _Collector.damage,
    EvidenceKind.COMMUNICATION_OUTAGE: _Collector.outage,
}


def _number(item: FaultEvidence) -> float:
    """How many meters or callers a piece of evidence stands for."""
    return 1.0 if np.isnan(item.value) else float(np.floor(max(item.value, 0.0)))


def _words(kind: EvidenceKind) -> str:
    return ", ".join(str(reading) for reading in READINGS[kind] if reading) or "nothing: leave reading out"

"""The field of a storm: the plant, its crews and its telephones, and what the control room knows of it all.

Goes from moment to moment. Positions are known by telemetry, or because a crew has told of them; nothing else is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from console.workflows.crew_play import CrewPlay
from console.workflows.crew_reports import CrewReport, CrewRequest
from console.workflows.evidence import FaultEvidenceBook
from console.workflows.storm_supply import SupplyChange, SupplyLog
from console.workflows.storm_zones import ZoneMap
from console.workflows.telephone_play import TelephonePlay
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.plant.commands import PlantReply
from engines.plant.events import NetworkFault
from engines.plant.plant import Plant
from engines.plant.script import ScriptEntry
from engines.values.fault_evidence import FaultEvidence
from engines.values.points import PointFreshness, Quantity
from engines.values.validation import InputError

Array = np.ndarray[Any, Any]


@dataclass(slots=True)
class Heard:
    """What has come in at one moment: ids of tripped devices, words of crews, calls, changes of supply."""

    trips: list[str] = field(default_factory=list)
    reports: list[CrewReport] = field(default_factory=list)
    calls: list[FaultEvidence] = field(default_factory=list)
    changes: list[SupplyChange] = field(default_factory=list)

    @property
    def is_anything(self) -> bool:
        """Whether somebody has to look."""
        return bool(self.trips or self.reports or self.calls or self.changes)


class StormField:
    """Steps the plant and all that plays beside it.

    Attributes:
        known: ``(n_switch,)`` positions as the control room has them.
        live_since_us: ``(n_zone,)`` since when each zone is known to be live; 0 where it is not.
        faults: active faults of the plant, event id to element id.
    """

    def __init__(
        self, plant: Plant, begin_us: int, zones: ZoneMap, log: SupplyLog, script: Sequence[ScriptEntry],
        telephone: TelephonePlay,
    ) -> None:  # fmt: skip
        self.plant, self.zones, self.log, self.telephone = plant, zones, log, telephone
        self.network = plant.network
        self.book = FaultEvidenceBook(plant.points)
        self._begin_us, self._script = begin_us, list(script)
        self._named: dict[str, str] = {}
        self._crews: CrewPlay | None = None
        switch = self.network["switch"]
        row_of = {str(element): row for row, element in enumerate(switch.id)}
        self._position_row = np.array(
            [row_of.get(p.element_id, -1) if p.quantity is Quantity.POSITION else -1 for p in plant.points], np.int64
        )
        self._point = {p.point_id: row for row, p in enumerate(plant.points)}
        self.known: Array = np.asarray(plant.snapshot.switch_position).copy()
        self.is_remote = np.isin(np.arange(len(switch)), self._position_row)
        self.live_since_us: Array = np.zeros(zones.zones.count, np.int64)
        self.known_count = 0
        self._take(np.arange(len(plant.points)), Heard())
        self._know()

    def play_crews(self, crews: CrewPlay) -> None:
        """These crews are in the field."""
        self._crews = crews

    @property
    def now_us(self) -> int:
        """Microseconds since 1970, the profiles' local standard time read as UTC."""
        return self._begin_us + self.plant.elapsed_us

    @property
    def minute_of_day(self) -> int:
        """Of the profiles' local time."""
        return self.now_us // 60_000_000 % 1440

    @property
    def snapshot(self) -> Snapshot:
        """The present as the control room has it: loads and generation as they are, switches as they are known."""
        return self.plant.snapshot.with_state({("switch", "position"): self.known.copy()})

    @property
    def faults(self) -> dict[str, str]:
        """What is short-circuited in truth, by event id."""
        return {i: event.element_id for i, event in self.plant.active_events if isinstance(event, NetworkFault)}

    def freshness(self) -> Array:
        """Of every point."""
        return np.where(self.plant.readings().is_reachable, PointFreshness.FRESH, PointFreshness.STALE)

    def value(self, point_id: str) -> float:
        """What a point shows; NaN where there is none."""
        row = self._point.get(point_id, -1)
        return float(self.plant.readings().value[row]) if row >= 0 else float("nan")

    def position(self, switch_id: str) -> SwitchPosition:
        """Of a switch, as it is known."""
        return SwitchPosition(int(self.known[self._row(switch_id)]))

    def has_remote(self, switch_id: str) -> bool:
        """Whether a switch reports and can be commanded."""
        return bool(self.is_remote[self._row(switch_id)])

    def set_known(self, switch_id: str, position: SwitchPosition) -> None:
        """Somebody has told how a switch stands."""
        row = self._row(switch_id)
        if self.known[row] != position:
            self.known[row] = position
            self._know()

    def true_position(self, switch_id: str) -> SwitchPosition:
        """What people at the switch see."""
        return SwitchPosition(int(self.plant.snapshot.switch_position[self._row(switch_id)]))

    def command(self, point_id: str, value: float) -> PlantReply:
        """Command a device."""
        return self.plant.command(point_id, value, "storm")

    def tell(self, request: CrewRequest) -> None:
        """Call a crew."""
        assert self._crews is not None
        self._crews.know_faults(self.faults)
        self._crews.tell(request, self.now_us)

    def is_live(self, element_id: str) -> bool:
        """Whether an element has voltage in truth."""
        live = self.zones.live(self.plant.snapshot)
        return any(live[zone] for zone in self.zones.of(element_id))

    def advance(self, until_us: int) -> Heard:
        """Let time pass until something is heard, ``until_us`` at the latest."""
        heard = Heard()
        while not heard.is_anything and self.now_us < until_us:
            due = min([until_us, *self._dues()])
            self._take(self.plant.step_to_next(max(due - self.now_us, 0) / 1e6), heard)
            if self.now_us >= due:
                self._happen(heard)
        return heard

    def settle(self) -> None:
        """Let what was done at this moment take hold."""
        self.plant.step_to_next(0.0)

    def _dues(self) -> list[int]:
        dues = [self._begin_us + self._script[0].at_us] if self._script else []
        said = (player.next_us for player in (self._crews, self.telephone) if player is not None)
        return [*dues, *(at_us for at_us in said if at_us is not None)]

    @property
    def is_script_over(self) -> bool:
        """Whether nothing is going to be broken any more."""
        return not any(entry.event is not None for entry in self._script)

    def _happen(self, heard: Heard) -> None:
        """What is due beside the plant."""
        while self._script and self._begin_us + self._script[0].at_us <= self.now_us:
            self._carry_out(self._script.pop(0))
        for report in self._crews.step(self.now_us) if self._crews is not None else ():
            self._let_do(report)
            heard.reports.append(report)
        heard.calls += self.telephone.step(self.now_us, self.log.dark.keys(), self.minute_of_day // 60)

    def _carry_out(self, entry: ScriptEntry) -> None:
        if entry.event is not None:
            event_id = self.plant.inject(entry.event)
            if entry.name:
                self._named[entry.name] = event_id
            if isinstance(entry.event, NetworkFault) and self.zones.kind_of(entry.event.element_id) == "overhead":
                self.telephone.wire_may_be_down(entry.event.element_id, self.now_us)
        elif entry.command is not None:
            self.plant.command(*entry.command, "script")
        elif entry.clear in self._named:
            self._clear(self._named.pop(entry.clear))

    def _let_do(self, report: CrewReport) -> None:
        """What a crew does to the plant."""
        if report.operation is not None:
            self.plant.inject(report.operation)
        if report.clears:
            self._clear(report.clears)

    def _clear(self, event_id: str) -> None:
        try:
            self.plant.clear(event_id)
        except InputError:
            # A fault that goes by itself is gone before anybody clears it.
            return

    def _take(self, rows: Array, heard: Heard) -> None:
        """Hear what has been reported, and see who has lost supply by it."""
        if len(rows):
            told = self.plant.readings()
            heard.trips += self.book.take(
                rows, told.value[rows], told.quality[rows], self._begin_us + told.time_us[rows]
            )
            at = self._position_row[rows]
            places = at[at >= 0]
            shown = told.value[rows][at >= 0]
            readable = np.isfinite(shown)
            places, shown = places[readable], shown[readable].astype(self.known.dtype)
            if (self.known[places] != shown).any():
                self.known[places] = shown
                self._know()
        change = self.log.watch(self.plant.snapshot, self.now_us)
        if change is not None:
            heard.changes.append(change)

    def _know(self) -> None:
        """The positions known have changed."""
        self.known_count += 1
        live = self.zones.live(self.snapshot)
        fresh = live & (self.live_since_us == 0)
        self.live_since_us[fresh] = max(self.now_us, 1)
        self.live_since_us[~live] = 0

    def _row(self, switch_id: str) -> int:
        ref = self.network.find(switch_id)
        if ref is None or ref.table != "switch":
            raise InputError(switch_id, "is no switch of this network", "name a switch by its id")
        return ref.row

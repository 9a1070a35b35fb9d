"""Events in force: what an instructor has broken, and how it shows in devices, meters and network."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engines.grid.network import ElementRef, Network
from engines.grid.switches import SwitchPosition
from engines.plant.devices import Devices
from engines.plant.drives import Sticking
from engines.plant.events import (
    BlockedDrive,
    DriftingMeasurement,
    FrozenMeasurement,
    HandOperation,
    LostCommunication,
    NetworkFault,
    PlantEvent,
    StickingPlace,
    StuckDrive,
    SwitchedToLocal,
    WrongIndication,
)
from engines.plant.protection_desk import ProtectionDesk
from engines.plant.readings import Telemetry
from engines.protection.fault import Fault
from engines.values.points import PointDefinition
from engines.values.validation import InputError

US_PER_HOUR = 3.6e9


@dataclass(frozen=True, slots=True)
class _Active:
    event: PlantEvent
    since_us: int


class EventDesk:
    """Keeps the active events; whatever they break is worked out afresh when one comes or goes."""

    def __init__(
        self,
        network: Network,
        devices: Devices,
        protection: ProtectionDesk,
        telemetry: Telemetry,
        points: tuple[PointDefinition, ...],
    ) -> None:
        self._network, self._devices, self._protection = network, devices, protection
        self._telemetry, self._active = telemetry, dict[str, _Active]()
        self._row_of = {p.point_id: row for row, p in enumerate(points)}
        self._rows_of: dict[str, list[int]] = {}
        for row, point in enumerate(points):
            self._rows_of.setdefault(point.element_id, []).append(row)
        self._count = 0

    @property
    def active(self) -> tuple[tuple[str, PlantEvent], ...]:
        """Events in force with their ids, oldest first."""
        return tuple((event_id, entry.event) for event_id, entry in self._active.items())

    def inject(self, event: PlantEvent, now_us: int) -> str:
        """Put an event in force; its id. Raises ``InputError`` where it does not fit the district."""
        self._validate(event)
        self._count += 1
        event_id = f"event-{self._count}"
        if isinstance(event, HandOperation):
            self._operate_by_hand(event, now_us)
            return event_id
        self._active[event_id] = _Active(event, now_us)
        if isinstance(event, NetworkFault):
            fault = self._fault(event)
            self._protection.add_fault(event_id, event.element_id, fault, is_permanent=event.is_permanent)
        self._refresh()
        return event_id

    def clear(self, event_id: str) -> None:
        """Repair. Raises ``InputError`` for an event that is not in force."""
        entry = self._active.pop(event_id, None)
        if entry is None:
            raise InputError(event_id, "no such event is in force", "look at the list of active events")
        if isinstance(entry.event, NetworkFault):
            self._protection.remove_fault(event_id)
        self._refresh()

    def drop(self, event_ids: tuple[str, ...]) -> None:
        """Forget transient faults that have gone by themselves."""
        for event_id in event_ids:
            self._active.pop(event_id, None)

    def _element(self, element_id: str, tables: tuple[str, ...], what: str) -> ElementRef:
        ref = self._network.find(element_id)
        if ref is None:
            raise InputError(element_id, "is not in the network", "name an element by its id")
        if ref.table not in tables:
            raise InputError(element_id, f"is a {ref.table}, which has no {what}", f"name a {' or '.join(tables)}")
        return ref

    def _validate(self, event: PlantEvent) -> None:
        if isinstance(event, NetworkFault):
            self._element(event.element_id, ("line", "bus"), "place for a fault")
            if not 0 <= event.fraction <= 1:
                raise InputError(event.element_id, f"{event.fraction:g} is no share of a line", "use 0 to 1")
            if not 0 <= event.r_ohm < float("inf"):
                raise InputError(event.element_id, f"{event.r_ohm:g} ohm is no resistance", "use 0 or more")
        elif isinstance(event, StuckDrive):
            self._element(event.element_id, ("switch", "trafo", "shunt"), "drive")
        elif isinstance(event, BlockedDrive | HandOperation):
            self._element(event.element_id, ("switch",), "drive that could be operated so")
        elif isinstance(event, SwitchedToLocal):
            self._element(event.element_id, tuple(self._devices.is_local), "remote control")
        elif isinstance(event, LostCommunication):
            if event.element_id not in self._rows_of:
                raise InputError(event.element_id, "has no communication", "name a device with points")
        elif f"{event.element_id}/{event.quantity}" not in self._row_of:
            raise InputError(event.element_id, f"has no point {event.quantity}", "name one of its points")

    def _fault(self, event: NetworkFault) -> Fault:
        ref = self._element(event.element_id, ("line", "bus"), "place for a fault")
        return Fault(ref.table, ref.row, event.kind, event.fraction, event.r_ohm)

    def _operate_by_hand(self, event: HandOperation, now_us: int) -> None:
        row, devices = self._element(event.element_id, ("switch",), "drive").row, self._devices
        if (devices.is_closing_blocked if event.is_closed else devices.is_opening_blocked)[row]:
            return
        self._protection.on_command(row, event.is_closed, now_us)
        target = SwitchPosition.CLOSED if event.is_closed else SwitchPosition.OPEN
        devices.drives.start_by_hand(row, target, now_us)

    def _refresh(self) -> None:
        devices, telemetry = self._devices, self._telemetry
        before = telemetry.is_reachable.copy()
        devices.drives.sticking[:] = Sticking.NOT
        devices.is_opening_blocked[:], devices.is_closing_blocked[:] = False, False
        for flags in (*devices.is_local.values(), *devices.is_stuck.values()):
            flags[:] = False
        telemetry.is_reachable[:], telemetry.is_frozen[:] = True, False
        telemetry.override[:], telemetry.drift_per_us[:] = np.nan, 0.0
        for entry in self._active.values():
            self._apply(entry.event, entry.since_us)
        telemetry.touch(np.flatnonzero(telemetry.is_reachable != before))

    def _apply(self, event: PlantEvent, since_us: int) -> None:
        if isinstance(event, WrongIndication | FrozenMeasurement | DriftingMeasurement):
            self._apply_to_point(event, since_us)
            return
        if isinstance(event, LostCommunication):
            self._telemetry.is_reachable[self._rows_of[event.element_id]] = False
            return
        ref = self._network.find(event.element_id)
        assert ref is not None
        devices = self._devices
        if isinstance(event, StuckDrive) and ref.table == "switch":
            between = event.place is StickingPlace.BETWEEN
            devices.drives.sticking[ref.row] = Sticking.BETWEEN if between else Sticking.AT_START
        elif isinstance(event, StuckDrive):
            devices.is_stuck[ref.table][ref.row] = True
        elif isinstance(event, SwitchedToLocal):
            devices.is_local[ref.table][ref.row] = True
        elif isinstance(event, BlockedDrive):
            devices.is_opening_blocked[ref.row] |= event.is_opening_blocked
            devices.is_closing_blocked[ref.row] |= event.is_closing_blocked

    def _apply_to_point(self, event: WrongIndication | FrozenMeasurement | DriftingMeasurement, since_us: int) -> None:
        row, telemetry = self._row_of[f"{event.element_id}/{event.quantity}"], self._telemetry
        if isinstance(event, WrongIndication):
            telemetry.override[row] = event.value
        elif isinstance(event, FrozenMeasurement):
            telemetry.is_frozen[row] = True
        else:
            telemetry.drift_per_us[row] = event.per_hour / US_PER_HOUR
            telemetry.drift_from_us[row] = since_us

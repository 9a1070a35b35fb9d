"""Notices faults: devices that trip, and loads that lose their supply."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from console.faults import incident_deeds
from console.faults.desk import FaultDesk
from console.faults.devices import Devices
from console.faults.incident_deeds import EARLY
from console.faults.moments import (
    Moments,
    dead_loads,
    deviations,
    loads_at,
    loads_behind,
    loads_fed_by,
    with_deviations,
)
from console.faults.quiet_faults import CutOff, QuietFaults
from console.faults.shares import METERS_LATE_S, Trip, just_back, open_loads, shared, territory
from console.live.district import LiveDistrict
from console.live.solving import LiveMoment
from console.study_actions import bus_of
from console.workflows.customers import CustomerList
from console.workflows.evidence import FaultEvidenceBook
from engines.grid.network import ElementRef
from engines.grid.tracing import lower_bus
from engines.values.history import PointChanges
from engines.values.incidents import Incident
from engines.values.points import Quantity

RECENT_S = 15.0
"""Supply that is lost so soon after a trip was lost by it."""


class Noticing(QObject):
    """Opens incidents and keeps their outages true.

    Attributes:
        book: what the field tells as evidence; trips: by incident its first one, with the
            loads of all that came right after it.

    Signals:
        tripped: id of a device.
    """

    tripped = Signal(str)

    def __init__(
        self,
        desk: FaultDesk,
        district: LiveDistrict,
        devices: Devices,
        customers: CustomerList,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._district, self._devices, self._customers = desk, district, devices, customers
        self.book = FaultEvidenceBook(district.store.definitions)
        self.moments = Moments()
        self.trips: dict[str, Trip] = {}
        self._last: dict[str, Trip] = {}
        self._opening: list[Trip] = []
        self._open_since: dict[str, float] = {}
        self._dead: frozenset[str] = frozenset()
        self._seen: object = None
        self._is_begun = False
        self._told: dict[str, frozenset[str]] = {}
        district.values_taken.connect(self._on_values)
        district.moment_changed.connect(self._on_moment)
        desk.changed.connect(lambda _ids: self._observe())
        self._quiet = QuietFaults(desk, district, customers, self.cut_off, self)
        self._quiet.changed.connect(self._observe)
        self._catching_up = QTimer(self)
        self._catching_up.setSingleShot(True)
        self._catching_up.setInterval(2_000)
        self._catching_up.timeout.connect(self._catch_up)

    # What arrives ------------------------------------------------------------------------------------------

    def _on_values(self, taken: PointChanges) -> None:
        at = np.where(taken.source_time_us > 0, taken.source_time_us, taken.receive_time_us)
        for device_id in self.book.take(taken.point, taken.value, taken.quality, at):
            self._on_trip(device_id, int(at[-1]))

    def _on_moment(self, live: LiveMoment) -> None:
        self.moments.take(live.moment)
        if not self._is_begun and self._desk.is_known:
            # What stood so when the console came is looked at once the field has told all of it.
            self._is_begun = True
            self._quiet.begin()
            self._remember_trips()
            self._catching_up.start()
        self._observe()

    def open_s(self, device_id: str) -> float:
        """For how long a device is known to stand open, seconds."""
        if not self._devices.is_open(device_id, self._district.snapshot):
            self._open_since.pop(device_id, None)
            return 0.0
        return time.monotonic() - self._open_since.setdefault(device_id, time.monotonic())

    # Trips -------------------------------------------------------------------------------------------------

    def _on_trip(self, device_id: str, time_us: int) -> None:
        moment = self.moments.before_opening(device_id)
        if moment is None:
            # Nobody was here when it opened.
            loads = loads_fed_by(self._district.snapshot, [device_id])
        else:
            loads = loads_behind(moment, device_id)
        trip = Trip(device_id, time.monotonic(), time_us, moment, loads)
        self.tripped.emit(device_id)
        related = self._related(trip)
        if related is None:
            self._open_incident(trip)
            return
        self._take_as_part(trip, related)

        def kept(incident: Incident) -> None:
            if incident.state.is_over:
                # It was closed meanwhile: this is another fault.
                self._open_incident(trip)

        tripped = partial(
            incident_deeds.devices_tripped, incident_id=related, device_ids=[device_id], title=self._title(trip),
            now_us=self._desk.now_us,
        )  # fmt: skip
        self._desk.write(tripped, kept)

    def _take_as_part(self, trip: Trip, incident_id: str) -> None:
        """One more device for a fault that is known.

        Its moment may be one in which an earlier device was open already: what the fault has cut off, and what it
        is located on, is the moment before the first.
        """
        trip.incident_id = incident_id
        self._last[trip.device_id] = trip
        known = self.trips.get(incident_id)
        if known is None or trip.at - known.at >= RECENT_S:
            self.trips[incident_id] = trip
        else:
            moment = known.moment if known.moment is not None else trip.moment
            self.trips[incident_id] = replace(known, moment=moment, loads=known.loads | trip.loads)

    def _related(self, trip: Trip) -> str | None:
        """An incident under way whose fault has tripped this device as well."""
        for incident in self._desk.board.open_incidents():
            if incident.state not in EARLY or incident.is_planned or incident.order_ids:
                continue
            known = self.trips.get(incident.incident_id)
            is_recent = known is not None and trip.at - known.at < RECENT_S
            if trip.device_id in incident.device_ids:
                return incident.incident_id
            if is_recent and known is not None and known.loads & trip.loads:
                return incident.incident_id
            if not incident.device_ids and (
                territory(incident) & trip.loads or (incident.feeder and incident.feeder == self._feeder(trip))
            ):
                # Meters or indicators have told of it before a slow protection has.
                return incident.incident_id
        return None

    def _open_incident(self, trip: Trip) -> None:
        snapshot = self._district.snapshot if trip.moment is None else trip.moment.snapshot
        feeder, title = self._feeder(trip), self._title(trip)
        before = tuple((i, p) for i, p in deviations(snapshot) if i != trip.device_id)
        self._opening.append(trip)

        def refused(sentence: str) -> None:
            self._opening.remove(trip)
            self._desk.failed.emit(sentence)

        self._desk.write(
            lambda ledger: incident_deeds.open_incident(ledger, title, (trip.device_id,), feeder, trip.time_us, before),
            partial(self._on_opened, trip),
            refused,
        )

    def _waiting(self) -> list[Trip]:
        """Trips whose incident does not stand on the board yet."""
        self._opening = [t for t in self._opening if t.incident_id not in self._desk.board.incidents]
        return [replace(trip, incident_id="") for trip in self._opening]

    def _title(self, trip: Trip) -> str:
        network = self._district.opened.network
        ref = network.find(trip.device_id)
        name, feeder = network.label(ref) if ref is not None else trip.device_id, self._feeder(trip)
        return f"{feeder}: {name} tripped" if feeder and feeder not in name else f"{name} tripped"

    def _feeder(self, trip: Trip) -> str:
        moment = trip.moment
        if moment is None or moment.topology is None:
            return self._district.place_of(trip.device_id)[0]
        network = moment.snapshot.network
        ref = network.find(trip.device_id) or ElementRef("switch", 0)
        row = lower_bus(moment.snapshot, moment.topology, ref)
        if row is None or moment.topology.feeder[row] < 0:
            return ""
        return moment.topology.feeders[int(moment.topology.feeder[row])].name

    def _on_opened(self, trip: Trip, incident: Incident) -> None:
        self._take_as_part(trip, incident.incident_id)
        self._desk.refresh()
        self._observe()

    def _catch_up(self) -> None:
        """Devices that stood tripped and open when the console came, and belong to no incident yet."""
        known = {device for incident in self._desk.board.open_incidents() for device in incident.device_ids}
        for device_id in self._devices.flagged(Quantity.HAS_TRIPPED):
            if device_id not in known and self._devices.is_open(device_id, self._district.snapshot):
                self._on_trip(device_id, self.book.standing_since(device_id) or self._desk.now_us)

    def _remember_trips(self) -> None:
        """What incidents from before this console's start have cut off."""
        for incident in self._desk.board.open_incidents():
            if not incident.device_ids:
                continue
            then = with_deviations(self._district.snapshot, incident.positions_before)
            at = time.monotonic() - (self._desk.now_us - incident.opened_us) / 1e6
            loads = loads_fed_by(then, incident.device_ids)
            known = Trip(incident.device_ids[0], at, incident.opened_us, None, loads, incident.incident_id)
            self.trips.setdefault(incident.incident_id, known)

    def cut_off(self) -> CutOff:
        """What has no supply, and what lately had none because of an incident that is known."""
        now, under_way = time.monotonic(), {incident.incident_id for incident in self._desk.board.open_incidents()}
        found = (t for t in self.trips.values() if t.incident_id in under_way or now - t.at < METERS_LATE_S)
        tripped = frozenset(load for trip in found for load in trip.loads)
        return CutOff(self._dead, tripped | just_back(self._desk.board.incidents.values(), self._desk.now_us))

    def close(self) -> None:
        """Notice nothing any more."""
        self._quiet.close()
        self._catching_up.stop()

    @property
    def dead(self) -> frozenset[str]:
        """Ids of the loads without a closed path to a source."""
        return self._dead

    def last_trip(self, device_id: str) -> Trip | None:
        """The latest trip of a device that is remembered."""
        return self._last.get(device_id)

    def incident_at(self, element_id: str) -> str:
        """The incident under way that has cut an element off, "" for none."""
        network, moment = self._district.opened.network, self._district.moment
        ref = network.find(element_id)
        if ref is None or moment is None or moment.topology is None:
            return ""
        row = bus_of(network, ref)
        mask = np.zeros(len(network.bus), bool)
        if row >= 0:
            mask[row] = True
        loads = loads_at(network, mask) | {element_id}
        for incident in self._desk.board.open_incidents():
            trip = self.trips.get(incident.incident_id)
            cut_off = territory(incident) | (trip.loads if trip is not None else frozenset())
            if loads & cut_off or element_id in incident.device_ids:
                return incident.incident_id
        return ""

    def present_deviations(self) -> tuple[tuple[str, int], ...]:
        """Switches that stand otherwise than normal now."""
        return deviations(self._district.snapshot)

    # Outages -----------------------------------------------------------------------------------------------

    def _observe(self) -> None:
        """Which loads each incident is without, where that has changed."""
        moment = self._district.moment
        if moment is None or moment.topology is None or not self._desk.is_known:
            return
        if self._seen is not moment.topology:
            self._seen = moment.topology
            self._dead = dead_loads(self._district.opened.network, moment.topology)
        board = self._desk.board
        trips = (*self._waiting(), *self.trips.values())
        shares = shared(self._dead, board.open_incidents(), trips, board.orders.values())
        now = self._desk.now_us
        for incident in self._desk.board.open_incidents():
            mine = frozenset(shares.get(incident.incident_id, ())) | self._quiet.silent_of(incident, self._dead)
            if mine == open_loads(incident) or self._told.get(incident.incident_id) == mine:
                continue
            self._told[incident.incident_id] = mine
            self._desk.write(
                partial(incident_deeds.observe, incident_id=incident.incident_id, dead=mine,
                        customers=self._customers.count, now_us=now),
                on_refused=partial(self._on_refused, incident.incident_id),
            )  # fmt: skip

    def _on_refused(self, incident_id: str, sentence: str) -> None:
        self._told.pop(incident_id, None)
        self._desk.failed.emit(sentence)

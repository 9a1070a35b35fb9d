"""Faults that nothing has tripped for: meters that fall silent together, indicators that tell of an earth fault."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from console.faults import incident_deeds
from console.faults.desk import FaultDesk
from console.faults.flagged_indicators import FlaggedIndicators, Indicated
from console.faults.moments import deviations
from console.faults.shares import territory
from console.faults.silent_meters import Silence, SilentMeters
from console.live.district import LiveDistrict
from console.study_actions import buses_of
from console.workflows.customers import CustomerList
from engines.values.incidents import Incident

LOOK_MS = 1_000


class CutOff(NamedTuple):
    """Ids of loads: ``dead`` without a way to a source; ``lately`` behind devices that have tripped.

    Of what has reclosed, meters tell late that they are back.
    """

    dead: frozenset[str]
    lately: frozenset[str]


class QuietFaults(QObject):
    """Opens incidents that nobody else tells of.

    Args:
        cut_off: what is without supply for a reason that is known.

    Signals:
        changed: other meters are silent than before.
    """

    changed = Signal()

    def __init__(
        self,
        desk: FaultDesk,
        district: LiveDistrict,
        customers: CustomerList,
        cut_off: Callable[[], CutOff],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._district, self._customers, self._cut_off = desk, district, customers, cut_off
        self._meters = SilentMeters(district.opened.network, district.store, customers)
        self._indicators = FlaggedIndicators(district.store)
        self._silent: frozenset[str] = frozenset()
        self._looking = QTimer(self)
        self._looking.setInterval(LOOK_MS)
        self._looking.timeout.connect(self._look)

    def begin(self) -> None:
        """The district is known."""
        self._looking.start()

    def close(self) -> None:
        """Look at nothing any more."""
        self._looking.stop()

    def silent_of(self, incident: Incident, dead: frozenset[str]) -> frozenset[str]:
        """Loads of an incident that only their meters tell of: by its switches the network is whole there.

        Args:
            dead: loads without a way to a source.
        """
        if not _is_quiet(incident):
            return frozenset()
        mine, place = territory(incident), self._district.place_of
        silent = self._silent - dead
        return frozenset(
            load for load in silent if load in mine or (incident.feeder and place(load)[0] == incident.feeder)
        )

    def _look(self) -> None:
        if self._desk.is_known:
            self._look_at_meters()
            self._look_at_indicators()

    # Meters ------------------------------------------------------------------------------------------------

    def _look_at_meters(self) -> None:
        """Supply that is lost without a trip."""
        silent = self._meters.dead()
        incidents = self._desk.board.open_incidents()
        if silent != self._silent:
            self._silent = silent
            self.changed.emit()
        cut_off = self._cut_off()
        known = frozenset(load for i in incidents for load in territory(i)) | cut_off.dead | cut_off.lately
        place = self._district.place_of
        for found in self._meters.unexplained(silent, known, lambda load: place(load)[0]):
            if not any(_is_quiet(i) and i.feeder == found.feeder for i in incidents):
                self._open_silent(found)

    def _open_silent(self, found: Silence) -> None:
        count = self._customers.count(found.loads)
        title = f"{found.feeder or 'Meters'}: {count} customers without supply, nothing has tripped"
        before = deviations(self._district.snapshot)
        self._desk.write(
            lambda ledger: incident_deeds.open_silent(
                ledger, title, found.feeder, found.since_us, before, found.loads, self._customers.count
            ),
            lambda _incident: self._desk.refresh(),
        )

    # Indicators --------------------------------------------------------------------------------------------

    def _look_at_indicators(self) -> None:
        """Fault current has passed, and nothing has tripped."""
        place, incidents = self._district.place_of, self._desk.board.incidents.values()
        for found in self._indicators.unexplained(incidents, self._is_dead_at, lambda element: place(element)[0]):
            self._open_indicated(found)

    def _is_dead_at(self, element_id: str) -> bool:
        network, moment = self._district.opened.network, self._district.moment
        ref = network.find(element_id)
        if ref is None or moment is None or moment.topology is None:
            return True
        return not all(bool(moment.topology.is_energized[row]) for row in buses_of(network, ref))

    def _open_indicated(self, found: Indicated) -> None:
        count = len(found.element_ids)
        told = f"{count} fault indicators tell" if count > 1 else "a fault indicator tells"
        title = f"{found.feeder or 'Network'}: {told} of a fault, nothing has tripped"
        before = deviations(self._district.snapshot)
        self._desk.write(
            lambda ledger: incident_deeds.open_indicated(ledger, title, found.feeder, found.since_us, before),
            lambda _incident: self._desk.refresh(),
        )


def _is_quiet(incident: Incident) -> bool:
    """Whether an incident was opened by meters, indicators or calls alone."""
    return not incident.device_ids and not incident.is_planned

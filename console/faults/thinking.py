"""Where each fault is suspected and what to switch, kept true to what is known now."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from console.faults import incident_deeds
from console.faults.desk import FaultDesk
from console.faults.devices import Devices
from console.faults.incident_deeds import EARLY
from console.faults.locating import Locating
from console.faults.noticing import Noticing
from console.faults.planning import UNTIL_RESTORED, Planning
from console.faults.settings import FaultSettings
from console.faults.thought import Thought
from console.faults.workers import FaultWorkers
from console.live.district import LiveDistrict
from console.workflows.customers import CustomerList
from engines.values.incidents import Incident
from engines.values.points import Quantity

LOOK_MS = 250


class Thinking(QObject):
    """Locates and plans in workers; what is on the screen follows evidence, switches and people.

    Attributes:
        thoughts: by incident; locating, planning: who works them out.

    Signals:
        thought: id of an incident of which something new is known.
    """

    thought = Signal(str)

    def __init__(
        self,
        desk: FaultDesk,
        district: LiveDistrict,
        noticing: Noticing,
        devices: Devices,
        workers: FaultWorkers,
        settings: FaultSettings,
        customers: CustomerList,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._district, self._noticing, self._devices = desk, district, noticing, devices
        self.settings = settings
        self.thoughts: dict[str, Thought] = {}
        self.locating = Locating(desk, district, noticing, workers, settings, self.of, self._name, self)
        self.planning = Planning(desk, district, devices, workers, settings, customers, self.of, self)
        self.locating.located.connect(self.thought)
        self.locating.located.connect(lambda _id: self.look())
        self.planning.planned.connect(self.thought)
        self.plan, self.prove, self.play = self.planning.plan, self.planning.prove, self.planning.play
        self.choose, self.without_step = self.planning.choose, self.planning.without_step
        self._looking = QTimer(self)
        self._looking.setInterval(LOOK_MS)
        self._looking.timeout.connect(self.look)
        self._looking.start()
        desk.changed.connect(lambda _ids: self.look())

    def close(self) -> None:
        """Ask for nothing any more."""
        self._looking.stop()

    def of(self, incident_id: str) -> Thought:
        """What is known of an incident."""
        return self.thoughts.setdefault(incident_id, Thought())

    def look(self) -> None:
        """Locate and plan where something has changed."""
        if not self._desk.is_known or self._district.live_moment is None:
            return
        for incident in self._desk.board.open_incidents():
            thought = self.of(incident.incident_id)
            if incident.is_planned:
                continue
            self._look_at_devices(incident, thought)
            if incident.state in UNTIL_RESTORED and not incident.element_ids:
                self.locating.look(incident, thought)
            self.planning.look(incident, thought)

    def _look_at_devices(self, incident: Incident, thought: Thought) -> None:
        snapshot, devices, ids = self._district.snapshot, self._devices, incident.device_ids
        closed = [devices.is_closed(device, snapshot) for device in ids]
        tripped = [devices.value(device, Quantity.HAS_TRIPPED) for device in ids]
        holds = [is_closed and flag != 1.0 for is_closed, flag in zip(closed, tripped, strict=True)]
        # A device that stands closed and has not tripped since has nothing left to lock out.
        is_locked_out = all(
            holding or devices.is_locked_out(device, snapshot, self._noticing.open_s(device))
            for device, holding in zip(ids, holds, strict=True)
        )
        thought.is_back = bool(ids) and all(holds) and not incident.outage.customers_out
        if thought.is_locked_out is not is_locked_out:
            thought.is_locked_out = is_locked_out
            if is_locked_out and not all(holds):
                self._note_lockout(incident)
            self.thought.emit(incident.incident_id)
        is_untouched = incident.state in EARLY and not incident.order_ids and not incident.work_ids
        if thought.is_back and is_untouched and all(flag == 0.0 for flag in tripped):
            self._desk.write(
                partial(incident_deeds.reclosed, incident_id=incident.incident_id, now_us=self._desk.now_us)
            )

    def _note_lockout(self, incident: Incident) -> None:
        said = f"{', '.join(self._names(incident.device_ids))} locked out"
        if not any(entry.sentence == said for entry in incident.timeline):
            self._note(incident.incident_id, said)

    def _note(self, incident_id: str, sentence: str) -> None:
        now = self._desk.now_us
        self._desk.write(lambda ledger: incident_deeds.note(ledger, incident_id, "", sentence, now))

    def _names(self, ids: Iterable[str]) -> list[str]:
        return [self._name(element_id) for element_id in ids]

    def _name(self, element_id: str) -> str:
        network = self._district.opened.network
        ref = network.find(element_id)
        return network.label(ref) if ref is not None else element_id

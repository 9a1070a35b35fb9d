"""Where each fault is suspected, from what is heard of it by now."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from console.faults import incident_deeds
from console.faults.desk import FaultDesk
from console.faults.jobs import LocateReply, LocateRequest
from console.faults.moments import with_deviations
from console.faults.noticing import Noticing
from console.faults.settings import FaultSettings
from console.faults.shares import open_loads
from console.faults.thought import Thought
from console.faults.workers import FaultWorkers
from console.live.district import LiveDistrict
from console.workflows.evidence import BEFORE_US
from engines.grid.snapshot import Snapshot
from engines.restoration.location_options import LocationOptions
from engines.values.fault_evidence import FaultEvidence
from engines.values.incidents import Incident

GATHER_S = 1.0
"""Evidence of a fault that is located already is gathered at most so often."""


class Locating(QObject):
    """Asks a worker anew whenever more is heard.

    Args:
        of: the thought of an incident.
        name: what people call an element.

    Signals:
        located: id of an incident that is located otherwise than before, or cannot be.
    """

    located = Signal(str)

    def __init__(
        self,
        desk: FaultDesk,
        district: LiveDistrict,
        noticing: Noticing,
        workers: FaultWorkers,
        settings: FaultSettings,
        of: Callable[[str], Thought],
        name: Callable[[str], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._district, self._noticing, self._workers = desk, district, noticing, workers
        self._settings, self._of, self._name = settings, of, name

    def look(self, incident: Incident, thought: Thought) -> None:
        """Ask where an incident's fault lies, if more is heard of it."""
        now = time.monotonic()
        if thought.is_locating or (thought.location is not None and now - thought.gathered_at < GATHER_S):
            return
        thought.gathered_at = now
        evidence = self.evidence_of(incident)
        if evidence == thought.evidence:
            return
        thought.evidence, thought.is_locating = evidence, True
        ground = self._workers.ground(self.before(incident))
        others = self._others(incident)
        theirs = {device for other in others for device in other.device_ids} - set(incident.device_ids)
        request = LocateRequest(
            ground,
            evidence,
            self._noticing.book.instruments,
            incident.device_ids,
            tuple(sorted(theirs)),
            not others,
            () if incident.device_ids else tuple(sorted(open_loads(incident))),
            self._district.snapshot.switch_position if incident.device_ids else None,
            LocationOptions(level=self._settings.credible_level),
        )
        incident_id = incident.incident_id
        self._workers.locate(
            f"locate {incident_id}", request, partial(self._on_located, incident_id),
            partial(self._on_not_located, incident_id),
        )  # fmt: skip

    def evidence_of(self, incident: Incident) -> tuple[FaultEvidence, ...]:
        """Everything heard of an incident by now, up to the next fault behind one of its devices."""
        gathered = self._noticing.book.gathered(incident.opened_us, self._district.store.freshness)
        devices = set(incident.device_ids)
        later = [
            o.opened_us
            for o in self._others(incident)
            if o.opened_us > incident.opened_us and devices & set(o.device_ids)
        ]
        until_us = min(later, default=1 << 62) - BEFORE_US
        return (*(item for item in gathered if item.time_us < until_us), *incident.heard)

    def _others(self, incident: Incident) -> list[Incident]:
        return [i for i in self._desk.board.open_incidents() if i.incident_id != incident.incident_id]

    def before(self, incident: Incident) -> Snapshot:
        """The district right before the fault; after a restart in its positions of then, with the loads of now."""
        trip = self._noticing.trips.get(incident.incident_id)
        if trip is not None and trip.moment is not None:
            return trip.moment.snapshot
        return with_deviations(self._district.snapshot, incident.positions_before)

    def _on_located(self, incident_id: str, reply: LocateReply) -> None:
        thought = self._of(incident_id)
        thought.is_locating = False
        thought.location, thought.credible, thought.lost_ids = reply.location, reply.credible, reply.lost_ids
        thought.credible_ids = reply.credible_ids
        location, now = reply.location, self._desk.now_us
        self._desk.write(lambda ledger: incident_deeds.locate(ledger, incident_id, location, now, self._name))
        self.located.emit(incident_id)

    def _on_not_located(self, incident_id: str, sentence: str) -> None:
        thought = self._of(incident_id)
        thought.is_locating, thought.problem = False, sentence
        self.located.emit(incident_id)

"""Crews and their work, and the time told to customers."""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer

from console.faults import repair_deeds
from console.faults.desk import FaultDesk
from console.faults.thinking import Thinking
from console.live.district import LiveDistrict
from console.workflows import work
from console.workflows.incidents import stands_for
from console.workflows.places import UNKNOWN, Places, travel_min
from engines.grid.network import ElementRef, Network
from engines.values.incidents import Incident, IncidentState
from engines.values.repair import Crew, CrewChoice, FaultCause, WorkOrder, WorkState

ESTIMATE_MS = 30_000
SKILLS = {"line": "cable", "trafo": "transformer", "bus": "switchgear", "switch": "switchgear"}


class Repairing(QObject):
    """Work orders, who does them, and when supply is expected back."""

    def __init__(
        self,
        desk: FaultDesk,
        district: LiveDistrict,
        thinking: Thinking,
        crews: Sequence[Crew],
        who: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._district, self._thinking, self._who = desk, district, thinking, who
        self.crews = {crew.crew_id: crew for crew in crews}
        self._places = Places(district.opened.network)
        self._asked: set[str] = set()
        desk.changed.connect(self._on_changed)
        thinking.thought.connect(self._on_changed)
        self._estimating = QTimer(self)
        self._estimating.setInterval(ESTIMATE_MS)
        self._estimating.timeout.connect(self._re_estimate)
        self._estimating.start()

    def close(self) -> None:
        """Reckon nothing any more."""
        self._estimating.stop()

    # Work --------------------------------------------------------------------------------------------------

    def _on_changed(self, _ids: object) -> None:
        """A fault that is located well enough needs somebody to look at it."""
        for incident in self._desk.board.open_incidents():
            thought = self._thinking.of(incident.incident_id)
            # While the protection may still reclose nobody is sent anywhere.
            is_due = incident.state is not IncidentState.NEW and not incident.work_ids and not incident.is_planned
            is_due = is_due and thought.is_locked_out and not thought.is_back
            if is_due and incident.incident_id not in self._asked and incident.suspects:
                self._asked.add(incident.incident_id)
                self.new_work(incident)

    def new_work(self, incident: Incident) -> None:
        """A work order at the likeliest place."""
        network = self._district.opened.network
        place = incident.element_ids[0] if incident.element_ids else self.likeliest_place(incident)
        ref = network.find(place)
        name = network.label(ref) if ref is not None else place
        skill = self._skill(network, ref)
        incident_id, now, task = incident.incident_id, self._desk.now_us, f"find and repair the fault at {name}"

        def write(kept: WorkOrder) -> None:
            self._desk.write(lambda ledger: repair_deeds.re_estimate(ledger, kept, now))

        self._desk.write(lambda ledger: repair_deeds.new_work(ledger, incident_id, place, task, skill, 0, now), write)

    def likeliest_place(self, incident: Incident) -> str:
        """Id of the line, or else the equipment, that stands for the likeliest zone."""
        location = self._thinking.of(incident.incident_id).location
        if location is not None and location.hypotheses:
            ids = location.hypotheses[0].element_ids
            return stands_for(ids) if ids else ""
        return incident.suspects[0][0] if incident.suspects else ""

    def _skill(self, network: Network, ref: ElementRef | None) -> str:
        """What is needed there, if any crew has it."""
        if ref is None:
            return ""
        wanted = SKILLS.get(ref.table, "")
        if ref.table == "line" and "type" in network["line"] and str(network["line"]["type"][ref.row]) == "ol":
            wanted = "overhead"
        return wanted if any(wanted in crew.skills for crew in self.crews.values()) else ""

    def choices(self, order: WorkOrder) -> tuple[CrewChoice, ...]:
        """Whom to send, best first."""
        local = time.localtime(self._desk.now_us / 1e6)
        jobs = Counter(w.crew_id for w in self._desk.board.works.values() if w.crew_id and not w.state.is_over)
        road_min = {
            crew.crew_id: travel_min(self._places.on_plane(crew.x, crew.y), self._places.of(order.element_id))
            for crew in self.crews.values()
            if math.isfinite(crew.x)
        }
        return work.rank_crews(
            tuple(self.crews.values()), UNKNOWN, order.skill, local.tm_hour * 60 + local.tm_min, jobs,
            unwanted=order.refused_by, road_min=road_min,
        )  # fmt: skip

    def send(self, work_id: str, crew_id: str) -> None:
        """Give the work to a crew."""
        order = self._desk.board.works.get(work_id)
        if order is None:
            return
        travel = next((c.travel_min for c in self.choices(order) if c.crew.crew_id == crew_id), math.nan)
        author, now = self._who(), self._now
        name = self.crew_name(crew_id)
        self._desk.write(
            lambda ledger: repair_deeds.send(ledger, work_id, crew_id, name, author, now, travel, instead=order.crew_id)
        )

    def crew_names(self) -> dict[str, str]:
        """What people call the crews, by id."""
        return {crew_id: crew.name or crew_id for crew_id, crew in self.crews.items()}

    def crew_name(self, crew_id: str) -> str:
        """What people call a crew."""
        crew = self.crews.get(crew_id)
        return crew.name or crew_id if crew is not None else crew_id

    def no_answer(self, work_id: str) -> None:
        """The crew does not answer, or cannot come: another one is to be chosen."""
        order = self._desk.board.works.get(work_id)
        name = self.crew_name(order.crew_id) if order is not None else ""
        self._change(work_id, lambda w: work.unanswered(w, self._now), f"{name} did not answer, or could not come")

    def report(self, work_id: str, state: WorkState, remark: str = "") -> None:
        """The crew says how far it is."""
        said = state.value.replace("_", " ") + (f": {remark}" if remark else "")
        self._change(work_id, lambda w: work.advanced(w, state, self._now, report=remark), said)

    def found(self, work_id: str, cause: FaultCause, element_ids: Sequence[str], remark: str) -> None:
        """The crew knows what is broken and where."""
        author, now = self._who(), self._now
        self._desk.write(lambda ledger: repair_deeds.found(ledger, work_id, cause, element_ids, remark, author, now))

    def cancel_work(self, work_id: str, reason: str) -> None:
        """Not needed any more."""
        self._change(work_id, lambda w: work.cancelled(w, reason, self._now), f"not needed: {reason}")

    def _change(
        self, work_id: str, change: Callable[[WorkOrder], WorkOrder], said: str, travel_min: float = math.nan
    ) -> None:
        author, now = self._who(), self._now
        self._desk.write(
            lambda ledger: repair_deeds.change_work(ledger, work_id, change, author, said, now, travel_min)
        )

    def _re_estimate(self) -> None:
        """A time that has passed without supply is no time any more."""
        now = self._now
        for incident in self._desk.board.open_incidents():
            told = incident.estimate
            works = [w for w in self._desk.board.works_of(incident.incident_id) if not w.state.is_over]
            if told is not None and told.at_us < now and works and incident.outage.customers_out:
                self._desk.write(partial(repair_deeds.re_estimate, order=works[0], now_us=now))

    @property
    def _now(self) -> int:
        return self._desk.now_us

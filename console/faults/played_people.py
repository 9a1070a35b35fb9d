"""Crews and telephones of a simulated district that play themselves, faster than the clock on the wall."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from console.faults import incident_deeds
from console.faults.desk import FaultDesk
from console.faults.faults import Faults
from console.live.district import LiveDistrict
from console.study_actions import bus_of
from console.workflows.crew_play import CrewOptions, CrewPlay
from console.workflows.crew_reports import CrewReport, CrewRequest, CrewTask, CrewWord
from console.workflows.places import Places
from console.workflows.telephone_play import TelephonePlay
from engines.grid.network import Network
from engines.values.fault_evidence import EvidenceKind, FaultEvidence
from engines.values.incidents import Incident
from engines.values.repair import SafetyState, WorkOrder, WorkState
from engines.values.switching_orders import OrderAction, OrderState, OrderStepState

STEP_MS = 500
_TASKS = {OrderAction.OPEN: CrewTask.OPEN, OrderAction.CLOSE: CrewTask.CLOSE}
_REACHED = {
    CrewWord.EN_ROUTE: WorkState.EN_ROUTE,
    CrewWord.ON_SITE: WorkState.ON_SITE,
    CrewWord.REPAIRED: WorkState.REPAIRED,
    CrewWord.CLEARED: WorkState.CLEARED,
}


class PlayedPeople(QObject):
    """While it plays, crews do what the desk tells them and say so, and customers without supply call.

    Args:
        inject: hands an event to the simulator; clear: ends one by its id.

    Signals:
        said: a sentence: what somebody has just told.
    """

    said = Signal(str)

    def __init__(
        self,
        faults: Faults,
        district: LiveDistrict,
        inject: Callable[[dict[str, Any]], None],
        clear: Callable[[str], None],
        parent: QObject | None = None,
        *,
        seed: int = 0,
        options: CrewOptions | None = None,
    ) -> None:
        super().__init__(parent)
        network = district.opened.network
        self._faults, self._district, self._inject, self._clear = faults, district, inject, clear
        self._play = CrewPlay(
            faults.repairing.crews.values(), Places(network), seed, options or CrewOptions(),
            is_live=self._is_live, kind_of=partial(_kind_of, network),
        )  # fmt: skip
        loads = {load: faults.customers.count((load,)) for load in faults.customers.by_load}
        self._telephone = TelephonePlay(loads, seed)
        self._told: set[tuple[str, ...]] = set()
        self._found: dict[str, CrewReport] = {}
        self._now_us, self._at = faults.desk.now_us, time.monotonic()
        self.speed = 60.0
        self.calls = True
        self._timer = QTimer(self)
        self._timer.setInterval(STEP_MS)
        self._timer.timeout.connect(self._step)

    @property
    def is_playing(self) -> bool:
        """Whether they play."""
        return self._timer.isActive()

    def play(self, is_wanted: bool) -> None:
        """Let them play, or wait."""
        self._at = time.monotonic()
        (self._timer.start if is_wanted else self._timer.stop)()

    def know_events(self, events: Mapping[str, Mapping[str, Any]]) -> None:
        """What is broken in the simulated district: event by id, as the simulator tells them."""
        broken = {i: str(e.get("element_id", "")) for i, e in events.items() if e.get("event") == "network_fault"}
        self._play.know_faults(broken)

    @property
    def _desk(self) -> FaultDesk:
        return self._faults.desk

    def _is_live(self, element_id: str) -> bool:
        network, moment = self._district.opened.network, self._district.moment
        ref = network.find(element_id)
        row = bus_of(network, ref) if ref is not None else -1
        return (
            row >= 0 and moment is not None and moment.topology is not None and bool(moment.topology.is_energized[row])
        )

    # Time --------------------------------------------------------------------------------------------------

    def _step(self) -> None:
        now = time.monotonic()
        self._now_us += round((now - self._at) * self.speed * 1e6)
        self._at = now
        for incident in self._desk.board.open_incidents():
            self._ask(incident)
        for report in self._play.step(self._now_us):
            self._hear(report)
        if self.calls:
            self._call()

    def _once(self, *key: str) -> bool:
        if key in self._told:
            return False
        self._told.add(key)
        return True

    def _tell(self, task: CrewTask, crew_id: str, about: str, element_id: str = "", **more: Any) -> None:
        if crew_id in self._faults.repairing.crews:
            self._play.tell(CrewRequest(task, crew_id, about, element_id, **more), self._now_us)

    # What the desk asks of them ------------------------------------------------------------------------------

    def _ask(self, incident: Incident) -> None:
        board = self._desk.board
        for work in board.works_of(incident.incident_id):
            self._ask_work(incident, work)
        for order in board.orders_of(incident.incident_id):
            due = order.next_step
            if order.state is not OrderState.EXECUTING or due is None or due.is_remote:
                continue
            task = _TASKS.get(due.action)
            told = (order.order_id, str(due.number), due.crew_id, str(due.instructed_us))
            if due.state is OrderStepState.INSTRUCTED and task is not None and self._once(*told):
                self._tell(task, due.crew_id, order.order_id, due.element_id, number=due.number)
        self._ask_safety(incident)

    def _ask_work(self, incident: Incident, work: WorkOrder) -> None:
        if not work.crew_id:
            return
        if work.state is WorkState.ASSIGNED and self._once(work.work_id, work.crew_id, "come"):
            self._tell(CrewTask.COME, work.crew_id, work.work_id, work.element_id)
        elif work.state is WorkState.ON_SITE and self._once(work.work_id, work.crew_id, "search"):
            location = self._faults.thinking.of(incident.incident_id).location
            found = location.hypotheses if location is not None else ()
            sections = tuple(h.element_ids for h in found) or ((work.element_id,),)
            self._tell(CrewTask.SEARCH, work.crew_id, work.work_id, sections=sections)
        elif work.state is WorkState.FOUND and self._may_repair(incident):
            report = self._found.get(work.work_id)
            if report is not None and self._once(work.work_id, "repair"):
                more = {"event_id": report.event_id, "cause": report.cause}
                self._tell(CrewTask.REPAIR, work.crew_id, work.work_id, report.element_id, **more)

    def _may_repair(self, incident: Incident) -> bool:
        """Nobody works at it before a safety document protects them."""
        documents = self._desk.board.documents_of(incident.incident_id)
        return any(d.state is SafetyState.ISSUED for d in documents)

    def _ask_safety(self, incident: Incident) -> None:
        works = [w for w in self._desk.board.works_of(incident.incident_id) if w.crew_id]
        if not works:
            return
        crew_id = works[-1].crew_id
        for document in self._desk.board.documents_of(incident.incident_id):
            place = document.earths[0] if document.earths else works[-1].element_id
            if document.state is SafetyState.ISOLATED and self._once(document.document_id, "prove"):
                self._tell(CrewTask.PROVE_DEAD, crew_id, document.document_id, place)
            elif document.state is SafetyState.PROVED_DEAD and self._once(document.document_id, "earth"):
                self._tell(CrewTask.EARTH, crew_id, document.document_id, place)
            is_cleared = document.state is SafetyState.ISSUED and works[-1].state is WorkState.CLEARED
            if is_cleared and self._once(document.document_id, "return"):
                self._faults.safety.advance(document.document_id)
                self._say(crew_id, f"returns {document.document_id}")

    # What they say -----------------------------------------------------------------------------------------

    def _hear(self, report: CrewReport) -> None:
        repairing, out, safety = self._faults.repairing, self._faults.carrying_out, self._faults.safety
        word, about = report.word, report.about
        if report.operation is not None:
            self._inject({"event": report.operation.NAME, **dataclasses.asdict(report.operation)})
        if report.clears:
            self._clear(report.clears)
        if word in _REACHED:
            work = self._desk.board.works.get(about)
            if work is not None and not work.state.is_over:
                repairing.report(about, _REACHED[word])
        elif word is CrewWord.FOUND:
            self._found[about] = report
            repairing.found(about, report.cause, (report.element_id,), "")
        elif word is CrewWord.NOTHING_FOUND:
            self._note(about, f"{repairing.crew_name(report.crew_id)} has found nothing where the fault is suspected")
        elif word is CrewWord.READ_BACK:
            out.read_back(about, report.number)
        elif word is CrewWord.EXECUTED:
            out.crew_did(about, report.number)
        elif word is CrewWord.STUCK:
            out.crew_cannot(about, report.number, "the switch does not move, by hand either")
        elif word is CrewWord.PROVED_DEAD:
            safety.advance(about)
        elif word is CrewWord.EARTHED:
            safety.place_earths(about)
        self._say(report.crew_id, f"{word.value.replace('_', ' ')} {report.element_id}".strip())

    def _say(self, crew_id: str, words: str) -> None:
        self.said.emit(f"{self._faults.repairing.crew_name(crew_id)}: {words}")

    def _note(self, work_id: str, sentence: str) -> None:
        work = self._desk.board.works.get(work_id)
        if work is not None:
            incident_id, now = work.incident_id, self._desk.now_us
            self._desk.write(lambda ledger: incident_deeds.note(ledger, incident_id, "", sentence, now))

    def _call(self) -> None:
        """Customers who call belong to the incident that has cut them off; nobody else's call opens one here."""
        dead = self._faults.noticing.dead
        hour = time.localtime(self._desk.now_us / 1e6).tm_hour
        for evidence in self._telephone.step(self._now_us, dead, hour):
            incident_id = self._faults.noticing.incident_at(evidence.element_id)
            if incident_id:
                self._take_call(incident_id, evidence)

    def _take_call(self, incident_id: str, evidence: FaultEvidence) -> None:
        now = self._desk.now_us
        what = "a wire is down" if evidence.kind is EvidenceKind.WIRE_DOWN else "no supply"
        ref = self._district.opened.network.find(evidence.element_id)
        place = self._district.opened.network.label(ref) if ref is not None else evidence.element_id
        heard, said = dataclasses.replace(evidence, time_us=now), f"call: {what} at {place}"
        self._desk.write(lambda ledger: incident_deeds.hear(ledger, incident_id, heard, said, "telephone", now))


def _kind_of(network: Network, element_id: str) -> str:
    """What an element is, as far as what can break there goes."""
    ref = network.find(element_id)
    if ref is None or ref.table != "line":
        return "station"
    return "overhead" if str(network["line"]["type"][ref.row]) == "ol" else "cable"

"""What a press in the Faults workspace does: asked for, allowed, done."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog

from console.authority.rights import Right
from console.faults import incident_deeds
from console.faults.faults import Faults
from console.windows.live.alarms.deeds import WithRight
from console.windows.live.faults.incident_views import Namer
from console.windows.live.faults.order_views import PLAN_ID
from console.windows.live.faults.places import places_of
from console.windows.live.faults.words import purpose_text, tr
from console.windows.live.faults.work_views import NEXT, crew_lines
from console.windows.main_window import MainWindow
from engines.grid.network import Network
from engines.values.fault_evidence import FaultEvidence
from engines.values.incidents import Incident, IncidentState
from engines.values.repair import WorkState
from engines.values.switching_orders import OrderStepState
from engines.values.switching_plan import PlanPurpose
from widgets.faults.cause_dialog import CauseDialog
from widgets.faults.choice_dialog import ChoiceDialog
from widgets.faults.crew_dialog import CrewDialog
from widgets.faults.dialog_lines import CauseFound, Choice, FaultReport
from widgets.faults.reason_dialog import ReasonDialog
from widgets.faults.report_dialog import ReportDialog

MOST_PLACES = 30


class FaultDeeds(QObject):
    """Each deed asks for the right, then for what it needs to know.

    Signals:
        paper_asked: what ("order", "document", "outage"), and its id.
        approval_asked: id of an order a second person has to approve.
        opened: id of an incident that a person has opened.
    """

    paper_asked = Signal(str, str)
    approval_asked = Signal(str)
    opened = Signal(str)

    def __init__(
        self, window: MainWindow, faults: Faults, network: Network, namer: Namer, with_right: WithRight, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window, self._faults, self._network, self._namer = window, faults, network, namer
        self._with_right = with_right

    def find(self, element_id: str) -> None:
        """To the equipment on the diagram."""
        ref = self._network.find(element_id)
        if ref is not None:
            self._window.links.find(ref)

    def _may(self, act: Callable[[], None], right: Right = Right.REPAIR, element_id: str = "") -> None:
        self._with_right(right, element_id, act)

    def _ask(self, dialog: QDialog, then: Callable[[], None]) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(then)
        dialog.open()

    def _ask_why(self, title: str, explanation: str, done: str, then: Callable[[str], None]) -> None:
        dialog = ReasonDialog(title, explanation, done, self._window)
        self._ask(dialog, lambda: then(dialog.reason))

    @property
    def _who(self) -> str:
        return self._faults.who()

    # The page ----------------------------------------------------------------------------------------------

    def act(self, incident_id: str, section: str, part_id: str, key: str) -> None:
        """An action of the incident page."""
        incident = self._faults.desk.board.incidents.get(incident_id)
        if incident is None:
            return
        if section == "location":
            self._may(lambda: self._hear(incident))
        elif section == "incident":
            self._incident(incident, key)
        elif section == "work":
            self._work(incident, part_id, key)
        elif section == "document":
            self._document(incident, part_id, key)

    def told(self, incident_id: str, customer_id: str) -> None:
        """A customer who comes first has been told."""
        every = self._faults.customers.by_load.values()
        name = next((c.name for found in every for c in found if c.customer_id == customer_id), "") or customer_id
        now = self._faults.desk.now_us

        def act() -> None:
            who = self._who
            self._faults.desk.write(
                lambda ledger: incident_deeds.informed(ledger, incident_id, customer_id, name, who, now)
            )

        self._may(act)

    def _incident(self, incident: Incident, key: str) -> None:
        faults, incident_id = self._faults, incident.incident_id
        if key == "report":
            self.paper_asked.emit("outage", incident_id)
        elif key == "normal":
            self._may(lambda: faults.thinking.plan(incident, PlanPurpose.RETURN_TO_NORMAL))
        elif key == "close":
            self._may(lambda: self._write(incident_deeds.close, incident_id))
        elif key == "note":
            title, text = tr("A note"), tr("It stands in the timeline of this incident and in the journal.")
            self._may(lambda: self._ask_why(title, text, tr("Note it"), partial(self._note, incident_id)))
        elif key == "merge":
            self._may(lambda: self._merge(incident))
        elif key == "split":
            self._may(lambda: self._split(incident))

    def _write(self, deed: Callable[..., Incident], incident_id: str, **more: object) -> None:
        who, now = self._who, self._faults.desk.now_us
        self._faults.desk.write(lambda ledger: deed(ledger, incident_id, author=who, now_us=now, **more))

    def _note(self, incident_id: str, sentence: str) -> None:
        self._write(incident_deeds.note, incident_id, sentence=sentence)

    def _merge(self, incident: Incident) -> None:
        others = [i for i in self._faults.desk.board.open_incidents() if i.incident_id != incident.incident_id]
        choices = [Choice(i.incident_id, i.title) for i in others]
        dialog = ChoiceDialog(
            tr("Merge incidents"), tr("The other one becomes part of this one; nothing of it is lost."),
            tr("Merge"), tr("Which"), choices, self._window,
        )  # fmt: skip
        count = self._faults.customers.count
        self._ask(dialog, lambda: self._write(
            incident_deeds.merge, incident.incident_id, other_id=dialog.key, customers=count))  # fmt: skip

    def _split(self, incident: Incident) -> None:
        choices = [Choice(i, self._namer.name(i)) for i in incident.device_ids]
        dialog = ChoiceDialog(
            tr("Split the incident"), tr("What this device has cut off becomes an incident of its own."),
            tr("Split"), tr("Which device"), choices, self._window,
        )  # fmt: skip

        def split() -> None:
            trip = self._faults.noticing.last_trip(dialog.key)
            loads = trip.loads if trip is not None else frozenset[str]()
            title = f"{self._namer.name(dialog.key)} tripped"
            self._write(incident_deeds.split, incident.incident_id, device_ids=(dialog.key,), load_ids=loads,
                        title=title, customers=self._faults.customers.count)  # fmt: skip

        self._ask(dialog, split)

    # Reports -----------------------------------------------------------------------------------------------

    def report_fault(self) -> None:
        """Somebody tells of a fault: it belongs to an incident under way, or opens one."""
        refs = self._window.selection.refs
        chosen = str(self._network[refs[0].table].id[refs[0].row]) if len(refs) == 1 else ""
        self._may(lambda: self._ask_report(chosen, self._take_report))

    def plan_outage(self) -> None:
        """The selected equipment is to be made dead for work."""
        refs = self._window.selection.refs
        ids = tuple(str(self._network[ref.table].id[ref.row]) for ref in refs)
        if not ids:
            self._window.say(tr("Select what is to be worked at first."), "medium")
            return
        names = ", ".join(map(self._namer.name, ids[:3]))
        title, text = tr("Plan an outage"), tr("{places} is made dead for work; why?").format(places=names)
        self._may(lambda: self._ask_why(title, text, tr("Plan it"), partial(self._open_planned, ids, names)))

    def _open_planned(self, ids: tuple[str, ...], names: str, reason: str) -> None:
        title = tr("Planned: {places}, {reason}").format(places=names, reason=reason)
        who, now, before = self._who, self._faults.desk.now_us, self._faults.noticing.present_deviations()

        def plan(incident: Incident) -> None:
            self._faults.thinking.plan(incident, PlanPurpose.PLANNED_OUTAGE, ids)
            self.opened.emit(incident.incident_id)

        self._faults.desk.write(
            lambda ledger: incident_deeds.open_incident(
                ledger, title, (), "", now, before, is_planned=True, author=who, element_ids=ids
            ),
            plan,
        )

    def _hear(self, incident: Incident) -> None:
        self._ask_report("", partial(self._add_report, incident.incident_id))

    def _ask_report(self, element_id: str, then: Callable[[FaultReport], None]) -> None:
        dialog = ReportDialog(places_of(self._network, self._faults), self._window, element_id=element_id)
        self._ask(dialog, lambda: then(dialog.report))

    def _take_report(self, report: FaultReport) -> None:
        known = self._faults.noticing.incident_at(report.element_id)
        if known:
            self._add_report(known, report)
            return
        title = tr("Reported: {place}").format(place=self._namer.name(report.element_id))
        now = self._faults.desk.now_us
        before = self._faults.noticing.present_deviations()
        who = self._who
        self._faults.desk.write(
            lambda ledger: incident_deeds.open_incident(ledger, title, (), "", now, before, author=who),
            lambda incident: self._opened(incident, report),
        )

    def _opened(self, incident: Incident, report: FaultReport) -> None:
        self._add_report(incident.incident_id, report)
        self.opened.emit(incident.incident_id)

    def _add_report(self, incident_id: str, report: FaultReport) -> None:
        who, now = self._who, self._faults.desk.now_us
        evidence = FaultEvidence(report.kind, report.element_id, now, report.reading, report.value)
        words = (report.reading.value or report.kind.value).replace("_", " ")
        said = f"told: {words} at {self._namer.name(report.element_id)}" + (f": {report.note}" if report.note else "")
        self._faults.desk.write(lambda ledger: incident_deeds.hear(ledger, incident_id, evidence, said, who, now))

    # Work --------------------------------------------------------------------------------------------------

    def _work(self, incident: Incident, work_id: str, key: str) -> None:
        repairing = self._faults.repairing
        work = self._faults.desk.board.works.get(work_id)
        if key == "new":
            self._may(lambda: repairing.new_work(incident))
            return
        if work is None:
            return
        if key == "send":
            best = next((c for c in repairing.choices(work) if c.can_go), None)
            if best is not None:
                self._may(lambda: repairing.send(work_id, best.crew.crew_id))
        elif key == "choose":
            self._may(lambda: self._choose_crew(work_id))
        elif key == "drop":
            title, text = tr("The work is not needed"), tr("The reason stands in the record.")
            self._may(lambda: self._ask_why(title, text, tr("End it"), partial(repairing.cancel_work, work_id)))
        elif key == "no_answer":
            self._may(lambda: repairing.no_answer(work_id))
        elif key == WorkState.FOUND.value:
            self._may(lambda: self._ask_cause(incident, work_id))
        elif work.state in NEXT and key == NEXT[work.state].value:
            self._may(lambda: repairing.report(work_id, NEXT[work.state]))

    def _choose_crew(self, work_id: str) -> None:
        work = self._faults.desk.board.works.get(work_id)
        if work is None:
            return
        lines = crew_lines(self._faults.repairing.choices(work))
        dialog = CrewDialog(tr("Send a crew"), work.task, lines, self._window)
        self._ask(dialog, lambda: self._faults.repairing.send(work_id, dialog.crew_id))

    def _ask_cause(self, incident: Incident, work_id: str) -> None:
        work = self._faults.desk.board.works[work_id]
        crew = self._faults.repairing.crew_name(work.crew_id)
        location = self._faults.thinking.of(incident.incident_id).location
        ids: dict[str, None] = {}
        for found in location.hypotheses if location is not None else ():
            lines = [i for i in found.element_ids if i.startswith("line:")]
            ids.update(dict.fromkeys((*lines, *(i for i in found.element_ids if i not in lines))))
        ids.update(dict.fromkeys(i for i, _ in incident.suspects))
        places = [Choice(i, self._namer.name(i)) for i in list(ids)[:MOST_PLACES]]
        dialog = CauseDialog(crew, places, self._window)

        def record() -> None:
            found: CauseFound = dialog.found
            elements = (found.element_id,) if found.element_id else ()
            self._faults.repairing.found(work_id, found.cause, elements, found.remark)

        self._ask(dialog, record)

    # Safety documents --------------------------------------------------------------------------------------

    def _document(self, incident: Incident, document_id: str, key: str) -> None:
        safety = self._faults.safety
        if key == "print":
            self.paper_asked.emit("document", document_id)
        elif key == "draft":
            self._may(lambda: safety.draft(incident))
        elif key.startswith("advance "):
            self._may(lambda: self._advance(document_id, key.partition(" ")[2]), Right.TAG)
        elif key == "earth":
            self._may(lambda: safety.place_earths(document_id), Right.PLACE)
        elif key == "unearth":
            self._may(lambda: safety.remove_earths(document_id), Right.PLACE)
        elif key == "give_up":
            self._may(lambda: safety.give_up(document_id))
        elif key == "issue":
            self._may(lambda: self._issue(incident, document_id))

    def _advance(self, document_id: str, state: str) -> None:
        """The next step of the state that was shown when it was pressed, and of no other."""
        document = self._faults.desk.board.documents.get(document_id)
        if document is not None and document.state.value == state:
            self._faults.safety.advance(document_id)
        else:
            self._window.say(tr("The document has moved on meanwhile: look at it again."), "medium")

    def _issue(self, incident: Incident, document_id: str) -> None:
        """To the crew at work there, or to one that is chosen."""
        works = [w for w in self._faults.desk.board.works_of(incident.incident_id) if w.crew_id and not w.state.is_over]
        if len(works) == 1:
            self._faults.safety.advance(document_id, works[0].crew_id)
            return
        self._ask_crew(tr("Issue the safety document"), partial(self._faults.safety.advance, document_id))

    def _ask_crew(self, title: str, then: Callable[[str], None]) -> None:
        crews = self._faults.repairing.crews.values()
        choices = [Choice(c.crew_id, c.name or c.crew_id) for c in crews]
        dialog = ChoiceDialog(title, tr("The crew confirms by telephone or radio."), tr("Go on"), tr("Crew"), choices,
                              self._window)  # fmt: skip
        self._ask(dialog, lambda: then(dialog.key))

    # Orders ------------------------------------------------------------------------------------------------

    def remove_step(self, incident_id: str, order_id: str, number: int) -> None:
        """The operator does not want a step of the plan, or of an order."""
        if order_id == PLAN_ID:
            self._faults.thinking.without_step(incident_id, number)
        else:
            self._may(lambda: self._faults.carrying_out.remove_step(order_id, number))

    def order(self, incident_id: str, order_id: str, key: str) -> None:
        """An action of the order panel."""
        incident = self._faults.desk.board.incidents.get(incident_id)
        if incident is None:
            return
        if order_id == PLAN_ID:
            self._plan(incident, key)
            return
        out = self._faults.carrying_out
        simple: dict[str, tuple[Callable[[], None], Right]] = {
            "begin": (lambda: out.begin(order_id, goes_on=False), Right.OPERATE),
            "through": (lambda: self._run_through(order_id), Right.OPERATE),
            "pause": (lambda: out.halt(order_id, f"paused by {self._who}"), Right.REPAIR),
            "check": (lambda: self._recheck(order_id), Right.REPAIR),
            "replan": (lambda: out.plan_anew(order_id), Right.REPAIR),
            "take_plan": (lambda: out.take_over_plan(order_id), Right.REPAIR),
            "take_over": (lambda: out.take_over(order_id), Right.OPERATE),
        }
        if key == "print":
            self.paper_asked.emit("order", order_id)
        elif key == "approve":
            self.approval_asked.emit(order_id)
        elif key == "abort":
            title, text = tr("Give the order up"), tr("What was done stays done. The reason stands in the record.")
            self._may(lambda: self._ask_why(title, text, tr("Give it up"), partial(out.abort, order_id)))
        elif key in simple:
            act, right = simple[key]
            self._may(act, right)
        else:
            self._step(order_id, key)

    def _plan(self, incident: Incident, key: str) -> None:
        thought = self._faults.thinking.of(incident.incident_id)
        if key == "replan":
            self._faults.thinking.plan(incident, thought.purpose)
        elif key == "write":
            title = f"{purpose_text(thought.purpose)}: {incident.title}"
            self._may(lambda: self._faults.carrying_out.write_order(incident.incident_id, title))
        elif key == "nothing":
            is_back = thought.purpose is PlanPurpose.RETURN_TO_NORMAL
            state = IncidentState.NORMAL if is_back else IncidentState.RESTORED
            said = "nothing to switch: the network is as it should be" if is_back else "nothing to switch"
            self._may(lambda: self._write(incident_deeds.reach, incident.incident_id, state=state, sentence=said))

    def _recheck(self, order_id: str) -> None:
        order = self._faults.desk.board.orders.get(order_id)
        if order is not None:
            self._faults.carrying_out.recheck(order)

    def _run_through(self, order_id: str) -> None:
        order = self._faults.desk.board.orders.get(order_id)
        if order is not None and order.state.value == "executing":
            self._faults.carrying_out.go_on(order_id)
        else:
            self._faults.carrying_out.begin(order_id, goes_on=True)

    def _step(self, order_id: str, key: str) -> None:
        order = self._faults.desk.board.orders.get(order_id)
        due = order.next_step if order is not None else None
        if order is None or due is None:
            return
        out, number = self._faults.carrying_out, due.number
        if key == "next" and due.precaution:
            title, text = tr("Before step {number}").format(number=number), tr("What was done, and by whom?")

            def noted(reason: str) -> None:
                self._note(order.incident_id, f"before step {number}: {reason}")
                out.step(order_id)

            self._may(lambda: self._ask_why(title, text, tr("It was done: go on"), noted), Right.OPERATE)
        elif key == "next":
            self._may(lambda: out.step(order_id), Right.OPERATE)
        elif key == "tell":
            self._may(lambda: self._ask_crew(tr("Who is at the switch?"), partial(out.tell_crew, order_id, number)))
        elif key == "read_back":
            self._may(lambda: out.read_back(order_id, number))
        elif key == "did":
            self._may(lambda: out.crew_did(order_id, number))
        elif key == "cannot":
            title, text = tr("The crew cannot do it"), tr("The order halts, and another plan is made.")
            self._may(lambda: self._ask_why(title, text, tr("Note it"), partial(out.crew_cannot, order_id, number)))
        elif key in ("again", "leave_out"):
            self._failed_step(order_id, key)

    def _failed_step(self, order_id: str, key: str) -> None:
        order, out = self._faults.desk.board.orders[order_id], self._faults.carrying_out
        failed = next((s for s in order.steps if s.state is OrderStepState.FAILED), None)
        if failed is None:
            return
        if key == "again":
            self._may(lambda: out.try_again(order_id, failed.number))
            return
        title, text = tr("Go on without step {number}").format(number=failed.number), tr("What is left is proven anew.")
        self._may(
            lambda: self._ask_why(title, text, tr("Leave it out"), partial(out.leave_out, order_id, failed.number))
        )

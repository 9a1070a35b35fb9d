"""What a press in the Faults workspace does: asked for, allowed, done."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from console.faults import incident_deeds
from console.faults.cut_off import behind_device
from console.faults.faults import Faults
from console.windows.live.alarms.deeds import WithRight
from console.windows.live.faults.asking import Asking
from console.windows.live.faults.document_deeds import DocumentDeeds
from console.windows.live.faults.naming import Namer
from console.windows.live.faults.next_step_views import OPEN, PATROL
from console.windows.live.faults.order_deeds import OrderDeeds
from console.windows.live.faults.report_deeds import ReportDeeds
from console.windows.live.faults.words import tr
from console.windows.live.faults.work_deeds import WorkDeeds
from console.windows.main_window import MainWindow
from engines.grid.network import Network
from engines.values.incidents import Incident
from engines.values.switching_plan import PlanPurpose
from widgets.faults.choice_dialog import ChoiceDialog
from widgets.faults.dialog_lines import Choice


class FaultDeeds(QObject):
    """Each deed asks for the right, then for what it needs to know.

    Signals:
        paper_asked: what ("order", "document", "outage"), and its id.
        approval_asked: id of an order a second person has to approve.
        opened: id of an incident that a person has opened.
        opening_asked: id of a switch that is to be opened as from its menu.
    """

    paper_asked = Signal(str, str)
    approval_asked = Signal(str)
    opened = Signal(str)
    opening_asked = Signal(str)

    def __init__(
        self, window: MainWindow, faults: Faults, network: Network, namer: Namer, with_right: WithRight, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window, self._faults, self._network, self._namer = window, faults, network, namer
        self._asking = asking = Asking(window, faults, with_right)
        self.may = asking.may
        self.reports = ReportDeeds(asking, faults, network, namer, self.opened.emit)
        self.orders = OrderDeeds(asking, faults, partial(self.paper_asked.emit, "order"), self.approval_asked.emit)
        self._works = WorkDeeds(asking, faults, namer)
        self._documents = DocumentDeeds(asking, faults, partial(self.paper_asked.emit, "document"))

    def find(self, element_id: str) -> None:
        """To the equipment on the diagram."""
        ref = self._network.find(element_id)
        if ref is not None:
            self._window.links.find(ref)

    # The page ----------------------------------------------------------------------------------------------

    def act(self, incident_id: str, section: str, part_id: str, key: str) -> None:
        """An action of the incident page."""
        incident = self._faults.desk.board.incidents.get(incident_id)
        if incident is None:
            return
        if section == "location":
            self._locate(incident, key)
        elif section == "incident":
            self._incident(incident, key)
        elif section == "work":
            self._works.act(incident, part_id, key)
        elif section == "document":
            self._documents.act(incident, part_id, key)

    def _locate(self, incident: Incident, key: str) -> None:
        what, _, element_id = key.partition(" ")
        if what == OPEN:
            self.opening_asked.emit(element_id)
        elif what == PATROL:
            self._asking.may(lambda: self._works.patrol(incident, element_id))
        else:
            self._asking.may(lambda: self.reports.hear(incident, element_id))

    def told(self, incident_id: str, customer_id: str) -> None:
        """A customer who comes first has been told."""
        every = self._faults.customers.by_load.values()
        name = next((c.name for found in every for c in found if c.customer_id == customer_id), "") or customer_id
        now = self._faults.desk.now_us

        def act() -> None:
            who = self._faults.who()
            self._faults.desk.write(
                lambda ledger: incident_deeds.informed(ledger, incident_id, customer_id, name, who, now)
            )

        self._asking.may(act)

    def _incident(self, incident: Incident, key: str) -> None:
        faults, incident_id = self._faults, incident.incident_id
        if key == "report":
            self.paper_asked.emit("outage", incident_id)
        elif key == "normal":
            self._asking.may(lambda: faults.thinking.plan(incident, PlanPurpose.RETURN_TO_NORMAL))
        elif key == "close":
            self._asking.may(lambda: self._asking.write(incident_deeds.close, incident_id))
        elif key == "note":
            title, text = tr("A note"), tr("It stands in the timeline of this incident and in the journal.")
            self._asking.may(
                lambda: self._asking.why(title, text, tr("Note it"), partial(self._asking.note, incident_id))
            )
        elif key == "merge":
            self._asking.may(lambda: self._merge(incident))
        elif key == "split":
            self._asking.may(lambda: self._split(incident))

    def _merge(self, incident: Incident) -> None:
        others = [i for i in self._faults.desk.board.open_incidents() if i.incident_id != incident.incident_id]
        choices = [Choice(i.incident_id, i.title) for i in others]
        dialog = ChoiceDialog(
            tr("Merge incidents"), tr("The other one becomes part of this one; nothing of it is lost."),
            tr("Merge"), tr("Which"), choices, self._window,
        )  # fmt: skip
        count = self._faults.customers.count
        self._asking.ask(dialog, lambda: self._asking.write(
            incident_deeds.merge, incident.incident_id, other_id=dialog.key, customers=count))  # fmt: skip

    def _places(self, incident: Incident) -> set[str]:
        """Whatever was found, heard of, worked at or earthed in an incident."""
        board, incident_id = self._faults.desk.board, incident.incident_id
        there = {*incident.element_ids, *(item.element_id for item in incident.heard)}
        there |= {work.element_id for work in board.works_of(incident_id)}
        return there | {place for document in board.documents_of(incident_id) for place in document.earths}

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
            there = self._places(incident)
            merged = [i.incident_id for i in self._faults.desk.board.incidents.values()
                      if i.merged_into == incident.incident_id]  # fmt: skip
            moment = trip.moment if trip is not None else None
            places = behind_device(moment, dialog.key, there) if moment is not None else frozenset[str]()
            self._asking.write(incident_deeds.split, incident.incident_id, device_ids=(dialog.key,), load_ids=loads,
                        title=title, customers=self._faults.customers.count, place_ids=places,
                        merged_ids=merged)  # fmt: skip

        self._asking.ask(dialog, split)

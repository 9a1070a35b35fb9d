"""What is told from outside: a fault somebody reports, an outage somebody plans."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from console.faults import incident_deeds
from console.faults.faults import Faults
from console.windows.live.faults.asking import Asking
from console.windows.live.faults.naming import Namer
from console.windows.live.faults.places import places_of
from console.windows.live.faults.words import tr
from engines.grid.network import Network
from engines.values.fault_evidence import FaultEvidence
from engines.values.incidents import Incident
from engines.values.switching_plan import PlanPurpose
from widgets.faults.dialog_lines import FaultReport
from widgets.faults.report_dialog import ReportDialog


class ReportDeeds:
    """Opens incidents for what is told, or adds it to those there are."""

    def __init__(
        self, asking: Asking, faults: Faults, network: Network, namer: Namer, opened: Callable[[str], None]
    ) -> None:
        """``opened`` gets the id of an incident that a person has opened."""
        self._asking, self._faults, self._network, self._namer = asking, faults, network, namer
        self._tell_opened = opened

    def report_fault(self) -> None:
        """Somebody tells of a fault: it belongs to an incident under way, or opens one."""
        refs = self._asking.window.selection.refs
        chosen = str(self._network[refs[0].table].id[refs[0].row]) if len(refs) == 1 else ""
        self._asking.may(lambda: self._ask_report(chosen, self._take_report))

    def plan_outage(self) -> None:
        """The selected equipment is to be made dead for work."""
        refs = self._asking.window.selection.refs
        ids = tuple(str(self._network[ref.table].id[ref.row]) for ref in refs)
        if not ids:
            self._asking.say(tr("Select what is to be worked at first."))
            return
        names = ", ".join(map(self._namer.name, ids[:3]))
        title, text = tr("Plan an outage"), tr("{places} is made dead for work; why?").format(places=names)
        self._asking.may(lambda: self._asking.why(title, text, tr("Plan it"), partial(self._open_planned, ids, names)))

    def _open_planned(self, ids: tuple[str, ...], names: str, reason: str) -> None:
        title = tr("Planned: {places}, {reason}").format(places=names, reason=reason)
        who, now, before = self._faults.who(), self._faults.desk.now_us, self._faults.noticing.present_deviations()

        def plan(incident: Incident) -> None:
            self._faults.thinking.plan(incident, PlanPurpose.PLANNED_OUTAGE, ids)
            self._tell_opened(incident.incident_id)

        self._faults.desk.write(
            lambda ledger: incident_deeds.open_incident(
                ledger, title, (), "", now, before, is_planned=True, author=who, element_ids=ids
            ),
            plan,
        )

    def hear(self, incident: Incident, element_id: str = "") -> None:
        """Something more is told of an incident, perhaps of a place that is known."""
        self._ask_report(element_id, partial(self._add_report, incident.incident_id))

    def _ask_report(self, element_id: str, then: Callable[[FaultReport], None]) -> None:
        dialog = ReportDialog(places_of(self._network, self._faults), self._asking.window, element_id=element_id)
        self._asking.ask(dialog, lambda: then(dialog.report))

    def _take_report(self, report: FaultReport) -> None:
        known = self._faults.noticing.incident_at(report.element_id)
        if known:
            self._add_report(known, report)
            return
        title = tr("Reported: {place}").format(place=self._namer.name(report.element_id))
        now = self._faults.desk.now_us
        before = self._faults.noticing.present_deviations()
        who = self._faults.who()
        self._faults.desk.write(
            lambda ledger: incident_deeds.open_incident(ledger, title, (), "", now, before, author=who),
            lambda incident: self._opened(incident, report),
        )

    def _opened(self, incident: Incident, report: FaultReport) -> None:
        self._add_report(incident.incident_id, report)
        self._tell_opened(incident.incident_id)

    def _add_report(self, incident_id: str, report: FaultReport) -> None:
        who, now = self._faults.who(), self._faults.desk.now_us
        evidence = FaultEvidence(report.kind, report.element_id, now, report.reading, report.value)
        words = (report.reading.value or report.kind.value).replace("_", " ")
        said = f"told: {words} at {self._namer.name(report.element_id)}" + (f": {report.note}" if report.note else "")
        self._faults.desk.write(lambda ledger: incident_deeds.hear(ledger, incident_id, evidence, said, who, now))

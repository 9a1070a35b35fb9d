"""What a press does to the work of the crews."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from console.faults import repair_deeds
from console.faults.faults import Faults
from console.windows.live.faults.asking import Asking
from console.windows.live.faults.naming import Namer
from console.windows.live.faults.next_step_views import MOVABLE
from console.windows.live.faults.words import tr
from console.windows.live.faults.work_views import NEXT, crew_lines
from console.workflows.store import WorkflowLedger
from engines.values.incidents import Incident
from engines.values.repair import WorkOrder, WorkState
from widgets.faults.cause_dialog import CauseDialog
from widgets.faults.crew_dialog import CrewDialog
from widgets.faults.dialog_lines import CauseFound, Choice

MOST_PLACES = 30


class WorkDeeds:
    """Sends crews, and notes what they tell."""

    def __init__(self, asking: Asking, faults: Faults, namer: Namer) -> None:
        self._asking, self._faults, self._namer = asking, faults, namer

    def act(self, incident: Incident, work_id: str, key: str) -> None:
        """An action of a work order; id "" for one that is to be."""
        repairing = self._faults.repairing
        work = self._faults.desk.board.works.get(work_id)
        if key == "new":
            self._asking.may(lambda: repairing.new_work(incident))
            return
        if work is None:
            return
        if key == "send":
            best = next((c for c in repairing.choices(work) if c.can_go), None)
            if best is not None:
                self._asking.may(lambda: repairing.send(work_id, best.crew.crew_id))
        elif key == "choose":
            self._asking.may(lambda: self._choose_crew(work_id))
        elif key == "drop":
            title, text = tr("The work is not needed"), tr("The reason stands in the record.")
            self._asking.may(
                lambda: self._asking.why(title, text, tr("End it"), partial(repairing.cancel_work, work_id))
            )
        elif key == "no_answer":
            self._asking.may(lambda: repairing.no_answer(work_id))
        elif key == WorkState.FOUND.value:
            self._asking.may(lambda: self._ask_cause(incident, work_id))
        elif work.state in NEXT and key == NEXT[work.state].value:
            self._asking.may(lambda: repairing.report(work_id, NEXT[work.state]))

    def _choose_crew(self, work_id: str) -> None:
        work = self._faults.desk.board.works.get(work_id)
        if work is None:
            return
        lines = crew_lines(self._faults.repairing.choices(work))
        dialog = CrewDialog(tr("Send a crew"), work.task, lines, self._asking.window)
        self._asking.ask(dialog, lambda: self._faults.repairing.send(work_id, dialog.crew_id))

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
        dialog = CauseDialog(crew, places, self._asking.window)

        def record() -> None:
            found: CauseFound = dialog.found
            elements = (found.element_id,) if found.element_id else ()
            self._faults.repairing.found(work_id, found.cause, elements, found.remark)

        self._asking.ask(dialog, record)

    def patrol(self, incident: Incident, element_id: str) -> None:
        """Somebody is to look at a place: the work order goes there, a new one where there is none."""
        desk, who, now = self._faults.desk, self._faults.who(), self._faults.desk.now_us
        task = f"patrol {self._namer.name(element_id)}, find and repair the fault"

        def moved(before: WorkOrder) -> WorkOrder:
            return replace(before, element_id=element_id, task=task) if before.state in MOVABLE else before

        def write(ledger: WorkflowLedger) -> WorkOrder:
            kept = repair_deeds.new_work(ledger, incident.incident_id, element_id, task, "", 0, now)
            if kept.element_id != element_id:
                return repair_deeds.change_work(ledger, kept.work_id, moved, who, task, now)
            repair_deeds.re_estimate(ledger, kept, now)
            return kept

        desk.write(write)

"""What to switch about each fault: plans from the present, made anew once what they rest on has moved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from console.faults import incident_deeds
from console.faults.desk import FaultDesk
from console.faults.devices import Devices
from console.faults.incident_deeds import EARLY
from console.faults.jobs import PlannedSteps, PlanRequest
from console.faults.plan_options import bars_of, failed_switches, holds, plan_options, reclosing_off, repair_hours
from console.faults.settings import FaultSettings
from console.faults.thought import FIRST, Thought
from console.faults.workers import FaultWorkers
from console.live.district import LiveDistrict
from console.study_actions import buses_of
from console.workflows.customers import CustomerList
from engines.grid.snapshot import Snapshot
from engines.restoration.options import RestorationOptions
from engines.values.frozen import FrozenMap
from engines.values.incidents import Incident, IncidentState
from engines.values.repair import WorkState
from engines.values.switching_orders import OrderState
from engines.values.switching_plan import PlanPurpose, PlanStatus, SwitchingPlan

UNTIL_RESTORED = (*EARLY, IncidentState.ISOLATED)
UNTIL_REPAIRED = (*UNTIL_RESTORED, IncidentState.RESTORED)
WITH_CREW = (
    WorkState.ASSIGNED, WorkState.EN_ROUTE, WorkState.ON_SITE, WorkState.FOUND, WorkState.REPAIRED,
)  # fmt: skip


class Planning(QObject):
    """Asks a worker for plans, for their proof, and for their course.

    Args:
        of: the thought of an incident.

    Signals:
        planned: id of an incident about which something else is planned.
    """

    planned = Signal(str)

    def __init__(
        self,
        desk: FaultDesk,
        district: LiveDistrict,
        devices: Devices,
        workers: FaultWorkers,
        settings: FaultSettings,
        customers: CustomerList,
        of: Callable[[str], Thought],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._district, self._devices, self._workers = desk, district, devices, workers
        self.settings, self._customers, self.of = settings, customers, of

    def look(self, incident: Incident, thought: Thought) -> None:
        """A plan for an incident without an order that holds; made anew once what it rests on has moved."""
        if thought.is_planning or self._has_order(incident) or incident.state not in UNTIL_REPAIRED:
            return
        if self._is_done(incident) and not incident.outage.customers_out:
            return
        if thought.purpose is not PlanPurpose.RESTORE:
            return
        why = self._why_no_plan(incident, thought)
        if why:
            if why != thought.problem or thought.plans:
                thought.problem, thought.plans, thought.planned_for = why, (), ()
                self.planned.emit(incident.incident_id)
            return
        bars = bars_of(incident, self._desk.board, self._suspected)
        positions = self._district.snapshot.switch_position.tobytes()
        basis = (
            self._fault(incident, thought),
            positions,
            incident.heard,
            frozenset(bars.kept_dead),
            frozenset(bars.kept_out),
        )
        if basis == thought.planned_for:
            return
        thought.planned_for = basis
        self.plan(incident, PlanPurpose.RESTORE)

    def _has_order(self, incident: Incident) -> bool:
        """Whether something is to be carried out; an order that was halted and holds no more waits for a plan."""
        return any(
            not order.state.is_over and not (order.state is OrderState.SUSPENDED and not order.is_checked)
            for order in self._desk.board.orders_of(incident.incident_id)
        )

    def _is_done(self, incident: Incident) -> bool:
        """Whether something has been carried out."""
        return any(order.state is OrderState.DONE for order in self._desk.board.orders_of(incident.incident_id))

    def _why_no_plan(self, incident: Incident, thought: Thought) -> str:
        if thought.is_back:
            return self.tr("Supply is back: close the incident if nothing is left to be done.")
        if not thought.is_locked_out:
            return self.tr("The protection may still reclose: no plan before it has locked out.")
        if incident.element_ids:
            return ""
        if thought.location is None:
            return self.tr("Being located …")
        if not thought.location.status.is_usable:
            return self.tr("Not located: {reason}").format(reason=thought.location.reason)
        return ""

    def _fault(self, incident: Incident, thought: Thought) -> str | FrozenMap[int, float]:
        if incident.element_ids:
            # What else is broken is kept dead beside it.
            return incident.element_ids[0]
        if thought.location is None:
            return ""
        probability = thought.location.zone_probability
        # Those that matter, rounded: what moves in the third digit is no reason for another plan.
        return FrozenMap({z: round(float(probability[z]), 3) for z in thought.credible})

    def plan(self, incident: Incident, purpose: PlanPurpose, elements: tuple[str, ...] = ()) -> None:
        """Make a plan from the present: a first one at once, then a better one."""
        if purpose is PlanPurpose.PLANNED_OUTAGE:
            elements = elements or incident.element_ids
        thought = self.of(incident.incident_id)
        thought.purpose, thought.problem, thought.without = purpose, "", ()
        thought.is_planning, thought.is_refining = True, False
        self._ask(incident, thought, 0.0, elements)
        self.planned.emit(incident.incident_id)

    def _ask(self, incident: Incident, thought: Thought, seconds: float, elements: tuple[str, ...]) -> None:
        incident_id, snapshot = incident.incident_id, self._district.snapshot
        request = self.request(incident, thought.purpose, seconds, elements)
        thought.start = snapshot
        self._workers.plan(
            f"plan {incident_id}", request,
            partial(self._on_planned, incident_id, seconds, elements, snapshot),
            partial(self._on_not_planned, incident_id),
        )  # fmt: skip

    def request(
        self, incident: Incident, purpose: PlanPurpose, seconds: float, elements: tuple[str, ...] = ()
    ) -> PlanRequest:
        """What a worker needs for a plan of this incident from the present."""
        thought = self.of(incident.incident_id)
        is_around = purpose in (PlanPurpose.RESTORE, PlanPurpose.ISOLATE)
        fault = self._fault(incident, thought) if is_around else ""
        if is_around and not isinstance(fault, str):
            assert thought.location is not None
            probability = thought.location.zone_probability
            fault = FrozenMap({z: float(probability[z]) for z in range(len(probability)) if probability[z] > 0.0})
        mine = self._desk.board.orders_of(incident.incident_id)
        return PlanRequest(
            self._workers.ground(self._district.snapshot),
            purpose,
            self.options(incident, seconds),
            fault,
            bool(incident.device_ids),
            elements,
            reclosing_off=reclosing_off(mine) if purpose is PlanPurpose.RETURN_TO_NORMAL else (),
        )

    def stands_on(self) -> object:
        """What plans and proofs of now rest on; equal as long as none of it has changed."""
        site = self._district.site
        holding = frozenset(order.order_id for order in self._desk.board.orders.values() if holds(order))
        return (self._district.snapshot.switch_position.tobytes(), site.locks, site.tags, site.earths, holding)

    def options(self, incident: Incident, seconds: float) -> RestorationOptions:
        """What plans of this incident go by."""
        board = self._desk.board
        bars = bars_of(incident, board, self._suspected)
        return plan_options(
            self._district.opened.network,
            self._district.site,
            self._devices,
            self.settings,
            seconds=seconds,
            repair_hours=repair_hours(incident, self.settings.repair_hours, self._desk.now_us),
            heard=incident.heard,
            documents=[d for d in board.documents.values() if d.state.protects],
            kept_out=[*bars.kept_out, *failed_switches(board.orders_of(incident.incident_id))],
            # What is supplied now is nobody's to keep dead: a plan for one fault cuts off no other place.
            kept_dead=[*filter(self._is_dead, bars.kept_dead), *self._places_of_crews()],
            held=bars.held,
            customers=self._customers if self.settings.customers else None,
        )

    def _suspected(self, incident: Incident) -> tuple[str, ...]:
        """Where an incident's fault is credible, as located here; nothing where it is not located."""
        thought = self.of(incident.incident_id)
        if thought.location is None or not thought.location.status.is_usable:
            return ()
        return thought.credible_ids

    def _places_of_crews(self) -> list[str]:
        """Dead places that a crew was sent to: nothing brings voltage there before it says that it is away."""
        works = self._desk.board.works.values()
        return [w.element_id for w in works if w.crew_id and w.state in WITH_CREW and self._is_dead(w.element_id)]

    def _is_dead(self, element_id: str) -> bool:
        """Whether an element has no supply at one of its ends."""
        moment, network = self._district.moment, self._district.opened.network
        ref = network.find(element_id)
        if ref is None or moment is None or moment.topology is None:
            return False
        return not all(bool(moment.topology.is_energized[row]) for row in buses_of(network, ref))

    def _on_planned(
        self, incident_id: str, seconds: float, elements: tuple[str, ...], start: Snapshot, plan: SwitchingPlan
    ) -> None:
        thought, incident = self.of(incident_id), self._desk.board.incidents.get(incident_id)
        thought.is_planning = thought.is_refining = False
        if incident is None or incident.state.is_over:
            return
        if self._is_done(incident) and not plan.steps:
            # Nothing more can be given back: what was carried out stays in front.
            thought.plans = ()
            self.planned.emit(incident_id)
            return
        if not thought.plans and plan.is_usable and plan.operations:
            said = _proposed(plan)
            now = self._desk.now_us
            self._desk.write(lambda ledger: incident_deeds.note(ledger, incident_id, "", said, now))
        keeps = thought.chosen if any(key == thought.chosen for key, _ in plan.alternatives) else FIRST
        thought.plans, thought.chosen = ((FIRST, plan), *plan.alternatives), keeps
        thought.start, thought.played, thought.without = start, (), ()
        thought.problem = "" if plan.is_usable else plan.reason or str(plan.status).replace("_", " ")
        refines = thought.purpose is PlanPurpose.RESTORE and plan.status is not PlanStatus.NOT_LOCKED_OUT
        if seconds == 0.0 and refines and self.settings.seconds > 0.0 and not self._has_order(incident):
            thought.is_refining = True
            self._ask(incident, thought, self.settings.seconds, elements)
        self.planned.emit(incident_id)

    def _on_not_planned(self, incident_id: str, sentence: str) -> None:
        thought = self.of(incident_id)
        thought.is_planning = thought.is_refining = False
        thought.problem = sentence
        self.planned.emit(incident_id)

    def choose(self, incident_id: str, key: str) -> None:
        """Take another of the plans."""
        thought = self.of(incident_id)
        if any(key == name for name, _ in thought.plans):
            thought.chosen, thought.played, thought.without = key, (), ()
            self.planned.emit(incident_id)

    def without_step(self, incident_id: str, number: int) -> None:
        """A person does not want a step of the plan: what is left is proven at once."""
        thought, incident = self.of(incident_id), self._desk.board.incidents.get(incident_id)
        plan = thought.plan
        if plan is None or incident is None:
            return
        self.prove(incident, plan, (number,), partial(self._on_reduced, incident_id), self._desk.failed.emit)

    def prove(
        self,
        incident: Incident,
        plan: SwitchingPlan,
        without: tuple[int, ...],
        on_done: Callable[[SwitchingPlan], None],
        on_failed: Callable[[str], None],
        about: str = "",
    ) -> None:
        """Prove what is left of a plan from what is true now; ``about``: the order it belongs to."""
        elements = incident.element_ids if plan.purpose is PlanPurpose.PLANNED_OUTAGE else ()
        request = replace(self.request(incident, plan.purpose, 0.0, elements), plan=plan, without=without)
        self._workers.plan(f"prove {about or incident.incident_id}", request, on_done, on_failed)

    def _on_reduced(self, incident_id: str, plan: SwitchingPlan) -> None:
        thought = self.of(incident_id)
        mine = [(key, found) for key, found in thought.plans if key != "changed"]
        thought.plans, thought.chosen, thought.played = (*mine, ("changed", plan)), "changed", ()
        self.planned.emit(incident_id)

    def play(self, incident_id: str, on_done: Callable[[PlannedSteps], None]) -> None:
        """Solve each step of the chosen plan, to be shown one after the other."""
        thought = self.of(incident_id)
        plan, start = thought.plan, thought.start
        if thought.played or plan is None or start is None:
            on_done(thought.played)
            return

        def done(played: PlannedSteps) -> None:
            if thought.plan is plan:
                thought.played = played
                on_done(played)

        self._workers.play(f"play {incident_id}", self._workers.ground(start), plan, done, self._desk.failed.emit)


def _proposed(plan: SwitchingPlan) -> str:
    """What a plan would bring, in one line of the record."""
    served = plan.customers_dead - plan.customers_unserved
    what = f"{served} of {plan.customers_dead} customers" if served >= 0 else f"cuts {-served} customers off"
    return f"plan proposed: {what}, {plan.operations} operations"

"""Where each fault is suspected and what to switch, kept true to what is known now."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from console.faults import incident_deeds
from console.faults.desk import FaultDesk
from console.faults.devices import Devices
from console.faults.jobs import LocateReply, LocateRequest, PlannedSteps, PlanRequest
from console.faults.moments import with_deviations
from console.faults.noticing import EARLY, Noticing, open_loads
from console.faults.plan_options import plan_options
from console.faults.settings import FaultSettings
from console.faults.workers import FaultWorkers
from console.live.district import LiveDistrict
from console.workflows.customers import CustomerList
from engines.grid.snapshot import Snapshot
from engines.restoration.location_options import LocationOptions
from engines.restoration.options import RestorationOptions
from engines.values.fault_evidence import FaultEvidence
from engines.values.frozen import FrozenMap
from engines.values.incidents import Incident, IncidentState
from engines.values.location import Location
from engines.values.points import Quantity
from engines.values.repair import WorkState
from engines.values.switching_orders import OrderState
from engines.values.switching_plan import PlanPurpose, PlanStatus, SwitchingPlan

LOOK_MS = 250
GATHER_S = 1.0
"""Evidence of a fault that is located already is gathered at most so often."""
UNTIL_RESTORED = (*EARLY, IncidentState.ISOLATED)
FIRST = "best"


@dataclass(slots=True, eq=False)
class Thought:
    """What this console has worked out about an incident.

    Attributes:
        credible: zones that stay isolated; lost_ids: loads the devices' opening has cut off.
        plans: by key, "best" first, then the alternatives under what they are better at.
        planned_positions: id of the snapshot's positions the plans start from; purpose: what they are for.
        problem: why there is no location or plan, one sentence; "" where there is, or one is being made.
        is_locked_out: no device will reclose any more.
    """

    location: Location | None = None
    credible: tuple[int, ...] = ()
    lost_ids: tuple[str, ...] = ()
    plans: tuple[tuple[str, SwitchingPlan], ...] = ()
    purpose: PlanPurpose = PlanPurpose.RESTORE
    chosen: str = FIRST
    without: tuple[int, ...] = ()
    start: Snapshot | None = None
    played: PlannedSteps = ()
    problem: str = ""
    is_locked_out: bool = False
    is_locating: bool = False
    is_planning: bool = False
    is_refining: bool = False
    evidence: tuple[FaultEvidence, ...] | None = None
    gathered_at: float = 0.0
    planned_for: tuple[object, ...] = ()

    @property
    def plan(self) -> SwitchingPlan | None:
        """The plan that is chosen."""
        return next((plan for key, plan in self.plans if key == self.chosen), None)


class Thinking(QObject):
    """Locates and plans in workers; what is on the screen follows evidence, switches and people.

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
        self._workers, self.settings, self._customers = workers, settings, customers
        self.thoughts: dict[str, Thought] = {}
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

    # Looking -----------------------------------------------------------------------------------------------

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
                self._look_at_evidence(incident, thought)
            self._look_at_plan(incident, thought)

    def _look_at_devices(self, incident: Incident, thought: Thought) -> None:
        snapshot, devices = self._district.snapshot, self._devices
        states = [
            devices.is_locked_out(device, snapshot, self._noticing.open_s(device)) for device in incident.device_ids
        ]
        was, thought.is_locked_out = thought.is_locked_out, all(states)
        if thought.is_locked_out and not was and incident.device_ids:
            said = f"{', '.join(self._names(incident.device_ids))} locked out"
            if not any(entry.sentence == said for entry in incident.timeline):
                self._note(incident.incident_id, said)
            self.thought.emit(incident.incident_id)
        holds = bool(incident.device_ids) and all(
            devices.is_closed(device, snapshot) and devices.value(device, Quantity.HAS_TRIPPED) == 0.0
            for device in incident.device_ids
        )
        if holds and incident.state in EARLY and not incident.order_ids and not incident.outage.customers_out:
            self._desk.write(partial(incident_deeds.reclosed, incident_id=incident.incident_id, now_us=self._now))

    def _note(self, incident_id: str, sentence: str) -> None:
        self._desk.write(lambda ledger: incident_deeds.note(ledger, incident_id, "", sentence, self._now))

    @property
    def _now(self) -> int:
        return self._desk.now_us

    def _names(self, ids: Iterable[str]) -> list[str]:
        return [self._name(element_id) for element_id in ids]

    def _name(self, element_id: str) -> str:
        network = self._district.opened.network
        ref = network.find(element_id)
        return network.label(ref) if ref is not None else element_id

    # Where -------------------------------------------------------------------------------------------------

    def _look_at_evidence(self, incident: Incident, thought: Thought) -> None:
        now = time.monotonic()
        if thought.is_locating or (thought.location is not None and now - thought.gathered_at < GATHER_S):
            return
        thought.gathered_at = now
        evidence = self.evidence_of(incident)
        if evidence == thought.evidence:
            return
        thought.evidence, thought.is_locating = evidence, True
        ground = self._workers.ground(self.before(incident))
        others = [i for i in self._desk.board.open_incidents() if i.incident_id != incident.incident_id]
        request = LocateRequest(
            ground,
            evidence,
            self._noticing.book.instruments,
            incident.device_ids,
            tuple(device for other in others for device in other.device_ids),
            () if incident.device_ids else tuple(sorted(open_loads(incident))),
            self._district.snapshot.switch_position if incident.device_ids else None,
            LocationOptions(level=self.settings.credible_level),
        )
        incident_id = incident.incident_id
        self._workers.locate(
            f"locate {incident_id}", request, partial(self._on_located, incident_id),
            partial(self._on_not_located, incident_id),
        )  # fmt: skip

    def evidence_of(self, incident: Incident) -> tuple[FaultEvidence, ...]:
        """Everything heard of an incident by now."""
        gathered = self._noticing.book.gathered(incident.opened_us, self._district.store.freshness)
        return (*gathered, *incident.heard)

    def before(self, incident: Incident) -> Snapshot:
        """The district right before the fault; after a restart in its positions of then, with the loads of now."""
        trip = self._noticing.trips.get(incident.incident_id)
        if trip is not None and trip.moment is not None:
            return trip.moment.snapshot
        return with_deviations(self._district.snapshot, incident.positions_before)

    def _on_located(self, incident_id: str, reply: LocateReply) -> None:
        thought = self.of(incident_id)
        thought.is_locating = False
        thought.location, thought.credible, thought.lost_ids = reply.location, reply.credible, reply.lost_ids
        location, now = reply.location, self._now
        self._desk.write(lambda ledger: incident_deeds.locate(ledger, incident_id, location, now, self._name))
        self.thought.emit(incident_id)
        self.look()

    def _on_not_located(self, incident_id: str, sentence: str) -> None:
        thought = self.of(incident_id)
        thought.is_locating, thought.problem = False, sentence
        self.thought.emit(incident_id)

    # What to do --------------------------------------------------------------------------------------------

    def _look_at_plan(self, incident: Incident, thought: Thought) -> None:
        """A plan for an incident that has no order yet; made anew once what it rests on has moved."""
        if thought.is_planning or self._has_order(incident) or incident.state not in EARLY:
            return
        if thought.purpose is not PlanPurpose.RESTORE:
            return
        why = self._why_no_plan(incident, thought)
        if why:
            if why != thought.problem or thought.plans:
                thought.problem, thought.plans, thought.planned_for = why, (), ()
                self.thought.emit(incident.incident_id)
            return
        basis = (self._fault(incident, thought), self._district.snapshot.switch_position.tobytes(), incident.heard)
        if basis == thought.planned_for:
            return
        thought.planned_for = basis
        self.plan(incident, PlanPurpose.RESTORE)

    def _has_order(self, incident: Incident) -> bool:
        return any(order.state is not OrderState.ABORTED for order in self._desk.board.orders_of(incident.incident_id))

    def _why_no_plan(self, incident: Incident, thought: Thought) -> str:
        if incident.element_ids:
            return ""
        if thought.location is None:
            return self.tr("Being located …")
        if not thought.location.status.is_usable:
            return self.tr("Not located: {reason}").format(reason=thought.location.reason)
        if not thought.is_locked_out:
            return self.tr("The protection may still reclose: no plan before it has locked out.")
        return ""

    def _fault(self, incident: Incident, thought: Thought) -> str | FrozenMap[int, float]:
        if len(incident.element_ids) == 1:
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
        self.thought.emit(incident.incident_id)

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
        return PlanRequest(
            self._workers.ground(self._district.snapshot),
            purpose,
            self.options(incident, seconds),
            fault,
            elements,
            reclosing_off=self._reclosing_off(incident) if purpose is PlanPurpose.RETURN_TO_NORMAL else (),
        )

    def options(self, incident: Incident, seconds: float) -> RestorationOptions:
        """What plans of this incident go by."""
        board = self._desk.board
        others = [i for i in board.open_incidents() if i.incident_id != incident.incident_id]
        kept_out = [switch for switch, _ in incident.positions_before]
        kept_dead: list[str] = []
        for other in others:
            theirs = self.of(other.incident_id)
            kept_out += other.device_ids
            kept_out += [s.element_id for order in board.orders_of(other.incident_id) for s in order.steps]
            if theirs.plan is not None:
                kept_dead += theirs.plan.isolated
            elif theirs.location is not None and theirs.location.hypotheses:
                kept_dead += theirs.location.hypotheses[0].element_ids
        return plan_options(
            self._district.opened.network,
            self._district.site,
            self._devices,
            self.settings,
            seconds=seconds,
            repair_hours=self._repair_hours(incident),
            heard=incident.heard,
            documents=[d for d in board.documents.values() if d.state.protects],
            kept_out=[s for s in kept_out if s not in incident.device_ids],
            kept_dead=kept_dead,
            customers=self._customers if self.settings.customers else None,
        )

    def _repair_hours(self, incident: Incident) -> float:
        estimate = incident.estimate
        if estimate is None:
            return self.settings.repair_hours
        return min(max((estimate.late_us - self._now) / 3.6e9, 0.5), 168.0)

    def _reclosing_off(self, incident: Incident) -> tuple[str, ...]:
        """Devices whose reclosing the incident's orders have switched off."""
        orders = self._desk.board.orders_of(incident.incident_id)
        done = [s for o in orders for s in o.steps if str(s.state) == "confirmed"]
        off = {s.element_id: str(s.action) for s in done if str(s.action).startswith("reclosing")}
        return tuple(e for e, action in off.items() if action == "reclosing_off")

    def _on_planned(
        self, incident_id: str, seconds: float, elements: tuple[str, ...], start: Snapshot, plan: SwitchingPlan
    ) -> None:
        thought, incident = self.of(incident_id), self._desk.board.incidents.get(incident_id)
        thought.is_planning = thought.is_refining = False
        if incident is None or incident.state.is_over:
            return
        if not thought.plans and plan.is_usable and plan.operations:
            served = plan.customers_dead - plan.customers_unserved
            self._note(incident_id, f"plan proposed: {served} of {plan.customers_dead} customers, "
                                    f"{plan.operations} operations")  # fmt: skip
        keeps = thought.chosen if any(key == thought.chosen for key, _ in plan.alternatives) else FIRST
        thought.plans, thought.chosen = ((FIRST, plan), *plan.alternatives), keeps
        thought.start, thought.played, thought.without = start, (), ()
        thought.problem = "" if plan.is_usable else plan.reason or str(plan.status).replace("_", " ")
        refines = thought.purpose is PlanPurpose.RESTORE and plan.status is not PlanStatus.NOT_LOCKED_OUT
        if seconds == 0.0 and refines and self.settings.seconds > 0.0 and not self._has_order(incident):
            thought.is_refining = True
            self._ask(incident, thought, self.settings.seconds, elements)
        self.thought.emit(incident_id)

    def _on_not_planned(self, incident_id: str, sentence: str) -> None:
        thought = self.of(incident_id)
        thought.is_planning = thought.is_refining = False
        thought.problem = sentence
        self.thought.emit(incident_id)

    def choose(self, incident_id: str, key: str) -> None:
        """Take another of the plans."""
        thought = self.of(incident_id)
        if any(key == name for name, _ in thought.plans):
            thought.chosen, thought.played, thought.without = key, (), ()
            self.thought.emit(incident_id)

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
    ) -> None:
        """Prove what is left of a plan from what is true now."""
        request = replace(self.request(incident, plan.purpose, 0.0), plan=plan, without=without)
        self._workers.plan(f"prove {incident.incident_id}", request, on_done, on_failed)

    def _on_reduced(self, incident_id: str, plan: SwitchingPlan) -> None:
        thought = self.of(incident_id)
        mine = [(key, found) for key, found in thought.plans if key != "changed"]
        thought.plans, thought.chosen, thought.played = (*mine, ("changed", plan)), "changed", ()
        self.thought.emit(incident_id)

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

    def incident_is_repaired(self, incident: Incident) -> bool:
        """Whether every crew of an incident has cleared its place."""
        works = self._desk.board.works_of(incident.incident_id)
        return all(w.state in (WorkState.CLEARED, WorkState.CLOSED, WorkState.CANCELLED) for w in works)

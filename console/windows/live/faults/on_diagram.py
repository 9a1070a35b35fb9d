"""What the diagram shows of faults: suspected places, what is isolated, the steps of an order, crews."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject

from console.faults.faults import Faults
from console.study_actions import buses_of
from console.windows.live.faults.location_views import LEAST_SHOWN
from console.windows.live.faults.naming import Namer
from console.windows.live.faults.order_views import wants_plan
from console.windows.live.faults.plan_views import PLAN_ID
from console.windows.live.faults.words import action_text, percent_text, tr, work_state_text
from console.windows.live.faults.work_views import place_ids
from engines.grid.network import ElementRef, Network
from engines.values.incidents import Incident, IncidentState
from engines.values.repair import WorkOrder, WorkState
from engines.values.switching_orders import OrderStepState, SwitchingOrder
from engines.values.topology import SupplyState, Topology
from widgets.diagram.fault_signs import CrewSign, CrewState, StepBadge, StepState, Zone
from widgets.diagram.view import DiagramView

SEARCHED = (IncidentState.NEW, IncidentState.LOCATED)
SHOWN_ZONES = 4
_DEAD = (SupplyState.DEAD, SupplyState.PROVEN_DEAD, SupplyState.EARTHED)
_CREW_STATE = {
    WorkState.ASSIGNED: CrewState.ASSIGNED,
    WorkState.EN_ROUTE: CrewState.EN_ROUTE,
    WorkState.ON_SITE: CrewState.ON_SITE,
    WorkState.FOUND: CrewState.ON_SITE,
    WorkState.REPAIRED: CrewState.ON_SITE,
}
_STEP_STATE = {
    OrderStepState.CONFIRMED: StepState.DONE,
    OrderStepState.FAILED: StepState.FAILED,
}


def is_dead(network: Network, topology: Topology, ref: ElementRef) -> bool:
    """What may be fed from below, or over a switch of unknown position, is not."""
    if ref.table in topology.branch_supply:
        found = [topology.branch_supply[ref.table][ref.row]]
    else:
        found = [topology.supply[row] for row in buses_of(network, ref)]
    return bool(found) and all(state in _DEAD for state in found)


class FaultsOnDiagram(QObject):
    """Keeps zones, numbers and crews on the diagram true, in every workspace."""

    def __init__(
        self, diagram: DiagramView, faults: Faults, network: Network, namer: Namer,
        topology: Callable[[], Topology | None], parent: QObject,
    ) -> None:  # fmt: skip
        """``topology`` is that of the present."""
        super().__init__(parent)
        self._topology = topology
        self._diagram, self._faults, self._network, self._namer = diagram, faults, network, namer
        self._is_past = False

    def rest(self, is_past: bool) -> None:
        """A past moment has no present faults."""
        self._is_past = is_past
        if is_past:
            self._diagram.show_zones(())
            self._diagram.show_steps(())
            self._diagram.show_crews(())

    def show(self, incident_id: str, order_id: str) -> None:
        """Zones and crews of every incident, the steps of the order that is shown."""
        if self._is_past:
            return
        board = self._faults.desk.board
        under_way = board.open_incidents()
        self._diagram.show_zones([zone for incident in under_way for zone in self._zones(incident)])
        self._diagram.show_crews(
            [sign for i in under_way for w in board.works_of(i.incident_id) for sign in self._crew(i, w)]
        )
        chosen = board.incidents.get(incident_id)
        self._diagram.show_steps(() if chosen is None else self._steps(chosen, order_id))

    def point_at(self, element_ids: Iterable[str]) -> None:
        """Emphasise equipment for as long as somebody points at its words."""
        self._diagram.point_at(self._refs(element_ids))

    def _refs(self, element_ids: Iterable[str]) -> tuple[ElementRef, ...]:
        return tuple(ref for ref in map(self._network.find, element_ids) if ref is not None)

    # Zones -------------------------------------------------------------------------------------------------

    def _zones(self, incident: Incident) -> list[Zone]:
        thought = self._faults.thinking.of(incident.incident_id)
        location = thought.location
        if incident.element_ids:
            is_ahead = incident.is_planned and self._is_live(incident)
            text = tr("work: {place}") if incident.is_planned else tr("fault: {place}")
            text = tr("planned: {place}") if is_ahead else text
            found = text.format(place=", ".join(map(self._namer.name, incident.element_ids)))
            is_repaired = incident.state in (IncidentState.REPAIRED, IncidentState.NORMAL)
            if is_repaired:
                return []
            token = "plan" if is_ahead else "medium" if incident.is_planned else "high"
            refs = self._refs(incident.element_ids)
            return [Zone(incident.incident_id, refs, found, token, 1.0, incident.title, is_ahead)]
        if location is None or not location.status.is_usable or incident.state is IncidentState.NORMAL:
            return []
        is_searched = incident.state in (*SEARCHED, IncidentState.ISOLATED, IncidentState.RESTORED)
        if not is_searched:
            return []
        zones = []
        for found_zone in [h for h in location.hypotheses if h.probability >= LEAST_SHOWN][:SHOWN_ZONES]:
            name = self._namer.zone(found_zone)
            zones.append(
                Zone(
                    f"{incident.incident_id} {found_zone.zones}", self._refs(found_zone.element_ids),
                    f"{percent_text(found_zone.probability)} {name}", "high", found_zone.probability, incident.title,
                )
            )  # fmt: skip
        return zones

    def _is_live(self, incident: Incident) -> bool:
        """Whether a place to be worked on has voltage, may have, or nobody knows."""
        topology, refs = self._topology(), self._refs(incident.element_ids)
        return topology is None or not refs or not all(is_dead(self._network, topology, ref) for ref in refs)

    # Steps -------------------------------------------------------------------------------------------------

    def _steps(self, incident: Incident, order_id: str) -> list[StepBadge]:
        order = self._faults.desk.board.orders.get(order_id)
        if order is not None and order.incident_id == incident.incident_id:
            return self._order_steps(order)
        if order_id != PLAN_ID or not wants_plan(self._faults, incident):
            return []
        plan = self._faults.thinking.of(incident.incident_id).plan
        badges = []
        for k, step in enumerate(plan.steps if plan is not None else ()):
            ref = self._network.find(step.element_id)
            if ref is not None:
                tip = f"{action_text(step.kind.value)} {step.name}"
                badges.append(StepBadge(ref, step.number, StepState.NEXT if k == 0 else StepState.PLANNED, tip))
        return badges

    def _order_steps(self, order: SwitchingOrder) -> list[StepBadge]:
        if order.state.is_over:
            return []
        badges, due = [], order.next_step
        for step in order.steps:
            ref = self._network.find(step.element_id)
            if ref is None or step.state is OrderStepState.LEFT_OUT:
                continue
            state = _STEP_STATE.get(step.state, StepState.NEXT if step is due else StepState.PLANNED)
            badges.append(StepBadge(ref, step.number, state, f"{action_text(step.action)} {step.name}"))
        return badges

    # Crews -------------------------------------------------------------------------------------------------

    def _crew(self, incident: Incident, work: WorkOrder) -> list[CrewSign]:
        state = _CREW_STATE.get(work.state)
        if state is None or not work.crew_id:
            return []
        ref = next(iter(self._refs(place_ids(incident, work))), None)
        name = self._faults.repairing.crew_name(work.crew_id)
        return [CrewSign(name, work_state_text(work.state), ref, state=state)]

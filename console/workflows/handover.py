"""What the next shift must know: one report of everything that is under way, worst first. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from console.workflows.customers import CustomerList
from console.workflows.work import unheard_min
from engines.values.incidents import Incident
from engines.values.repair import Customer, RestorationEstimate, SafetyDocument, SafetyState, WorkOrder
from engines.values.switching_orders import OrderState, SwitchingOrder


@dataclass(frozen=True, slots=True)
class IncidentHandover:
    """One incident, with what is open in it.

    Attributes:
        to_call: customers without supply who come first: life support, then critical and preferred.
        orders, documents, work: of this incident that are not over.
        warnings: what must not be overlooked, one sentence each.
    """

    incident: Incident
    customers_out: int
    customer_minutes: float
    to_call: tuple[Customer, ...]
    estimate: RestorationEstimate | None
    orders: tuple[SwitchingOrder, ...]
    documents: tuple[SafetyDocument, ...]
    work: tuple[WorkOrder, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Handover:
    """All that is under way at a moment; ``at_us``: microseconds since 1970 UTC."""

    at_us: int
    incidents: tuple[IncidentHandover, ...]

    @property
    def customers_out(self) -> int:
        """Without supply in all incidents together."""
        return sum(each.customers_out for each in self.incidents)


def handover(
    incidents: Iterable[Incident],
    orders: Iterable[SwitchingOrder],
    documents: Iterable[SafetyDocument],
    work: Iterable[WorkOrder],
    customers: CustomerList,
    now_us: int,
) -> Handover:
    """Everything that is not over; life support first, then how many are without supply."""
    open_orders = [order for order in orders if not order.state.is_over]
    open_documents = [d for d in documents if d.state is not SafetyState.CANCELLED]
    open_work = [each for each in work if not each.state.is_over]
    found = [
        _of(
            incident,
            [order for order in open_orders if order.incident_id == incident.incident_id],
            [document for document in open_documents if document.incident_id == incident.incident_id],
            [each for each in open_work if each.incident_id == incident.incident_id],
            customers,
            now_us,
        )
        for incident in incidents
        if not incident.state.is_over
    ]
    return Handover(now_us, tuple(sorted(found, key=_worst_first)))


def _of(
    incident: Incident,
    orders: Sequence[SwitchingOrder],
    documents: Sequence[SafetyDocument],
    work: Sequence[WorkOrder],
    customers: CustomerList,
    now_us: int,
) -> IncidentHandover:
    dark = [load for stage in incident.outage.stages if not stage.end_us for load in stage.load_ids]
    to_call = customers.to_call(dark)
    return IncidentHandover(
        incident,
        incident.outage.customers_out,
        incident.outage.customer_minutes(now_us),
        to_call,
        incident.estimate,
        tuple(orders),
        tuple(documents),
        tuple(work),
        tuple(_warnings(incident, to_call, orders, documents, work, now_us)),
    )


def _warnings(
    incident: Incident,
    to_call: Sequence[Customer],
    orders: Sequence[SwitchingOrder],
    documents: Sequence[SafetyDocument],
    work: Sequence[WorkOrder],
    now_us: int,
) -> Iterable[str]:
    living = sum(customer.has_life_support for customer in to_call)
    if living:
        yield f"{living} customers with life support are without supply"
    for document in documents:
        if document.state in (SafetyState.ISSUED, SafetyState.RETURNED):
            held = (
                f"is held by {document.holder}"
                if document.state is SafetyState.ISSUED
                else "was returned, not cancelled"
            )
            yield f"safety document {document.document_id} {held}: nothing is energised under it"
    for order in orders:
        if order.state is OrderState.SUSPENDED:
            yield f"switching order {order.order_id} is halted: {order.reason or 'no reason was given'}"
        elif order.state is OrderState.EXECUTING and order.next_step is not None:
            place = f"step {order.next_step.number} of {len(order.steps)}"
            yield f"switching order {order.order_id} is under way at {place}"
    for each in work:
        if not each.crew_id:
            yield f"work order {each.work_id} has no crew"
        elif unheard_min(each, now_us):
            yield f"work order {each.work_id}: its crew has not answered for {unheard_min(each, now_us)} min"
    estimate = incident.estimate
    if estimate is not None and incident.outage.customers_out and estimate.late_us < now_us:
        yield "the time at which supply was expected back has passed"


def _worst_first(each: IncidentHandover) -> tuple[int, int, int, str]:
    living = sum(customer.has_life_support for customer in each.to_call)
    return -living, -each.customers_out, each.incident.opened_us, each.incident.incident_id

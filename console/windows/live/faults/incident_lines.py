"""Incidents as the list shows them: a card each, how grave it is, how far it has come."""

from __future__ import annotations

from collections.abc import Iterable

from console.faults.faults import Faults
from console.windows.live.faults.step_texts import served_text
from console.windows.live.faults.words import clock_text, incident_state_text, tr
from console.workflows.work import unheard_min
from engines.values.incidents import Incident, IncidentState
from engines.values.repair import WorkOrder
from engines.values.switching_orders import OrderState, SwitchingOrder
from widgets.faults.lines import IncidentLine
from widgets.numbers import number_text

CLOSED_SHOWN_US = 12 * 3600 * 1_000_000


def under_way(faults: Faults) -> list[Incident]:
    """Those that are not over, the gravest first."""
    rank = {"high": 0, "medium": 1, "low": 2, "": 3}

    def gravest_first(incident: Incident) -> tuple[int, int, int]:
        return rank[severity_of(faults, incident)], -incident.outage.customers_out, -incident.opened_us

    return sorted(faults.desk.board.open_incidents(), key=gravest_first)


def listed(faults: Faults) -> list[Incident]:
    """Those under way, then those closed lately."""
    since = faults.desk.now_us - CLOSED_SHOWN_US
    closed = [i for i in faults.desk.board.incidents.values() if i.state.is_over and i.closed_us >= since]
    return [*under_way(faults), *sorted(closed, key=lambda i: -i.closed_us)]


def incident_line(faults: Faults, incident: Incident) -> IncidentLine:
    """A card."""
    out = incident.outage.customers_out
    detail = []
    if not incident.state.is_over:
        if out:
            detail.append(tr("{count} without supply").format(count=number_text(out, 0)))
            detail += [_who(faults, incident)] if _who(faults, incident) else []
        else:
            detail.append(tr("nobody without supply"))
        works = faults.desk.board.works_of(incident.incident_id)
        silent = next((w for w in works if unheard_min(w, faults.desk.now_us)), None)
        if silent is not None:
            detail.insert(0, tr("{crew} does not answer").format(crew=faults.repairing.crew_name(silent.crew_id)))
        if incident.estimate is not None and out:
            detail.append(tr("back about {time}").format(time=clock_text(incident.estimate.at_us, with_seconds=False)))
    elif incident.outage.stages:
        minutes = incident.outage.customer_minutes(incident.closed_us or faults.desk.now_us)
        detail.append(tr("{minutes} customer minutes").format(minutes=number_text(minutes, 0)))
    return IncidentLine(
        incident.incident_id, incident.title, clock_text(incident.opened_us), state_sentence(faults, incident),
        " · ".join(detail), severity_of(faults, incident), incident.state.is_over,
    )  # fmt: skip


def _who(faults: Faults, incident: Incident) -> str:
    """The gravest of those who are without supply, in a word."""
    first = faults.customers.to_call(dark_loads(incident))
    if not first:
        return ""
    worst = first[0]
    name = worst.name or worst.customer_id
    text = tr("life support: {name}").format(name=name) if worst.has_life_support else name
    return text if len(first) == 1 else tr("{name} and {count} more").format(name=text, count=len(first) - 1)


def dark_loads(incident: Incident) -> list[str]:
    """Ids of the loads without supply."""
    return [load for stage in incident.outage.stages if not stage.end_us for load in stage.load_ids]


def severity_of(faults: Faults, incident: Incident) -> str:
    """How much an incident presses."""
    if incident.state.is_over:
        return ""
    if incident.outage.customers_out:
        is_grave = bool(faults.customers.to_call(dark_loads(incident)))
        is_early = incident.state in (IncidentState.NEW, IncidentState.LOCATED, IncidentState.ISOLATED)
        return "high" if is_early or is_grave else "medium"
    return "low"


def state_sentence(faults: Faults, incident: Incident) -> str:
    """How far it is, and what is under way."""
    orders = [o for o in faults.desk.board.orders_of(incident.incident_id) if not o.state.is_over]
    if orders:
        return _order_sentence(orders[-1])
    if incident.state is IncidentState.RESTORED:
        sent = _sent(faults, incident)
        if sent:
            crew = faults.repairing.crew_name(sent[0].crew_id)
            going_on = tr("Switched off · {crew}") if incident.is_planned else tr("In repair · {crew}")
            return going_on.format(crew=crew)
        return tr("Switched off · waits for a crew") if incident.is_planned else tr("Waits for a crew")
    if incident.state is IncidentState.REPAIRED:
        return tr("Repaired · return to normal to be planned")
    if incident.state in (IncidentState.NEW, IncidentState.LOCATED):
        thought = faults.thinking.of(incident.incident_id)
        if thought.plan is not None and thought.plan.is_usable:
            if thought.plan.customers_unserved > thought.plan.customers_dead:
                cuts = thought.plan.customers_unserved - thought.plan.customers_dead
                return tr("Plan ready: cuts off {count} customers").format(count=cuts)
            served = served_text(thought.plan, incident.outage.customers_out)
            return tr("Plan ready: {served}").format(served=served)
        if thought.is_back:
            return tr("Supply is back")
        if incident.device_ids and not thought.is_locked_out:
            return tr("May still reclose")
    if incident.is_planned and incident.state is IncidentState.NEW:
        return tr("Planned outage: to be switched")
    text = incident_state_text(incident.state, is_planned=incident.is_planned)
    return text[:1].upper() + text[1:]


def _sent(faults: Faults, incident: Incident) -> list[WorkOrder]:
    """Work orders that a crew has."""
    works = faults.desk.board.works_of(incident.incident_id)
    return [w for w in works if w.crew_id and not w.state.is_over]


def progress_text(faults: Faults, incident: Incident) -> str:
    """How far an incident is; nothing is in repair before a crew is sent."""
    if incident.state is IncidentState.RESTORED and not _sent(faults, incident):
        return tr("switched off, waits for a crew") if incident.is_planned else tr("waits for a crew")
    return incident_state_text(incident.state, is_planned=incident.is_planned)


def _order_sentence(order: SwitchingOrder) -> str:
    due = order.next_step
    at = due.number if due is not None else len(order.steps)
    place = tr("step {at} of {count}").format(at=at, count=len(order.steps))
    if order.state is OrderState.EXECUTING:
        return tr("Switching · {place}").format(place=place)
    if order.state is OrderState.SUSPENDED:
        return tr("HALTED at {place}").format(place=place)
    return tr("Order ready to start") if order.is_checked else tr("Order to be checked")


def list_summary(faults: Faults, found: Iterable[Incident]) -> str:
    """One line above the list."""
    under_way = [i for i in found if not i.state.is_over]
    if not under_way:
        return ""
    restored = [i for i in under_way if i.state is IncidentState.RESTORED]
    waiting = sum(not _sent(faults, i) for i in restored)
    counts = (
        (
            len(under_way) - len(restored) - sum(i.state is IncidentState.REPAIRED for i in under_way),
            tr("{count} open"),
        ),
        (waiting, tr("{count} waiting for a crew")),
        (len(restored) - waiting, tr("{count} in repair")),
        (sum(i.state is IncidentState.REPAIRED for i in under_way), tr("{count} repaired")),
    )
    out = sum(i.outage.customers_out for i in under_way)
    parts = [text.format(count=count) for count, text in counts if count]
    parts.append(tr("{count} customers without supply").format(count=number_text(out, 0)))
    return " · ".join(parts)

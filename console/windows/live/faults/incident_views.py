"""Incidents as the list and the page of the Faults workspace show them."""

from __future__ import annotations

import math
from collections.abc import Iterable

from console.faults.faults import Faults
from console.studies.phrases import translated
from console.windows.live.faults.document_views import document_actions, document_views
from console.windows.live.faults.words import (
    cause_text,
    clock_text,
    incident_state_text,
    percent_text,
    tr,
)
from console.windows.live.faults.work_views import work_actions, work_views
from console.workflows import incidents
from engines.grid.network import Network
from engines.values.frozen import FrozenMap
from engines.values.incidents import Incident, IncidentState, TimelineEntry
from engines.values.location import Hypothesis, Location, LocationStatus
from engines.values.phrase import Phrase
from engines.values.repair import FaultCause
from engines.values.switching_orders import OrderState, SwitchingOrder
from widgets.faults.lines import (
    ActionLine,
    CustomerLine,
    EstimateView,
    IncidentLine,
    IncidentView,
    LocationView,
    SupplyBar,
    SupplySegment,
    SuspectLine,
    TimelineLine,
)
from widgets.numbers import number_text

SHOWN_SUSPECTS = 4
LEAST_SHOWN = 0.01
SHOWN_REASONS = 6


class Namer:
    """Names equipment as people do."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def name(self, element_id: str) -> str:
        """What an element is called; its id where the network does not have it."""
        ref = self._network.find(element_id)
        return self._network.label(ref) if ref is not None else element_id

    def words(self, told: Phrase) -> str:
        """A sentence in the person's language, with names where it has ids."""
        named = {
            key: ", ".join(map(self.name, value.split(", "))) if isinstance(value, str) else value
            for key, value in told.arguments.items()
        }
        return translated(Phrase(told.template, FrozenMap(named)))

    def zone(self, found: Hypothesis) -> str:
        """A zone by its lines; of several the first and the last."""
        lines = [i for i in found.element_ids if i.startswith("line:")]
        ids = lines or list(found.element_ids)
        if not ids:
            return "–"
        if len(ids) == 1:
            return self.name(ids[0])
        if len(ids) == 2:
            return f"{self.name(ids[0])}, {self.name(ids[1])}"
        return tr("{first} to {last}").format(first=self.name(ids[0]), last=self.name(ids[-1]))


# The list ------------------------------------------------------------------------------------------------------


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
    first = faults.customers.to_call(_dark(incident))
    if not first:
        return ""
    worst = first[0]
    name = worst.name or worst.customer_id
    text = tr("life support: {name}").format(name=name) if worst.has_life_support else name
    return text if len(first) == 1 else tr("{name} and {count} more").format(name=text, count=len(first) - 1)


def _dark(incident: Incident) -> list[str]:
    return [load for stage in incident.outage.stages if not stage.end_us for load in stage.load_ids]


def severity_of(faults: Faults, incident: Incident) -> str:
    """How much an incident presses."""
    if incident.state.is_over:
        return ""
    if incident.outage.customers_out:
        is_grave = bool(faults.customers.to_call(_dark(incident)))
        is_early = incident.state in (IncidentState.NEW, IncidentState.LOCATED, IncidentState.ISOLATED)
        return "high" if is_early or is_grave else "medium"
    return "low"


def state_sentence(faults: Faults, incident: Incident) -> str:
    """How far it is, and what is under way."""
    orders = [o for o in faults.desk.board.orders_of(incident.incident_id) if not o.state.is_over]
    if orders:
        return _order_sentence(orders[-1])
    if incident.state is IncidentState.RESTORED:
        works = [w for w in faults.desk.board.works_of(incident.incident_id) if not w.state.is_over]
        if works:
            crew = faults.repairing.crew_name(works[0].crew_id) if works[0].crew_id else tr("no crew yet")
            return tr("In repair · {crew}").format(crew=crew)
    if incident.state is IncidentState.REPAIRED:
        return tr("Repaired · return to normal to be planned")
    if incident.state in (IncidentState.NEW, IncidentState.LOCATED):
        thought = faults.thinking.of(incident.incident_id)
        if thought.plan is not None and thought.plan.is_usable:
            if thought.plan.customers_unserved > thought.plan.customers_dead:
                cuts = thought.plan.customers_unserved - thought.plan.customers_dead
                return tr("Plan ready: cuts off {count} customers").format(count=cuts)
            return tr("Plan ready: {served} of {dead} customers").format(
                served=thought.plan.customers_dead - thought.plan.customers_unserved, dead=thought.plan.customers_dead
            )
        if thought.is_back:
            return tr("Supply is back")
        if incident.device_ids and not thought.is_locked_out:
            return tr("May still reclose")
    if incident.is_planned and incident.state is IncidentState.NEW:
        return tr("Planned outage: to be switched")
    text = incident_state_text(incident.state)
    return text[:1].upper() + text[1:]


def _order_sentence(order: SwitchingOrder) -> str:
    due = order.next_step
    at = due.number if due is not None else len(order.steps)
    place = tr("step {at} of {count}").format(at=at, count=len(order.steps))
    if order.state is OrderState.EXECUTING:
        return tr("Switching · {place}").format(place=place)
    if order.state is OrderState.SUSPENDED:
        return tr("HALTED at {place}").format(place=place)
    return tr("Order ready to start") if order.is_checked else tr("Order to be checked")


def list_summary(found: Iterable[Incident]) -> str:
    """One line above the list."""
    under_way = [i for i in found if not i.state.is_over]
    if not under_way:
        return ""
    repairing = sum(i.state in (IncidentState.RESTORED, IncidentState.REPAIRED) for i in under_way)
    out = sum(i.outage.customers_out for i in under_way)
    parts = [tr("{count} open").format(count=len(under_way) - repairing)]
    if repairing:
        parts.append(tr("{count} in repair").format(count=repairing))
    parts.append(tr("{count} customers without supply").format(count=number_text(out, 0)))
    return " · ".join(parts)


# The page ------------------------------------------------------------------------------------------------------


def incident_view(faults: Faults, incident: Incident, namer: Namer) -> IncidentView:
    """The page of an incident."""
    number = incident.incident_id.rpartition(":")[2]
    opened = tr("incident {number} · opened {time}").format(number=number, time=clock_text(incident.opened_us))
    parts = [opened, incident_state_text(incident.state)]
    if incident.cause is not FaultCause.UNKNOWN:
        parts.insert(1, cause_text(incident.cause))
    notice, severity = _notice(faults, incident)
    return IncidentView(
        incident.incident_id,
        incident.title,
        " · ".join(parts),
        notice,
        severity,
        location=_location(faults, incident, namer),
        supply=_supply(faults, incident),
        estimate=_estimate(incident),
        customers=_customers(faults, incident),
        works=work_views(faults, incident, namer.name),
        work_actions=work_actions(faults, incident),
        documents=document_views(faults, incident, namer.name),
        document_actions=document_actions(faults, incident),
        timeline=tuple(
            TimelineLine(clock_text(e.time_us), e.author, e.sentence, _weight(e)) for e in incident.timeline
        ),
        actions=_actions(faults, incident),
    )


def _weight(entry: TimelineEntry) -> str:
    """What in a timeline a person must not read over."""
    is_trip = not entry.author and entry.sentence.endswith("tripped")
    is_halt = any(word in entry.sentence for word in (" failed: ", " halted: "))
    return "high" if is_trip or is_halt else ""


def _notice(faults: Faults, incident: Incident) -> tuple[str, str]:
    if incident.state is IncidentState.MERGED:
        return tr("Part of {incident}").format(incident=incident.merged_into), ""
    thought = faults.thinking.of(incident.incident_id)
    is_early = incident.state in (IncidentState.NEW, IncidentState.LOCATED)
    if is_early and incident.device_ids and not thought.is_locked_out:
        return tr("The protection may still reclose: wait for lockout."), "medium"
    return "", ""


def _location(faults: Faults, incident: Incident, namer: Namer) -> LocationView | None:
    if incident.is_planned:
        return None
    can_hear = not incident.state.is_over
    actions = (ActionLine("hear", tr("Add a report…"), tr("A call, an indicator that was read, a distance")),)
    if incident.element_ids:
        found = ", ".join(map(namer.name, incident.element_ids))
        return LocationView(tr("Found at {place}").format(place=found), actions=actions if can_hear else ())
    thought = faults.thinking.of(incident.incident_id)
    location = thought.location
    if location is None:
        suspects = tuple(SuspectLine(namer.name(i), p, element_ids=(i,)) for i, p in incident.suspects)
        text = thought.problem if not suspects and can_hear else ""
        return LocationView(text, suspects=suspects, actions=actions if can_hear else ())
    text, severity = _location_status(location)
    shown = [h for h in location.hypotheses if h.probability >= LEAST_SHOWN][:SHOWN_SUSPECTS]
    left = 1.0 - sum(h.probability for h in shown)
    steps = location.next_steps
    return LocationView(
        text,
        severity,
        tuple(_suspect(h, namer) for h in shown),
        elsewhere_text=tr("{share} elsewhere").format(share=percent_text(left)) if left >= 0.005 else "",
        next_step_text=namer.words(steps[0].words) if steps else "",
        contradictions=tuple(namer.words(c) for c in location.contradictions),
        note=_rates(location),
        actions=actions if can_hear else (),
    )


def _location_status(location: Location) -> tuple[str, str]:
    if location.status is LocationStatus.LOCATED or location.status is LocationStatus.SUSPECTED:
        return "", ""
    texts = {
        LocationStatus.CONTRADICTORY: tr("The evidence contradicts itself: {reason}"),
        LocationStatus.NO_FAULT: tr("Hardly a fault: {reason}"),
        LocationStatus.NO_EVIDENCE: tr("Nothing usable was heard: {reason}"),
        LocationStatus.NO_SUPPLY: tr("Cannot be located: {reason}"),
    }
    return texts[location.status].format(reason=location.reason), "medium"


def _suspect(found: Hypothesis, namer: Namer) -> SuspectLine:
    mine = [namer.words(r.words) for r in found.reasons if r.speaks_for][:SHOWN_REASONS]
    against = [namer.words(r.words) for r in found.reasons if not r.speaks_for][:SHOWN_REASONS]
    lines = [i for i in found.element_ids if i.startswith("line:")]
    ids = (*lines, *(i for i in found.element_ids if i not in lines))
    around = ", ".join(namer.name(i) for i in found.boundary_ids[:3])
    text = namer.zone(found)
    if around:
        text = tr("{zone} (between {switches})").format(zone=text, switches=around)
    return SuspectLine(text, found.probability, tuple(mine), tuple(against), ids)


def _rates(location: Location) -> str:
    if not math.isfinite(location.gasp_rate.mean):
        return ""
    text = tr("about {gasps} of the dead meters are heard, {flags} of the indicators")
    flags = location.indicator_rate.mean
    return text.format(gasps=percent_text(location.gasp_rate.mean), flags=percent_text(flags))


def _supply(faults: Faults, incident: Incident) -> SupplyBar | None:
    stages = incident.outage.stages
    if not stages:
        return None
    by_load: dict[str, bool] = {}
    for stage in stages:
        by_load |= dict.fromkeys(stage.load_ids, not stage.end_us)
    everybody = faults.customers.count(by_load)
    out = incident.outage.customers_out
    if everybody <= 0:
        return None
    thought = faults.thinking.of(incident.incident_id)
    will = 0
    orders = [o for o in faults.desk.board.orders_of(incident.incident_id) if not o.state.is_over]
    if orders and orders[-1].steps and orders[-1].steps[-1].customers_unserved >= 0:
        will = max(out - orders[-1].steps[-1].customers_unserved, 0)
    elif thought.plan is not None and thought.plan.is_usable and incident.state in (
        IncidentState.NEW, IncidentState.LOCATED
    ):  # fmt: skip
        will = max(out - thought.plan.customers_unserved, 0)
    back = everybody - out
    waits = out - will
    segments = (
        SupplySegment(back / everybody, "wire", tr("{count} have supply again").format(count=back)),
        SupplySegment(will / everybody, "plan", tr("{count} get it by the plan").format(count=will)),
        SupplySegment(waits / everybody, "", tr("{count} wait for the repair").format(count=waits)),
    )
    text = tr("{back} of {all} back").format(back=number_text(back, 0), all=number_text(everybody, 0))
    if will:
        text += " · " + tr("{count} by the plan").format(count=number_text(will, 0))
    if waits:
        text += " · " + tr("{count} wait for the repair").format(count=number_text(waits, 0))
    minutes = incident.outage.customer_minutes(incident.closed_us or faults.desk.now_us)
    return SupplyBar(segments, f"{text} · {tr('{minutes} customer minutes').format(minutes=number_text(minutes, 0))}")


def _estimate(incident: Incident) -> EstimateView | None:
    told = incident.estimate
    if told is None or incident.state.is_over:
        return None
    late = clock_text(told.late_us, with_seconds=False)
    detail = tr("by {late} nine times of ten · {basis}").format(late=late, basis=told.basis)
    if len(incident.estimates) > 1:
        detail += " · " + tr("told {count} times").format(count=len(incident.estimates))
    return EstimateView(clock_text(told.at_us, with_seconds=False), detail)


def _customers(faults: Faults, incident: Incident) -> tuple[CustomerLine, ...]:
    if incident.state.is_over:
        return ()
    lines = []
    for customer in faults.customers.to_call(_dark(incident)):
        why = tr("critical") if customer.priority > 1 else tr("preferred") if customer.priority else ""
        if customer.count > 1:
            connections = tr("{count} connections").format(count=number_text(customer.count, 0))
            why = f"{why} · {connections}" if why else connections
        is_told = customer.customer_id in incident.informed
        lines.append(
            CustomerLine(
                customer.customer_id, customer.name or customer.customer_id, why, customer.contact,
                customer.has_life_support, "high" if customer.has_life_support and not is_told else "",
                tr("told") if is_told else "",
            )
        )  # fmt: skip
    return tuple(lines)


def _actions(faults: Faults, incident: Incident) -> tuple[ActionLine, ...]:
    """What can be done with the incident as a whole, the next thing last."""
    report = ActionLine("report", tr("Report…"), tr("The outage report: on paper, as PDF or data"))
    if incident.state.is_over:
        return (report,)
    board = faults.desk.board
    others = [i for i in board.open_incidents() if i.incident_id != incident.incident_id]
    note = ActionLine("note", tr("Note…"), tr("A line in its timeline"))
    actions = [report, note]
    if others:
        actions.append(ActionLine("merge", tr("Merge…"), tr("With another incident of the same fault")))
    if len(incident.device_ids) > 1:
        actions.append(ActionLine("split", tr("Split…"), tr("A device of it belongs to another fault")))
    if incident.state is IncidentState.REPAIRED:
        running = any(not o.state.is_over for o in board.orders_of(incident.incident_id))
        protects = [d for d in board.documents_of(incident.incident_id) if d.state.protects]
        why = tr("an order is under way") if running else ""
        if protects:
            why = tr("cancel the safety document first")
        actions.append(ActionLine("normal", tr("Plan the way back to normal"), "", True, not why, why))
        return tuple(actions)
    why = incidents.why_not_close(
        incident, board.orders_of(incident.incident_id), board.documents_of(incident.incident_id),
        board.works_of(incident.incident_id),
    )  # fmt: skip
    if incident.state in (IncidentState.NORMAL, IncidentState.RESTORED, IncidentState.NEW, IncidentState.LOCATED):
        is_last = incident.state is IncidentState.NORMAL
        actions.append(
            ActionLine("close", tr("Close the incident"), tr("Its record is complete"), is_last, not why, why)
        )
    return tuple(actions)

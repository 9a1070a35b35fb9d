"""Who of an incident has supply, who waits and until when, and who is to be called, as its page shows it."""

from __future__ import annotations

from console.faults.faults import Faults
from console.windows.live.faults.incident_lines import dark_loads
from console.windows.live.faults.words import clock_text, tr
from engines.values.incidents import Incident, IncidentState
from widgets.faults.lines import CustomerLine, EstimateView, SupplyBar, SupplySegment
from widgets.numbers import number_text


def supply_bar(faults: Faults, incident: Incident) -> SupplyBar | None:
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
    will = _promised(faults, incident, out)
    back, waits = everybody - out, out - (will or 0)
    waiting = tr("{count} wait for the repair") if will is not None else tr("{count} wait for the plan or the repair")
    segments = (
        SupplySegment(back / everybody, "wire", tr("{count} have supply again").format(count=back)),
        SupplySegment((will or 0) / everybody, "plan", tr("{count} get it by the plan").format(count=will or 0)),
        SupplySegment(waits / everybody, "", waiting.format(count=waits)),
    )
    text = tr("{back} of {all} back").format(back=number_text(back, 0), all=number_text(everybody, 0))
    if will:
        text += " · " + tr("{count} by the plan").format(count=number_text(will, 0))
    if waits:
        text += " · " + waiting.format(count=number_text(waits, 0))
    minutes = incident.outage.customer_minutes(incident.closed_us or faults.desk.now_us)
    return SupplyBar(segments, f"{text} · {tr('{minutes} customer minutes').format(minutes=number_text(minutes, 0))}")


def _promised(faults: Faults, incident: Incident, out: int) -> int | None:
    """Of ``out`` customers those that the order or plan supplies; ``None`` where nobody has counted them.

    What is promised counts the whole network: while others are dark too, it may be their supply.
    """
    if not out:
        return 0
    board = faults.desk.board
    orders = [o for o in board.orders_of(incident.incident_id) if not o.state.is_over]
    plan = faults.thinking.of(incident.incident_id).plan
    if orders and orders[-1].steps and orders[-1].steps[-1].customers_unserved >= 0:
        dark, left = (
            sum(i.outage.customers_out for i in board.open_incidents()),
            orders[-1].steps[-1].customers_unserved,
        )
    elif plan is not None and plan.is_usable and incident.state in (IncidentState.NEW, IncidentState.LOCATED):
        dark, left = plan.customers_dead, plan.customers_unserved
    else:
        return 0
    return promised(dark, left, out)


def promised(dark: int, left: int, out: int) -> int | None:
    """Of ``out`` customers those who get supply where of ``dark`` in the whole network ``left`` stay without.

    ``None`` where others are dark too and both may get it.
    """
    if left >= dark:
        return 0
    return dark - left if dark == out else None


def estimate_view(incident: Incident) -> EstimateView | None:
    told = incident.estimate
    if told is None or incident.state.is_over:
        return None
    late = clock_text(told.late_us, with_seconds=False)
    detail = tr("by {late} nine times of ten · {basis}").format(late=late, basis=told.basis)
    if len(incident.estimates) > 1:
        detail += " · " + tr("told {count} times").format(count=len(incident.estimates))
    return EstimateView(clock_text(told.at_us, with_seconds=False), detail)


def customer_lines(faults: Faults, incident: Incident) -> tuple[CustomerLine, ...]:
    if incident.state.is_over:
        return ()
    lines = []
    for customer in faults.customers.to_call(dark_loads(incident)):
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

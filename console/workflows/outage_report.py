"""What an outage has come to: everything a report of one incident tells, gathered from its records. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from console.workflows.customers import CRITICAL, CustomerList
from engines.values.incidents import Incident
from engines.values.repair import Customer, OutageStage, RestorationEstimate, SafetyDocument, WorkOrder
from engines.values.switching_orders import SwitchingOrder

NAN = float("nan")
MINUTE_US = 60_000_000
THRESHOLD_MINUTES = 5.0


class CustomerRank(StrEnum):
    """Who comes first, in this order."""

    LIFE_SUPPORT = "life_support"
    CRITICAL = "critical"
    PREFERRED = "preferred"
    ORDINARY = "ordinary"


@dataclass(frozen=True, slots=True)
class RankFigures:
    """Customers of one rank.

    Attributes:
        connections: that lost supply; still_out: of them without supply now.
        longest_min: what one of them was without supply, all its interruptions in this incident together.
    """

    rank: CustomerRank
    connections: int
    still_out: int
    longest_min: float


@dataclass(frozen=True, slots=True)
class EstimateReview:
    """A time that was told, and how right it was.

    Attributes:
        error_min: supply was back so much later than told, negative: earlier; NaN until everybody has supply.
        was_in_time: by the later of the two times told; ``None`` until everybody has supply.
    """

    estimate: RestorationEstimate
    error_min: float = NAN
    was_in_time: bool | None = None


@dataclass(frozen=True, slots=True)
class OutageFigures:
    """What the incident adds to the indices of IEEE Std 1366: stages that lasted longer than the threshold.

    Attributes:
        is_final: nobody is without supply any more; else counted up to now.
        customers_interrupted, customer_minutes: over sustained stages; all_minutes: over all stages.
        saifi, saidi_minutes: per customer served; NaN where it is not known how many are served.
    """

    customers_served: int
    threshold_minutes: float
    is_final: bool
    customers_interrupted: int
    customer_minutes: float
    all_minutes: float
    saifi: float
    saidi_minutes: float


@dataclass(frozen=True, slots=True)
class OutageReport:
    """All that is told of one incident.

    Attributes:
        at_us: moment of the report; back_us: when the last customer had supply again, 0 while somebody is without
            or nobody ever was.
        ranks: those with any customer, life support first.
    """

    incident: Incident
    at_us: int
    back_us: int
    orders: tuple[SwitchingOrder, ...]
    work: tuple[WorkOrder, ...]
    documents: tuple[SafetyDocument, ...]
    ranks: tuple[RankFigures, ...]
    estimates: tuple[EstimateReview, ...]
    figures: OutageFigures


def outage_report(
    incident: Incident,
    orders: Iterable[SwitchingOrder],
    work: Iterable[WorkOrder],
    documents: Iterable[SafetyDocument],
    customers: CustomerList,
    customers_served: int,
    now_us: int,
    threshold_minutes: float = THRESHOLD_MINUTES,
) -> OutageReport:
    """The report of an incident; what belongs to others is left out.

    Args:
        customers_served: in the whole district; 0: not known.
    """
    stages = incident.outage.stages
    back_us = max((stage.end_us for stage in stages), default=0) if all(stage.end_us for stage in stages) else 0
    mine = incident.incident_id
    return OutageReport(
        incident,
        now_us,
        back_us,
        tuple(order for order in orders if order.incident_id == mine),
        tuple(each for each in work if each.incident_id == mine),
        tuple(document for document in documents if document.incident_id == mine),
        _ranks(stages, customers, now_us),
        tuple(_review(estimate, back_us) for estimate in incident.estimates),
        figures_of(stages, customers_served, now_us, threshold_minutes),
    )


def stage_minutes(stage: OutageStage, now_us: int) -> float:
    """How long a stage lasts, up to now where it goes on; 0 where a clock was set back."""
    return max((stage.end_us or now_us) - stage.begin_us, 0) / MINUTE_US


def figures_of(
    stages: Iterable[OutageStage], customers_served: int, now_us: int, threshold_minutes: float = THRESHOLD_MINUTES
) -> OutageFigures:
    """SAIFI = sum(N) / N_T and SAIDI = sum(r N) / N_T over stages that last longer than the threshold."""
    known = [(stage.customers, stage_minutes(stage, now_us), stage.end_us) for stage in stages]
    sustained = [(customers, minutes) for customers, minutes, _ in known if minutes > threshold_minutes]
    interrupted = sum(customers for customers, _ in sustained)
    minutes = sum(customers * minutes for customers, minutes in sustained)
    return OutageFigures(
        customers_served,
        threshold_minutes,
        all(end for _, _, end in known),
        interrupted,
        minutes,
        sum(customers * each for customers, each, _ in known),
        interrupted / customers_served if customers_served > 0 else NAN,
        minutes / customers_served if customers_served > 0 else NAN,
    )


def rank_of(customer: Customer) -> CustomerRank:
    """Who comes first."""
    if customer.has_life_support:
        return CustomerRank.LIFE_SUPPORT
    if customer.priority >= CRITICAL:
        return CustomerRank.CRITICAL
    return CustomerRank.PREFERRED if customer.priority else CustomerRank.ORDINARY


def _ranks(stages: Iterable[OutageStage], customers: CustomerList, now_us: int) -> tuple[RankFigures, ...]:
    minutes: dict[str, float] = {}
    dark: set[str] = set()
    for stage in stages:
        for load_id in stage.load_ids:
            minutes[load_id] = minutes.get(load_id, 0.0) + stage_minutes(stage, now_us)
        if not stage.end_us:
            dark.update(stage.load_ids)
    found: dict[CustomerRank, list[tuple[str, int]]] = {rank: [] for rank in CustomerRank}
    for load_id in minutes:
        for customer in customers.by_load.get(load_id, ()):
            found[rank_of(customer)].append((load_id, customer.count))
    return tuple(
        RankFigures(
            rank,
            sum(count for _, count in known),
            sum(count for load_id, count in known if load_id in dark),
            max(minutes[load_id] for load_id, _ in known),
        )
        for rank, known in found.items()
        if known
    )


def _review(estimate: RestorationEstimate, back_us: int) -> EstimateReview:
    if not back_us or estimate.told_us > back_us:
        # What was told after supply was back was of something else: the end of the repair.
        return EstimateReview(estimate)
    return EstimateReview(estimate, (back_us - estimate.at_us) / MINUTE_US, back_us <= estimate.late_us)

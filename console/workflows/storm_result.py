"""What a storm has come to: each incident's course in figures, the indices, and what must not have happened."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from console.workflows.outage_records import interruptions_of
from console.workflows.storm_course import Course
from console.workflows.storm_desk import StormDesk
from engines.indices.ieee1366 import THRESHOLD_MINUTES, indices
from engines.values.incidents import Incident, IncidentState
from engines.values.reliability import Interruption, InterruptionIndices, RestorationStage
from engines.values.repair import Outage


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """One incident in figures; times are minutes from when it was opened, NaN where it did not come to that.

    Attributes:
        customers: most without supply at once; before_repair: of those, how many had it back before the repair.
        held: whether the suspected set held the true place, ``None`` where nothing was broken any more.
        closings: how often it was closed onto a fault; hidden: of those, onto another fault than the one repaired.
        is_open: it has not come to its end; reason: what is left to do.
    """

    incident: Incident
    located_min: float
    isolated_min: float
    repaired_min: float
    closed_min: float
    customers: int
    before_repair: int
    customer_minutes: float
    held: bool | None
    closings: int
    hidden: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class StormAccount:
    """One run of a storm.

    Attributes:
        indices: IEEE 1366 over the run, begin to end of the storm or to the last closed switch.
        customer_minutes: of all incidents and unreported interruptions; dark_minutes: the same from the plant, as the
            integral of the customers without supply over time.
        violations: limits broken by steps that were proven, or while they stood; one sentence each.
        unreported: interruptions over before anybody noticed; false_calls: people who called for nothing.
        plans, orders: begun; steps: carried out, by_hand: of those, on site.
        hours: simulated.
    """

    lines: tuple[IncidentLine, ...]
    indices: InterruptionIndices
    customer_minutes: float
    dark_minutes: float
    violations: tuple[str, ...]
    unreported: int
    false_calls: int
    plans: int
    orders: int
    steps: int
    by_hand: int
    hours: float
    customers_without: int

    @property
    def is_over(self) -> bool:
        """Whether everything has come to its end and everybody has supply."""
        return not self.customers_without and not any(line.is_open for line in self.lines)

    @property
    def closings(self) -> int:
        """How often something was closed onto a fault."""
        return sum(line.closings for line in self.lines)


def account_of(
    desk: StormDesk, begin_us: int, end_us: int, threshold_minutes: float = THRESHOLD_MINUTES
) -> StormAccount:
    """What a desk has done by now."""
    now = max(desk.now_us, begin_us + 1)
    ended = [replace(c.incident, outage=_until(c.incident.outage, now)) for c in desk.courses]
    unreported = _unreported(desk)
    served = desk.customers.count(map(str, desk.network["load"].id))
    interruptions = (*interruptions_of(ended), *unreported)
    steps = [s for c in desk.courses for o in c.orders for s in o.steps if s.confirmed_us]
    quiet_minutes = sum(stage.customers * stage.minutes for event in unreported for stage in event.stages)
    begin, end = _moment(begin_us), _moment(max(end_us, now))
    return StormAccount(
        tuple(_line(course, now) for course in desk.courses),
        indices(interruptions, served, begin, end, threshold_minutes),
        sum(c.incident.outage.customer_minutes(now) for c in desk.courses) + quiet_minutes + _unowned(desk, now),
        desk.field.log.customer_minutes(now),
        tuple(desk.limits.found),
        len(unreported),
        desk.false_calls,
        desk.plans,
        sum(len(c.orders) for c in desk.courses),
        len(steps),
        sum(not s.is_remote for s in steps),
        (now - begin_us) / 3600e6,
        desk.field.log.customers,
    )


def _line(course: Course, now_us: int) -> IncidentLine:
    incident = course.incident

    def minutes(at_us: int) -> float:
        return (at_us - incident.opened_us) / 60e6 if at_us else float("nan")

    return IncidentLine(
        incident, minutes(course.located_us), minutes(course.isolated_us), minutes(course.repaired_us),
        minutes(incident.closed_us), course.peak, course.peak - course.left if course.repaired_us else 0,
        incident.outage.customer_minutes(now_us), course.held, course.closings, course.hidden,
        incident.state is not IncidentState.CLOSED,
    )  # fmt: skip


def _until(outage: Outage, now_us: int) -> Outage:
    """What is not over yet counts up to now."""
    return Outage(tuple(s if s.end_us else replace(s, end_us=now_us) for s in outage.stages))


def _unreported(desk: StormDesk) -> list[Interruption]:
    """Interruptions nobody took notice of, those of one span together."""
    groups: dict[tuple[int, int], list[str]] = {}
    for load, begin_us, end_us in desk.field.log.unreported:
        groups.setdefault((begin_us, end_us), []).append(load)
    found = []
    for number, ((begin_us, end_us), loads) in enumerate(sorted(groups.items()), 1):
        customers = desk.customers.count(loads)
        if customers:
            stage = RestorationStage(loads[0], customers, _moment(begin_us), _moment(end_us))
            found.append(Interruption(f"unreported:{number}", (stage,), "unknown", False))
    return found


def _unowned(desk: StormDesk, now_us: int) -> float:
    """Customer minutes of what nobody has noticed and is not over."""
    records = [record for record in desk.field.log.dark.values() if record.owner < 0]
    return sum(desk.customers.count([r.load_id]) * (now_us - r.since_us) for r in records) / 60e6


def _moment(time_us: int) -> datetime:
    seconds, rest = divmod(time_us, 1_000_000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest)

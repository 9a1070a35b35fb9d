"""What of a plan is worth a crew's time: supply from the control room at once, and by hand where it gains most."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from console.workflows.storm_course import Course
from console.workflows.storm_evidence import AT_ZONE_MIN, PER_KM_MIN
from engines.values.switching_orders import OrderAction, SwitchingOrder
from engines.values.switching_plan import SwitchingPlan, SwitchingStep

if TYPE_CHECKING:
    from console.workflows.storm_desk import StormDesk

SWITCH_MIN = 12.0
"""Way, work and words at a switch on site."""


def by_hand_only(desk: StormDesk, course: Course) -> frozenset[str]:
    """Switches that nobody in the control room can operate, as far as is known."""
    return frozenset(s for s in map(str, desk.switch.id) if not desk.can_command(s, course))


def gives_supply(plan: SwitchingPlan) -> bool:
    """Whether anybody has supply by it who has none now."""
    return plan.is_usable and plan.customers_unserved < plan.customers_dead


def dearest(plan: SwitchingPlan) -> SwitchingStep | None:
    """The step that takes most supply in a plan after which more customers are without; ``None`` in any other."""
    taking = [step for step in plan.steps if step.interrupted_kw > 0.0]
    if not plan.is_usable or plan.customers_unserved <= plan.customers_dead or not taking:
        return None
    return max(taking, key=lambda step: step.interrupted_kw)


def is_worth_waiting(desk: StormDesk, course: Course, plan: SwitchingPlan) -> bool:
    """Whether a crew should switch by hand before it searches.

    Who gets supply by the switching has it the search earlier, and who must wait for the repair waits the switching
    longer::

        customers given back · minutes of search  >  customers left · minutes of switching
    """
    given = plan.customers_dead - plan.customers_unserved
    left = max(desk.customers.count(desk.field.log.owned(course.number)) - given, 0)
    return given * search_minutes(desk, course) > left * plan.manual * SWITCH_MIN


def search_minutes(desk: StormDesk, course: Course) -> float:
    """How long the search takes, expected over the suspected zones; 0 where the damage is known already."""
    if course.found is not None:
        return 0.0
    minutes = expected = 0.0
    for zone in course.ranked:
        minutes += desk.zones.km_of(zone) * PER_KM_MIN + AT_ZONE_MIN
        expected += course.suspects.get(zone, 0.0) * minutes
    return expected


def without_idle_end(order: SwitchingOrder) -> SwitchingOrder:
    """An order less its last openings by hand: nothing is closed after them, and the crew isolates for the repair."""
    last = max((k for k, s in enumerate(order.steps) if s.action is OrderAction.CLOSE), default=-1)
    end = order.steps[last + 1 :]
    kept = [s for s in end if s.is_remote or s.action is not OrderAction.OPEN]
    steps = tuple(replace(s, number=k) for k, s in enumerate((*order.steps[: last + 1], *kept), 1))
    return replace(order, steps=steps)

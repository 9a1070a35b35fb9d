"""Two ways to run a storm: with the console's location and plans, and by patrol and by hand without them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from console.workflows import incidents
from console.workflows.plan_orders import order_of_plan, plan_of_order
from console.workflows.storm_constraints import abnormal, constraints, not_mine
from console.workflows.storm_course import Course
from console.workflows.storm_evidence import by_promise, evidence_for, holds, nearest_protection, patrol_order, ranked
from console.workflows.storm_switching import Draft
from console.workflows.storm_worth import by_hand_only, dearest, gives_supply, is_worth_waiting, without_idle_end
from engines.grid.switches import SwitchKind, SwitchPosition
from engines.restoration.location import Locator
from engines.restoration.restoring import isolate, recheck, restore
from engines.restoration.returning import reprove, return_to_normal
from engines.values.switching_orders import OrderAction, OrderStep, SwitchingOrder
from engines.values.switching_plan import PlanPurpose, SwitchingPlan

if TYPE_CHECKING:
    from console.workflows.storm_desk import StormDesk

LEVEL = 0.99
MOST_LEFT_OUT = 6
PATIENCE = 2
SURE = 0.5
"""A device that nobody hears of is taken for open when it is likelier than that."""
RECLOSING = (OrderAction.RECLOSING_OFF, OrderAction.RECLOSING_ON)
SECTIONING = (SwitchKind.LOAD_BREAK_SWITCH, SwitchKind.DISCONNECTOR, SwitchKind.RECLOSER)


class StormPolicy(Protocol):
    """How suspects are found, and what is switched."""

    def locate(self, desk: StormDesk, course: Course) -> None:
        """Write suspects and the order of the search into the course."""

    def supply(self, desk: StormDesk, course: Course) -> Draft | None:
        """Isolate and give supply back, with what is known now; ``None`` where nothing can be done yet."""

    def isolate(self, desk: StormDesk, course: Course, place: int) -> Draft | None:
        """Only isolate a zone."""

    def back(self, desk: StormDesk, course: Course) -> Draft | None:
        """Back to normal as far as this incident goes; ``None`` where nothing is to be switched."""

    def holds(self, desk: StormDesk, course: Course, order: SwitchingOrder) -> bool:
        """Whether what is left of an order can go on although somebody else has switched."""


class ConsolePlans:
    """Location from all evidence, restoration by plans whose every step is proven."""

    def locate(self, desk: StormDesk, course: Course) -> None:
        """See :class:`StormPolicy`."""
        evidence = evidence_for(desk, course)
        location = Locator(course.before).locate(evidence, desk.field.book.instruments)
        course.incident = incidents.located(course.incident, location, desk.now_us)
        if location.device_probability:
            device, probability = location.device_probability[0]
            is_silent = bool(device) and (not course.devices or not desk.field.has_remote(device))
            if is_silent and probability >= SURE and device not in course.devices:
                desk.take_for_open(course, device)
        live = holds(desk, course)
        named = location.credible_zones(LEVEL) if location.status.is_usable else ()
        # What stands under voltage holds: nothing is wrong there. What was live until it was closed onto is sound too.
        struck = {zone for zone in course.struck if not live[zone]}
        chosen = {
            zone: float(location.zone_probability[zone])
            for zone in named
            if not live[zone] and (not struck or zone in struck)
        } or dict.fromkeys(struck, 1.0)
        total = sum(chosen.values())
        course.suspects = {zone: p / total for zone, p in chosen.items()} if total > 0 else {}
        likely = by_promise(desk, course.suspects)
        course.doubted -= set(likely)
        course.ranked = ranked(desk, course, likely)
        desk.reset_indicators(evidence)

    def supply(self, desk: StormDesk, course: Course) -> Draft | None:
        """See :class:`StormPolicy`."""
        if not course.suspects:
            return None
        options = constraints(desk, course)
        plan = restore(desk.field.snapshot, course.suspects, options, solver=desk.solver)
        if plan.is_usable and plan.manual:
            # What can be given back from the control room does not wait for anybody.
            alone = replace(options, excluded=options.excluded | by_hand_only(desk, course))
            quick = restore(desk.field.snapshot, course.suspects, alone, solver=desk.solver)
            if gives_supply(quick):
                return _draft(desk, course, quick)
            if not gives_supply(plan) or (course.found is None and not is_worth_waiting(desk, course, plan)):
                # The crew is sent to search, and switches where it has found the damage.
                return None
        draft = _draft(desk, course, plan)
        order = None if draft is None else without_idle_end(draft.order)
        return replace(draft, order=order) if draft is not None and order is not None and order.steps else None

    def holds(self, desk: StormDesk, course: Course, order: SwitchingOrder) -> bool:
        """See :class:`StormPolicy`."""
        options, left = constraints(desk, course), plan_of_order(order)
        if any(step.element_id in options.excluded for step in left.steps):
            return False
        if order.purpose == PlanPurpose.RETURN_TO_NORMAL:
            plan = reprove(desk.field.snapshot, left, options, solver=desk.solver)
            return plan.is_usable and plan.customers_unserved <= plan.customers_dead
        return recheck(desk.field.snapshot, left, course.suspects, options, solver=desk.solver).is_usable

    def isolate(self, desk: StormDesk, course: Course, place: int) -> Draft | None:
        """See :class:`StormPolicy`."""
        options = constraints(desk, course)
        return _draft(desk, course, isolate(desk.field.snapshot, {place: 1.0}, options, solver=desk.solver))

    def back(self, desk: StormDesk, course: Course) -> Draft | None:
        """See :class:`StormPolicy`."""
        for alone in (True, False)[: 1 + (course.waited >= PATIENCE)]:
            # First only its own switches; together with others on their way back where they wait for one another.
            draft = self._way_back(desk, course, not_mine(desk, course) if alone else frozenset())
            if draft is not None:
                return draft
        return None

    def _way_back(self, desk: StormDesk, course: Course, left_alone: frozenset[str]) -> Draft | None:
        """The plan back to normal less what it cannot do yet."""
        off = sorted(course.reclosing_off - course.reclosing_deaf)
        options = constraints(desk, course)
        options = replace(options, excluded=options.excluded | left_alone)
        plan = return_to_normal(desk.field.snapshot, options, reclosing_off=off, solver=desk.solver)
        for _ in range(MOST_LEFT_OUT):
            failing = next((step for step in plan.steps if not step.proof.is_accepted), None) or dearest(plan)
            if failing is None or failing.element_id in options.excluded:
                break
            options = replace(options, excluded=options.excluded | {failing.element_id})
            plan = return_to_normal(desk.field.snapshot, options, reclosing_off=off, solver=desk.solver)
        if plan.is_usable and plan.customers_unserved > plan.customers_dead:
            # What still feeds somebody stays until the normal way is free.
            desk.note(course, "waits: the way back would leave customers without supply")
            return None
        return _draft(desk, course, plan)


class ByHand:
    """Without the console's plans: the crew walks along everything the tripped device feeds, from the device outward.

    Once it has found the damage it opens the nearest sectioning switch before it by hand, and the device is closed
    again; all beyond waits for the repair. No neighbour takes anything over.
    """

    def locate(self, desk: StormDesk, course: Course) -> None:
        """See :class:`StormPolicy`."""
        if not course.devices:
            device = nearest_protection(desk, course.before, course.area)
            if device:
                desk.take_for_open(course, device)
        course.ranked = patrol_order(desk, course)
        course.doubted -= set(course.ranked)
        course.suspects = {zone: 1.0 / len(course.ranked) for zone in course.ranked}

    def supply(self, desk: StormDesk, course: Course) -> Draft | None:
        """See :class:`StormPolicy`."""
        if course.found is None or not course.devices or course.doubted:
            return None
        kinds = {str(s): str(k) for s, k in zip(desk.switch.id, desk.switch["kind"], strict=True)}
        opened: dict[str, None] = {}
        for place in sorted(course.damage):
            way = desk.zones.upstream(course.before, place)
            near = [s for s in way[: _reach(way, course.devices)] if kinds[s] in SECTIONING]
            usable = [s for s in near if s not in course.excluded]
            if not usable:
                return None
            opened[usable[0]] = None
        steps = [(OrderAction.OPEN, s) for s in opened if desk.field.position(s) is not SwitchPosition.OPEN]
        way = desk.zones.upstream(course.before, min(course.damage))
        steps += self._closings(desk, course, [d for d in course.devices if d in way])
        return _by_hand(desk, course, PlanPurpose.RESTORE, steps)

    def isolate(self, desk: StormDesk, course: Course, place: int) -> Draft | None:
        """See :class:`StormPolicy`."""
        way = desk.zones.upstream(desk.field.snapshot, place)
        near = [switch for switch in way if switch not in course.excluded]
        return _by_hand(desk, course, PlanPurpose.ISOLATE, [(OrderAction.OPEN, near[0])]) if near else None

    def back(self, desk: StormDesk, course: Course) -> Draft | None:
        """See :class:`StormPolicy`."""
        mine = [s for s in abnormal(desk, course) if desk.is_normally_closed(s)]
        devices = [s for s in mine if s in course.devices]
        ordered = [*(s for s in mine if s not in devices), *devices]
        return _by_hand(desk, course, PlanPurpose.RETURN_TO_NORMAL, self._closings(desk, course, ordered))

    def holds(self, desk: StormDesk, course: Course, order: SwitchingOrder) -> bool:
        """See :class:`StormPolicy`; nothing was proven, and nothing is proven again."""
        return False

    def _closings(self, desk: StormDesk, course: Course, switches: list[str]) -> list[tuple[OrderAction, str]]:
        closed = SwitchPosition.CLOSED
        return [
            (OrderAction.CLOSE, s) for s in switches
            if desk.field.position(s) is not closed and s not in course.excluded
        ]  # fmt: skip


def _reach(way: list[str], devices: list[str]) -> int:
    """How far from the damage the tripped device stands, in switches."""
    return next((k for k, switch in enumerate(way) if switch in devices), len(way))


def _draft(desk: StormDesk, course: Course, plan: SwitchingPlan) -> Draft | None:
    """The order of a plan; ``None`` for one that cannot be carried out, or without steps."""
    if not plan.is_usable:
        failing = next((f"{s.name}: {s.proof.reason}" for s in plan.steps if not s.proof.is_accepted), "")
        desk.note(course, f"no plan ({plan.purpose}): {failing or plan.reason or plan.status}")
        return None
    if not plan.steps:
        return None
    desk.plans += 1
    title = f"{course.incident.title}: {plan.purpose.replace('_', ' ')}"
    order = order_of_plan(
        plan, desk.next_id("order"), course.incident.incident_id, title, desk.operator, desk.now_us,
        needs_approval=True,
    )  # fmt: skip
    # The drive of a switch may have failed; its reclosing is switched from the control room all the same.
    steps = tuple(replace(s, is_remote=True) if s.action in RECLOSING else s for s in order.steps)
    return Draft(replace(order, steps=steps), {s.number: s.precaution for s in plan.steps}, is_proven=True)


def _by_hand(
    desk: StormDesk, course: Course, purpose: PlanPurpose, steps: list[tuple[OrderAction, str]]
) -> Draft | None:
    """An order somebody has written: breakers by command, everything else on site."""
    if not steps:
        return None
    written = tuple(
        OrderStep(
            k,
            action,
            switch_id,
            desk.label(switch_id),
            desk.is_device(switch_id) and desk.can_command(switch_id, course),
        )
        for k, (action, switch_id) in enumerate(steps, 1)
    )
    order = SwitchingOrder(
        desk.next_id("order"), course.incident.incident_id, course.incident.title, purpose, desk.operator,
        desk.now_us, written, needs_approval=True,
    )  # fmt: skip
    return Draft(order)

"""What a plan of one incident must keep to: what others need as it is, and what has failed before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from console.workflows.storm_course import Course
from engines.grid.switches import SwitchPosition
from engines.restoration.options import RestorationOptions
from engines.values.fault_evidence import EvidenceKind
from engines.values.frozen import FrozenMap
from engines.values.points import Quantity

if TYPE_CHECKING:
    from console.workflows.storm_desk import StormDesk

Array = np.ndarray[Any, Any]
PLAN_HOURS = 24.0
"""A plan must hold for the loads of a whole day: in a storm nobody knows when a crew is free for the repair."""


def constraints(desk: StormDesk, course: Course) -> RestorationOptions:
    """Options of a plan for the present moment."""
    others = [other for other in desk.open_courses() if other is not course]
    excluded = course.excluded | _held_by_others(desk, course)
    for other in others:
        # An order that waits for a crew, perhaps for hours, keeps nobody from switching: it is proven anew then.
        excluded |= other.excluded if desk.board.is_waiting(other) else other.planned | other.excluded
        excluded |= {s for d in other.documents if d.state.protects for s in d.isolation}
    guarded = set().union(*(_guarded(desk, other, course) for other in others), _kept_dead(desk, course))
    guarded |= desk.zones.dead_around(desk.field.snapshot, guarded, course.area)
    remote = {s: False for c in desk.open_courses() for s in c.on_site}
    return RestorationOptions(
        excluded=frozenset(excluded),
        tagged=frozenset(desk.zones.elements[zone][0] for zone in guarded),
        remote=FrozenMap(remote),
        wire_down=_wires_down(desk, course),
        repair_hours=PLAN_HOURS,
        reclosing=_reclosing(desk, course),
        seconds=desk.options.plan_seconds,
        customers=FrozenMap(desk.connections),
        priority=FrozenMap(desk.priority),
    )


def abnormal(desk: StormDesk, course: Course) -> list[str]:
    """Switches that are not as they normally are, less those others hold."""
    held = _held_by_others(desk, course)
    return [s for s in _not_normal(desk) if s not in held]


def not_mine(desk: StormDesk, course: Course) -> frozenset[str]:
    """Switches that are not normal for the sake of another incident."""
    return frozenset(s for s in _not_normal(desk) if desk.owner(s) not in (None, course.number))


def _not_normal(desk: StormDesk) -> list[str]:
    normal = np.where(desk.switch["normal_closed"], SwitchPosition.CLOSED, SwitchPosition.OPEN)
    return [str(desk.switch.id[row]) for row in np.flatnonzero(desk.field.known != normal)]


def _held_by_others(desk: StormDesk, course: Course) -> set[str]:
    """Switches that are not normal for the sake of another incident; who is on the way back lets go of them."""
    found = set()
    for switch_id in _not_normal(desk):
        number = desk.owner(switch_id)
        if number is None or number == course.number:
            continue
        if not (desk.courses[number].is_returning and course.is_returning):
            found.add(switch_id)
    return found


def _guarded(desk: StormDesk, course: Course, asking: Course) -> set[int]:
    """Zones of an incident that another one may not bring under voltage.

    What is broken, suspected or in doubt; and what is dead without being in question, but not where the other one's
    own customers are.
    """
    if course.is_returning and not course.damage:
        return set()
    certain = set(course.suspects) | course.doubted | course.damage.keys()
    return (certain | (course.area - asking.area)) & desk.dead_zones(desk.field.snapshot)


def withheld_by(desk: StormDesk, course: Course) -> set[int]:
    """Zones without supply that nobody may give any before this incident has searched or repaired."""
    if course.is_returning and not course.damage:
        return set()
    own = (set(course.suspects) | course.doubted | course.damage.keys() | course.area) & desk.dead_zones(
        desk.field.snapshot
    )
    return own | desk.zones.dead_around(desk.field.snapshot, own, ())


def _kept_dead(desk: StormDesk, course: Course) -> set[int]:
    """Zones of its own that an incident's plans leave dead: broken, or in doubt and not the ones planned around."""
    dead = desk.dead_zones(desk.field.snapshot)
    return ((course.damage.keys() | course.doubted) - course.suspects.keys()) & dead


def _wires_down(desk: StormDesk, course: Course) -> frozenset[str]:
    """Elements of its own area at which somebody has seen a conductor on the ground, until all is repaired."""
    if course.is_returning:
        return frozenset()
    dead = desk.dead_zones(desk.field.snapshot)
    named = {call.element_id for call in course.calls if call.kind is EvidenceKind.WIRE_DOWN}
    return frozenset(e for e in named if set(desk.zones.of(e)) <= dead)


def _reclosing(desk: StormDesk, course: Course) -> frozenset[str]:
    """Switches whose reclosing is on, less those at which it could not be switched off."""
    points, told = desk.field.plant.points, desk.field.plant.readings().value
    on = {p.element_id for row, p in enumerate(points) if p.quantity is Quantity.IS_RECLOSING_ON and told[row] == 1.0}
    return frozenset(on - course.reclosing_deaf)

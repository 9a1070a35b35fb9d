"""A work order on its way, and which crew to send. Pure: values in, values out."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from engines.values.repair import Crew, CrewChoice, FaultCause, WorkOrder, WorkState
from engines.values.validation import InputError

COURSE = (
    WorkState.NEW, WorkState.ASSIGNED, WorkState.EN_ROUTE, WorkState.ON_SITE, WorkState.FOUND, WorkState.REPAIRED,
    WorkState.CLEARED, WorkState.CLOSED,
)  # fmt: skip
DETOUR = 1.3
"""Roads are longer than the straight line, by about so much in built-up country."""
SPEED_KMH = 40.0
SAME_MIN = 5.0
"""Crews that differ by less are chosen by what they have to do already."""
DAY_MIN = 24 * 60
ANSWER_US = 300_000_000
"""A crew that was told something says within that time that it has heard it."""


def rank_crews(
    crews: Sequence[Crew],
    place: tuple[float, float],
    skill: str,
    minute_of_day: int,
    jobs: Mapping[str, int],
    *,
    unwanted: Collection[str] = (),
    road_min: Mapping[str, float] | None = None,
    km_per_unit: float = 1.0,
) -> tuple[CrewChoice, ...]:
    """Whom to send, best first; those who cannot go come last, with the reason.

    Args:
        place: where to, in the network's coordinates; km_per_unit: length of one of them.
        skill: what is needed, "" for anything; minute_of_day: local time.
        jobs: work orders under way, by crew; unwanted: crews that have refused or did not answer.
        road_min: minutes on the road by crew, where somebody knows; else the straight line stands for it.
    """
    found = []
    for crew in crews:
        minutes = (road_min or {}).get(crew.crew_id, math.nan)
        if math.isnan(minutes):
            minutes = math.hypot(crew.x - place[0], crew.y - place[1]) * km_per_unit * DETOUR / SPEED_KMH * 60
        found.append(
            CrewChoice(crew, minutes, jobs.get(crew.crew_id, 0), _why_not(crew, skill, minute_of_day, unwanted))
        )
    return tuple(sorted(found, key=_order))


def _order(choice: CrewChoice) -> tuple[bool, int, float, float, str]:
    far = math.inf if math.isnan(choice.travel_min) else choice.travel_min
    return bool(choice.reason), choice.jobs, far // SAME_MIN, far, choice.crew.crew_id


def _why_not(crew: Crew, skill: str, minute: int, unwanted: Collection[str]) -> str:
    if crew.crew_id in unwanted:
        return "did not answer, or could not come"
    if skill and skill not in crew.skills:
        return f"has nobody for {skill}"
    begin, end = crew.shift_from % DAY_MIN, crew.shift_to % DAY_MIN
    is_on = begin == end or (begin <= minute < end if begin < end else minute >= begin or minute < end)
    return "" if is_on else "is off shift"


def assigned(work: WorkOrder, crew_id: str, now_us: int) -> WorkOrder:
    """Sent to a crew; one that is under way may be sent to another before it has arrived."""
    if work.state not in (WorkState.NEW, WorkState.ASSIGNED, WorkState.EN_ROUTE):
        raise InputError(_name(work), f"is {_state(work)}", "let the crew that is there end it")
    if not crew_id:
        raise InputError(_name(work), "needs a crew", "choose one")
    return replace(work, state=WorkState.ASSIGNED, crew_id=crew_id, assigned_us=now_us, en_route_us=0)


def silent_min(told_us: int, now_us: int) -> int:
    """For how many minutes a crew owes an answer to what it was told; 0 while nobody need wonder."""
    silent_us = now_us - told_us
    return silent_us // 60_000_000 if told_us and silent_us >= ANSWER_US else 0


def unheard_min(work: WorkOrder, now_us: int) -> int:
    """For how many minutes nothing is heard of a crew that was sent; 0 while nobody need wonder."""
    return silent_min(work.assigned_us, now_us) if work.state is WorkState.ASSIGNED else 0


def unanswered(work: WorkOrder, now_us: int) -> WorkOrder:
    """The crew did not answer, or could not come: it waits for another one."""
    if work.state not in (WorkState.ASSIGNED, WorkState.EN_ROUTE):
        raise InputError(_name(work), f"is {_state(work)}", "it is not on its way to a crew")
    return replace(
        work, state=WorkState.NEW, crew_id="", refused_by=(*work.refused_by, work.crew_id), assigned_us=0, en_route_us=0
    )


def advanced(
    work: WorkOrder, state: WorkState, now_us: int, cause: FaultCause | None = None, report: str = ""
) -> WorkOrder:
    """The crew says how far it is. Steps it did not tell of are taken as done at the same moment.

    Raises ``InputError`` for a step backwards, or before a crew was sent.
    """
    if work.state is WorkState.CANCELLED or state not in COURSE:
        raise InputError(_name(work), f"is {_state(work)}", "write a new one")
    here, there = COURSE.index(work.state), COURSE.index(state)
    if here < 1 or there < 2:
        raise InputError(_name(work), f"is {_state(work)}", "send a crew first")
    if there < here:
        raise InputError(_name(work), f"is {_state(work)} already", "a step back is a new work order")
    times: dict[str, Any] = {f"{passed.value}_us": now_us for passed in COURSE[here + 1 : there + 1]}
    said = "\n".join(part for part in (work.report, report.strip()) if part)
    return replace(work, state=state, cause=cause or work.cause, report=said, **times)


def cancelled(work: WorkOrder, reason: str, now_us: int) -> WorkOrder:
    """Not needed any more."""
    if work.state.is_over:
        raise InputError(_name(work), f"is {_state(work)}", "it is over")
    return replace(work, state=WorkState.CANCELLED, closed_us=now_us, report=f"{work.report}\n{reason}".strip())


def _name(work: WorkOrder) -> str:
    return f"work order {work.work_id}"


def _state(work: WorkOrder) -> str:
    return work.state.value.replace("_", " ")

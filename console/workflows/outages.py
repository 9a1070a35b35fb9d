"""Who is without supply since when, stage by stage, from what is dead at each moment. Pure: outages in, outages out."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from engines.values.repair import Outage, OutageStage

Count = Callable[[tuple[str, ...]], int]
"""Connections at some loads."""


def observed(outage: Outage, dead: Collection[str], customers: Count, now_us: int) -> Outage:
    """What follows from the loads that are dead now.

    Args:
        dead: ids of the loads of this outage without supply; customers: how many connections some loads have.

    Loads that have supply again leave the stages they stood in and make stages of their own, one for each time at
    which they had lost it; a load that loses it once more begins another stage.
    """
    gone = frozenset(dead)
    stages: list[OutageStage] = []
    known: set[str] = set()
    is_same = True
    for stage in outage.stages:
        if stage.end_us:
            stages.append(stage)
            continue
        still = tuple(load for load in stage.load_ids if load in gone)
        known.update(still)
        if len(still) == len(stage.load_ids):
            stages.append(stage)
            continue
        is_same = False
        back = tuple(load for load in stage.load_ids if load not in gone)
        stages.append(OutageStage(back, customers(back), stage.begin_us, max(now_us, stage.begin_us)))
        if still:
            stages.append(replace(stage, load_ids=still, customers=customers(still)))
    fresh = tuple(sorted(gone - known))
    if fresh:
        stages.append(OutageStage(fresh, customers(fresh), now_us))
    elif is_same:
        return outage
    return Outage(tuple(sorted(stages, key=_order)))


def merged(first: Outage, second: Outage, customers: Count) -> Outage:
    """Both together; a load that stands open in both counts from the earlier moment on."""
    begin: dict[str, int] = {}
    for stage in (*first.stages, *second.stages):
        if not stage.end_us:
            begin |= {load: min(begin.get(load, stage.begin_us), stage.begin_us) for load in stage.load_ids}
    loads: dict[int, list[str]] = {}
    for load in sorted(begin):
        loads.setdefault(begin[load], []).append(load)
    over = [stage for stage in (*first.stages, *second.stages) if stage.end_us]
    still = [OutageStage(tuple(group), customers(tuple(group)), at) for at, group in loads.items()]
    return Outage(tuple(sorted([*over, *still], key=_order)))


def _order(stage: OutageStage) -> tuple[int, int, tuple[str, ...]]:
    return stage.begin_us, stage.end_us or 1 << 62, stage.load_ids


def split(outage: Outage, load_ids: Collection[str], customers: Count) -> tuple[Outage, Outage]:
    """Those of other loads, and those of these."""
    mine: list[OutageStage] = []
    others: list[OutageStage] = []
    for stage in outage.stages:
        inside = tuple(load for load in stage.load_ids if load in load_ids)
        outside = tuple(load for load in stage.load_ids if load not in load_ids)
        for part, kept in ((inside, mine), (outside, others)):
            if part:
                count = stage.customers if part == stage.load_ids else customers(part)
                kept.append(replace(stage, load_ids=part, customers=count))
    return Outage(tuple(others)), Outage(tuple(mine))

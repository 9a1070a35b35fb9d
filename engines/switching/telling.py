"""A consequence in sentences: "loop between F2 and F5 for this step; section 14: 96 % → 71 %"."""

from __future__ import annotations

import math
from collections.abc import Iterator

from engines.grid.snapshot import Snapshot
from engines.switching import wording
from engines.switching.consequence import Consequence, LoadingChange, VoltageChange
from engines.switching.dressed import generator_id
from engines.switching.operation import Operation
from engines.values.loadflow import LoadFlowResult, SolveStatus
from engines.values.phrase import Phrase, phrase
from engines.values.points import Quantity
from engines.values.site import SiteState

MOST_NAMED = 3
"""Violations named one by one; more are counted."""
MOST_MOVED = 2
TOLD_PERCENT = 2.0
"""A loading within its limit is told when it changes by that much."""
_MOST_CRITICAL = 4


def sentences(
    found: Consequence,
    before: Snapshot | None = None,
    after: Snapshot | None = None,
    result_after: LoadFlowResult | None = None,
    site: SiteState | None = None,
    operation: Operation | None = None,
) -> tuple[Phrase, ...]:
    """All there is to say, most important first."""
    if not found.has_effect:
        return (phrase(wording.NO_EFFECT),)
    told = [*_convergence(found), *_supply(found), *_loops(found), *_violations(found), *_moves(found)]
    if not found.customers_lost:
        told.append(phrase(wording.NOBODY_LOSES))
    if before is not None and after is not None and operation is not None:
        told += _tap(before, after, operation)
    if after is not None and result_after is not None and site is not None:
        told += _generators(after, result_after, site)
    if math.isfinite(found.losses_before_kw) and math.isfinite(found.losses_after_kw):
        told.append(phrase(wording.CONSEQUENCE_LOSSES, before=found.losses_before_kw, after=found.losses_after_kw))
    return tuple(told)


def _convergence(found: Consequence) -> Iterator[Phrase]:
    if not found.is_converged:
        yield phrase(wording.NOT_CONVERGED_AFTER, cause=found.cause)
    if found.status_before is not SolveStatus.CONVERGED:
        yield phrase(wording.NOT_CONVERGED_BEFORE, cause=found.cause_before)


def _supply(found: Consequence) -> Iterator[Phrase]:
    lost, gained = found.customers_lost, found.customers_gained
    if lost:
        yield phrase(wording.ONE_LOSES) if lost == 1 else phrase(wording.MANY_LOSE, count=lost)
    if found.critical_lost:
        yield phrase(wording.CRITICAL_LOSE, names=_listed(found.critical_lost))
    if found.buses_held_up:
        yield phrase(wording.MAY_BE_HELD_UP, count=len(found.buses_held_up))
    if gained:
        yield phrase(wording.ONE_GAINS) if gained == 1 else phrase(wording.MANY_GAIN, count=gained)


def _listed(names: tuple[str, ...]) -> str:
    more = len(names) - _MOST_CRITICAL
    return ", ".join(names[:_MOST_CRITICAL]) + (f" +{more}" if more > 0 else "")


def _loops(found: Consequence) -> Iterator[Phrase]:
    for loop in found.loops:
        if len(loop.feeders) == 2:
            yield phrase(wording.CONSEQUENCE_LOOP_BETWEEN, first=loop.feeders[0], second=loop.feeders[1])
        elif loop.feeders:
            yield phrase(wording.CONSEQUENCE_LOOP_WITHIN, feeder=loop.feeders[0])
        else:
            yield phrase(wording.CONSEQUENCE_LOOP)


def _violations(found: Consequence) -> Iterator[Phrase]:
    loaded = [c for c in found.loadings if c.is_violated]
    for change in loaded[:MOST_NAMED]:
        yield _loading_beyond(change)
    if len(loaded) > MOST_NAMED:
        yield phrase(wording.LOADINGS_MORE, count=len(loaded) - MOST_NAMED)
    beyond = [c for c in found.voltages if c.is_violated_after]
    for voltage in beyond[:MOST_NAMED]:
        yield _voltage_beyond(voltage)
    if len(beyond) > MOST_NAMED:
        yield phrase(wording.VOLTAGES_MORE, count=len(beyond) - MOST_NAMED)


def _loading_beyond(change: LoadingChange) -> Phrase:
    said: dict[str, str | float] = {
        "name": change.name,
        "after": change.after_percent,
        "limit": change.limit_percent,
    }
    if math.isnan(change.before_percent):
        return phrase(wording.LOADING_NEW, **said)
    return phrase(wording.LOADING_BEYOND, **said, before=change.before_percent)


def _voltage_beyond(change: VoltageChange) -> Phrase:
    said: dict[str, str | float] = {"name": change.name, "after": change.after_pu, "limit": change.limit_pu}
    if math.isnan(change.before_pu):
        return phrase(wording.VOLTAGE_NEW, **said)
    return phrase(wording.VOLTAGE_BEYOND, **said, before=change.before_pu)


def _moves(found: Consequence) -> Iterator[Phrase]:
    moved = [c for c in found.loadings if not c.is_violated and abs(c.after_percent - c.before_percent) >= TOLD_PERCENT]
    moved.sort(key=lambda c: -max(c.before_percent, c.after_percent))
    for change in moved[:MOST_MOVED]:
        yield phrase(wording.LOADING_MOVES, name=change.name, before=change.before_percent, after=change.after_percent)


def _tap(before: Snapshot, after: Snapshot, operation: Operation) -> list[Phrase]:
    ref = before.network.find(operation.element_id)
    if operation.quantity is not Quantity.VM_SETPOINT_PU or ref is None or ref.table != "trafo":
        return []
    return [phrase(wording.TAP_EXPECTED, tap_pos=float(after.column("trafo", "tap_pos")[ref.row]))]


def _generators(after: Snapshot, result: LoadFlowResult, site: SiteState) -> list[Phrase]:
    grid, told = after.network["ext_grid"], []
    for generator in site.generators:
        ref = after.network.find(generator_id(generator))
        if ref is None or ref.table != "ext_grid" or not result.is_converged or len(result.source_p_mw) != len(grid):
            continue
        s_mva = math.hypot(float(result.source_p_mw[ref.row]), float(result.source_q_mvar[ref.row]))
        if s_mva > generator.sn_mva:
            name, rated = generator.generator_id, generator.sn_mva
            told.append(phrase(wording.GENERATOR_BEYOND, name=name, s_mva=s_mva, sn_mva=rated))
    return told

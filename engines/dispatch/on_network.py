"""Positions chosen on the network as it is, where those of the relaxation lead to no plan.

Where a limit makes burning power worth its price, the relaxed day stands at positions no network can hold: rounded,
they leave nothing to plan with. So first the day is planned with positions anywhere between, currents along their
tangents around the flow the devices make and limits that give way at a price; then whole positions follow from there,
each time by what the last ones cost.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from engines.dispatch.closing import settled_flow
from engines.dispatch.conic import Fixing
from engines.dispatch.driver_columns import driver_columns
from engines.dispatch.elastic import ElasticAnswer, solve_elastic
from engines.dispatch.holding import together
from engines.dispatch.refining import Guide
from engines.dispatch.rounding import Switching, round_switching
from engines.dispatch.tangent_network import curved_losses, tangent_rows, without_current_cones
from engines.values.dispatch import Conflict

if TYPE_CHECKING:
    from engines.dispatch.search import Search

Array = np.ndarray[Any, Any]

_MISSING = 100.0
"""How many times the dearest energy a limit costs that is missed by as much as a MW is worth."""
_MOST_BETWEEN, _MOST_PROPOSALS, _MOST_BY_PLACE = 10, 8, 3
_SETTLED = 1e-4
"""Relative change of what a day is worth by one more look, from which on it has settled."""
_DAMPING, _HARDER = 0.03, 2.0
_SHORT = 1e-4
"""By less than this, over the whole day, limits are missed by the solver's own tolerance."""


@dataclass(frozen=True, slots=True, eq=False)
class OnNetwork:
    """What was found.

    Attributes:
        tried: switchings with the flows they make, those that miss no limit, the cheapest first.
        conflicts: limits that gave way even with positions anywhere between, or with the whole ones that missed least;
            empty where they need not.
    """

    tried: tuple[tuple[Switching, Array], ...]
    conflicts: tuple[Conflict, ...] = ()


def positions_on_network(search: Search, x: Array, worth: Array) -> OnNetwork:
    """Look for switchings that leave a plan.

    Args:
        x: a relaxed solution to begin with; worth: ``(2, n_moment)`` what a MW and a Mvar of losses more costs.
    """
    between = _between(search, x, worth)
    if between is None:
        return OnNetwork(())
    flows, answer = between
    if answer.short.sum() > _SHORT and (conflicts := _by_place(search, flows, worth)):
        return OnNetwork((), conflicts)
    return _whole(search, flows, worth)


def conflicts_on_network(search: Search, x: Array, worth: Array) -> tuple[Conflict, ...]:
    """Limits that would have to give way on the network as it is, beginning with a relaxed solution ``x`` in which they
    do: that may count on power it burns. Empty where nothing was found."""
    between = _between(search, x, worth)
    if between is None:
        return ()
    return _by_place(search, between[0], worth)


def _by_place(search: Search, flows: Array, worth: Array) -> tuple[Conflict, ...]:
    """The limits a person would have to edit, and by how much, instead of what each hour would need."""
    found: tuple[Conflict, ...] = ()
    around: Array | None = flows
    for _ in range(_MOST_BY_PLACE):
        if around is None:
            break
        answer = _planned(search, around, worth, None, by_place=True)
        if not answer.solution.is_solved:
            break
        found, around = answer.conflicts, _flows_between(search, answer.solution.x)
    return found


def _whole(search: Search, flows: Array, worth: Array) -> OnNetwork:
    """Whole positions by what those before them cost, from flows with positions anywhere between."""
    programme, switching = search.programme, round_switching(search.programme, flows)
    guide, tried = Guide(programme, flows), list[tuple[float, Switching, Array]]()
    nearest: ElasticAnswer | None = None
    for _ in range(_MOST_PROPOSALS):
        answer = _planned(search, flows, worth, search.fixing(switching))
        if not answer.solution.is_solved:
            break
        made = settled_flow(search.instance, programme.layout, answer.solution.x, switching)
        if made is None:
            break
        if nearest is None or answer.short.sum() < nearest.short.sum():
            nearest = answer
        if answer.short.sum() <= _SHORT:
            tried.append((float(programme.cost @ made), switching, made))
        guide.learn(switching, answer.solution)
        proposed = guide.propose(switching)
        if proposed.same(switching):
            break
        flows, switching = made, proposed
    in_order = tuple((switching, made) for _, switching, made in sorted(tried, key=lambda t: t[0]))
    return OnNetwork(in_order, () if in_order or nearest is None else nearest.conflicts)


def _between(search: Search, x: Array, worth: Array) -> tuple[Array, ElasticAnswer] | None:
    """The flows of a day with positions anywhere between, and what it asked of the limits."""
    flows, before, damping = _flows_between(search, x), np.inf, 0.0
    answer: ElasticAnswer | None = None
    for _ in range(_MOST_BETWEEN):
        if flows is None or search.seconds_left <= 0:
            break
        found = _planned(search, flows, worth, None, damping=damping)
        if not found.solution.is_solved:
            break
        answer, flows = found, _flows_between(search, found.solution.x)
        value = float(search.programme.cost @ found.solution.x) + _missing(search) * float(found.short.sum())
        if abs(value - before) <= _SETTLED * abs(value):
            break
        if value > before:
            # From end to end without damping: what is planned stays nearer to where it was.
            damping = max(_HARDER * damping, _DAMPING * float(worth[0].mean()))
        before = value
    return None if answer is None or flows is None else (flows, answer)


def _flows_between(search: Search, x: Array) -> Array | None:
    layout = search.programme.layout
    source_u = x[layout["u"][:, search.instance.feeder.roots]].T
    return settled_flow(search.instance, layout, x, None, source_u)


def _missing(search: Search) -> float:
    return _MISSING * (float(np.abs(search.instance.price).max(initial=0.0)) + 1.0)


def _planned(
    search: Search,
    flows: Array,
    worth: Array,
    fixing: Fixing | None,
    *,
    damping: float = 0.0,
    by_place: bool = False,
) -> ElasticAnswer:
    """A day with currents along their tangents around ``flows`` and limits that give way at a price."""
    programme, drivers = search.programme, driver_columns(search.programme)
    cost, quadratic = curved_losses(programme, flows, worth)
    quadratic[drivers] += damping
    cost[drivers] -= damping * flows[drivers]
    priced = replace(without_current_cones(programme), costs={"priced": programme.cost + cost})
    tangents = tangent_rows(programme, flows)
    held = tangents if fixing is None else together(fixing, tangents)
    return solve_elastic(priced, held, search.seconds_left, _missing(search), by_place=by_place, quadratic=quadratic)

"""Limits that give way at a price: which of them cannot hold together, and by how much."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.sparse import csc_matrix, hstack, vstack

from engines.dispatch.attaching import tree_branch_name
from engines.dispatch.conic import ConicSolution, Fixing, solve_conic
from engines.dispatch.instance import Instance
from engines.dispatch.programme import Programme
from engines.dispatch.rows import Block
from engines.values.dispatch import Conflict
from engines.values.phrase import phrase

Array = np.ndarray[Any, Any]

NOTICEABLE = 1e-5
_ONCE = "{kind} of {place}: the limit {limit} {unit} would have to give way by {excess} {unit} at {clock}"
_WORST_OF = (
    "{kind} of {place}: the limit {limit} {unit} would have to give way by {excess} {unit} at {clock}, the worst of "
    "{steps} steps"
)


@dataclass(frozen=True, slots=True)
class _Kind:
    """An elastic limit: what one unit of slack costs, what it is called, its unit."""

    price: float
    words: str
    unit: str
    place: Callable[[Instance, int], str]


@dataclass(frozen=True, slots=True)
class _Lack:
    """By how much a limit of one place gave way in its worst step, and in which steps it did."""

    kind: _Kind
    place: str
    step: int
    limit: float
    excess: float
    steps: set[int]


def _node(instance: Instance, k: int) -> str:
    return instance.node_label(k)


def _source(instance: Instance, k: int) -> str:
    return f"the source at {instance.node_label(int(instance.feeder.roots[k]))}"


def _storage(instance: Instance, k: int) -> str:
    return f"the storage at bus {instance.case.storages[k].bus}"


def _turbine(instance: Instance, k: int) -> str:
    return f"the turbine at bus {instance.case.turbines[k].bus}"


def _response(instance: Instance, k: int) -> str:
    return f"demand response at bus {instance.case.responses[k].bus}"


# A volt per cent of voltage costs as much as a megawatt: slack goes where least of it is needed.
_UPPER = {
    "voltage_min": _Kind(50.0, "lowest voltage", "pu", _node),
    "voltage_max": _Kind(50.0, "highest voltage", "pu", _node),
    "branch_current": _Kind(0.1, "current", "MVA (1 pu)", tree_branch_name),
    "tie_p_min": _Kind(1.0, "least import", "MW", _source),
    "tie_p_max": _Kind(1.0, "largest import", "MW", _source),
    "tie_q_min": _Kind(1.0, "least reactive import", "Mvar", _source),
    "tie_q_max": _Kind(1.0, "largest reactive import", "Mvar", _source),
    "tie_p_ramp_up": _Kind(1.0, "ramp of the import", "MW", _source),
    "tie_p_ramp_down": _Kind(1.0, "ramp of the import", "MW", _source),
    "tie_p_ramp_first_up": _Kind(1.0, "ramp of the import", "MW", _source),
    "tie_p_ramp_first_down": _Kind(1.0, "ramp of the import", "MW", _source),
    "tie_q_ramp_up": _Kind(1.0, "ramp of the reactive import", "Mvar", _source),
    "tie_q_ramp_down": _Kind(1.0, "ramp of the reactive import", "Mvar", _source),
    "tie_q_ramp_first_up": _Kind(1.0, "ramp of the reactive import", "Mvar", _source),
    "tie_q_ramp_first_down": _Kind(1.0, "ramp of the reactive import", "Mvar", _source),
    "energy_final": _Kind(1.0, "energy held at the end", "MWh", _storage),
    "turbine_min": _Kind(1.0, "least power", "MW", _turbine),
    "response_ahead": _Kind(1.0, "energy ahead", "MWh", _response),
    "response_behind": _Kind(1.0, "energy behind", "MWh", _response),
}
_CONES = {
    "branch_send": _Kind(1.0, "power", "MVA", tree_branch_name),
    "branch_receive": _Kind(1.0, "power", "MVA", tree_branch_name),
    "tie_s": _Kind(1.0, "exchange", "MVA", _source),
}


@dataclass(frozen=True, slots=True, eq=False)
class ElasticAnswer:
    """The programme with limits that gave way.

    Attributes:
        solution: its own columns only; short: ``(n_moment,)`` by how much limits gave way in all, their units mixed.
    """

    solution: ConicSolution
    conflicts: tuple[Conflict, ...]
    short: Array


def solve_elastic(
    programme: Programme,
    fixing: Fixing | None = None,
    seconds: float = np.inf,
    penalty: float | None = None,
    *,
    by_place: bool = False,
    quadratic: Array | None = None,
) -> ElasticAnswer:
    """Solve with limits of voltages, branches, sources and terminal energy elastic.

    With a ``penalty`` (money per MW of slack, and what is worth as much) the true cost counts beside the slack;
    without one it is set aside. ``by_place``: a limit gives way by as much in all steps, as who edits it would have it:
    then the least in all that suffices, else the least over all steps. ``quadratic``: see
    :func:`engines.dispatch.conic.solve_conic`. ``conflicts`` is empty where even that has no
    solution (``solution`` then says so).
    """
    kinds: list[tuple[str, _Kind, Any, bool]] = []
    for blocks, table, is_cone in ((programme.upper_blocks, _UPPER, False), (programme.cone_blocks, _CONES, True)):
        kinds += [(name, table[name], blocks[name], is_cone) for name in table if name in blocks]
    kinds = [(name, kind, _above_zero(programme, name, block), is_cone) for name, kind, block, is_cone in kinds]
    n_moment = len(programme.instance.horizon)
    # By row that gives way, the slack it takes.
    columns = _shared(kinds) if by_place else np.arange(sum(len(k[2].moment) for k in kinds))
    wider = _widened(programme, kinds, columns, penalty)
    n, n_slack = programme.layout.n_column, wider.layout.n_column - programme.layout.n_column
    held = None
    if fixing is not None:
        held = Fixing(
            hstack([fixing.matrix, csc_matrix((fixing.matrix.shape[0], n_slack))], format="csc"), fixing.right
        )
    if quadratic is not None:
        quadratic = np.concatenate([quadratic, np.zeros(n_slack)])
    solution = solve_conic(wider, held, quadratic=quadratic, almost=quadratic is not None, seconds=seconds)
    if not solution.is_solved:
        return ElasticAnswer(replace(solution, x=solution.x[:n]), (), np.full(n_moment, np.nan))
    slack = solution.x[n:][columns]
    own = replace(solution, x=solution.x[:n], upper_dual=solution.upper_dual[: programme.upper.shape[0]])
    moments = np.concatenate([np.empty(0, np.int64), *(k[2].moment for k in kinds)])
    if by_place:
        slack = np.minimum(slack, _used(programme, kinds, own.x))
    return ElasticAnswer(own, tuple(_conflicts(programme, kinds, slack)), np.bincount(moments, slack, n_moment))


def _above_zero(programme: Programme, name: str, block: Block) -> Block:
    """The rows of a limit that may give way: a turbine without a least power would have to take power in."""
    if name != "turbine_min":
        return block
    may = programme.upper_right[block.rows] < 0
    return replace(block, rows=block.rows[may], moment=block.moment[may], element=block.element[may])


def _widened(programme: Programme, kinds: list[Any], columns: Array, penalty: float | None) -> Programme:
    """The programme with priced slack columns, none below 0; ``columns``: which one, by row that gives way."""
    n, n_slack = programme.layout.n_column, int(columns.max(initial=-1)) + 1
    upper_at = (np.concatenate([np.empty(0, np.int64), *(k[2].rows for k in kinds if not k[3])]), 0)
    n_upper = len(upper_at[0])
    cone_rows = np.concatenate([np.empty(0, np.int64), *(k[2].rows[:, 0] for k in kinds if k[3])])
    give = csc_matrix((np.full(n_upper, -1.0), (upper_at[0], columns[:n_upper])), (programme.upper.shape[0], n_slack))
    give_cone = csc_matrix(
        (np.full(len(cone_rows), -1.0), (cone_rows, columns[n_upper:])), (programme.cone.shape[0], n_slack)
    )
    positive = hstack([csc_matrix((n_slack, n)), _minus_identity(n_slack)])
    price = np.empty(n_slack)
    price[columns] = np.concatenate([np.empty(0), *(np.full(len(k[2].moment), k[1].price) for k in kinds)])
    # A touch of losses keeps the currents honest while the true cost is set aside.
    losses = np.zeros(n)
    losses[programme.layout["l"]] = 1e-3 * np.maximum(programme.instance.feeder.r_pu, 1e-6)
    return replace(
        programme,
        layout=programme.layout.widened(n_slack),
        costs={
            "slack": np.concatenate([losses, price] if penalty is None else [programme.cost, penalty * price]),
        },
        constant=0.0,
        equal=hstack([programme.equal, csc_matrix((programme.equal.shape[0], n_slack))], format="csc"),
        upper=vstack([hstack([programme.upper, give]), positive], format="csc"),
        upper_right=np.concatenate([programme.upper_right, np.zeros(n_slack)]),
        cone=hstack([programme.cone, give_cone], format="csc"),
    )


def _shared(kinds: list[Any]) -> Array:
    """One slack for all steps of each kind and place."""
    found: list[Array] = [np.empty(0, np.int64)]
    first = 0
    for _, _, block, _ in kinds:
        _, own = np.unique(block.element, return_inverse=True)
        found.append(first + own)
        first += int(own.max(initial=-1)) + 1
    return np.concatenate(found)


def _used(programme: Programme, kinds: list[Any], x: Array) -> Array:
    """By how much each row that gives way misses its limit, at least nothing."""
    upper, cone = programme.upper @ x - programme.upper_right, programme.cone_right - programme.cone @ x
    found: list[Array] = [np.empty(0)]
    for _, _, block, is_cone in kinds:
        if is_cone:
            parts = cone[block.rows]
            found.append(np.linalg.norm(parts[:, 1:], axis=1) - parts[:, 0])
        else:
            found.append(upper[block.rows])
    return np.asarray(np.maximum(np.concatenate(found), 0.0))


def _minus_identity(n: int) -> csc_matrix:
    at = np.arange(n)
    return csc_matrix((np.full(n, -1.0), (at, at)), (n, n))


def _conflicts(programme: Programme, kinds: list[Any], slack: Array) -> list[Conflict]:
    instance, at = programme.instance, 0
    found: list[_Lack] = []
    for name, kind, block, is_cone in kinds:
        mine = slack[at : at + len(block.moment)]
        at += len(block.moment)
        right = programme.cone_right[block.rows[:, 0]] if is_cone else programme.upper_right[block.rows]
        over = mine > NOTICEABLE
        for element in np.unique(block.element[over]):
            rows = np.flatnonzero(over & (block.element == element))
            worst = rows[int(mine[rows].argmax())]
            limit, value = float(right[worst]), float(right[worst] + mine[worst])
            if name.startswith("voltage"):
                limit, value = (
                    float(np.sqrt(abs(v))) for v in (limit, abs(limit) + (1 if limit > 0 else -1) * mine[worst])
                )
            elif name == "branch_current":
                # Its square is what the programme knows.
                limit, value = float(np.sqrt(limit)), float(np.sqrt(value))
            excess = abs(value - limit)
            if excess <= NOTICEABLE:
                continue
            step = int(instance.horizon.step[block.moment[worst]])
            place = kind.place(instance, int(element))
            own = {int(instance.horizon.step[moment]) for moment in block.moment[rows]}
            found.append(_Lack(kind, place, step, abs(limit), excess, own))
    # What a limit of one place lacks is told once, whichever end or direction of it lacks it.
    by_place: dict[tuple[str, str], _Lack] = {}
    for lack in sorted(found, key=lambda one: -one.excess):
        by_place.setdefault((lack.kind.words, lack.place), lack).steps.update(lack.steps)
    return [_told(lack, instance.case.clock(lack.step)) for lack in by_place.values()]


def _told(lack: _Lack, clock: str) -> Conflict:
    words, unit, steps = lack.kind.words, lack.kind.unit, len(lack.steps)
    sentence = phrase(
        _WORST_OF if steps > 1 else _ONCE,
        kind=words,
        place=lack.place,
        limit=f"{lack.limit:.6g}",
        excess=f"{lack.excess:.3g}",
        unit=unit,
        clock=clock,
        steps=steps,
    )
    return Conflict(words, lack.place, lack.step, lack.limit, lack.excess, unit, steps, sentence)

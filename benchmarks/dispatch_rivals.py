"""The same plan by other means, in the same run: what the conic solver and the matrices are worth.

Prints one JSON object. Every rival is handed the product's own rows, so that all solve the same problem, and each is
left out (``null``) where its package is not installed; none of them belongs to the product.

``outer_approximation``: HiGHS on tangent cuts of the cones. ``relaxed`` leaves positions anywhere between and ends when
its bound lies as near to the plan's cost as the plan's own; it finds no plan. ``whole`` holds whole positions and
storage modes, and ends when what it found keeps the cones and its bound lies as near, or ``--seconds`` are up.
``scip``: SCIP with the cones as quadratic constraints and the same whole positions; the best it has found when
``--seconds`` are up. ``pyomo``: time to state the relaxed programme of 96 steps there, and here. ``gurobi``: one step,
small enough for its restricted licence: both optima.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

Array = np.ndarray[Any, Any]

_MOST_CUT_ROUNDS = 400
_CUT_MISSED = 1e-9
_KEEPS_CONES = 1e-5


def main() -> int:
    """Measure and print."""
    from benchmarks.common import machine, report, versions

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0, help="for each rival that searches")
    parser.add_argument("--shared", action="store_true", help="say that other work ran on the machine")
    options = parser.parse_args()
    ours = _ours()
    rivals: dict[str, Callable[[], dict[str, Any]]] = {
        "outer_approximation": lambda: {
            "relaxed": outer_approximation(ours, options.seconds, is_whole=False),
            "whole": outer_approximation(ours, options.seconds, is_whole=True),
        },
        "scip": lambda: scip(ours, options.seconds),
        "pyomo": pyomo_building,
        "gurobi": gurobi_step,
    }
    needs = {"scip": "pyscipopt", "pyomo": "pyomo", "gurobi": "gurobipy"}
    figures: dict[str, Any] = {"ours": {k: v for k, v in ours.items() if k != "programme"}}
    for name, measure in rivals.items():
        is_there = importlib.util.find_spec(needs.get(name, "highspy")) is not None
        figures[name] = measure() if is_there else None
    report({**figures, "machine_was_shared": options.shared, **versions("clarabel", "highspy"), **machine()})
    return 0


def _ours() -> dict[str, Any]:
    """The sample case at 24 steps: the plan to compare with."""
    from benchmarks.dispatch import _sample
    from engines.dispatch.attaching import attach
    from engines.dispatch.options import DispatchOptions
    from engines.dispatch.planning import plan_dispatch
    from engines.dispatch.programme import build_programme
    from engines.exchange.opening import open_network
    from engines.grid.snapshot import Snapshot

    snapshot, case = Snapshot(open_network("ieee33")[0]), _sample(24)
    options = DispatchOptions(gap=2e-4, verify=False, explain=False)
    plan_dispatch(case, snapshot, options)
    plan = plan_dispatch(case, snapshot, options)
    return {
        "programme": build_programme(attach(case, snapshot)),
        "cost": plan.cost,
        "gap_percent": 100 * plan.gap,
        "seconds": plan.seconds,
    }


def outer_approximation(ours: dict[str, Any], seconds: float, *, is_whole: bool) -> dict[str, Any]:
    """HiGHS, its cones cut where its solution leaves them, until the gap is the plan's.

    With ``is_whole`` first relaxed to that gap, then on whole positions until what it found keeps the cones.
    """
    import highspy

    p, gap = ours["programme"], ours["gap_percent"] / 100
    begin = time.perf_counter()
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    n = p.layout.n_column
    infinity = highspy.kHighsInf
    highs.addVars(n, np.full(n, -infinity), np.full(n, infinity))
    highs.changeColsCost(n, np.arange(n, dtype=np.int32), p.cost)
    _add_rows(highs, csr_matrix(p.equal), p.equal_right, p.equal_right)
    _add_rows(highs, csr_matrix(p.upper), np.full(len(p.upper_right), -infinity), p.upper_right)
    cone, blocks = csr_matrix(p.cone), _cones(p)
    for rows in blocks:
        # Heads of cones are not negative; a box to begin with.
        _add_rows(highs, cone[rows[:, 0]], np.full(len(rows), -infinity), p.cone_right[rows[:, 0]])
    bound, rounds, cuts, holds_whole, missed = -np.inf, 0, 0, False, np.inf
    while rounds < _MOST_CUT_ROUNDS and time.perf_counter() - begin < seconds:
        rounds += 1
        highs.setOptionValue("time_limit", float(highs.getRunTime() + begin + seconds - time.perf_counter()))
        highs.run()
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            break
        info = highs.getInfo()
        found = info.mip_dual_bound if holds_whole else info.objective_function_value
        bound = max(bound, float(found) + p.constant)
        is_near = (ours["cost"] - bound) / ours["cost"] <= gap
        if is_near and not is_whole:
            break
        x = np.array(highs.getSolution().col_value)[:n]
        missed = _missed(cone, p.cone_right, blocks, x)
        if holds_whole and is_near and missed <= _KEEPS_CONES:
            break
        added = _cut(highs, cone, p.cone_right, blocks, x)
        cuts += added
        if is_near and not holds_whole:
            _whole_in_highs(highs, p)
            highs.setOptionValue("mip_rel_gap", gap / 4)
            holds_whole = True
        elif not added:
            break
    took = time.perf_counter() - begin
    reached = (ours["cost"] - bound) / ours["cost"]
    return {
        "seconds": round(took, 2),
        "gap_percent": round(100 * reached, 4) if np.isfinite(bound) else None,
        "reached_the_plans_gap": bool(reached <= gap),
        "largest_miss_of_a_cone": float(missed) if is_whole else None,
        "has_a_plan": bool(holds_whole and missed <= _KEEPS_CONES),
        "times_slower": round(took / ours["seconds"], 1),
        "rounds": rounds,
        "cuts": cuts,
    }


def _cones(p: Any) -> list[Array]:
    """Rows of the cones, ``(n, dimension)`` by kind."""
    found, at = [], 0
    for count, size in p.cone_sizes:
        found.append(at + np.arange(count * size).reshape(count, size))
        at += count * size
    return found


def _missed(cone: csr_matrix, right: Array, blocks: list[Array], x: Array) -> float:
    """By how much the cones are left at most."""
    slack = right - cone @ x
    return max(
        float((np.linalg.norm(slack[rows[:, 1:]], axis=1) - slack[rows[:, 0]]).max(initial=0.0)) for rows in blocks
    )


def _whole_in_highs(highs: Any, p: Any) -> None:
    """Positions of taps and banks under their move limits, storages that charge or discharge."""
    instance, layout = p.instance, p.layout
    m = len(instance.horizon)

    def binary() -> int:
        highs.addVar(0.0, 1.0)
        at = int(highs.getNumCol()) - 1
        highs.changeColIntegrality(at, _integer())
        return at

    def row(low: float, high: float, terms: dict[int, float]) -> None:
        highs.addRow(low, high, len(terms), np.array(list(terms), np.int32), np.array(list(terms.values()), float))

    for s in instance.staircases:
        if s.kind == "substation":
            columns = layout["u"][:, int(instance.feeder.roots[s.at])]
            worth = np.square(s.value * instance.v_grid_pu[s.at])
        else:
            columns, worth = layout["cn"][:, s.at], s.value
        far = float(min(s.max_steps, len(s.value)))
        before: dict[int, float] = {}
        moves = []
        for step in range(m):
            is_at = [binary() for _ in s.value]
            row(1.0, 1.0, dict.fromkeys(is_at, 1.0))
            row(0.0, 0.0, {**dict(zip(is_at, map(float, worth), strict=True)), int(columns[step]): -1.0})
            moved = binary()
            place = {k: float(j) for j, k in enumerate(is_at)}
            start = float(s.initial) if not before else 0.0
            change = {**place, **{k: -v for k, v in before.items()}}
            row(-np.inf, start, {**change, moved: -far})
            row(start, np.inf, {**change, moved: far})
            moves.append(moved)
            before = place
        row(-np.inf, float(s.max_moves), dict.fromkeys(moves, 1.0))
    for step in range(m):
        for k, unit in enumerate(instance.case.storages):
            charges = binary()
            row(-np.inf, 0.0, {int(layout["ec"][step, k]): 1.0, charges: -unit.p_mw})
            row(-np.inf, unit.p_mw, {int(layout["ed"][step, k]): 1.0, charges: unit.p_mw})


def _integer() -> Any:
    import highspy

    return highspy.HighsVarType.kInteger


def _add_rows(highs: Any, rows: csr_matrix, low: Array, high: Array) -> None:
    rows.sort_indices()
    highs.addRows(
        rows.shape[0],
        np.ascontiguousarray(low, np.float64),
        np.ascontiguousarray(high, np.float64),
        rows.nnz,
        rows.indptr[:-1].astype(np.int32),
        rows.indices.astype(np.int32),
        rows.data,
    )


def _cut(highs: Any, cone: csr_matrix, right: Array, blocks: list[Array], x: Array) -> int:
    """``v . w <= head`` for the unit vector ``w`` of every cone that ``x`` lies outside of; how many."""
    import highspy

    slack = right - cone @ x
    added = 0
    for rows in blocks:
        head, body = slack[rows[:, 0]], slack[rows[:, 1:]]
        length = np.linalg.norm(body, axis=1)
        out = np.flatnonzero(length > head + _CUT_MISSED * np.maximum(1.0, length))
        if not len(out):
            continue
        unit = body[out] / length[out, None]
        # (b - A x) of the body times the unit vector, less that of the head, is at most 0.
        k, d = unit.shape
        pick = csr_matrix(
            (
                np.concatenate([np.ones((k, 1)), -unit], axis=1).ravel(),
                rows[out].ravel(),
                np.arange(0, k * (d + 1) + 1, d + 1),
            ),
            shape=(k, cone.shape[0]),
        )
        _add_rows(highs, csr_matrix(pick @ cone), np.full(k, -highspy.kHighsInf), pick @ right)
        added += k
    return added


def scip(ours: dict[str, Any], seconds: float) -> dict[str, Any]:
    """SCIP on whole positions."""
    from pyscipopt import Model, quicksum

    p = ours["programme"]
    begin = time.perf_counter()
    model = Model()
    model.hideOutput()
    model.setParam("limits/time", seconds)
    x = [model.addVar(lb=None, ub=None) for _ in range(p.layout.n_column)]
    model.setObjective(quicksum(float(c) * x[k] for k, c in enumerate(p.cost) if c), "minimize")
    for matrix, right, is_equal in ((p.equal, p.equal_right, True), (p.upper, p.upper_right, False)):
        for terms, b in _terms(matrix, right):
            left = quicksum(v * x[c] for c, v in terms)
            model.addCons(left == b if is_equal else left <= b)
    cone = _terms(p.cone, p.cone_right)
    for rows in _cones(p):
        for row in rows.tolist():
            head, *body = [cone[r][1] - quicksum(v * x[c] for c, v in cone[r][0]) for r in row]
            model.addCons(head >= 0)
            model.addCons(quicksum(b * b for b in body) <= head * head)
    _whole_in_scip(model, quicksum, x, p)
    stated = time.perf_counter() - begin
    model.optimize()
    found = model.getNSols() > 0
    cost = float(model.getObjVal()) + p.constant if found else None
    bound = float(model.getDualbound()) + p.constant
    return {
        "seconds": round(time.perf_counter() - begin, 1),
        "seconds_to_state": round(stated, 2),
        "has_incumbent": found,
        "cost": cost,
        "gap_to_our_cost_percent": None if cost is None else round(100 * (cost / ours["cost"] - 1), 4),
        "lower_bound": bound if abs(bound) < 1e19 else None,
        "status": str(model.getStatus()),
    }


def _whole_in_scip(model: Any, quicksum: Any, x: list[Any], p: Any) -> None:
    """Positions of taps and banks under their move limits, storages that charge or discharge."""
    instance, layout = p.instance, p.layout
    m = len(instance.horizon)
    for s in instance.staircases:
        if s.kind == "substation":
            columns = layout["u"][:, int(instance.feeder.roots[s.at])]
            worth = np.square(s.value * instance.v_grid_pu[s.at])
        else:
            columns, worth = layout["cn"][:, s.at], s.value
        before: Any = float(s.initial)
        moves = []
        for step in range(m):
            is_at = [model.addVar(vtype="B") for _ in s.value]
            model.addCons(quicksum(is_at) == 1)
            model.addCons(quicksum(float(w) * b for w, b in zip(worth, is_at, strict=True)) == x[columns[step]])
            position = quicksum(float(k) * b for k, b in enumerate(is_at))
            moved = model.addVar(vtype="B")
            far = float(min(s.max_steps, len(s.value)))
            model.addCons(position - before <= far * moved)
            model.addCons(before - position <= far * moved)
            moves.append(moved)
            before = position
        model.addCons(quicksum(moves) <= s.max_moves)
    power = [u.p_mw for u in instance.case.storages]
    for step in range(m):
        for k, most in enumerate(power):
            charges = model.addVar(vtype="B")
            model.addCons(x[layout["ec"][step, k]] <= most * charges)
            model.addCons(x[layout["ed"][step, k]] <= most * (1 - charges))


def _terms(matrix: Any, right: Array) -> list[tuple[list[tuple[int, float]], float]]:
    """Of each row its columns and coefficients, and its right-hand side."""
    rows = csr_matrix(matrix)
    return [
        (
            list(
                zip(
                    rows.indices[rows.indptr[r] : rows.indptr[r + 1]].tolist(),
                    rows.data[rows.indptr[r] : rows.indptr[r + 1]].tolist(),
                    strict=True,
                )
            ),
            float(right[r]),
        )
        for r in range(rows.shape[0])
    ]


def pyomo_building() -> dict[str, Any]:
    """Seconds to state the relaxed programme of 96 steps, here and in pyomo (from rows already computed)."""
    import pyomo.environ as pyo
    from pyomo.core.expr import LinearExpression

    from benchmarks.dispatch import _sample
    from engines.dispatch.attaching import attach
    from engines.dispatch.programme import build_programme
    from engines.exchange.opening import open_network
    from engines.grid.snapshot import Snapshot

    instance = attach(_sample(96), Snapshot(open_network("ieee33")[0]))
    build_programme(instance)
    begin = time.perf_counter()
    p = build_programme(instance)
    here = time.perf_counter() - begin
    parts = [_terms(matrix, right) for matrix, right in ((p.equal, p.equal_right), (p.upper, p.upper_right))]
    cone, blocks, cost = _terms(p.cone, p.cone_right), _cones(p), p.cost
    begin = time.perf_counter()
    model = pyo.ConcreteModel()
    model.x = pyo.Var(range(p.layout.n_column))
    x = model.x

    def line(terms: list[tuple[int, float]]) -> Any:
        return LinearExpression(linear_coefs=[v for _, v in terms], linear_vars=[x[c] for c, _ in terms])

    model.cost = pyo.Objective(expr=line([(k, float(c)) for k, c in enumerate(cost) if c]))
    model.equal = pyo.Constraint(range(len(parts[0])), rule=lambda _, r: line(parts[0][r][0]) == parts[0][r][1])
    model.upper = pyo.Constraint(range(len(parts[1])), rule=lambda _, r: line(parts[1][r][0]) <= parts[1][r][1])
    rows = [row for block in blocks for row in block.tolist()]

    def in_cone(_: Any, k: int) -> Any:
        head, *body = [cone[r][1] - line(cone[r][0]) for r in rows[k]]
        return sum(b**2 for b in body) <= head**2

    model.cones = pyo.Constraint(range(len(rows)), rule=in_cone)
    there = time.perf_counter() - begin
    return {
        "steps": 96,
        "columns": p.layout.n_column,
        "seconds_here": round(here, 5),
        "seconds_pyomo": round(there, 3),
        "times_slower": round(there / here, 1),
    }


def gurobi_step() -> dict[str, Any]:
    """One step relaxed, and with whole positions, there and here."""
    from benchmarks.dispatch import _sample
    from engines.dispatch.attaching import attach
    from engines.dispatch.conic import solve_conic
    from engines.dispatch.options import DispatchOptions
    from engines.dispatch.planning import plan_dispatch
    from engines.dispatch.programme import build_programme
    from engines.exchange.opening import open_network
    from engines.grid.snapshot import Snapshot

    case, snapshot = one_step(_sample(24), 19), Snapshot(open_network("ieee33")[0])
    programme = build_programme(attach(case, snapshot))
    relaxed = solve_conic(programme).value
    plan = plan_dispatch(case, snapshot, DispatchOptions(gap=1e-6, seconds=20.0, verify=False, explain=False))
    theirs, whole = gurobi_optimum(programme, is_whole=False), gurobi_optimum(programme, is_whole=True)
    return {
        "relaxed_here": relaxed,
        "relaxed_gurobi": theirs,
        "relaxed_difference": abs(relaxed / theirs - 1),
        "whole_here": plan.cost,
        "whole_lower_bound_here": plan.lower_bound,
        "whole_gurobi": whole,
        "whole_difference": abs(plan.cost / whole - 1),
    }


def one_step(case: Any, hour: int) -> Any:
    """A case of one of its steps alone."""
    from engines.values.frozen import FrozenMap

    profiles = {name: values[hour : hour + 1] for name, values in case.profiles.items()}
    prices = replace(case.prices, grid=case.prices.grid[hour : hour + 1])
    return replace(case, n_step=1, profiles=FrozenMap(profiles), prices=prices)


def gurobi_optimum(p: Any, *, is_whole: bool) -> float:
    """The optimum of a programme in Gurobi; with ``is_whole`` on whole positions."""
    import gurobipy
    from gurobipy import GRB

    with gurobipy.Env(params={"OutputFlag": 0}) as env, gurobipy.Model(env=env) as model:
        for name, value in (("BarQCPConvTol", 1e-9), ("FeasibilityTol", 1e-9), ("MIPGap", 1e-7), ("Threads", 1)):
            model.setParam(name, value)
        x = [model.addVar(lb=-GRB.INFINITY) for _ in range(p.layout.n_column)]
        model.setObjective(gurobipy.LinExpr(p.cost.tolist(), x))
        for matrix, right, sign in ((p.equal, p.equal_right, "="), (p.upper, p.upper_right, "<")):
            for terms, b in _terms(matrix, right):
                model.addLConstr(gurobipy.LinExpr([(v, x[c]) for c, v in terms]), sign, b)
        cone = _terms(p.cone, p.cone_right)
        for rows in _cones(p):
            for row in rows.tolist():
                head, *body = [cone[r][1] - gurobipy.LinExpr([(v, x[c]) for c, v in cone[r][0]]) for r in row]
                if len(row) == 4:
                    # |(2p, 2q, l - u)| <= l + u is p² + q² <= l u: as Gurobi likes it.
                    last = body.pop()
                    model.addQConstr(sum(b * b for b in body) <= (head + last) * (head - last))
                    model.addLConstr(head + last, ">", 0.0)
                    model.addLConstr(head - last, ">", 0.0)
                else:
                    model.addLConstr(head, ">", 0.0)
                    model.addQConstr(sum(b * b for b in body) <= head * head)
        if is_whole:
            _whole_in_gurobi(gurobipy, model, x, p)
        model.optimize()
        return float(model.ObjVal) + p.constant


def _whole_in_gurobi(gurobipy: Any, model: Any, x: list[Any], p: Any) -> None:
    instance, layout = p.instance, p.layout
    for s in instance.staircases:
        reach = [k for k in range(len(s.value)) if abs(k - s.initial) <= s.max_steps]
        if s.kind == "substation":
            column = layout["u"][0, int(instance.feeder.roots[s.at])]
            worth = np.square(s.value * instance.v_grid_pu[s.at])
        else:
            column, worth = layout["cn"][0, s.at], s.value
        is_at = [model.addVar(vtype="B") for _ in reach]
        model.addLConstr(gurobipy.quicksum(is_at), "=", 1)
        place = gurobipy.LinExpr([(float(worth[k]), b) for k, b in zip(reach, is_at, strict=True)])
        model.addLConstr(place, "=", x[column])
    for k, unit in enumerate(instance.case.storages):
        charges = model.addVar(vtype="B")
        model.addLConstr(x[layout["ec"][0, k]], "<", unit.p_mw * charges)
        model.addLConstr(x[layout["ed"][0, k]], "<", unit.p_mw * (1 - charges))


if __name__ == "__main__":
    sys.exit(main())

"""What is decided before anyone knows which scenario comes, as columns that all scenarios of a programme share.

Taps at a source, capacitor steps, storage modes, active power of turbines and, where deviations from it cost something,
the day-ahead purchase. Taps in a feeder multiply a voltage that differs by scenario: they are shared only once they
are whole; until then the relaxation takes them apart, and its bound stays a bound. A conditional value at risk
is written after Rockafellar and Uryasev (Journal of Risk 2(3), 2000).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.sparse import csc_matrix, csr_matrix, find, hstack, vstack

from engines.dispatch.instance import Instance
from engines.dispatch.layout import Layout
from engines.dispatch.programme import Programme, build_programme
from engines.dispatch.rows import Block, Rows
from engines.dispatch.scenarios.risk import Risk

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class SharedColumns:
    """Columns all scenarios share, by name; one row a step.

    Attributes:
        stairs: by staircase, ``(n_step,)`` squared voltage of a source or steps of a bank; empty for taps in a feeder.
        mode: ``(n_step, n_es)`` 1 where a storage charges; turbine: ``(n_step, n_mt)`` MW.
        purchase: ``(n_step, n_root)`` MW bought the day before; no columns where deviations are free.
        over, under: ``(n_moment, n_root)`` MW bought beyond the purchase, and not taken of it; each scenario's own.
        value_at_risk: ``(1,)`` money, or empty; beyond: ``(n_scenario,)`` money above it, each scenario's own.
    """

    stairs: tuple[Array, ...]
    mode: Array
    turbine: Array
    purchase: Array
    over: Array
    under: Array
    value_at_risk: Array
    beyond: Array

    @property
    def all(self) -> Array:
        """``(n,)`` the shared ones, in an order that every group of scenarios has."""
        parts = (*self.stairs, self.mode.ravel(), self.turbine.ravel(), self.purchase.ravel(), self.value_at_risk)
        return np.concatenate([np.empty(0, np.int64), *parts])


@dataclass(frozen=True, slots=True, eq=False)
class SharedProgramme:
    """A programme whose scenarios share their first stage.

    Attributes:
        scenario_cost: ``(n_scenario, n_column)`` cost of each scenario by itself, without its weight; given: the
            ``(n_scenario,)`` part of it that no column changes.
    """

    programme: Programme
    shared: SharedColumns
    scenario_cost: csr_matrix
    given: Array

    def scenario_costs(self, x: Array) -> Array:
        """``(n_scenario,)`` cost of each scenario at a solution, without moves."""
        return np.asarray(self.scenario_cost @ x + self.given)


def build_shared(instance: Instance, risk: Risk | None = None) -> SharedProgramme:
    """The programme of some scenarios (their weights need not sum to 1) with the columns they share."""
    risk = risk or Risk()
    base = build_programme(instance)
    shared, n_more = _columns(instance, base.layout.n_column, risk.weight > 0)
    layout = base.layout.widened(n_more)
    rows = Rows()
    _links(rows, layout, instance, shared)
    _purchase(rows, layout, instance, shared)
    costs = {name: np.concatenate([c, np.zeros(n_more)]) for name, c in base.costs.items()}
    costs["imbalance"] = _imbalance_cost(instance, layout, shared)
    each = _scenario_cost(instance, layout, shared, np.asarray(sum(costs.values())))
    horizon = instance.horizon
    free = horizon.hours * instance.case.prices.curtailment * instance.available_mw.sum(axis=1)
    given = np.asarray(free.reshape(-1, horizon.n_step).sum(axis=1))
    constant = base.constant
    if risk.weight > 0:
        _beyond(rows, instance, shared, each, given)
        costs = _with_risk(instance, layout, shared, costs, risk)
        constant *= 1 - risk.weight
    return SharedProgramme(_widened(base, layout, rows, costs, constant), shared, each, given)


def _columns(instance: Instance, start: int, has_risk: bool) -> tuple[SharedColumns, int]:
    horizon, case = instance.horizon, instance.case
    at = start

    def take(*shape: int) -> Array:
        nonlocal at
        first, at = at, at + int(np.prod(shape))
        return first + np.arange(int(np.prod(shape))).reshape(shape)

    n_root = len(instance.feeder.roots) if case.prices.has_imbalance else 0
    stairs = tuple(take(0 if s.kind == "feeder" else horizon.n_step) for s in instance.staircases)
    shared = SharedColumns(
        stairs,
        take(horizon.n_step, len(case.storages)),
        take(horizon.n_step, len(case.turbines)),
        take(horizon.n_step, n_root),
        take(len(horizon), n_root),
        take(len(horizon), n_root),
        take(1 if has_risk else 0),
        take(len(horizon) // horizon.n_step if has_risk else 0),
    )
    return shared, at - start


def _links(rows: Rows, x: Layout, instance: Instance, shared: SharedColumns) -> None:
    """Each scenario's own quantities equal the shared ones."""
    step, m = instance.horizon.step, np.arange(len(instance.horizon))
    for k, (s, columns) in enumerate(zip(instance.staircases, shared.stairs, strict=True)):
        if s.kind == "feeder":
            continue
        own = x["u"][:, int(instance.feeder.roots[s.at])] if s.kind == "substation" else x["cn"][:, s.at]
        block = rows.equal.block(f"shared_stairs {k}", m, k, 0.0)
        rows.equal.add(block.rows, own, 1.0)
        rows.equal.add(block.rows, columns[step], -1.0)
    if shared.turbine.size:
        n = shared.turbine.shape[1]
        block = rows.equal.block("shared_turbine", m[:, None], np.arange(n)[None, :], 0.0)
        rows.equal.add(block.rows.reshape(-1, n), x["gp"], 1.0)
        rows.equal.add(block.rows.reshape(-1, n), shared.turbine[step], -1.0)
    if shared.mode.size:
        power = np.array([u.p_mw for u in instance.case.storages])
        for name, right, factor in (("ec", 0.0, -power), ("ed", power, power)):
            block = rows.upper.block(f"shared_mode_{name}", m[:, None], np.arange(len(power))[None, :], right)
            own_rows = block.rows.reshape(-1, len(power))
            rows.upper.add(own_rows, x[name], 1.0)
            rows.upper.add(own_rows, shared.mode[step], factor)


def _purchase(rows: Rows, x: Layout, instance: Instance, shared: SharedColumns) -> None:
    """Exchange less purchase is what is bought beyond it, less what is not taken of it."""
    if not shared.purchase.size:
        return
    m, n = shared.over.shape
    at, roots = np.arange(m)[:, None], np.arange(n)[None, :]
    own = rows.equal.block("imbalance", at, roots, 0.0).rows.reshape(m, n)
    for columns, factor in (
        (x["tp"], 1.0),
        (shared.purchase[instance.horizon.step], -1.0),
        (shared.over, -1.0),
        (shared.under, 1.0),
    ):
        rows.equal.add(own, columns, factor)
    least, most = purchase_range(instance)
    rows.at_least("purchase_min", shared.purchase, least)
    rows.at_most("purchase_max", shared.purchase, most)
    for name, columns in (("over_min", shared.over), ("under_min", shared.under)):
        rows.at_least(name, columns, 0.0)


def purchase_range(instance: Instance) -> tuple[Array, Array]:
    """``(n_root,)`` MW of which no more or less is ever bought.

    The limits of the tie; without any a flat figure above all that the network takes or gives, so that groups of
    scenarios solved apart have a bound.
    """
    case = instance.case
    sizes = sum(sum(u.s_mva for u in units) for units in (case.renewables, case.storages, case.turbines))
    most = 2.0 * (float(np.abs(instance.p_load_mw).sum(axis=1).max()) + sizes) + 1.0
    ties = [case.ties[k] if k >= 0 else None for k in instance.tie]
    low = np.array([-np.inf if t is None else t.p_min_mw for t in ties])
    high = np.array([np.inf if t is None else t.p_max_mw for t in ties])
    return np.maximum(low, -most), np.minimum(high, most)


def _imbalance_cost(instance: Instance, x: Layout, shared: SharedColumns) -> Array:
    prices, horizon = instance.case.prices, instance.horizon
    hours = (horizon.weight * horizon.hours)[:, None]
    cost = np.zeros(x.n_column)
    cost[shared.over], cost[shared.under] = hours * prices.imbalance_short, hours * prices.imbalance_long
    return cost


def _scenario_cost(instance: Instance, x: Layout, shared: SharedColumns, total: Array) -> csr_matrix:
    horizon = instance.horizon
    scenario = np.arange(len(horizon)) // horizon.n_step
    owner = np.full(x.n_column, -1)
    for columns in (*x.columns(), shared.over, shared.under):
        owner[columns] = scenario[:, None]
    priced = np.flatnonzero((total != 0) & (owner >= 0))
    weight = horizon.weight[:: horizon.n_step]
    values = total[priced] / weight[owner[priced]]
    return csr_matrix((values, (owner[priced], priced)), shape=(len(weight), x.n_column))


def _beyond(rows: Rows, instance: Instance, shared: SharedColumns, each: csr_matrix, given: Array) -> None:
    """What a scenario costs beyond the value at risk."""
    n = len(given)
    block = rows.upper.block("beyond", np.arange(n) * instance.horizon.n_step, np.arange(n), -given)
    scenario, column, value = find(each)
    rows.upper.add(block.rows[scenario], column, value)
    rows.upper.add(block.rows, shared.value_at_risk[0], -1.0)
    rows.upper.add(block.rows, shared.beyond, -1.0)
    rows.at_least("beyond_min", shared.beyond[:, None], 0.0)


def _with_risk(
    instance: Instance, x: Layout, shared: SharedColumns, costs: dict[str, Array], risk: Risk
) -> dict[str, Array]:
    """Costs less the share of the risk, and the risk's own."""
    weight = instance.horizon.weight[:: instance.horizon.n_step]
    own = np.zeros(x.n_column)
    own[shared.value_at_risk] = risk.weight * weight.sum()
    own[shared.beyond] = risk.weight * weight / (1 - risk.level)
    return {**{name: (1 - risk.weight) * c for name, c in costs.items()}, "risk": own}


def _widened(base: Programme, layout: Layout, rows: Rows, costs: dict[str, Array], constant: float) -> Programme:
    """The programme with columns and rows behind its own; no cones are added."""
    n = layout.n_column
    more = n - base.layout.n_column

    def joined(own: csc_matrix, further: csc_matrix | None) -> csc_matrix:
        wide = hstack([own, csc_matrix((own.shape[0], more))], format="csc")
        return csc_matrix(wide if further is None else vstack([wide, further], format="csc"))

    return replace(
        base,
        layout=layout,
        costs=costs,
        constant=constant,
        equal=joined(base.equal, rows.equal.matrix(n)),
        equal_right=np.concatenate([base.equal_right, rows.equal.right]),
        upper=joined(base.upper, rows.upper.matrix(n)),
        upper_right=np.concatenate([base.upper_right, rows.upper.right]),
        cone=joined(base.cone, None),
        equal_blocks={**base.equal_blocks, **_behind(rows.equal.blocks, base.equal.shape[0])},
        upper_blocks={**base.upper_blocks, **_behind(rows.upper.blocks, base.upper.shape[0])},
    )


def _behind(blocks: dict[str, Block], n: int) -> dict[str, Block]:
    return {name: replace(block, rows=block.rows + n) for name, block in blocks.items()}

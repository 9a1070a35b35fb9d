"""The layer above with the regions drawn together: their devices, and of their networks only what they tell.

What a region takes in follows its devices as it told (:mod:`engines.dispatch.layers.told_network`); the layer above
chooses for all devices at once, and hands down what each region takes in and what it is worth. As a region tells anew
where its plan has come to, this is Newton's method on the whole (sequential quadratic programming: Nocedal and Wright,
Numerical Optimization, 2nd edition, 2006, chapter 18).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.sparse import coo_matrix, csc_matrix

from engines.dispatch.closing import settled_flow
from engines.dispatch.conic import ConicSolution, Fixing, solve_conic
from engines.dispatch.driver_columns import DRIVERS, driver_columns
from engines.dispatch.holding import held, over, together
from engines.dispatch.instance import Instance
from engines.dispatch.layers.boundary import Layer, upper_boundary
from engines.dispatch.layers.cutting import Region
from engines.dispatch.layers.margins import missed_limit
from engines.dispatch.layers.part import Part
from engines.dispatch.layers.settling import settle
from engines.dispatch.layers.softening import GIVEN_WAY, softened
from engines.dispatch.layers.told_network import ToldNetwork
from engines.dispatch.layers.told_rows import RegionColumns, ToldRows
from engines.dispatch.layout import Layout
from engines.dispatch.programme import Programme, build_programme
from engines.dispatch.tangent_network import (
    APART,
    MISSED,
    curved_losses,
    tangent_rows,
    with_all_cones,
    without_current_cones,
)

Array = np.ndarray[Any, Any]


_MOST_ROUNDS, _ROUNDS_LOOKING = 10, 2
_LIMIT, _LIMIT_MW = 100.0, 10.0
"""What missing a region's limit by 1 pu² costs, in the load's dearest hour; the exchange's by a MW, in a MW's."""


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """What the layer above decided.

    Attributes:
        setpoint, price: ``(n_region, 3, n_moment)`` of p, q and u of the regions.
        cost: of the layer above alone; by_moment: ``(n_moment,)`` of all.
        short: pu² by which limits within regions are missed that do not hold together as told.
        missed: ``(n_moment,)`` pu², MW or Mvar by which its own limits gave way, where they were let.
    """

    solution: ConicSolution
    setpoint: Array
    price: Array
    cost: float
    by_moment: Array
    short: float
    missed: Array


class DrawnTogether:
    """The programme of the layer above and of all devices below it.

    Attributes:
        layer: the programme before anything was told, and its part of the whole with all devices.
    """

    def __init__(self, whole: Instance, upper: Part, regions: Sequence[Region], limited: Array) -> None:
        at = np.searchsorted(upper.nodes, [r.above for r in regions])
        region_of = np.full(whole.feeder.n_node, -1, np.int64)
        for k, region in enumerate(regions):
            region_of[region.nodes] = k
        own = {kind: region_of[node] for kind, node in whole.node.items()}
        part = _with_all_devices(whole, upper, regions, at)
        alone = _without_devices_below(build_programme(part.instance, limited), own)
        self.layer = Layer(part, *upper_boundary(alone, at))
        programme, m = self.layer.programme, len(whole.horizon)
        self._columns = [_region_columns(self.layer, own, k, int(node)) for k, node in enumerate(at)]
        self._balance = [
            programme.equal_blocks[f"{kind}_balance"].rows.reshape(m, -1)[:, at] for kind in ("active", "reactive")
        ]
        prices, hours = whole.case.prices, whole.horizon.weight * whole.horizon.hours
        self._loss_price = hours * prices.loss
        dearest = float(np.abs(whole.price * hours).max(initial=0.0)) + float(np.abs(self._loss_price).max(initial=0.0))
        self._dearest = max(dearest, 1.0)
        self._mw_price = _LIMIT_MW * self._dearest
        self._limit_price = _LIMIT * max(dearest, 1.0) * max(float(np.abs(whole.p_load_mw.sum(axis=1)).mean()), 0.01)
        self._typical_mw = max(float(np.abs(whole.p_load_mw.sum(axis=1)).mean()) / (len(regions) + 1), 0.01)
        self._burnt_mw = APART * self._typical_mw
        self._own_cost = np.where(_is_below(programme.layout, own), 0.0, programme.cost)
        self._own_constant = float((hours[:, None] * prices.curtailment * upper.instance.available_mw).sum())

    def solve(
        self,
        told: Sequence[ToldNetwork],
        programme: Programme,
        fixing: Fixing | None,
        still: Sequence[int],
        loss_worth: Array,
        seconds: float,
        *,
        margin_pu: float = 0.0,
        damping: float = 0.0,
        is_looking: bool = False,
    ) -> Drawn:
        """The least cost with the regions' networks as told.

        What they told of their limits may not hold together: then the least is missed, and told anew next time.

        Args:
            programme: that of :attr:`layer`, or with margins.
            fixing: of what is switched, where that is held.
            still: regions whose devices stay as they are.
            loss_worth: ``(n_region, 2, n_moment)`` what a MW and a Mvar of losses more costs there.
            margin_pu: kept to the limits of regions; see :class:`ToldRows`.
            damping: see :class:`ToldRows`.
            is_looking: only what positions would cost is asked: its own limits give way at a price.
        """
        holding = self._holding(programme, fixing, told, still)
        told = [own.still() if k in still else own for k, own in enumerate(told)]
        rows = ToldRows(
            programme, self._columns, told, loss_worth, self._loss_price, self._limit_price, margin_pu, damping
        )
        worth = loss_worth.mean(axis=0)
        worth[0] += self._loss_price
        if is_looking:
            return self._looked(rows, holding, worth, seconds)
        own = over(holding, rows.programme.layout.n_column)
        solution = solve_conic(rows.programme, own, quadratic=rows.quadratic, almost=True, seconds=seconds)
        if solution.is_solved:
            solution = self._on_network(rows.programme, rows.quadratic, own, solution, worth, seconds, _MOST_ROUNDS)
        return self._drawn(rows, solution)

    def _looked(self, rows: ToldRows, holding: Fixing | None, worth: Array, seconds: float) -> Drawn:
        programme, given_way, prices = softened(rows.programme, self._limit_price, self._mw_price)
        n, m = rows.programme.layout.n_column, len(given_way)
        quadratic = np.concatenate([rows.quadratic, np.zeros(m)])
        own = over(holding, n + m)
        solution = solve_conic(programme, own, quadratic=quadratic, almost=True, seconds=seconds)
        if solution.is_solved:
            solution = self._on_network(programme, quadratic, own, solution, worth, seconds, _ROUNDS_LOOKING)
        missed = np.maximum(solution.x[given_way], 0.0)
        drawn = self._drawn(rows, replace(solution, x=solution.x[:n]))
        by_moment = drawn.by_moment + (prices * missed).reshape(2, -1).sum(axis=0)
        return replace(drawn, by_moment=by_moment, missed=missed.reshape(2, -1).max(axis=0))

    def _on_network(
        self,
        programme: Programme,
        own_quadratic: Array,
        fixing: Fixing | None,
        solution: ConicSolution,
        worth: Array,
        seconds: float,
        rounds: int,
    ) -> ConicSolution:
        """A solution whose own network is as it is, where the relaxed one burns power in it."""
        drivers = driver_columns(self.layer.programme)

        def solve(flows: Array, damping: float) -> tuple[ConicSolution, bool]:
            cost, quadratic = curved_losses(programme, flows, worth)
            quadratic[drivers] += damping
            cost[drivers] -= damping * flows[drivers]
            tangents = tangent_rows(programme, flows)
            held = tangents if fixing is None else together(fixing, tangents)
            tangential = replace(without_current_cones(programme), costs={"all": programme.cost + cost})
            found, given_way = self._giving_way(tangential, held, own_quadratic + quadratic, seconds)
            return (with_all_cones(programme, found) if found.is_solved else found), given_way <= GIVEN_WAY

        def look(x: Array) -> tuple[Array | None, float]:
            flows = self._flows(x)
            return flows, self._doubt(x, flows)

        flows, doubt = look(solution.x)
        price = self._dearest / self._typical_mw
        return settle(solution, doubt, flows, solve, look, price, rounds).solution

    def _giving_way(
        self, programme: Programme, fixing: Fixing, quadratic: Array, seconds: float
    ) -> tuple[ConicSolution, float]:
        """A solution, and by how much its own limits had to give way: around flows far from those there will be they
        may not hold together that do around the next."""
        n = programme.layout.n_column
        found = solve_conic(programme, fixing, quadratic=quadratic, almost=True, seconds=seconds)
        if found.status != "infeasible":
            return found, 0.0
        soft, given_way, _ = softened(programme, self._limit_price, self._mw_price)
        wide = np.concatenate([quadratic, np.zeros(len(given_way))])
        own = over(fixing, n + len(given_way))
        found = solve_conic(soft, own, quadratic=wide, almost=True, seconds=seconds)
        short = float(np.max(found.x[given_way], initial=0.0))
        return replace(found, x=found.x[:n], upper_dual=found.upper_dual[: len(programme.upper_right)]), short

    def _flows(self, x: Array) -> Array | None:
        """A solution with the flows that its own devices and what regions take in make in the network above them."""
        programme, layout = self.layer.programme, self.layer.programme.layout
        still = x[: layout.n_column].copy()
        for name in ("p", "q", "l", "u", "um", "tp", "tq", "cw"):
            still[layout[name]] = 0.0
        m = len(programme.instance.horizon)
        p_in, q_in = (
            (programme.equal[rows] @ still - programme.equal_right[rows]).reshape(m, -1)
            for rows in (programme.equal_blocks[f"{kind}_balance"].rows for kind in ("active", "reactive"))
        )
        source_u = x[layout["u"][:, programme.instance.feeder.roots]].T
        return settled_flow(programme.instance, layout, x[: layout.n_column], None, source_u, (p_in, q_in))

    def _doubt(self, x: Array, flows: Array | None) -> float:
        """How far a solution is from what it would make; up to 1 there is nothing to mend."""
        if flows is None:
            return float("inf")
        programme = self.layer.programme
        own = np.concatenate([programme.layout["tp"], programme.layout["tq"]], axis=1)
        apart = float(np.abs(flows[own] - x[own]).max(initial=0.0)) / self._burnt_mw
        return max(missed_limit(programme, flows) / MISSED, apart)

    def _holding(
        self, programme: Programme, fixing: Fixing | None, told: Sequence[ToldNetwork], still: Sequence[int]
    ) -> Fixing | None:
        """What is switched, and the devices of regions that stay as they are."""
        for k in still:
            columns = self._columns[k]
            values = told[k].at[:, : columns.drivers.shape[1] - 1].copy()
            if fixing is not None:
                # Banks are held already.
                values[:, columns.is_bank] = np.nan
            stays = held(values.ravel(), columns.drivers[:, :-1].ravel(), programme.layout.n_column)
            fixing = stays if fixing is None else together(fixing, stays)
        return fixing

    def _drawn(self, rows: ToldRows, solution: ConicSolution) -> Drawn:
        setpoint = np.stack([solution.x[region.boundary] for region in self._columns])
        p, q = (-solution.equal_dual[balance].T for balance in self._balance)
        u = np.stack([rows.voltage_price(k, solution) for k in range(len(self._columns))])
        cost = float(self._own_cost @ solution.x[: len(self._own_cost)]) + self._own_constant
        by_moment = rows.by_moment(solution.x)
        short, none = rows.short(solution.x), np.zeros(len(by_moment))
        return Drawn(solution, setpoint, np.stack([p, q, u], axis=1), cost, by_moment, short, none)


def _region_columns(layer: Layer, own: dict[str, Array], k: int, node: int) -> RegionColumns:
    x = layer.programme.layout
    devices = [x[name][:, own[kind] == k] for name, kind in DRIVERS]
    is_bank = np.concatenate([np.full(d.shape[1], name == "cn") for d, (name, _) in zip(devices, DRIVERS, strict=True)])
    return RegionColumns(layer.boundary[k], np.concatenate([*devices, x["u"][:, [node]]], axis=1), is_bank)


def _without_devices_below(programme: Programme, own: dict[str, Array]) -> Programme:
    """Devices of regions put nothing into the layer above by themselves: only what a region takes in counts."""
    is_balance = np.zeros(len(programme.equal_right), bool)
    for kind in ("active", "reactive"):
        is_balance[programme.equal_blocks[f"{kind}_balance"].rows] = True
    entries = coo_matrix(programme.equal)
    kept = ~(is_balance[entries.row] & _is_below(programme.layout, own)[entries.col])
    equal = coo_matrix((entries.data[kept], (entries.row[kept], entries.col[kept])), shape=entries.shape)
    return replace(programme, equal=csc_matrix(equal))


def _is_below(x: Layout, own: dict[str, Array]) -> Array:
    """``(n_column,)`` whether a column is of a region's device."""
    found = np.zeros(x.n_column, bool)
    for name, kind in (*DRIVERS, ("cw", "cb"), ("ee", "es"), ("dx", "dr")):
        found[x[name][:, own[kind] >= 0]] = True
    return found


def _with_all_devices(whole: Instance, upper: Part, regions: Sequence[Region], at: Array) -> Part:
    """The layer above with every device; what regions hold stands where they hang on."""
    node = np.full(whole.feeder.n_node, -1, np.int64)
    node[upper.nodes] = np.arange(len(upper.nodes))
    is_below = node < 0
    for region, place in zip(regions, at, strict=True):
        node[region.nodes] = place
    p, q = upper.instance.p_load_mw.copy(), upper.instance.q_load_mvar.copy()
    # The balance deducts what may respond and counts the response in its place: of regions it counts neither.
    responds = whole.node["dr"][is_below[whole.node["dr"]]]
    below = is_below[whole.node["dr"]]
    given_p, given_q = whole.response_p_mw[:, below], whole.response_q_mvar[:, below]
    np.add.at(p.T, node[responds], given_p.T)
    np.add.at(q.T, node[responds], np.where(np.abs(given_p) > 1e-9, given_q, 0.0).T)
    # A region's bank follows the voltage of its own bus, as the region tells.
    follows = ~is_below[whole.node["cb"]]
    banks = tuple(
        replace(bank, follows_voltage=bank.follows_voltage and bool(own))
        for bank, own in zip(whole.case.capacitors, follows, strict=True)
    )
    stairs = dict(enumerate(whole.staircases))
    stairs = {k: s for k, s in stairs.items() if s.kind != "feeder"}
    stairs |= {k: s for k, s in zip(upper.stairs, upper.instance.staircases, strict=True) if s.kind == "feeder"}
    instance = replace(
        upper.instance,
        case=replace(whole.case, feeder_taps=upper.instance.case.feeder_taps, capacitors=banks),
        p_load_mw=p,
        q_load_mvar=q,
        node={kind: node[places] for kind, places in whole.node.items()},
        available_mw=whole.available_mw,
        response_p_mw=whole.response_p_mw,
        response_q_mvar=whole.response_q_mvar,
        staircases=tuple(stairs.values()),
    )
    devices = {kind: np.arange(len(places)) for kind, places in whole.node.items()}
    return replace(upper, instance=instance, devices=devices, stairs=tuple(stairs))

"""Where the layer above begins: each region as its resources and loads at the node it hangs on.

Without the regions' networks this is no plan, but its prices and setpoints are near enough that few exchanges remain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from engines.dispatch.conic import ConicSolution, solve_conic
from engines.dispatch.instance import Instance
from engines.dispatch.layers.cutting import Region
from engines.dispatch.layers.part import Part
from engines.dispatch.programme import Programme, build_programme

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Start:
    """What to begin with.

    Attributes:
        solution: of the equivalent; cost: its model cost.
        price, setpoint: ``(n_region, 3, n_moment)`` of p, q and u.
    """

    solution: ConicSolution
    cost: float
    price: Array
    setpoint: Array


class Equivalent:
    """The district with every region drawn together into one node."""

    def __init__(self, whole: Instance, upper: Part, regions: Sequence[Region]) -> None:
        self._whole, self._regions = whole, regions
        node = np.full(whole.feeder.n_node, -1, np.int64)
        node[upper.nodes] = np.arange(len(upper.nodes))
        for region in regions:
            node[region.nodes] = node[region.above]
        self._at = node[[r.above for r in regions]]
        m = len(whole.horizon)
        p, q = np.zeros((m, len(upper.nodes))), np.zeros((m, len(upper.nodes)))
        np.add.at(p.T, node, whole.p_load_mw.T)
        np.add.at(q.T, node, whole.q_load_mvar.T)
        # Taps within a region have nothing to act on here.
        taps = upper.instance.case.feeder_taps
        stairs = [s for s in whole.staircases if s.kind != "feeder"]
        self._instance = replace(
            upper.instance,
            case=replace(whole.case, feeder_taps=taps),
            p_load_mw=p,
            q_load_mvar=q,
            node={kind: node[at] for kind, at in whole.node.items()},
            available_mw=whole.available_mw,
            response_p_mw=whole.response_p_mw,
            response_q_mvar=whole.response_q_mvar,
            staircases=(*stairs, *(s for s in upper.instance.staircases if s.kind == "feeder")),
        )

    def solve(self, seconds: float = np.inf) -> Start | None:
        """``None`` where there is no plan even so."""
        instance = self._instance
        programme = build_programme(instance, np.zeros(len(instance.feeder.child), bool))
        solution = solve_conic(programme, almost=True, seconds=seconds)
        return self._start(programme, solution) if solution.is_solved else None

    def _start(self, programme: Programme, solution: ConicSolution) -> Start:
        m, x = len(self._instance.horizon), programme.layout
        price, setpoint = np.zeros((2, len(self._regions), 3, m))
        p_dual, q_dual = (
            -solution.equal_dual[programme.equal_blocks[name].rows].reshape(m, -1)
            for name in ("active_balance", "reactive_balance")
        )
        for k, (region, at) in enumerate(zip(self._regions, self._at, strict=True)):
            price[k, 0], price[k, 1] = p_dual[:, at], q_dual[:, at]
            setpoint[k, 0], setpoint[k, 1] = self._intake(programme, solution.x, region)
            setpoint[k, 2] = solution.x[x["u"][:, at]]
        return Start(solution, float(programme.cost @ solution.x) + programme.constant, price, setpoint)

    def _intake(self, programme: Programme, columns: Array, region: Region) -> tuple[Array, Array]:
        """``(n_moment,)`` p and q a region's loads and resources take in together."""
        whole, x = self._whole, programme.layout
        is_own = np.zeros(whole.feeder.n_node, bool)
        is_own[region.nodes] = True
        own = {kind: is_own[at] for kind, at in whole.node.items()}

        def total(name: str, kind: str) -> Array:
            return np.asarray(columns[x[name]][:, own[kind]].sum(axis=1))

        p = whole.p_load_mw[:, region.nodes].sum(axis=1) + total("ec", "es")
        p -= total("rp", "ren") + total("gp", "mt") + total("ed", "es")
        q = whole.q_load_mvar[:, region.nodes].sum(axis=1) - total("rq", "ren") - total("gq", "mt") - total("eq", "es")
        q -= total("sq", "svc")
        given_p, given_q = whole.response_p_mw, whole.response_q_mvar
        ratio = np.divide(given_q, given_p, out=np.zeros_like(given_q), where=np.abs(given_p) > 1e-9)
        more = (columns[x["dp"]] - given_p)[:, own["dr"]]
        p += more.sum(axis=1)
        q += (more * ratio[:, own["dr"]]).sum(axis=1)
        step = np.array([b.step_mvar for b in whole.case.capacitors])
        return p, q - (columns[x["cn"]] * step)[:, own["cb"]].sum(axis=1)

"""What one moment of a plan would look like if one device did something else, by load flow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.dispatch.ac_check import AcChecker, allowed_percent
from engines.dispatch.attaching import tree_branch_name
from engines.dispatch.candidate import Candidate
from engines.dispatch.instance import Staircase
from engines.dispatch.setpoints import stair_values
from engines.values.loadflow import LoadFlowResult
from engines.values.phrase import Phrase, phrase

Array = np.ndarray[Any, Any]

MORE_LOSSES = "losses would be {value} kW higher"
_EXPORT = "{value} MW would flow into the upper grid, the limit is {limit}"
_LEAST_IMPORT = "the import would be {value} MW, the least is {limit}"
_IMPORT = "the import would be {value} MW, the limit is {limit}"
_EXCHANGE = "the exchange with the upper grid would be {value} MVA, the limit is {limit}"
_CARRY = "{branch} would carry {value} % of what it may"
_NOTICED_PU = 1e-4
_NOTICED_KW = 0.05
_NOTICED_MW = 5e-4
_NOTICED_SHARE = 5e-4


@dataclass(frozen=True, slots=True, eq=False)
class WhatIf:
    """Asks the load flow of a plan's network."""

    checker: AcChecker
    plan: Candidate

    def broken(self, stairs: Staircase, position: int, moment: int) -> Phrase | None:
        """The worst limit a switched device breaks at the ``position`` of that index in one moment; ``None``: none."""
        return self._broken(self.moved(stairs, position, moment))

    def more_losses_kw(self, stairs: Staircase, position: int, moment: int) -> float:
        """What is lost more than in the plan; NaN where the load flow has no solution."""
        return self._more_losses_kw(self.moved(stairs, position, moment), moment)

    def moved(self, stairs: Staircase, position: int, moment: int) -> LoadFlowResult:
        """The load flow of one moment with a switched device at the ``position`` of that index."""
        sgen, values = self._sgen(moment), self._stairs(moment)
        if stairs.kind == "capacitor" and self.checker.network.shunt_rows[stairs.at] < 0:
            reactive = sgen["capacitors"][1].copy()
            reactive[stairs.at] = stairs.value[position] * self.checker.instance.case.capacitors[stairs.at].step_mvar
            sgen["capacitors"] = (sgen["capacitors"][0], reactive)
        else:
            value = stairs.positions[position] if stairs.kind == "feeder" else stairs.value[position]
            values[stairs.kind, stairs.at] = float(value)
        return self._solved(sgen, values, moment)

    def power(self, kind: str, at: int, p_mw: float, moment: int) -> Phrase | None:
        """The consequence of another active power of a device."""
        sgen = self._sgen(moment)
        active = sgen[kind][0].copy()
        active[at] = p_mw
        sgen[kind] = (active, sgen[kind][1])
        return self._consequence(self._solved(sgen, self._stairs(moment), moment), moment)

    def _sgen(self, moment: int) -> dict[str, tuple[Array, Array]]:
        points = self.plan.points
        return {kind: (points.p_mw[kind][moment], points.q_mvar[kind][moment]) for kind in points.p_mw}

    def _stairs(self, moment: int) -> dict[tuple[str, int], float]:
        step = int(self.checker.instance.horizon.step[moment])
        return stair_values(self.checker.instance, self.plan.switching, step)

    def _solved(
        self, sgen: dict[str, tuple[Array, Array]], stairs: dict[tuple[str, int], float], moment: int
    ) -> LoadFlowResult:
        step = int(self.checker.instance.horizon.step[moment])
        return self.checker.solver.solve(self.checker.network.at(step, sgen, stairs))

    def _more_losses_kw(self, result: LoadFlowResult, moment: int) -> float:
        if not result.is_converged:
            return float("nan")
        return float(result.losses_kw) - 1000 * float(self.plan.day.loss_mw[moment])

    def _consequence(self, result: LoadFlowResult, moment: int) -> Phrase | None:
        """The worst limit broken, else what the losses would be; ``None`` where neither says anything."""
        if broken := self._broken(result):
            return broken
        more = self._more_losses_kw(result, moment)
        return phrase(MORE_LOSSES, value=f"{more:.1f}") if more > _NOTICED_KW else None

    def _broken(self, result: LoadFlowResult) -> Phrase | None:
        instance = self.checker.instance
        if not result.is_converged:
            return phrase("the load flow would have no solution")
        node = instance.feeder.node_of_bus
        live = np.flatnonzero(node >= 0)
        v, low, high = result.vm_pu[live], instance.v_min_pu[node[live]], instance.v_max_pu[node[live]]
        beyond = np.maximum(low - v, v - high)
        worst = int(beyond.argmax())
        if beyond[worst] > _NOTICED_PU:
            label = instance.node_label(int(node[live[worst]]))
            limit = low[worst] if v[worst] < low[worst] else high[worst]
            return phrase(
                "{bus} would be {value} pu, the limit is {limit}",
                bus=label,
                value=f"{v[worst]:.4f}",
                limit=f"{limit:.6g}",
            )
        return self._broken_exchange(result) or self._broken_branch(result)

    def _broken_exchange(self, result: LoadFlowResult) -> Phrase | None:
        instance = self.checker.instance
        for root, place in enumerate(instance.tie):
            if place < 0:
                continue
            tie, source = instance.case.ties[place], instance.feeder.root_source[root]
            p = float(result.source_p_mw[source])
            s = float(np.hypot(p, result.source_q_mvar[source]))
            for told, value, limit, beyond in (
                (_EXPORT, -p, abs(min(tie.p_min_mw, 0.0)), tie.p_min_mw - p if p < 0 else 0.0),
                (_LEAST_IMPORT, p, tie.p_min_mw, tie.p_min_mw - p),
                (_IMPORT, p, tie.p_max_mw, p - tie.p_max_mw),
                (_EXCHANGE, s, tie.s_mva, s - tie.s_mva),
            ):
                if beyond > _NOTICED_MW:
                    return phrase(told, value=f"{value:.3f}", limit=f"{limit:.6g}")
        return None

    def _broken_branch(self, result: LoadFlowResult) -> Phrase | None:
        instance, (mva, percent) = self.checker.instance, self.checker.branches(result)
        share = np.where(np.isfinite(instance.branch_pu), percent / allowed_percent(instance), 0.0)
        beyond = np.nan_to_num(np.fmax(share, mva / instance.branch_mva))
        worst = int(beyond.argmax()) if beyond.size else 0
        if not beyond.size or beyond[worst] <= 1 + _NOTICED_SHARE:
            return None
        branch = tree_branch_name(instance, worst)
        return phrase(
            "{branch} would carry {value} % of what it may", branch=branch, value=f"{100 * beyond[worst]:.1f}"
        )

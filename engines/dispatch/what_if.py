"""What one moment of a plan would look like if one device did something else, by load flow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.dispatch.ac_check import AcChecker
from engines.dispatch.candidate import Candidate
from engines.dispatch.instance import Staircase
from engines.dispatch.setpoints import stair_values
from engines.values.loadflow import LoadFlowResult
from engines.values.phrase import Phrase, phrase

Array = np.ndarray[Any, Any]

MORE_LOSSES = "losses would be {value} kW higher"
_NOTICED_PU = 1e-4
_NOTICED_KW = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class WhatIf:
    """Asks the load flow of a plan's network."""

    checker: AcChecker
    plan: Candidate

    def stair(self, stairs: Staircase, position: int, moment: int) -> Phrase | None:
        """The consequence of a switched device standing at the ``position`` of that index in one moment."""
        return self._consequence(self.moved(stairs, position, moment), moment)

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
        for root, place in enumerate(instance.tie):
            p = float(result.source_p_mw[instance.feeder.root_source[root]])
            if place >= 0 and p < instance.case.ties[place].p_min_mw - 1e-4:
                return phrase("{value} MW would flow into the upper grid", value=f"{-p:.3f}")
        more = self._more_losses_kw(result, moment)
        return phrase(MORE_LOSSES, value=f"{more:.1f}") if more > _NOTICED_KW else None

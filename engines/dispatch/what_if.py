"""What one moment of a plan would look like if one device did something else, by load flow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.dispatch.ac_check import AcChecker
from engines.dispatch.candidate import Candidate
from engines.dispatch.setpoints import stair_values
from engines.values.phrase import Phrase, phrase

Array = np.ndarray[Any, Any]

_NOTICED_PU = 1e-4
_NOTICED_KW = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class WhatIf:
    """Asks the load flow of a plan's network."""

    checker: AcChecker
    plan: Candidate

    def stair(self, kind: str, at: int, value: float, moment: int) -> Phrase | None:
        """The consequence of another position in one moment."""
        step = int(self.checker.instance.horizon.step[moment])
        values = {**stair_values(self.checker.instance, self.plan.switching, step), (kind, at): value}
        return self._consequence(self._sgen(moment), values, moment)

    def bank(self, at: int, q_mvar: float, value: float, moment: int) -> Phrase | None:
        """The consequence of other steps of a capacitor bank."""
        sgen = self._sgen(moment)
        if self.checker.network.shunt_rows[at] >= 0:
            return self.stair("capacitor", at, value, moment)
        reactive = sgen["capacitors"][1].copy()
        reactive[at] = q_mvar
        sgen["capacitors"] = (sgen["capacitors"][0], reactive)
        return self._consequence(sgen, self._stairs(moment), moment)

    def power(self, kind: str, at: int, p_mw: float, moment: int) -> Phrase | None:
        """The consequence of another active power of a device."""
        sgen = self._sgen(moment)
        active = sgen[kind][0].copy()
        active[at] = p_mw
        sgen[kind] = (active, sgen[kind][1])
        return self._consequence(sgen, self._stairs(moment), moment)

    def _sgen(self, moment: int) -> dict[str, tuple[Array, Array]]:
        points = self.plan.points
        return {kind: (points.p_mw[kind][moment], points.q_mvar[kind][moment]) for kind in points.p_mw}

    def _stairs(self, moment: int) -> dict[tuple[str, int], float]:
        step = int(self.checker.instance.horizon.step[moment])
        return stair_values(self.checker.instance, self.plan.switching, step)

    def _consequence(self, sgen: Any, stairs: Any, moment: int) -> Phrase | None:
        """The worst limit broken, else what the losses would be; ``None`` where neither says anything."""
        instance = self.checker.instance
        step = int(instance.horizon.step[moment])
        result = self.checker.solver.solve(self.checker.network.at(step, sgen, stairs))
        if not result.is_converged:
            return phrase("the load flow would have no solution")
        node = instance.feeder.node_of_bus
        live = np.flatnonzero(node >= 0)
        v, low, high = result.vm_pu[live], instance.v_min_pu[node[live]], instance.v_max_pu[node[live]]
        beyond = np.maximum(low - v, v - high)
        worst = int(beyond.argmax())
        if beyond[worst] > _NOTICED_PU:
            label = instance.node_label(int(node[live[worst]]))
            return phrase("{bus} would be {value}", bus=label, value=f"{v[worst]:.3f}")
        for root, place in enumerate(instance.tie):
            p = float(result.source_p_mw[instance.feeder.root_source[root]])
            if place >= 0 and p < instance.case.ties[place].p_min_mw - 1e-4:
                return phrase("{value} MW would flow into the upper grid", value=f"{-p:.3f}")
        more = result.losses_kw - 1000 * float(self.plan.day.loss_mw[moment])
        if more > _NOTICED_KW:
            return phrase("losses would be {value} kW higher", value=f"{more:.1f}")
        return None

"""Taps, banks and compensators that follow their own voltage, each for itself."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.dispatch.ac_check import AcChecker
from engines.dispatch.evaluation.settlement import NotSettled
from engines.dispatch.instance import Staircase
from engines.dispatch.places import bus_row

Array = np.ndarray[Any, Any]

BANK_BAND = 0.4
"""A bank stays as it is while its voltage is so near the middle of its limits, as a share of the way to them."""
_MOST_ROUNDS = 60
_DAMPING = 0.5
_AT_REST_MVAR = 1e-4


class LocalControl:
    """The voltage controllers of a case through a day; each knows its own bus's voltage and nothing else.

    ``settle`` finds where they come to rest in a step, ``keep`` makes that so; steps come one after the other.

    A tap changer brings the voltage behind it back to ``set_pu`` once it is off by more than a step. A bank adds a step
    below its band and takes one out above. A compensator gives all it has at the lowest voltage allowed, takes all it
    has at the highest, and is linear between. Taps act first, then banks, within the move limits of the case.

    Attributes:
        positions: by staircase, ``(n_step,)`` index.
    """

    def __init__(self, checker: AcChecker, set_pu: float) -> None:
        self._checker, self._set_pu = checker, set_pu
        instance = checker.instance
        self._stairs = instance.staircases
        network = instance.snapshot.network
        low = network.bus_row(network["trafo"]["lv_bus"]) if len(network["trafo"]) else np.empty(0, np.int64)
        self._bus = [self._bus_of(s, low) for s in self._stairs]
        self._svc_bus = [bus_row(u.bus, network, "SVC") for u in instance.case.compensators]
        n = instance.horizon.n_step
        self.positions = tuple(np.full(n, s.initial) for s in self._stairs)
        self._moves = [0] * len(self._stairs)
        self._now = [s.initial for s in self._stairs]
        self._q_mvar = np.zeros(len(instance.case.compensators))

    def _bus_of(self, s: Staircase, low_bus: Array) -> int:
        instance = self._checker.instance
        if s.kind == "substation":
            return int(instance.feeder.bus_of_node[instance.feeder.roots[s.at]])
        if s.kind == "feeder":
            return int(low_bus[int(instance.feeder_tap_row[s.at])])
        return bus_row(instance.case.capacitors[s.at].bus, instance.snapshot.network, "capacitor bank")

    def settle(self, step: int, sgen: dict[str, tuple[Array, Array]]) -> tuple[Array, Array, Array]:
        """Let the controllers come to rest in a step.

        Args:
            sgen: by kind of device MW and Mvar; those of banks and compensators are found here.

        Returns:
            Mvar of the banks that give a fixed power and of the compensators; ``(n_source,)`` MW imported.

        Raises:
            NotSettled: the load flow has no solution.
        """
        before = [int(p[step - 1]) if step else s.initial for p, s in zip(self.positions, self._stairs, strict=True)]
        now, turned = list(before), [0] * len(before)
        for _ in range(_MOST_ROUNDS):
            vm, imported = self._flow(step, now, sgen)
            if not (self._taps(vm, before, now) or self._banks(vm, before, now, turned)) and self._at_rest(vm):
                break
        self._now = now
        return self._bank_mvar(now), self._q_mvar.copy(), imported

    def keep(self, step: int) -> None:
        """Take the positions found last for this step, and count their moves."""
        for k, (positions, new) in enumerate(zip(self.positions, self._now, strict=True)):
            old = positions[step - 1] if step else self._stairs[k].initial
            positions[step:] = new
            self._moves[k] += int(old != new)

    def _bank_mvar(self, now: list[int]) -> Array:
        case = self._checker.instance.case
        q = np.zeros(len(case.capacitors))
        for s, at in zip(self._stairs, now, strict=True):
            if s.kind == "capacitor" and not case.capacitors[s.at].follows_voltage:
                q[s.at] = s.value[at] * case.capacitors[s.at].step_mvar
        return q

    def _flow(self, step: int, now: list[int], sgen: dict[str, tuple[Array, Array]]) -> tuple[Array, Array]:
        """Voltages of all buses, and MW imported at each source."""
        banks = self._bank_mvar(now)
        power = {
            **sgen,
            "capacitors": (np.zeros(len(banks)), banks),
            "compensators": (np.zeros(len(self._q_mvar)), self._q_mvar),
        }
        worth = {
            (s.kind, s.at): float(s.positions[at]) if s.kind == "feeder" else float(s.value[at])
            for s, at in zip(self._stairs, now, strict=True)
        }
        result = self._checker.solver.solve(self._checker.network.at(step, power, worth))
        instance = self._checker.instance
        if not result.is_converged:
            raise NotSettled(f"the load flow has no solution: {instance.case.clock(step)}: {result.cause}")
        return np.asarray(result.vm_pu), np.asarray(result.source_p_mw[instance.feeder.root_source])

    def _taps(self, vm: Array, before: list[int], now: list[int]) -> bool:
        moved = False
        for k, s in enumerate(self._stairs):
            if s.kind == "capacitor":
                continue
            v = float(vm[self._bus[k]])
            band = float(np.abs(np.diff(s.value)).max()) if len(s.value) > 1 else np.inf
            if abs(v - self._set_pu) <= band:
                continue
            ratio = self._set_pu / v if s.kind == "substation" else v / self._set_pu
            wanted = int(np.abs(s.value - s.value[now[k]] * ratio).argmin())
            moved |= self._move(k, wanted, before, now)
        return moved

    def _banks(self, vm: Array, before: list[int], now: list[int], turned: list[int]) -> bool:
        moved = False
        for k, s in enumerate(self._stairs):
            if s.kind != "capacitor":
                continue
            v, (low, high) = float(vm[self._bus[k]]), self._limits(self._bus[k])
            middle, half = (low + high) / 2, (high - low) / 2
            turn = 1 if v < middle - BANK_BAND * half else -1 if v > middle + BANK_BAND * half else 0
            # Within a step a bank goes one way only, or it would never rest.
            if turn and turned[k] in (0, turn) and self._move(k, now[k] + turn, before, now):
                turned[k], moved = turn, True
        return moved

    def _move(self, k: int, wanted: int, before: list[int], now: list[int]) -> bool:
        s = self._stairs[k]
        if self._moves[k] >= s.max_moves:
            return False
        wanted = int(np.clip(wanted, before[k] - s.max_steps, before[k] + s.max_steps))
        wanted = int(np.clip(wanted, 0, len(s.positions) - 1))
        moved, now[k] = wanted != now[k], wanted
        return moved

    def _at_rest(self, vm: Array) -> bool:
        """Let the compensators follow; whether they have come to rest."""
        change = 0.0
        for k, unit in enumerate(self._checker.instance.case.compensators):
            low, high = self._limits(self._svc_bus[k])
            q = np.interp(vm[self._svc_bus[k]], [low, (low + high) / 2, high], [unit.q_max_mvar, 0.0, unit.q_min_mvar])
            q = float(np.clip(q, unit.q_min_mvar, unit.q_max_mvar))
            change = max(change, abs(q - self._q_mvar[k]))
            self._q_mvar[k] += _DAMPING * (q - self._q_mvar[k])
        return change <= _AT_REST_MVAR

    def _limits(self, bus: int) -> tuple[float, float]:
        instance = self._checker.instance
        node = int(instance.feeder.node_of_bus[bus])
        return float(instance.v_min_pu[node]), float(instance.v_max_pu[node])

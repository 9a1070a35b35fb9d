"""Whether two live parts may be joined for a moment, so that one can be taken over without interruption."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engines.grid.graph import graph_of
from engines.grid.network import ElementRef
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchKind, SwitchPosition
from engines.protection.fault import FaultKind
from engines.protection.short_circuit import ShortCircuitModel
from engines.restoration.judging import Judge
from engines.switching.angles import angle_across
from engines.switching.conduction import switch_nodes
from engines.switching.limits import SwitchingLimits
from engines.switching.load_break import switch_current
from engines.values.loadflow import LoadFlowResult

Array = np.ndarray[Any, Any]

LARGEST_DIFFERENCE_PU = 0.10
"""IEEE 1547-2018, table 5, allows 10 % for the class of the smallest equipment; more is never switched together."""


@dataclass(slots=True)
class Paralleling:
    """Judges closings between live parts."""

    judge: Judge
    limits: SwitchingLimits = field(default_factory=SwitchingLimits)

    def why_not(self, before: Snapshot, result: LoadFlowResult, row: int, picked: Array | None = None) -> str:
        """Why the switch must not be closed between two live parts; "" where it may.

        Args:
            before: with the switch open; ``result`` is its load flow.
            picked: ``(n_bus,)`` bool, buses picked up so far, whose load is still cold.
        """
        network = before.network
        name = network.label(ElementRef("switch", row))
        if str(network["switch"].id[row]) in self.judge.options.phases_unproven:
            return f"phase sequence and vector group have never been compared at {name}"
        difference = self._difference(before, result, row, name)
        if difference:
            return difference
        closed = before.with_values("switch", "position", [row], SwitchPosition.CLOSED)
        cold = np.zeros(len(network.bus), bool) if picked is None else picked
        judgement = self.judge.on_the_way(np.asarray(closed.switch_position), cold)
        if not judgement.is_accepted:
            return f"in parallel, {judgement.reason}"
        circulating_ka = switch_current(closed, judgement.result, row)
        rated_ka = float(network["switch"]["in_ka"][row])
        if circulating_ka > rated_ka:
            return (
                f"in parallel, {name} would carry {1e3 * circulating_ka:.0f} A, it is rated for {1e3 * rated_ka:.0f} A"
            )
        return self._fault_level(closed, row, name)

    def _difference(self, before: Snapshot, result: LoadFlowResult, row: int, name: str) -> str:
        nodes = switch_nodes(before, row)
        ends = [_bus_behind(before, row, node) for node in nodes] if nodes else []
        if len(ends) != 2 or min(ends) < 0 or not result.is_converged:
            return f"the voltages at {name} are not known on both sides"
        volts = result.vm_pu[ends]
        if not np.isfinite(volts).all():
            return f"the voltages at {name} are not known on both sides"
        if abs(float(volts[0] - volts[1])) > LARGEST_DIFFERENCE_PU:
            return f"the voltages at {name} differ by {abs(float(volts[0] - volts[1])):.3f} pu"
        degree = angle_across(before, result, row, ends[0], ends[1])
        if math.isnan(degree) or degree > self.limits.normal_angle_degree:
            told = "is not known" if math.isnan(degree) else f"is {degree:.1f}°"
            return f"the voltage angle across {name} {told}"
        return ""

    def _fault_level(self, closed: Snapshot, row: int, name: str) -> str:
        """Whether every breaker can still interrupt what a fault at its bus draws in parallel (IEC 60909-0)."""
        network, options = closed.network, self.judge.options
        current_ka = ShortCircuitModel(closed).bus_currents(FaultKind.THREE_PHASE)
        switch = network["switch"]
        at = np.asarray(network.bus_row(switch["bus"]))
        if at[row] < 0 or current_ka[at[row]] <= 0.0:
            return f"the fault level at {name} is not known: no feeding grid tells its short-circuit power"
        breakers = np.flatnonzero(np.isin(switch["kind"], [str(SwitchKind.BREAKER), str(SwitchKind.RECLOSER)]))
        for k in breakers[at[breakers] >= 0].tolist():
            limit = options.breaking_ka.get(str(switch.id[k]), options.default_breaking_ka)
            # What is beyond it already is not made so by the closing; the closing must not make it worse.
            if current_ka[at[k]] > limit and current_ka[at[k]] > _before_ka(closed, row)[at[k]] * 1.001:
                label = network.label(ElementRef("switch", k))
                return f"the fault current at {label} would be {current_ka[at[k]]:.1f} kA, it interrupts {limit:g} kA"
        return ""


def _before_ka(closed: Snapshot, row: int) -> Array:
    before = closed.with_values("switch", "position", [row], SwitchPosition.OPEN)
    return ShortCircuitModel(before).bus_currents(FaultKind.THREE_PHASE)


def _bus_behind(snapshot: Snapshot, row: int, node: int) -> int:
    """The bus at one side of a switch: the node, or the other end of the branch the switch stands on."""
    graph = graph_of(snapshot.network)
    if node < graph.n_bus:
        return node
    edge = node - graph.n_node
    if edge < 0:
        return -1
    at = np.flatnonzero(graph.switch_row == row)
    end = int(graph.switch_end[at[0]]) if len(at) else 0
    other = int(graph.second[edge] if end == 0 else graph.first[edge])
    return other if other < graph.n_bus else -1

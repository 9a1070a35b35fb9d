"""Every way of feeding part of a small radial feeder around a fault, cut short only by arguments that are exact.

A tree is grown from the source, one branch at a time: either the branch carries, or it never does. A beginning is given
up when

- what it can still reach leaves more unserved than is asked for, or
- its load flow breaks a limit although the least load that must still be added hangs no farther than where every way
  on branches off. In a radial network with loads of constant power, more load, or the same load farther out, never
  raises a voltage nor lowers a current, so that nothing grown from there can keep the limits.

It shares the load flow with what it is held against, and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.loadflow.solving import LoadFlowSolver
from engines.values.loadflow import LoadFlowResult

Array = np.ndarray[Any, Any]
Edges = frozenset[int]


@dataclass(frozen=True, order=True)
class Way:
    """One way of feeding, the best first in their order.

    Attributes:
        lost: load in kW and connections without supply, besides the faulted bus; less_margin: margin, negative.
        moved: branches whose switch is operated, by row.
    """

    lost: float
    operations: int
    less_margin: float
    moved: tuple[int, ...] = field(compare=False)


class Exhaustive:
    """A feeder with one switch per line at its "from" bus; the fault is at the "to" bus of a line."""

    def __init__(
        self, network: Network, tripped: Snapshot, solver: LoadFlowSolver, fault: int, low_pu: float, percent: float
    ) -> None:
        line, load, customer = network["line"], network["load"], network["customer"]
        self.first = np.asarray(network.bus_row(line["from_bus"])).tolist()
        self.second = np.asarray(network.bus_row(line["to_bus"])).tolist()
        self.snapshot, self.solver, self.low_pu, self.percent = tripped, solver, low_pu, percent
        self.closed = np.asarray(tripped.switch_closed).tolist()
        self.faulted, n = self.second[fault], len(network.bus)
        at = np.asarray(network.bus_row(load["bus"]))
        self.load_at = {int(bus): row for row, bus in enumerate(at.tolist())}
        self.p_mw, self.q_mvar, self.value = np.zeros(n), np.zeros(n), np.zeros(n)
        np.add.at(self.p_mw, at, load["p_mw"])
        np.add.at(self.q_mvar, at, load["q_mvar"])
        np.add.at(self.value, np.asarray(network.bus_row(customer["bus"])), customer["count"])
        self.value += 1e3 * self.p_mw
        self.around: list[list[tuple[int, int]]] = [[] for _ in range(n)]
        for k, (a, b) in enumerate(zip(self.first, self.second, strict=True)):
            if self.faulted not in (a, b):
                self.around[a].append((k, b))
                self.around[b].append((k, a))
        self.found: list[Way] = []

    def ways(self, most_lost: float) -> list[Way]:
        """Every way that leaves no more than ``most_lost`` unserved and keeps the limits, the best first."""
        self.budget = most_lost + 1e-6
        self._grow([0], {}, frozenset(), frozenset())
        return sorted(self.found)

    def _grow(self, fed: list[int], above: dict[int, int], tree: Edges, never: Edges) -> None:
        reach = self._reach(fed, never)
        lost = float(self.value.sum() - self.value[self.faulted] - self.value[sorted(reach)].sum())
        if lost > self.budget:
            return
        ahead = self._ahead(fed, tree, never)
        if not ahead:
            result = self._solved(tree, 0, 0.0, 0.0)
            if result is not None:
                self._keep(fed, tree, lost, result)
            return
        edge, here, there = ahead[0]
        more, beyond = [*fed, there], {**above, there: here}
        if self._may_go_on(more, beyond, tree | {edge}, never, reach - set(more), self.budget - lost):
            self._grow(more, beyond, tree | {edge}, never)
        self._grow(fed, above, tree, never | {edge})

    def _reach(self, fed: list[int], never: Edges) -> set[int]:
        seen, waiting = set(fed), list(fed)
        while waiting:
            for k, other in self.around[waiting.pop()]:
                if k not in never and other not in seen:
                    seen.add(other)
                    waiting.append(other)
        return seen

    def _ahead(self, fed: list[int], tree: Edges, never: Edges) -> list[tuple[int, int, int]]:
        inside = set(fed)
        return [
            (k, here, other)
            for here in fed
            for k, other in self.around[here]
            if other not in inside and k not in never and k not in tree
        ]

    def _may_go_on(
        self, fed: list[int], above: dict[int, int], tree: Edges, never: Edges, left: set[int], budget: float
    ) -> bool:
        """Whether the limits hold with the least that must still come, where all ways on branch off."""
        edge_of_it = {here for _, here, _ in self._ahead(fed, tree, never)}
        if not left or not edge_of_it:
            return self._solved(tree, 0, 0.0, 0.0) is not None
        ways = [self._way(bus, above) for bus in edge_of_it]
        at = 0
        for level in zip(*ways, strict=False):
            if len(set(level)) > 1:
                break
            at = level[0]
        p_mw, q_mvar = (self._least(power, left, budget) for power in (self.p_mw, self.q_mvar))
        return self._solved(tree, at, p_mw, q_mvar) is not None

    def _way(self, bus: int, above: dict[int, int]) -> list[int]:
        found = [bus]
        while found[-1] in above:
            found.append(above[found[-1]])
        return found[::-1]

    def _least(self, power: Array, buses: set[int], budget: float) -> float:
        """The least that stays of ``power`` when what is left out is worth no more than ``budget`` (in shares)."""
        total = float(power[sorted(buses)].sum())
        for bus in sorted((b for b in buses if self.value[b] > 0), key=lambda b: -power[b] / self.value[b]):
            share = min(1.0, budget / float(self.value[bus]))
            total, budget = total - share * float(power[bus]), budget - share * float(self.value[bus])
        return max(total, 0.0)

    def _solved(self, tree: Edges, at: int, p_mw: float, q_mvar: float) -> LoadFlowResult | None:
        """The load flow with more load at a bus; ``None`` where it breaks a limit."""
        position = np.zeros(len(self.closed), np.int8)
        position[sorted(tree)] = 1
        changes: dict[tuple[str, str], Array] = {("switch", "position"): position}
        if at in self.load_at and (p_mw or q_mvar):
            for column, added in (("p_mw", p_mw), ("q_mvar", q_mvar)):
                changes["load", column] = self.snapshot.column("load", column).copy()
                changes["load", column][self.load_at[at]] += added
        result = self.solver.solve(self.snapshot.with_state(changes))
        if not result.is_converged or np.nanmin(result.vm_pu) < self.low_pu:
            return None
        return result if np.nanmax(result.branches["line"].loading_percent) <= self.percent else None

    def _keep(self, fed: list[int], tree: Edges, lost: float, result: LoadFlowResult) -> None:
        inside = set(fed)
        moved = [k for k in tree if not self.closed[k]]
        moved += [
            k
            for k, closed in enumerate(self.closed)
            if closed and k not in tree and (self.first[k] in inside or self.second[k] in inside)
        ]
        vm = result.vm_pu[np.isfinite(result.vm_pu)]
        free_pu = float((vm - self.low_pu).min()) / (1.0 - self.low_pu)
        free = 1.0 - float(np.nanmax(result.branches["line"].loading_percent)) / self.percent
        self.found.append(Way(round(lost, 6), len(moved), -min(free_pu, free), tuple(sorted(moved))))

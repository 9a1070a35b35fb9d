"""Restoration on the 33-bus feeder of Baran and Wu, held against exhaustive search."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pytest

from engines.exchange.opening import open_network
from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.loadflow.solving import LoadFlowSolver
from engines.restoration.options import RestorationOptions
from engines.restoration.restoring import restore
from engines.values.switching_plan import PlanStatus, SwitchingPlan
from tests.engines.restoration.exhaustive import Exhaustive

N_BRANCH = 37
LOW_PU, LOADING_PERCENT = 0.88, 120.0
"""Emergency limits of the network (its ``limits``)."""


@pytest.fixture(scope="module")
def network() -> Network:
    return open_network("ieee33")[0]


@pytest.fixture(scope="module")
def solver(network: Network) -> LoadFlowSolver:
    return LoadFlowSolver(network)


def tripped(network: Network) -> Snapshot:
    """The feeder's only breaker has opened."""
    return Snapshot(network).with_values("switch", "position", [0], 0)


class Feeder:
    """The feeder as buses, branches and switch positions; the switch of a branch stands at its "from" bus.

    A fault on branch k lies in the zone of its "to" bus: the branch and that bus.
    """

    def __init__(self, network: Network, solver: LoadFlowSolver, fault: int) -> None:
        line = network["line"]
        self.first, self.second = (np.asarray(network.bus_row(line[c])) for c in ("from_bus", "to_bus"))
        self.snapshot, self.solver = tripped(network), solver
        self.present = solver.solve(self.snapshot)
        self.faulted = int(self.second[fault])
        closed = np.asarray(self.snapshot.switch_closed).copy()
        self.isolating = [k for k in range(N_BRANCH) if self.faulted in (self.first[k], self.second[k]) and closed[k]]
        closed[self.isolating] = False
        self.closed = closed
        self.movable = [k for k in range(N_BRANCH) if self.faulted not in (self.first[k], self.second[k])]

    def serves_all_radially(self, closed: np.ndarray, reachable: frozenset[int]) -> bool:
        """Whether the closed branches are a tree of bus 1 and everything in ``reachable``, by union and find."""
        above = list(range(33))

        def find(k: int) -> int:
            while above[k] != k:
                above[k] = above[above[k]]
                k = above[k]
            return k

        for k in np.flatnonzero(closed).tolist():
            a, b = find(int(self.first[k])), find(int(self.second[k]))
            if a == b:
                return False
            above[a] = b
        return all(find(bus) == find(0) for bus in reachable)

    def reachable(self) -> frozenset[int]:
        """Buses with some way to bus 1 around the fault."""
        seen, waiting = {0}, [0]
        while waiting:
            here = waiting.pop()
            for k in self.movable:
                a, b = int(self.first[k]), int(self.second[k])
                if here in (a, b) and (other := b if here == a else a) not in seen:
                    seen.add(other)
                    waiting.append(other)
        return frozenset(seen)

    def margin(self, closed: np.ndarray) -> float:
        """Smallest distance to a limit, minus one where a limit is broken."""
        result = self.solver.solve(self.snapshot.with_state({("switch", "position"): closed.astype(np.int8)}))
        if not result.is_converged:
            return -1.0
        vm, loading = result.vm_pu, result.branches["line"].loading_percent
        if np.nanmin(vm) < LOW_PU or np.nanmax(loading) > LOADING_PERCENT:
            return -1.0
        moved = np.isfinite(vm) & ~(np.abs(vm - self.present.vm_pu) <= 1e-5)
        return float(min((vm[moved] - LOW_PU).min() / (1 - LOW_PU), 1 - np.nanmax(loading) / LOADING_PERCENT))

    def with_operations(self, count: int) -> Iterator[np.ndarray]:
        """Every radial way of serving all that can be, with this many operations beside isolating."""
        reachable = self.reachable()
        n_closed = int(self.closed.sum())
        for chosen in combinations(self.movable, count):
            closed = self.closed.copy()
            closed[list(chosen)] ^= True
            closings = int(closed.sum()) - n_closed
            if closings >= 0 and self.serves_all_radially(closed, reachable):
                yield closed


def planned(network: Network, solver: LoadFlowSolver, fault: int, customer_kw: float = 1.0) -> SwitchingPlan:
    options = RestorationOptions(seconds=120.0, customer_kw=customer_kw)
    return restore(tripped(network), f"line:{fault + 1}", options, solver=solver)


ALL_SERVED = [k for k in range(1, 32) if k not in (1, 27)]


@pytest.mark.parametrize("fault", ALL_SERVED)
def test_a_plan_that_serves_all_equals_exhaustive_search(network: Network, solver: LoadFlowSolver, fault: int) -> None:
    feeder = Feeder(network, solver, fault)
    plan = planned(network, solver, fault)
    assert plan.status is PlanStatus.COMPLETE
    moved = plan.operations - len(feeder.isolating)
    for fewer in range(moved):
        assert all(feeder.margin(closed) < 0 for closed in feeder.with_operations(fewer))
    best = max(feeder.margin(closed) for closed in feeder.with_operations(moved))
    assert plan.margin == pytest.approx(best, abs=2e-6)
    dark = sum(network["load"]["p_mw"][k - 1] for k in range(1, 33) if k not in feeder.reachable())
    assert plan.unserved_kw == pytest.approx(1e3 * float(dark), abs=1e-6)
    assert plan.lower_bound_kw == pytest.approx(plan.unserved_kw, abs=0.02)


def test_a_fault_at_the_head_leaves_nothing_to_pick_up(network: Network, solver: LoadFlowSolver) -> None:
    plan = planned(network, solver, 0)
    assert plan.status is PlanStatus.NOTHING_TO_DO
    assert not plan.steps
    assert "all that is dark is suspected" in plan.reason
    assert plan.unserved_kw == plan.out_of_reach_kw == pytest.approx(3715.0)


@pytest.mark.parametrize("fault", [k for k in range(32) if k not in ALL_SERVED])
def test_where_not_all_can_be_served_the_plan_equals_exhaustive_search(
    network: Network, solver: LoadFlowSolver, fault: int
) -> None:
    plan = planned(network, solver, fault)
    faulted_kw, faulted_customers = _at_bus(network, fault + 2)
    lost = plan.unserved_kw - faulted_kw + plan.customers_unserved - faulted_customers
    if not plan.steps:
        # At the head of the feeder nothing is left to feed from.
        assert fault == 0
        assert plan.unserved_kw == plan.out_of_reach_kw
        return
    ways = Exhaustive(network, tripped(network), solver, fault, LOW_PU, LOADING_PERCENT).ways(lost)
    assert (ways[0].lost, ways[0].operations) == (pytest.approx(lost), plan.operations)
    assert -ways[0].less_margin == pytest.approx(plan.margin, abs=2e-6)
    assert {f"switch:{k + 1}" for k in ways[0].moved} == {step.element_id for step in plan.steps}
    assert plan.unserved_kw <= 1.01 * plan.lower_bound_kw + 10.0


def _at_bus(network: Network, bus: int) -> tuple[float, int]:
    load, customer = network["load"], network["customer"]
    return 1e3 * float(load["p_mw"][load["bus"] == bus].sum()), int(customer["count"][customer["bus"] == bus].sum())

"""No plan asks for an operation that does nothing for it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np
import pytest

from engines.exchange.opening import open_network
from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.grid.topology import analyse
from engines.grid.tracing import customers_at, power_at
from engines.loadflow.solving import LoadFlowSolver
from engines.restoration.options import RestorationOptions
from engines.restoration.replaying import replay
from engines.restoration.restoring import recheck, restore
from engines.restoration.tripping import tripped
from engines.values.switching_plan import ProofStatus, StepKind, SwitchingPlan
from engines.values.validation import InputError
from tests.engines.restoration.three_feeders import three_feeders

AT_ONCE = RestorationOptions(seconds=0.0)


@cache
def opened(name: str) -> tuple[Network, LoadFlowSolver]:
    network = three_feeders() if name == "three" else open_network(name)[0]
    return network, LoadFlowSolver(network)


def faults(network: Network, most: int) -> Iterator[str]:
    """Lines and bus bars, spread over the network."""
    for table, share in (("line", most * 2 // 3), ("bus", most - most * 2 // 3)):
        ids = network[table].id
        for row in np.unique(np.linspace(0, len(ids) - 1, share).astype(int)):
            yield str(ids[row])


def is_needed(snapshot: Snapshot, plan: SwitchingPlan, fault: str, number: int, solver: LoadFlowSolver) -> bool:
    """Whether without the step something is energised that must stay dead, a loop closes, or a limit breaks."""
    rest = recheck(snapshot, plan, fault, AT_ONCE, without={number}, solver=solver)
    wrong = {ProofStatus.FORBIDDEN, ProofStatus.VIOLATES, ProofStatus.NOT_CONVERGED}
    return any(step.proof.status in wrong for step in rest.steps)


@pytest.mark.parametrize(
    ("name", "most"), [("north", 30), ("ieee33", 24), ("three", 12), ("synthetic:200:1", 12), ("synthetic:300:2", 12)]
)
def test_each_operation_is_needed(name: str, most: int) -> None:
    network, solver = opened(name)
    planned = 0
    for fault in faults(network, most):
        try:
            snapshot, _ = tripped(Snapshot(network), fault)
        except InputError:
            continue
        plan = restore(snapshot, fault, AT_ONCE, solver=solver)
        if not plan.is_usable:
            continue
        planned += len(plan.steps) > 0
        states = replay(snapshot, plan)
        for step, before, after in zip(plan.steps, (snapshot, *states), states, strict=False):
            if step.kind is StepKind.OPEN:
                assert is_needed(snapshot, plan, fault, step.number, solver), (fault, step.name)
            elif step.kind is StepKind.CLOSE:
                assert gives_supply(snapshot, before, after, states[-1]), (fault, step.name)
    assert planned


def gives_supply(start: Snapshot, before: Snapshot, after: Snapshot, end: Snapshot) -> bool:
    """Whether a closing gives somebody supply, or prepares or makes room for what does later."""
    dark, now, last = (~analyse(before).is_energized, analyse(after).is_energized, analyse(end).is_energized)
    gained = dark & (now if (dark & now).any() else last)
    return customers_at(start.network, gained).total > 0 or power_at(start, ("load",), gained) > 0.0

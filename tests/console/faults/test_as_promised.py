"""A step of an order needs no further question only where it does no more than its proof has promised."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from console.control.command import CommandFacts, CommandView, PredictionState, Stage
from console.faults.stepping import is_as_promised
from console.workflows.customers import read_customers
from engines.grid.snapshot import Snapshot
from engines.loadflow.solving import LoadFlowSolver
from engines.restoration.options import RestorationOptions
from engines.restoration.restoring import restore
from engines.restoration.tripping import tripped
from engines.switching.consequence import Consequence, LoadingChange, VoltageChange
from engines.switching.operation import Operation
from engines.switching.prediction import predict
from engines.values.commands import CommandOrigin
from engines.values.frozen import FrozenMap
from engines.values.loadflow import SolveStatus
from engines.values.points import Quantity
from engines.values.site import SiteState
from engines.values.switching_orders import OrderAction, OrderState, OrderStep, OrderStepState, SwitchingOrder
from engines.values.switching_plan import StepKind
from tests.console.faults.field import definitions, network

NAN = float("nan")
FIRST = OrderStep(1, OrderAction.OPEN, "a", "A", True, state=OrderStepState.CONFIRMED, customers_unserved=10)
STEP = OrderStep(2, OrderAction.CLOSE, "b", "B", True, customers_unserved=12)
ORDER = SwitchingOrder("order:1", "incident:1", "title", "restore", "anna", 1, (FIRST, STEP), OrderState.EXECUTING)
FACTS = CommandFacts("1", definitions()[0], 1.0, CommandOrigin.ORDER, "anna", "B", 0.0, 0)
QUIET = Consequence(1, "network", SolveStatus.CONVERGED)


def promised(found: Consequence | None, **more: object) -> bool:
    view = CommandView(FACTS, Stage.AWAITING_CONFIRMATION, (), found, PredictionState.CURRENT)
    return is_as_promised(STEP, ORDER, replace(view, **more))  # type: ignore[arg-type]


def loading(before: float, after: float) -> Consequence:
    return replace(QUIET, loadings=(LoadingChange("line:1", "L1", before, after, 100.0, after > 100.0),))


def voltage(*, before: bool, after: bool) -> Consequence:
    return replace(QUIET, voltages=(VoltageChange("bus:1", "B1", 0.95, 0.9, 0.92, before, after),))


def test_what_was_promised_is_not_asked_again() -> None:
    assert promised(QUIET)
    assert promised(replace(QUIET, customers_lost=2)), "its proof has said so"
    assert not promised(replace(QUIET, customers_lost=3))


def test_a_closing_that_would_supply_nobody_any_more_is_asked() -> None:
    supplies = replace(ORDER, steps=(FIRST, replace(STEP, customers_unserved=3)))
    view = CommandView(FACTS, Stage.AWAITING_CONFIRMATION, (), QUIET, PredictionState.CURRENT)
    gained = replace(view, consequence=replace(QUIET, customers_gained=7))
    assert is_as_promised(supplies.steps[1], supplies, gained)
    assert not is_as_promised(supplies.steps[1], supplies, view)


@pytest.mark.parametrize(
    ("before", "after", "is_quiet"),
    [
        (80.0, 99.0, True),
        (80.0, 101.0, False),
        (103.0, 102.0, True),
        (103.0, 110.0, False),
        (float("nan"), 101.0, False),
    ],
)
def test_an_overload_that_comes_or_grows_is_asked(before: float, after: float, is_quiet: bool) -> None:
    assert promised(loading(before, after)) is is_quiet


def test_a_limit_of_voltage_that_was_kept_and_breaks_is_asked() -> None:
    assert not promised(voltage(before=False, after=True))
    assert promised(voltage(before=True, after=True))
    assert promised(voltage(before=True, after=False))


def test_nothing_is_taken_for_granted_without_a_current_solution() -> None:
    assert not promised(None)
    assert not promised(replace(QUIET, status=SolveStatus.DIVERGED))
    assert not promised(QUIET, prediction=PredictionState.WAITING)
    assert not promised(QUIET, needs_second_person=True)


def test_each_step_is_predicted_in_the_customers_its_proof_has_promised(tmp_path: Path) -> None:
    """With a customer file that counts otherwise than the network, and does not name every load."""
    file, loads = tmp_path / "customers.csv", network()["load"].id.tolist()
    file.write_text("customer,load,count\n" + "".join(f"{k},{load},{k}\n" for k, load in enumerate(loads[::2], 1)))
    customers, solver, fault = read_customers(file, network()), LoadFlowSolver(network()), "line:F4-W05"
    counts = FrozenMap({load: customers.count((load,)) for load in customers.by_load})
    now = tripped(Snapshot(network()), fault)[0]
    plan = restore(now, fault, RestorationOptions(seconds=0.0, customers=counts), solver=solver)
    told, unserved = customers.on_buses(network()), plan.customers_dead
    assert any(step.proof.customers_unserved != plan.customers_dead for step in plan.steps)
    for step in plan.steps:
        if step.kind not in (StepKind.OPEN, StepKind.CLOSE):
            continue
        closes = float(step.kind is StepKind.CLOSE)
        operation = Operation(step.element_id, Quantity.POSITION, closes)
        found = predict(solver, now, SiteState(), operation, customers=told)
        assert found.customers_lost - found.customers_gained == step.proof.customers_unserved - unserved
        unserved = step.proof.customers_unserved
        row = network().find(step.element_id).row  # type: ignore[union-attr]
        now = now.with_values("switch", "position", [row], int(closes))

"""Steps of a plan are solved ahead in a worker: the wanted one first, each as the plan's proof has it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from console.dispatch.ahead import StepsAhead
from console.dispatch.ahead_jobs import StepRequest, step_job
from console.dispatch.kept import KeptPlan, PlannedDay
from console.tasks.lane import Lane
from console.tasks.runner import TaskRunner
from engines.dispatch.options import DispatchOptions
from engines.dispatch.planning import plan_dispatch
from engines.exchange.ieee33 import ieee33
from engines.grid.network import Network
from engines.grid.snapshot import Mode, Snapshot
from engines.values.validation import InputError
from engines.values.work import DirectContext
from tests.engines.dispatch.cases import sample


@pytest.fixture(scope="module")
def kept() -> KeptPlan:
    """The sample, planned roughly."""
    case = sample()
    options = DispatchOptions(seconds=6.0, gap=0.05, verify=False, explain=False)
    plan = plan_dispatch(case, Snapshot(ieee33()), options)
    assert plan.is_acceptable, plan.reason
    return KeptPlan("a", "sample", case, "ieee33", 1.0, planned=PlannedDay(plan, 0.05, np.zeros(24)), planned_at=2.0)


@pytest.fixture(scope="module")
def runner(qapp: object) -> Iterator[TaskRunner]:
    made = TaskRunner(grace_s=0.3)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def no_leaked_threads() -> None:
    """The runner lives as long as the module."""


def network() -> Network:
    return ieee33()


def test_the_wanted_step_comes_next_and_then_the_others(qtbot: QtBot, runner: TaskRunner, kept: KeptPlan) -> None:
    steps, order = StepsAhead(runner, network()), list[int]()
    steps.solved.connect(order.append)
    steps.set_plan(kept, first=3)
    steps.want(20)
    qtbot.waitUntil(lambda: len(order) == 21, timeout=20_000)
    # The one that was under way as another was wanted is not given up.
    assert order[:4] == [3, 20, 21, 22]
    assert sorted(order) == list(range(3, 24))
    assert not steps.is_busy, "those before the first one are over"
    assert kept.planned is not None
    for step in order:
        found = steps.get(step)
        assert found is not None
        assert found.moment.result is not None
        assert found.moment.topology is not None
        np.testing.assert_allclose(found.moment.result.vm_pu, kept.planned.plan.vm_pu[step], atol=1e-7)
        assert found.moment.snapshot.mode is Mode.PLAN
        assert found.moment.result.snapshot_revision == found.moment.snapshot.revision
    assert len({steps.get(k).moment.snapshot.revision for k in order}) == 21  # type: ignore[union-attr]


def test_two_that_take_turns_at_one_worker_tell_it_their_plan_again(
    qtbot: QtBot, runner: TaskRunner, kept: KeptPlan
) -> None:
    steps, other = StepsAhead(runner, network()), StepsAhead(runner, network())
    steps.set_plan(kept, first=20)
    other.set_plan(replace(kept, plan_id="b"), first=20)
    qtbot.waitUntil(lambda: not steps.is_busy and not other.is_busy, timeout=20_000)
    for each in (steps, other):
        asked = [k for k in range(20, 24) if each.get(k) is None]
        for step in asked:
            each.want(step)
            qtbot.waitUntil(lambda each=each, step=step: each.get(step) is not None, timeout=20_000)  # type: ignore[misc]
        assert all(each.get(k) is not None for k in range(20, 24))


def test_another_plan_forgets_what_was_solved(qtbot: QtBot, runner: TaskRunner, kept: KeptPlan) -> None:
    steps = StepsAhead(runner, network())
    steps.set_plan(kept)
    qtbot.waitUntil(lambda: steps.get(0) is not None, timeout=20_000)
    steps.set_plan(None)
    assert steps.get(0) is None
    qtbot.waitUntil(lambda: not steps.is_busy, timeout=20_000)
    assert steps.get(1) is None, "an answer about the plan before is dropped"


def test_a_plan_of_another_network_is_told_and_not_drawn(qtbot: QtBot, runner: TaskRunner, kept: KeptPlan) -> None:
    from tests.engines.dispatch.cases import ieee33_variant

    steps, said = StepsAhead(runner, ieee33_variant()), list[str]()
    steps.failed.connect(lambda _step, sentence: said.append(sentence))
    steps.set_plan(kept)
    qtbot.waitUntil(lambda: bool(said), timeout=20_000)
    assert "another network" in said[0]
    assert steps.problem(0) == said[0]
    assert steps.get(0) is None
    assert not steps.is_busy, "what is wrong with one step is wrong with all"


def test_a_lost_worker_is_named_and_the_step_can_be_asked_again(
    qtbot: QtBot, runner: TaskRunner, kept: KeptPlan
) -> None:
    context = DirectContext()
    request = StepRequest(("a", 2.0), 4, network().structure_revision)
    assert step_job(context, request).state is None, "the worker does not know the plan yet"
    told = step_job(context, replace(request, kept=kept))
    assert told.state is not None
    assert step_job(context, replace(request, step=5)).state is not None
    with pytest.raises(InputError, match="another network"):
        step_job(context, replace(request, structure_revision="other", kept=kept))
    assert Lane.BACKGROUND.niceness > Lane.PREVIEW.niceness, "solving ahead stands back behind the present"

"""The worker processes that share one plan: answers in order, deaths, mistakes, a person who stops."""

from __future__ import annotations

import os
import signal
import sys

import pytest

from console.dispatch.pool import WorkerPool
from engines.dispatch.scenarios.executor import InlineExecutor, WorkLost
from engines.dispatch.scenarios.planning import plan_scenarios
from engines.values.validation import InputError
from engines.values.work import WorkCancelled
from tests.console.dispatch import pool_samples
from tests.engines.dispatch.scenarios.small import CALM_AND_WINDY, PARTS, small_case, snapshot, weather


def _never() -> bool:
    return False


def test_answers_come_in_order_from_two_processes_and_what_fails_is_told() -> None:
    with WorkerPool(2) as pool:
        answers = pool.run(pool_samples.squared, [(k,) for k in range(9)], _never)
        assert [a for a, _ in answers] == [k * k for k in range(9)]
        assert {p for _, p in answers} <= set(pool.process_ids)
        assert os.getpid() not in {p for _, p in answers}
        assert pool.run(pool_samples.squared, [], _never) == []
        with pytest.raises(InputError, match="bus 9"):
            pool.run(pool_samples.refuses, [(9,)], _never)
        with pytest.raises(WorkLost, match="ZeroDivisionError"):
            pool.run(pool_samples.divides, [(0,)], _never)
        # And it goes on.
        assert [a for a, _ in pool.run(pool_samples.squared, [(3,)], _never)] == [9]


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_killed_worker_is_replaced_and_its_work_done_again(tmp_path: object) -> None:
    with WorkerPool(2) as pool:
        before = pool.process_ids
        answers = pool.run(pool_samples.dies_once, [(str(tmp_path), k) for k in range(4)], _never)
        assert answers == [0, 1, 2, 3]
        assert set(pool.process_ids) != set(before)
        with pytest.raises(WorkLost, match="SIGKILL"):
            pool.run(pool_samples.dies, [()], _never)


def test_whoever_stops_does_not_wait() -> None:
    with WorkerPool(1) as pool:
        asked = iter([False] * 3)
        with pytest.raises(WorkCancelled):
            pool.run(pool_samples.endless, [()], lambda: next(asked, True))
        assert [a for a, _ in pool.run(pool_samples.squared, [(2,)], _never)] == [4]


def test_a_plan_from_two_processes_is_the_plan_from_one() -> None:
    case = small_case()
    scenarios = weather(case, *CALM_AND_WINDY)
    alone = plan_scenarios(case, snapshot(), scenarios, PARTS, executor=InlineExecutor())
    with WorkerPool(2) as pool:
        shared = plan_scenarios(case, snapshot(), scenarios, PARTS, executor=pool)
    assert shared.workers == 2
    assert shared.cost == pytest.approx(alone.cost, rel=1e-9)
    assert shared.lower_bound == pytest.approx(alone.lower_bound, rel=1e-9)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_worker_killed_while_planning_costs_nothing_but_time() -> None:
    case = small_case()
    with WorkerPool(1) as pool:
        pool.run(pool_samples.squared, [(1,)], _never)
        os.kill(pool.process_ids[0], signal.SIGKILL)
        plan = plan_scenarios(case, snapshot(), weather(case, *CALM_AND_WINDY), PARTS, executor=pool)
    assert plan.is_acceptable

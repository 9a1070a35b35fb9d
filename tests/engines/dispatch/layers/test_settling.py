"""Plans brought to what their devices make: damping where they would go from end to end, and what may not be taken."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engines.dispatch.conic import ConicSolution
from engines.dispatch.layers.settling import settle

Array = np.ndarray[Any, Any]
NONE = np.empty(0)
RIGHT = 0.3
STIFF = 4.0


def solution(x: float, status: str = "solved") -> ConicSolution:
    """One number as a solution."""
    return ConicSolution(status, "", np.array([x]), x, x, NONE, NONE, NONE, NONE, 1)


def look(x: Array) -> tuple[Array, float]:
    """What the device makes is what it says; the doubt is how far that is from the right place, in thousandths."""
    return x, float(np.abs(x - RIGHT).max()) / 1e-3


def overshooting(flows: Array, damping: float) -> float:
    """Without damping a step goes twice as far as it should, and back: it never comes nearer."""
    return float(flows[0] + 2 * (RIGHT - flows[0]) * STIFF / (STIFF + damping))


def test_what_goes_from_end_to_end_comes_to_rest_by_damping() -> None:
    asked: list[float] = []

    def solve(flows: Array, damping: float) -> tuple[ConicSolution, bool]:
        asked.append(damping)
        return solution(overshooting(flows, damping)), True

    begin = np.array([1.0])
    found = settle(solution(1.0), look(begin)[1], begin, solve, look, 100.0, rounds=25)
    assert asked[0] == 0.0
    assert max(asked) > 0.0
    assert abs(found.solution.x[0] - RIGHT) <= 1e-3
    assert len(asked) < 25


def test_a_step_with_limits_that_gave_way_is_gone_on_from_and_never_taken() -> None:
    steps = iter([(0.6, False), (RIGHT, True)])

    def solve(flows: Array, damping: float) -> tuple[ConicSolution, bool]:
        x, may_be_taken = next(steps)
        return solution(x), may_be_taken

    begin = np.array([1.0])
    one = settle(solution(1.0), look(begin)[1], begin, solve, look, 1.0, rounds=1)
    assert one.solution.x[0] == 1.0
    assert one.flows is not None
    assert one.flows[0] == 0.6
    again = settle(solution(1.0), look(begin)[1], begin, solve, look, 1.0, rounds=5)
    assert again.solution.x[0] == RIGHT


@pytest.mark.parametrize("status", ["infeasible", "failed"])
def test_where_nothing_is_found_the_best_before_it_stays(status: str) -> None:
    begin = np.array([1.0])
    ended = settle(
        solution(1.0), look(begin)[1], begin, lambda *_: (solution(np.nan, status), True), look, 1.0, rounds=5
    )
    assert ended.solution.x[0] == 1.0
    assert ended.is_infeasible == (status == "infeasible")

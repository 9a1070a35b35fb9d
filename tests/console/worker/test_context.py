"""What a worker hands to its work."""

from __future__ import annotations

import math

import pytest

from console.worker.context import PipeContext
from engines.values.work import WorkCancelled


def test_reports_are_thinned_out_but_the_end_always_comes() -> None:
    sent: list[float] = []
    context = PipeContext({}, lambda fraction, text: sent.append(fraction), lambda: False)
    for k in range(1001):
        context.report(k / 1000)
    assert sent[0] == 0.0
    assert sent[-1] == 1.0
    assert len(sent) < 100


@pytest.mark.parametrize(("told", "sent"), [(-0.5, 0.0), (1.7, 1.0), (math.nan, 0.0), (0.25, 0.25)])
def test_a_fraction_stays_between_nothing_and_all(told: float, sent: float) -> None:
    heard: list[float] = []
    PipeContext({}, lambda fraction, text: heard.append(fraction), lambda: False).report(told)
    assert heard == [sent]


def test_work_that_is_not_wanted_any_more_is_told_so() -> None:
    context = PipeContext({}, lambda fraction, text: None, lambda: True)
    assert context.is_cancelled()
    with pytest.raises(WorkCancelled):
        context.check_cancelled()

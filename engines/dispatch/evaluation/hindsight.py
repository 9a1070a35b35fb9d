"""The plan of somebody who knew the day beforehand: a bound, never a way to operate."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from engines.dispatch.ac_check import AcChecker
from engines.dispatch.evaluation.settlement import NotSettled, settle_day
from engines.dispatch.options import DispatchOptions
from engines.dispatch.search import Search
from engines.values.dispatch_evaluation import DayResult, OperatingMode
from engines.values.work import WorkContext


def settle_hindsight(day: np.datetime64, checker: AcChecker, seconds: float, context: WorkContext) -> DayResult:
    """The best the day allowed, settled like every mode.

    Raises:
        NotSettled: no plan keeps all limits on this day, not even one that knows it.
    """
    options = DispatchOptions(seconds=seconds, verify=False, explain=False)
    search = Search(checker.instance, options, context, time.perf_counter())
    search.run()
    best = search.best
    if best is None or not best.holds:
        why = search.conflicts[0].sentence.text if search.conflicts else search.stopped or "none was found"
        raise NotSettled(f"no plan keeps all limits, even with the day known: {why}")
    purchase = best.day.source_p_mw
    found = settle_day(OperatingMode.HINDSIGHT, day, checker, best.points, best.switching, purchase)
    return replace(found, lower_bound=search.bound)

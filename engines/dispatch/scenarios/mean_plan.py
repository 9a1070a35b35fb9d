"""The plan of the mean of all scenarios: what planning without scenarios would decide, and where they start from."""

from __future__ import annotations

import time

from engines.dispatch.attaching import attach
from engines.dispatch.options import DispatchOptions
from engines.dispatch.scenarios.decision import FirstStage
from engines.dispatch.scenarios.setup import Setup, unpacked
from engines.dispatch.search import Search
from engines.values.work import WorkContext


def plan_mean(context: WorkContext, setup: Setup, seconds: float, gap: float) -> FirstStage | None:
    """Its first stage; ``None`` where the mean has no plan that holds."""
    known = unpacked(context, setup)
    options = DispatchOptions(seconds=seconds, gap=gap, verify=False, explain=False)
    search = Search(attach(known.mean, known.snapshot), options, context, time.perf_counter())
    search.run()
    best = search.best
    if best is None or not best.holds:
        return None
    purchase = best.day.source_p_mw if known.mean.prices.has_imbalance else None
    return FirstStage(best.switching, best.points.p_mw["turbines"], purchase)

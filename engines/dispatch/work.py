"""What a worker process does for a window: plan. Importing this module imports no solver."""

from __future__ import annotations

from engines.dispatch.options import DispatchOptions
from engines.grid.snapshot import Snapshot
from engines.values.dispatch import DispatchPlan
from engines.values.dispatch_case import DispatchCase
from engines.values.work import WorkContext


def work_dispatch(
    context: WorkContext, case: DispatchCase, snapshot: Snapshot, options: DispatchOptions | None = None
) -> DispatchPlan:
    """Plan a case; whoever cancels before there is a plan gets one without, and none is waited for.

    Raises:
        InputError: the case does not fit the network.
    """
    from engines.dispatch.planning import plan_dispatch

    return plan_dispatch(case, snapshot, options or DispatchOptions(), context=context)

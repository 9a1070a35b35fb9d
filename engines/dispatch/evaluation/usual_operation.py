"""What today's practice would make of the very forecast a plan was made for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engines.dispatch.ac_check import AcChecker
from engines.dispatch.attaching import attach
from engines.dispatch.evaluation.rules import choose_set_point, settle_rules
from engines.dispatch.scenarios.joining import scenario_cases
from engines.grid.snapshot import Snapshot
from engines.values.dispatch_case import DispatchCase
from engines.values.dispatch_evaluation import DayResult
from engines.values.joint_model import Scenarios
from engines.values.work import DirectContext, WorkContext

UNDATED = np.datetime64("NaT")


def operated_by_rules(case: DispatchCase, snapshot: Snapshot) -> tuple[DayResult, float]:
    """The case operated by rules, and the voltage (pu) its tap changers hold.

    That voltage is the best for this very forecast, which favours the rules: nobody knows it beforehand.

    Raises:
        InputError: the case does not fit the network.
        NotSettled: a load flow has no solution, so that nothing can be said.
    """
    checker = AcChecker(attach(case, snapshot))
    set_pu = choose_set_point([checker])
    return settle_rules(UNDATED, checker, set_pu), set_pu


def operated_by_rules_over(
    case: DispatchCase, snapshot: Snapshot, scenarios: Scenarios, context: WorkContext | None = None
) -> tuple[Sequence[DayResult], float]:
    """Each scenario operated by rules, in their order; the voltage held is the best for their mean.

    Nothing is paid for leaving the purchase of the day before: rules buy none. Raises as :func:`operated_by_rules`.
    """
    context = context or DirectContext()
    cases, mean = scenario_cases(case, scenarios)
    set_pu = choose_set_point([AcChecker(attach(mean, snapshot))])
    found = []
    for one in cases:
        context.check_cancelled()
        found.append(settle_rules(UNDATED, AcChecker(attach(one, snapshot)), set_pu))
    return tuple(found), set_pu

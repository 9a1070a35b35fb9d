"""What an outage would have come to without the console's plans: who was picked up before the repair waits for it.

Only stages that an order can have ended are prolonged: they began before the incident's first restoring order did, and
ended after it began and before the repair. What reclosing or a hand on site brought back stays as it was. Where that
cannot be told apart the benefit is taken for smaller, never for greater.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from engines.values.incidents import Incident
from engines.values.repair import Outage, OutageStage, WorkOrder, WorkState
from engines.values.switching_orders import SwitchingOrder
from engines.values.switching_plan import PlanPurpose

RESTORING = (PlanPurpose.ISOLATE.value, PlanPurpose.RESTORE.value)


def repaired_us(work: Iterable[WorkOrder]) -> int:
    """When the last piece of work of an incident was done; 0 where none was, or one is still under way."""
    ends = [each.cleared_us or each.repaired_us for each in work if each.state is not WorkState.CANCELLED]
    return max(ends) if ends and all(ends) else 0


def first_begun_us(orders: Iterable[SwitchingOrder]) -> int:
    """When the first order of an incident that isolates or restores was begun; 0 where none was."""
    begun = [order.begun_us for order in orders if order.begun_us and order.purpose in RESTORING]
    return min(begun, default=0)


def without_plans(incident: Incident, begun_us: int, end_us: int) -> Outage:
    """The outage had no order been carried out.

    Args:
        begun_us: see :func:`first_begun_us`; end_us: see :func:`repaired_us`; where either is 0, or the interruption
            was planned, it is the outage as it was.
    """
    outage = incident.outage
    if not begun_us or not end_us or incident.is_planned:
        return outage
    waiting: set[str] = set()
    stages: list[OutageStage] = []
    for stage in sorted(outage.stages, key=lambda stage: (stage.begin_us, stage.end_us or 1 << 62)):
        if stage.begin_us < begun_us <= stage.end_us < end_us:
            waiting.update(stage.load_ids)
            stages.append(replace(stage, end_us=end_us))
        elif stage.begin_us < end_us and waiting.intersection(stage.load_ids):
            # Interrupted a second time while they would have been waiting anyway.
            if not stage.end_us or stage.end_us > end_us:
                stages.append(replace(stage, begin_us=end_us))
        else:
            stages.append(stage)
    if not waiting:
        return outage
    after = Outage(tuple(stages))
    last = max(end_us, *(max(stage.begin_us, stage.end_us) for stage in outage.stages))
    return after if after.customer_minutes(last) > outage.customer_minutes(last) else outage

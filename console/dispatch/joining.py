"""The executor of plans, joined with the parts of a live console."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from console.control.live_points import StoreDistrict
from console.control.qt_time import SystemClock
from console.dispatch.control_points import FieldPoints
from console.dispatch.desk import DispatchDesk
from console.dispatch.executions import Executions
from console.dispatch.executor import PlanExecutor
from console.dispatch.guarding import Guard
from console.live.district import LiveDistrict
from console.live.field import FieldLinks
from console.live.operations import Operations
from engines.values.points import PointDefinition


def make_executor(
    district: LiveDistrict,
    operations: Operations,
    links: FieldLinks,
    plans: DispatchDesk,
    why_resting: Callable[[], str],
    parent: QObject,
    *,
    needs_approval: bool,
) -> PlanExecutor:
    """An executor for the plans of a site.

    Args:
        why_resting: why this console commands nothing at present, "" where it does.
        needs_approval: a second person must approve each plan, as it must each switching order.
    """
    assert operations.desk is not None
    store, session = district.store, operations.session

    def definition(point_id: str) -> PointDefinition | None:
        row = store.row(point_id)
        return None if row is None else store.definitions[row]

    reading = StoreDistrict(store, lambda: district.snapshot).reading
    field = FieldPoints(definition, reading, links.has_control, operations.people.needs_second_person)
    executions = Executions(operations.site.journal, operations.site.store.console, parent)
    return PlanExecutor(
        district, operations.desk, plans, executions, field, Guard(district, field, why_resting),
        lambda: session.name, SystemClock().now_us, parent, needs_approval=needs_approval,
    )  # fmt: skip

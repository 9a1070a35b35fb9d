"""Two faults at once whose plans need the same tie: who begins first has it, the other is told and proven anew."""

from __future__ import annotations

import pytest

from engines.values.switching_orders import SwitchingOrder
from engines.values.switching_plan import StepKind
from tests.console.faults.live.fault_room import FaultRoom
from tests.console.windows.live.conftest import wait_until

pytestmark = pytest.mark.slow
FIRST, SECOND = "line:F2-W02", "line:F3-W02"


def closes(room: FaultRoom, incident_id: str) -> set[str]:
    """What the plan in front would close."""
    thought = room.thought(incident_id)
    if thought.plan is None or thought.is_planning or thought.is_refining or not thought.plan.is_usable:
        return set()
    return {step.element_id for step in thought.plan.steps if step.kind is StepKind.CLOSE}


def test_the_tie_goes_to_the_order_that_is_begun_and_the_other_is_proven_anew(room: FaultRoom) -> None:
    first, second = room.break_line(FIRST, is_found=True), room.break_line(SECOND, is_found=True)
    wait_until(lambda: bool(closes(room, first) & closes(room, second)), "both to be planned over one tie")
    room.shown.choose(second)
    wait_until(lambda: room.shown.page.incident_id == second, "the page of the second")
    waiting = room.write_order(second)
    room.shown.choose(first)
    wait_until(lambda: room.shown.page.incident_id == first, "the page of the first")
    begun = room.write_order(first)
    ties = {s.element_id for s in room.order(begun).steps} & {s.element_id for s in room.order(waiting).steps}
    assert ties
    assert room.order(waiting).is_checked
    # One step at a time: the tie has not moved yet when the other order is looked at.
    room.press_order("begin", begun)
    wait_until(lambda: room.order(begun).begun_us > 0, "the first to be begun")

    def refused() -> SwitchingOrder | None:
        order = room.order(waiting)
        return None if order.is_checked else order

    wait_until(lambda: refused() is not None, "the second to be proven anew")
    assert f"{begun} of {room.incident(first).title} needs it" in room.order(waiting).reason
    assert not any(step.state.is_begun for step in room.order(waiting).steps)

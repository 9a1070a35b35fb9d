"""Two consoles of one site: one incident, one order, carried out by one of them at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from console.live_console import LiveConsole
from engines.values.switching_orders import OrderState
from tests.console.faults.live.fault_room import FaultRoom
from tests.console.faults.live.north_field import north_field
from tests.console.windows.live.conftest import wait_until

pytestmark = pytest.mark.slow
LINE = "line:F10-W03"


@pytest.fixture
def rooms(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[FaultRoom, FaultRoom]]:
    """Two desks, anna at both."""
    names = iter(["desk 1", "desk 2"])
    # Consoles are told apart by their process; these two share one.
    monkeypatch.setattr("console.journal.journal.console_name", lambda: next(names))
    with north_field(tmp_path, LINE, 50.0) as path:
        made: list[LiveConsole] = []
        try:
            for _ in range(2):
                console = LiveConsole(is_lasting=False, site_folder=tmp_path / "site", address_map=path)
                console.start("north", (1366, 768))
                made.append(console)
            yield FaultRoom(made[0]), FaultRoom(made[1], is_first=False)
        finally:
            for console in made:
                console.window.close()
                console.close()


def test_one_incident_and_an_order_that_is_taken_over(rooms: tuple[FaultRoom, FaultRoom]) -> None:
    first, second = rooms
    incident_id = first.take_incident(LINE)
    wait_until(lambda: second.incident(incident_id).element_ids == (LINE,), "the other to know the place")
    assert [i.incident_id for i in second.incidents()] == [incident_id], "both have heard the trip, one has opened it"
    wait_until(lambda: bool(second.thought(incident_id).plans), "a plan at the other desk as well")
    assert len(second.faults.desk.board.works_of(incident_id)) == 1, "one work order, whoever wrote it"
    order_id = first.write_order(incident_id)
    wait_until(lambda: order_id in second.faults.desk.board.orders, "the other to see the order")
    first.press_order("begin", order_id)
    wait_until(lambda: second.order(order_id).state is OrderState.EXECUTING, "the other to see it begun")
    assert second.order(order_id).console == "desk 1"
    step = second.order(order_id).next_step
    assert step is not None
    assert "desk 1" in second.faults.carrying_out.why_not_step(second.order(order_id), step)
    second.shown.choose(incident_id)
    wait_until(lambda: second.shown.orders.order_id == order_id, "the order at the other desk")
    wait_until(lambda: "take_over" in second.shown.orders.action_row.buttons, "the other desk's only way")
    assert "next" not in second.shown.orders.action_row.buttons
    second.press_order("take_over", order_id)
    wait_until(lambda: first.order(order_id).state is OrderState.SUSPENDED, "the first to see it halted")
    second.press_order("begin", order_id)
    wait_until(lambda: first.order(order_id).console == "desk 2", "the first to see who goes on")
    assert first.order(order_id).state is OrderState.EXECUTING
    due = second.due(order_id)
    assert second.order(order_id).step(due).is_remote
    second.press_order("next", order_id)
    wait_until(lambda: first.due(order_id) != due, "the first to see a step done")
    sent = [r for r in first.journal("command") if r.element_id == first.order(order_id).step(due).element_id]
    assert len(sent) == 1
    assert {i.incident_id for i in first.faults.desk.board.incidents.values()} == {incident_id}

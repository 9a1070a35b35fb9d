"""A console killed in the middle of an order comes back to its incident: the order halted, nothing sent twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from console.live_console import LiveConsole
from engines.values.incidents import IncidentState
from engines.values.switching_orders import OrderState, OrderStepState
from tests.console.faults.live.fault_room import FaultRoom
from tests.console.faults.live.north_field import north_field
from tests.console.windows.live.conftest import wait_until

pytestmark = pytest.mark.slow
HERE = Path(__file__).parent
LINE = "line:F10-W03"


@pytest.fixture
def address_map(tmp_path: Path) -> Iterator[Path]:
    """A field that goes on without its console."""
    with north_field(tmp_path, LINE, 30.0) as path:
        yield path


def killed(address_map: Path, site: Path) -> tuple[str, str]:
    """Id of the incident and of the order that a console was killed in."""
    process = subprocess.Popen(
        [sys.executable, str(HERE / "order_and_wait.py"), str(address_map), str(site), LINE],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.getcwd()},
        text=True,
    )
    assert process.stdout is not None
    try:
        words = process.stdout.readline().split()
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait(20)
        process.stdout.close()
    assert words[:3] == ["on", "its", "way"], words
    return words[3], words[4]


def test_the_incident_is_where_it_was_and_nothing_is_sent_again(
    qapp: QApplication, address_map: Path, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    incident_id, order_id = killed(address_map, site)
    console = LiveConsole(theme="light", is_lasting=False, site_folder=site, address_map=address_map)
    console.start("north", (1366, 768))
    try:
        room = FaultRoom(console, is_first=False)
        wait_until(lambda: room.order(order_id).state is OrderState.SUSPENDED, "the order to be halted")
        incident, order = room.incident(incident_id), room.order(order_id)
        assert incident.state is IncidentState.LOCATED
        assert [i.incident_id for i in room.incidents()] == [incident_id], "no second incident for the same trip"
        assert incident.element_ids == (LINE,)
        wait_until(lambda: room.incident(incident_id).outage.customers_out > 0, "those without supply to be counted")
        assert "ended before its outcome was known" in order.reason
        failed = order.step(1)
        assert failed.state is OrderStepState.FAILED
        wait_until(lambda: room.shown.page.incident_id == incident_id, "its page")
        sent = [r.element_id for r in room.journal("command")]
        assert len(sent) == 1
        # The person looks at the device and tries again: what the killed console sent is found done, or is sent now.
        room.press_order("again", order_id)
        wait_until(lambda: room.order(order_id).step(1).state is OrderStepState.PLANNED, "the step to be due again")
        wait_until(lambda: not console.operations.desk.locks(), "the device to say where it stands")  # type: ignore[union-attr]
        wait_until(lambda: room.order(order_id).is_checked, "the rest to be proven")
        assert len(room.journal("command")) == 1, "nothing was sent by itself"
        room.press_order("begin", order_id)
        wait_until(lambda: room.order(order_id).state is OrderState.EXECUTING, "the order to go on here")
        assert room.order(order_id).console == room.faults.desk.console
    finally:
        console.window.close()
        console.close()

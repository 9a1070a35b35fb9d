"""A console killed between sending and feedback comes back with "outcome unknown", and sends nothing again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from console.field.addresses import AddressMap
from console.field.map.writing import write_map
from console.field.simulator_map import simulator_server
from console.live_console import LiveConsole
from engines.exchange.shipped import load_shipped
from engines.plant.plant import Plant
from engines.values.points import LinkState
from tests.console.windows.live.conftest import wait_until

pytestmark = pytest.mark.slow
TIE = "switch:T2"
STUCK = f"""
[[entry]]
at = 0.0
event = {{ event = "stuck_drive", element_id = "{TIE}", place = "start" }}
"""
HERE = Path(__file__).parent


@pytest.fixture
def address_map(tmp_path: Path) -> Iterator[Path]:
    """The map of a simulator that outlives the console, with a tie whose drive does not move."""
    script = tmp_path / "stuck.toml"
    script.write_text(STUCK, "utf-8")
    command = [sys.executable, "-m", "console.cli.main", "simulate", "north", "--script", str(script)]
    environment = os.environ | {"XDG_DATA_HOME": str(tmp_path / "server")}
    with subprocess.Popen(
        [*command, "--until-stdin-closes"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        endpoint = str(json.loads(process.stdout.readline())["endpoint"])
        points = Plant(load_shipped("north").network).points
        server = replace(simulator_server("district", endpoint, points), is_simulator=False)
        path = tmp_path / "north.toml"
        write_map(path, AddressMap("north", (server,)))
        yield path
        process.stdin.close()
        process.wait(20)


def test_after_a_kill_the_device_is_locked_and_the_journal_has_one_sending(
    qapp: QApplication, address_map: Path, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    first = subprocess.Popen(
        [sys.executable, str(HERE / "operate_and_wait.py"), str(address_map), str(site), TIE],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.getcwd()},
        text=True,
    )
    try:
        assert first.stdout is not None
        assert first.stdout.readline().strip() == "on its way"
    finally:
        first.send_signal(signal.SIGKILL)
        first.wait(20)
        assert first.stdout is not None
        first.stdout.close()

    console = LiveConsole(theme="light", is_lasting=False, site_folder=site, address_map=address_map)
    console.start("north", (1366, 768))
    try:
        wait_until(lambda: console.links is not None, "the links")
        operations = console.operations
        assert operations is not None
        journal = operations.site.journal

        def kinds() -> list[str]:
            return [e.kind for e in journal.read() if e.element_id == TIE]

        # The token of a console that died lapses after 20 s; only then its commands are taken over.
        wait_until(lambda: "command_end" in kinds(), "the command to be given its end")
        ended = [e for e in journal.read() if e.kind == "command_end"]
        assert len(ended) == 1
        assert "unknown" in ended[0].sentence
        assert kinds().count("command") == 1, "nothing is sent again"
        assert any("lock" in kind for kind in kinds()), "the device was locked"
        link = console.links.links[0]  # type: ignore[union-attr]
        wait_until(lambda: link.health.state is LinkState.UP, "the link")
        desk = operations.desk
        assert desk is not None
        # The field is read back, and shows the switch where it was: the lock is lifted by that reading alone.
        wait_until(lambda: not desk.locks(), "the field to say what became of it")
        reading = console.district.store.find(f"{TIE}/position")  # type: ignore[union-attr]
        assert reading is not None
        assert reading.value == 0.0
        assert kinds().count("command") == 1
    finally:
        console.window.close()
        console.close()

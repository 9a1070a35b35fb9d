"""A server is looked through in the dialog, the draft is corrected by hand and written as a map."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.field.map.reading import read_map
from console.tasks.runner import TaskRunner
from console.windows.live.browse_dialog import BrowseDialog
from console.windows.live.draft_model import CHECKED, ELEMENT, QUANTITY, UNASSIGNED
from engines.exchange.shipped import load_shipped
from tests.console.windows.live.conftest import wait_until

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A simulated field server."""
    environment = os.environ | {"XDG_DATA_HOME": str(tmp_path_factory.mktemp("server"))}
    with subprocess.Popen(
        [sys.executable, "-m", "console.cli.main", "simulate", "north", "--until-stdin-closes"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        yield str(json.loads(process.stdout.readline())["endpoint"])
        process.stdin.close()
        process.wait(20)


@pytest.fixture
def dialog(qtbot: QtBot) -> Iterator[BrowseDialog]:
    """The dialog as the live window opens it, for a person who may edit address maps."""
    runner = TaskRunner()
    dialog = BrowseDialog(runner, load_shipped("north").network, None, lambda act: act())
    qtbot.addWidget(dialog)
    dialog.show()
    yield dialog
    runner.close()


def test_the_draft_of_our_simulator_names_its_equipment_and_is_written_as_a_map(
    qtbot: QtBot, dialog: BrowseDialog, endpoint: str, tmp_path: Path
) -> None:
    dialog.endpoint.setText(endpoint)
    qtbot.mouseClick(dialog.browse_button, Qt.MouseButton.LeftButton)
    assert dialog.browse_button.text() == "Stop"
    wait_until(lambda: dialog.model.rowCount() > 0, "the draft")
    total, assigned, guessed = dialog.model.counts()
    assert total > 1000
    assert assigned == guessed > 0.9 * total, "everything is a guess until a person has checked it"
    assert "guesses to be checked" in dialog.said

    rows = [k for k, entry in enumerate(dialog.model.entries) if "guess" in entry and entry["element"] != UNASSIGNED]
    first = dialog.model.index(rows[0], ELEMENT)
    assert not dialog.model.setData(first, "switch:nowhere"), "equipment that does not exist is not taken"
    assert dialog.model.setData(first, "switch:F1-Q0")
    assert dialog.model.setData(dialog.model.index(rows[0], QUANTITY), "i_ka")
    second = dialog.model.index(rows[1], CHECKED)
    assert dialog.model.setData(second, Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole)
    assert dialog.model.counts()[2] == guessed - 2

    path = tmp_path / "draft.toml"
    dialog.write(path)
    wait_until(lambda: "Written to" in dialog.said or "▲" in dialog.said, "the file")
    assert "Written to" in dialog.said
    text = path.read_text("utf-8")
    assert endpoint in text
    assert text.count("guess") > 100
    dialog.close()


def test_an_endpoint_where_nothing_answers_has_its_sentence(qtbot: QtBot, dialog: BrowseDialog) -> None:
    dialog.endpoint.setText("opc.tcp://127.0.0.1:9/nothing")
    qtbot.mouseClick(dialog.browse_button, Qt.MouseButton.LeftButton)
    wait_until(lambda: "▲" in dialog.said, "the sentence")
    assert "127.0.0.1:9" in dialog.said
    assert not dialog.write_button.isEnabled()
    dialog.endpoint.setText("http://wrong")
    qtbot.mouseClick(dialog.browse_button, Qt.MouseButton.LeftButton)
    assert "▲ http://wrong" in dialog.said


def test_browsing_can_be_stopped(qtbot: QtBot, dialog: BrowseDialog, endpoint: str) -> None:
    dialog.endpoint.setText(endpoint)
    qtbot.mouseClick(dialog.browse_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(dialog.browse_button, Qt.MouseButton.LeftButton)
    assert "Stopped" in dialog.said
    assert dialog.browse_button.text() == "Browse"


def test_a_written_draft_with_every_guess_checked_can_be_read_as_a_map(
    qtbot: QtBot, dialog: BrowseDialog, endpoint: str, tmp_path: Path
) -> None:
    dialog.endpoint.setText(endpoint)
    qtbot.mouseClick(dialog.browse_button, Qt.MouseButton.LeftButton)
    wait_until(lambda: dialog.model.rowCount() > 0, "the draft")
    for row in range(dialog.model.rowCount()):
        dialog.model.setData(
            dialog.model.index(row, CHECKED), Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole
        )
    path = tmp_path / "checked.toml"
    dialog.write(path)
    wait_until(lambda: "Written to" in dialog.said or "▲" in dialog.said, "the file")
    addresses, _ = read_map(path)
    (server,) = addresses.servers
    assert len(server.points) > 1000
    assert any(control.point_id == "switch:T2/position" for control in server.controls)

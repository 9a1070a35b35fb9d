"""A control room's own customers and crews, with what goes wrong in such files, as the window tells it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from console.live_console import LiveConsole
from console.site.place import folder_name, site_name
from engines.grid.snapshot import Mode
from tests.console.faults.live.fault_room import FaultRoom
from tests.console.windows.live.conftest import wait_until
from widgets.faults.sentences_dialog import SentencesDialog

pytestmark = pytest.mark.slow
HEAD = "customer;load;name;count;priority;life_support;contact"
Opened = Callable[[dict[str, str]], FaultRoom]


@pytest.fixture
def opened(qapp: QApplication, tmp_path: Path) -> Iterator[Opened]:
    """A console whose site has these files."""
    made: list[LiveConsole] = []

    def open_with(files: dict[str, str]) -> FaultRoom:
        folder = tmp_path / folder_name(site_name("North district", Mode.SIMULATOR))
        folder.mkdir()
        for name, text in files.items():
            (folder / name).write_text(text, "utf-8")
        console = LiveConsole(theme="light", is_lasting=False, site_folder=tmp_path)
        made.append(console)
        console.start("north", (1366, 768))
        return FaultRoom(console)

    yield open_with
    for console in made:
        console.window.close()
        console.close()


def doubts(room: FaultRoom) -> list[str]:
    """What the menu lists."""
    commands = room.console.commands.fault_commands
    assert commands is not None
    commands.actions["site_files"].trigger()
    wait_until(lambda: isinstance(QApplication.activeModalWidget(), SentencesDialog), "the list")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, SentencesDialog)
    found = [dialog.sentences.item(row).text() for row in range(dialog.sentences.count())]
    dialog.reject()
    return found


def today(room: FaultRoom) -> str:
    return "\n".join(label.text() for label in room.shown.incidents.today if not label.isHidden())


def test_files_with_duplicates_and_an_unknown_column(opened: Opened) -> None:
    room = opened({
        "faults.toml": 'customers = "customers.csv"\ncrews = "crews.csv"\nsecnods = 3\n',
        "customers.csv": f"{HEAD};colour\n1;load:F10-01;Mill;12;;;\n1;load:F10-02;Mill;12;;;\n2;load:x;Odd;1;;;\n",
        "crews.csv": "crew,name,skills,van\nalpha,Alpha,cable,7\nalpha,Again,cable,8\n",
    })  # fmt: skip
    wait_until(lambda: "Site files" in today(room), "the list to say that files are doubtful")
    found = doubts(room)
    for words in ("secnods: is not known", "colour is not known", "customer 1 stands in line 2", "no load load:x",
                  "van is not known", "alpha stands at"):  # fmt: skip
        assert any(words in sentence for sentence in found), (words, found)
    assert f"{len(found)} doubts" in today(room)
    assert list(room.faults.repairing.crews) == ["alpha"]
    # A load the file forgets keeps the network's count.
    assert [c.count for c in room.faults.customers.by_load["load:F10-01"]] == [12]


def test_files_that_cannot_be_read_are_named_and_nothing_hides_it(opened: Opened) -> None:
    room = opened({
        "faults.toml": 'customers = "customers.csv"\ncrews = "nobody.csv"\n',
        "customers.csv": "name,count\nMill,12\n",
    })  # fmt: skip
    found = doubts(room)
    assert any("customers.csv" in sentence and "no column customer" in sentence for sentence in found)
    assert any("nobody.csv" in sentence and "cannot be read" in sentence for sentence in found)
    wait_until(lambda: "2 doubts" in today(room), "the list to count them")
    incident_id = room.break_line("line:F10-W03")
    wait_until(lambda: bool(room.faults.desk.board.works_of(incident_id)), "the work order")
    wait_until(lambda: bool(room.shown.page.works.rows.rows), "its row")
    (row,) = room.shown.page.works.rows.rows.values()
    wait_until(lambda: "send" in row.action_row.buttons, "its buttons")
    assert not row.action_row.buttons["send"].isEnabled()
    assert "no crew is known" in row.action_row.reason


def test_in_a_low_window_the_diagram_has_the_room_of_the_time_axis(opened: Opened) -> None:
    room = opened({})
    window, workspaces = room.console.window, room.console.commands.workspaces
    assert window.diagram_panel.time_axis.isHidden()
    assert today(room) == ""
    assert not room.faults.findings
    workspaces.go_home()
    assert not window.diagram_panel.time_axis.isHidden()
    room.shown.come()
    assert window.diagram_panel.time_axis.isHidden()
    room.shown.rest(is_past=True)
    assert not window.diagram_panel.time_axis.isHidden(), "a past moment is chosen on it"
    room.shown.rest(is_past=False)
    assert window.diagram_panel.time_axis.isHidden()

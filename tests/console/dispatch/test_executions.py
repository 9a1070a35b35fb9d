"""Plans under way in the store of a site: two consoles, one plan, each turn once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from console.dispatch.executions import Executions
from console.faults.board import BoardReader
from console.site.site import open_site
from console.workflows import dispatch_execution as turns
from console.workflows.dispatch_values import ExecutionState, PlanExecution, ReleaseState
from console.workflows.store import WorkflowStore

SPANS = ((10, 20), (20, 30))
POINTS = (("shunt:B/step", 2.0),)


@pytest.fixture
def desks(qtbot: QtBot, tmp_path: Path) -> Iterator[tuple[Executions, Executions]]:
    """Two consoles of one site."""
    sites = [open_site("north", chosen=tmp_path, console=name) for name in ("desk 1", "desk 2")]
    found = tuple(Executions(site.journal, site.store.console) for site in sites)
    qtbot.waitUntil(lambda: all(each.is_known for each in found))
    yield found[0], found[1]
    for each in found:
        each.close()
    for site in sites:
        site.close()


def begin(qtbot: QtBot, desk: Executions, title: str = "Tomorrow", *, is_instead: bool = False) -> None:
    def make(execution_id: str) -> PlanExecution:
        return turns.drafted(execution_id, ("p", 1.0, title), SPANS, "anna", 0, desk.console, needs_approval=False)

    desk.begin(make, "approved", "anna", (lambda e: turns.ended(e, "replaced", 5)) if is_instead else None)
    qtbot.waitUntil(lambda: desk.current is not None and desk.current.title == title)


def test_both_consoles_see_the_plan_and_only_one_releases_a_step(
    qtbot: QtBot, desks: tuple[Executions, Executions]
) -> None:
    first, second = desks
    begin(qtbot, first)
    qtbot.waitUntil(lambda: second.current is not None)
    kept: list[PlanExecution] = []
    refused: list[str] = []
    for desk in desks:
        for author in ("anna", "ben"):
            desk.turn(
                lambda e, author=author: turns.released(e, 0, author, 12, POINTS),
                f"released by {author}", author, kept.append, refused.append,
            )  # fmt: skip
    qtbot.waitUntil(lambda: len(kept) + len(refused) == 4)
    assert len(kept) == 1
    assert all("sending" in why for why in refused)
    qtbot.waitUntil(lambda: all(d.current is not None and d.current.sending is not None for d in desks))


def test_a_second_plan_is_refused_unless_it_takes_the_place(qtbot: QtBot, desks: tuple[Executions, Executions]) -> None:
    first, second = desks
    begin(qtbot, first)
    qtbot.waitUntil(lambda: second.current is not None)
    said: list[str] = []
    second.failed.connect(said.append)
    second.begin(lambda i: turns.drafted(i, ("q", 1.0, "Other"), SPANS, "ben", 0, "desk 2", needs_approval=False),
                 "approved", "ben")  # fmt: skip
    qtbot.waitUntil(lambda: bool(said))
    assert said == ["plan Tomorrow: is being carried out; end it first"]
    begin(qtbot, second, "Other", is_instead=True)
    qtbot.waitUntil(lambda: first.current is not None and first.current.title == "Other")


def test_what_ends_at_another_console_is_seen_to_have_ended(qtbot: QtBot, desks: tuple[Executions, Executions]) -> None:
    first, second = desks
    begin(qtbot, first)
    qtbot.waitUntil(lambda: second.current is not None)
    first.turn(lambda e: turns.ended(e, "enough", 15), "ended: enough", "anna")
    qtbot.waitUntil(lambda: second.current is not None and second.current.state is ExecutionState.ENDED)
    assert second.current is not None
    assert second.current.reason == "enough"


def test_a_plan_is_nothing_to_the_board_of_faults_and_all_of_it_is_in_the_journal(
    qtbot: QtBot, tmp_path: Path, desks: tuple[Executions, Executions]
) -> None:
    site = open_site("north", chosen=tmp_path, console="desk 3")
    try:
        reader = BoardReader(WorkflowStore(site.journal))
        reader.refresh()
        begin(qtbot, desks[0])
        desks[0].turn(lambda e: turns.released(e, 0, "anna", 12, POINTS), "step 10:00 released", "anna")
        qtbot.waitUntil(lambda: desks[0].current is not None and desks[0].current.steps[0].state
                        is ReleaseState.SENDING)  # fmt: skip
        board = reader.refresh()
        assert board.incidents == board.orders == {}
        said = [entry.sentence for entry in site.journal.read(kinds=("plan",))]
        assert said == ["approved", "Tomorrow: step 10:00 released"]
    finally:
        site.close()

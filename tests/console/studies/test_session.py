from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from console.studies.background import run_here
from console.studies.saving import save_session
from console.studies.session import StudySession
from engines.grid.snapshot import Snapshot, changed_columns
from engines.study.file import read_study
from engines.study.new_der import NewDer
from engines.study.power import LoadScaling, PowerChange
from engines.study.study import Study
from engines.study.switching import SwitchOperation
from engines.values.validation import InputError

OPEN_CB = SwitchOperation("switch:0", 0)
OPEN_S2 = SwitchOperation("switch:1", 0)
HALF = LoadScaling(0.5)
PV = NewDer("pv", "study:pv:1", "barn", "bus:2", 0.5, 0.4)
ON_PV = PowerChange("study:pv:1", 0.2)


@pytest.fixture
def session(study: Study, qtbot: QtBot) -> StudySession:
    return StudySession(study)


@pytest.fixture
def announced(session: StudySession) -> list[tuple[Snapshot, object]]:
    seen: list[tuple[Snapshot, object]] = []
    session.snapshot_changed.connect(lambda snapshot, initiator: seen.append((snapshot, initiator)))
    return seen


def same(a: Snapshot, b: Snapshot) -> bool:
    return a.network is b.network and not changed_columns(a, b)


def test_change_is_announced_with_its_initiator_and_named_in_the_undo_menu(
    session: StudySession, announced: list[tuple[Snapshot, object]]
) -> None:
    diagram = object()
    session.make(OPEN_CB, diagram)
    (snapshot, initiator), *rest = announced
    assert initiator is diagram
    assert not rest
    assert snapshot is session.snapshot
    assert snapshot.switch_position[0] == 0
    assert session.undo_stack.undoText() == "Open CB"
    assert session.change_texts == ("Open CB",)


def test_undo_brings_back_the_very_numbers_under_a_new_revision(
    session: StudySession, announced: list[tuple[Snapshot, object]]
) -> None:
    before = session.snapshot
    for factor in (0.1, 0.3, 0.7, 1.1):
        session.make(LoadScaling(factor))
    for _ in range(4):
        session.undo_stack.undo()
    assert same(session.snapshot, before)
    assert session.snapshot.column("load", "scaling").tolist() == [1.0, 1.0]
    session.undo_stack.setIndex(4)
    assert session.changes == tuple(LoadScaling(f) for f in (0.1, 0.3, 0.7, 1.1))
    revisions = [snapshot.revision for snapshot, _ in announced]
    assert revisions == sorted(set(revisions))


def test_change_removed_from_the_middle_leaves_the_rest_and_can_be_undone(session: StudySession) -> None:
    for change in (OPEN_CB, HALF, OPEN_S2):
        session.make(change)
    session.remove(0)
    assert session.changes == (HALF, OPEN_S2)
    assert session.snapshot.switch_position.tolist() == [1, 0]
    assert session.undo_stack.undoText() == "Remove “Open CB”"
    session.undo_stack.undo()
    assert session.changes == (OPEN_CB, HALF, OPEN_S2)
    assert session.snapshot.switch_position.tolist() == [0, 0]


def test_change_others_depend_on_cannot_be_removed(
    session: StudySession, announced: list[tuple[Snapshot, object]]
) -> None:
    session.make(PV)
    session.make(ON_PV)
    announced.clear()
    with pytest.raises(InputError, match=r"change 1 .*study:pv:1: is not in small"):
        session.remove(0)
    assert session.changes == (PV, ON_PV)
    assert not announced
    assert session.undo_stack.count() == 2


def test_refused_change_leaves_no_trace(session: StudySession, announced: list[tuple[Snapshot, object]]) -> None:
    with pytest.raises(InputError, match="switch:9"):
        session.make(SwitchOperation("switch:9", 0))
    with pytest.raises(InputError, match="switch:9"):
        session.make_all((OPEN_CB, SwitchOperation("switch:9", 0)), "two")
    assert session.changes == ()
    assert session.undo_stack.count() == 0
    assert not announced
    assert session.is_saved


def test_change_in_the_middle_can_be_replaced(session: StudySession) -> None:
    session.make(HALF)
    session.make(OPEN_CB)
    session.replace_change(0, LoadScaling(0.25))
    assert session.changes == (LoadScaling(0.25), OPEN_CB)
    assert session.snapshot.column("load", "scaling").tolist() == [0.25, 0.25]


def test_jump_walks_along_undo_so_that_the_way_back_stays_open(session: StudySession) -> None:
    for change in (OPEN_CB, HALF, OPEN_S2):
        session.make(change)
    session.jump_to(1)
    assert session.changes == (OPEN_CB,)
    assert session.undo_stack.canRedo()
    session.jump_to(3)
    assert session.changes == (OPEN_CB, HALF, OPEN_S2)
    session.jump_to(0)
    assert session.changes == ()


def test_jump_works_for_changes_the_study_was_opened_with(study: Study, qtbot: QtBot) -> None:
    session = StudySession(replace(study, changes=(OPEN_CB, HALF)))
    session.jump_to(1)
    assert session.changes == (OPEN_CB,)
    session.undo_stack.undo()
    assert session.changes == (OPEN_CB, HALF)


def test_time_moves_under_the_changes_and_is_no_step_of_undo(session: StudySession) -> None:
    session.make(PowerChange("load:0", 5.0))
    session.set_time(np.datetime64("2026-01-14T23:00"))
    assert session.snapshot.column("load", "p_mw").tolist() == [5.0, 2.0]
    assert session.base_snapshot.column("load", "p_mw").tolist() == [1.0, 2.0]
    assert session.undo_stack.count() == 1
    session.undo_stack.undo()
    assert session.snapshot.column("load", "p_mw").tolist() == [1.0, 2.0]
    with pytest.raises(InputError, match="outside the profiles"):
        session.set_time(np.datetime64("2031-01-01"))
    assert session.study.time == np.datetime64("2026-01-14T23:00:00")


def test_hand_positions_are_undone_without_solving_again(
    session: StudySession, announced: list[tuple[Snapshot, object]], qtbot: QtBot
) -> None:
    with qtbot.waitSignal(session.positions_changed):
        session.move_by_hand({"bus:1": (10.0, 20.0)})
    assert dict(session.study.hand_positions) == {"bus:1": (10.0, 20.0)}
    session.undo_stack.undo()
    assert not session.study.hand_positions
    assert not announced


def test_saved_means_that_the_file_holds_the_changes(session: StudySession, tmp_path: Path) -> None:
    told: list[bool] = []
    session.saved_changed.connect(told.append)
    session.make(OPEN_CB)
    saved: list[Path] = []
    save_session(session, tmp_path / "relief", run_here, saved.append, pytest.fail)
    assert saved == [tmp_path / "relief.tieline"]
    assert session.path == saved[0]
    assert read_study(saved[0]) == session.study
    session.make(HALF)
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert told == [False, True, False, True, False]


def test_edits_made_while_saving_stay_unsaved(session: StudySession, tmp_path: Path) -> None:
    waiting: list[Callable[[], None]] = []

    def later(work: Callable[..., object], *arguments: object, key: str, on_done, on_failed) -> None:  # type: ignore[no-untyped-def]
        waiting.append(lambda: run_here(work, *arguments, key=key, on_done=on_done, on_failed=on_failed))

    session.make(OPEN_CB)
    save_session(session, tmp_path / "a.tieline", later, lambda _: None, pytest.fail)
    session.make(HALF)
    waiting.pop()()
    assert not session.is_saved
    assert read_study(tmp_path / "a.tieline").changes == (OPEN_CB,)


def test_failed_save_says_why_and_the_study_goes_on(session: StudySession, tmp_path: Path) -> None:
    session.make(OPEN_CB)
    failures: list[str] = []
    save_session(session, tmp_path / "no" / "a.tieline", run_here, pytest.fail, failures.append)
    assert "could not be saved" in failures[0]
    assert not session.is_saved
    assert session.changes == (OPEN_CB,)


def test_name_can_be_changed_but_not_emptied(session: StudySession) -> None:
    session.rename("  ")
    assert session.name == "relief"
    session.rename(" winter ")
    assert session.name == "winter"
    assert not session.is_saved


def test_copy_goes_its_own_way(session: StudySession) -> None:
    session.make(OPEN_CB)
    copy = StudySession(session.copied_study("copy"))
    copy.make(HALF)
    assert (session.changes, copy.changes) == ((OPEN_CB,), (OPEN_CB, HALF))
    assert copy.name == "copy"


def test_redo_that_became_impossible_is_dropped_with_a_sentence(study: Study, qtbot: QtBot) -> None:
    # At noon the plant gives little, so more reactive power fits into its rating than in the evening.
    plant = replace(PV, p_mw=0.5, profile="day")
    session = StudySession(replace(study, changes=(plant,), time=np.datetime64("2026-01-14T06:00:00", "s")))
    session.make(PowerChange("study:pv:1", None, 0.4))
    session.undo_stack.undo()
    session.set_time(np.datetime64("2026-01-14T22:00:00"))
    with qtbot.waitSignal(session.refused) as refused:
        session.undo_stack.redo()
    assert "stay within its 0.5 MVA" in refused.args[0]
    assert session.changes == (plant,)
    assert not session.undo_stack.canRedo()

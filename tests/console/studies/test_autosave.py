from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from console.studies.autosave import Autosave
from console.studies.autosave_file import discard, read_autosave, work_read_autosave
from console.studies.background import run_here, run_in_worker
from console.studies.saving import save_session
from console.studies.session import StudySession
from console.tasks.runner import TaskRunner
from engines.study.file import write_study
from engines.study.power import LoadScaling
from engines.study.study import Study
from engines.study.switching import SwitchOperation
from engines.values.validation import InputError
from engines.values.work import DirectContext

OPEN_CB = SwitchOperation("switch:0", 0)

WORKER = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from console.studies.autosave import Autosave
from console.studies.background import run_here, run_in_worker
from console.studies.session import StudySession
from engines.study.file import read_study
from engines.study.power import LoadScaling
from engines.study.switching import SwitchOperation

root, path = Path(sys.argv[1]), Path(sys.argv[2])
application = QCoreApplication([])
session = StudySession(read_study(path), path=path)
autosave = Autosave(run_here, root)
autosave.watch(session)
autosave.written.connect(lambda _: print(len(session.changes), flush=True))
session.make(SwitchOperation("switch:0", 0))
session.make(LoadScaling(0.5))
application.exec()
"""


@pytest.fixture
def autosave(tmp_path: Path, qtbot: QtBot) -> Autosave:
    return Autosave(run_here, tmp_path / "autosave")


def edited(autosave: Autosave, session: StudySession, qtbot: QtBot) -> None:
    with qtbot.waitSignal(autosave.written):
        session.make(OPEN_CB)


def test_console_killed_in_the_middle_of_work_loses_nothing_written(
    autosave: Autosave, study: Study, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "relief.tieline"
    write_study(path, study)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(
        [sys.executable, "-c", WORKER, str(tmp_path / "autosave"), str(path)],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    ) as console:
        assert console.stdout is not None
        assert console.stdout.readline().strip() == "2"
        # While it lives, nobody else may take its study.
        assert autosave.recoverable() == ()
        console.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    (left,) = autosave.recoverable()
    assert (left.name, left.network_name, left.n_change, left.study_path) == ("relief", "small", 2, path)
    session = autosave.recover(left)
    assert session.changes == (OPEN_CB, LoadScaling(0.5))
    assert session.study.time == study.time
    assert session.path == path
    assert not session.is_saved
    assert autosave.recoverable() == ()


def test_edits_are_written_together_and_a_closed_study_leaves_nothing(
    autosave: Autosave, study: Study, tmp_path: Path, qtbot: QtBot
) -> None:
    session = StudySession(study)
    autosave.watch(session)
    written: list[object] = []
    autosave.written.connect(written.append)
    session.make(OPEN_CB)
    session.make(LoadScaling(2.0))
    qtbot.waitUntil(lambda: bool(written))
    assert written == [session]
    (folder,) = (tmp_path / "autosave").iterdir()
    assert {"base", "study.json"} <= {p.name for p in folder.iterdir()}
    session.close()
    assert list((tmp_path / "autosave").iterdir()) == []


def test_saved_study_has_nothing_to_recover(autosave: Autosave, study: Study, tmp_path: Path, qtbot: QtBot) -> None:
    session = StudySession(study)
    autosave.watch(session)
    edited(autosave, session, qtbot)
    with qtbot.waitSignal(autosave.written):
        save_session(session, tmp_path / "a.tieline", run_here, lambda _: None, pytest.fail)
    (folder,) = (tmp_path / "autosave").iterdir()
    assert not (folder / "study.json").exists()


def test_base_is_written_once(autosave: Autosave, study: Study, tmp_path: Path, qtbot: QtBot) -> None:
    session = StudySession(study)
    autosave.watch(session)
    edited(autosave, session, qtbot)
    (folder,) = (tmp_path / "autosave").iterdir()
    first = (folder / "base").stat()
    with qtbot.waitSignal(autosave.written):
        session.make(LoadScaling(0.3))
    assert (folder / "base").stat().st_mtime_ns == first.st_mtime_ns
    assert (folder / "base").stat().st_ino == first.st_ino


def test_recovered_study_read_in_a_worker_goes_on_in_its_place(
    autosave: Autosave, study: Study, tmp_path: Path, qtbot: QtBot
) -> None:
    session = StudySession(study)
    autosave.watch(session)
    edited(autosave, session, qtbot)
    (folder,) = (tmp_path / "autosave").iterdir()
    kept = {name: (folder / name).read_bytes() for name in ("base", "study.json")}
    session.close()
    folder.mkdir()
    for name, content in kept.items():
        (folder / name).write_bytes(content)
    (left,) = autosave.recoverable()
    autosave.claim(left)
    assert autosave.recoverable() == ()
    read, path = work_read_autosave(DirectContext(), left.folder)
    again = StudySession(read, path=path)
    autosave.watch(again, left)
    autosave.watch(again)
    assert not again.is_saved
    with qtbot.waitSignal(autosave.written):
        again.make(LoadScaling(0.5))
    assert read_autosave(folder)[0].changes == (OPEN_CB, LoadScaling(0.5))
    assert [p.name for p in (tmp_path / "autosave").iterdir()] == [folder.name]


def test_claimed_autosave_can_be_let_go(autosave: Autosave, tmp_path: Path) -> None:
    folder = tmp_path / "autosave" / "abc"
    folder.mkdir(parents=True)
    (folder / "study.json").write_text("{}")
    (left,) = autosave.recoverable()
    autosave.claim(left)
    with pytest.raises(InputError, match="is open in another console"):
        Autosave(run_here, tmp_path / "autosave").claim(left)
    autosave.release(left)
    assert len(autosave.recoverable()) == 1


def test_flush_writes_at_once(autosave: Autosave, study: Study, qtbot: QtBot) -> None:
    session = StudySession(study)
    autosave.watch(session)
    session.make(OPEN_CB)
    with qtbot.waitSignal(autosave.written, timeout=100):
        autosave.flush()


def test_autosave_that_cannot_be_written_says_so_once_and_work_goes_on(
    study: Study, tmp_path: Path, qtbot: QtBot
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("no folder")
    autosave = Autosave(run_here, in_the_way)
    session = StudySession(study)
    told: list[str] = []
    autosave.failed.connect(told.append)
    autosave.watch(session)
    autosave.watch(StudySession(study))
    assert len(told) == 1
    assert "edits are not autosaved" in told[0]
    session.make(OPEN_CB)
    assert session.changes == (OPEN_CB,)


FULL_DISK = WORKER.replace(
    "application.exec()",
    """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (600, 600))
autosave.failed.connect(lambda sentence: (print(sentence, len(session.changes), flush=True), application.quit()))
application.exec()
session.undo_stack.undo()
print("still working", len(session.changes))
""",
)


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are POSIX")
def test_full_disk_stops_the_autosave_but_not_the_work(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "relief.tieline"
    write_study(path, study)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "QT_QPA_PLATFORM": "offscreen"}
    run = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path / "autosave"), str(path)],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    told, after = run.stdout.splitlines()
    assert "could not be saved (file too large); free space or choose another folder 2" in told
    assert after == "still working 1"


def test_autosave_is_written_in_a_worker(study: Study, tmp_path: Path, qtbot: QtBot) -> None:
    runner = TaskRunner()
    autosave = Autosave(run_in_worker(runner), tmp_path / "autosave")
    session = StudySession(study)
    autosave.watch(session)
    with qtbot.waitSignal(autosave.written, timeout=30_000):
        session.make(OPEN_CB)
    (folder,) = (tmp_path / "autosave").iterdir()
    assert {"base", "study.json"} <= {p.name for p in folder.iterdir()}
    runner.close()


@pytest.mark.parametrize("damage", ["{", "[]", '{"format": "tieline-study", "version": 99}', "{}"])
def test_damaged_autosave_is_listed_refused_and_can_be_discarded(
    damage: str, autosave: Autosave, tmp_path: Path
) -> None:
    folder = tmp_path / "autosave" / "abc"
    folder.mkdir(parents=True)
    (folder / "study.json").write_text(damage)
    (left,) = autosave.recoverable()
    with pytest.raises(InputError):
        autosave.recover(left)
    (still,) = autosave.recoverable()
    assert still.problem
    discard(still)
    assert autosave.recoverable() == ()
    assert not folder.exists()


def test_empty_leftovers_are_cleared_away(autosave: Autosave, tmp_path: Path) -> None:
    (tmp_path / "autosave" / "empty").mkdir(parents=True)
    (tmp_path / "autosave" / "stray").write_text("")
    assert autosave.recoverable() == ()
    assert not (tmp_path / "autosave" / "empty").exists()

"""``tieline journal`` as a person or a script calls it."""

from __future__ import annotations

import csv
import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from console.cli.journal import BUILT_IN
from console.cli.main import main
from console.first_picture import first_picture
from console.journal.journal import Journal
from console.journal.record import JournalRecord
from console.site.place import folder_name, site_name
from engines.grid.snapshot import Mode


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the built-in district's site, with three records of people."""
    monkeypatch.setenv("TIELINE_SITE_FOLDER", str(tmp_path))
    folder = tmp_path / folder_name(BUILT_IN)
    with Journal(folder / "site.sqlite", console="desk 1") as journal:
        for kind, element, sentence in (
            ("command", "switch:F1-02", "Open switch:F1-02"),
            ("tag", "switch:F1-02", 'Tag "caution", with "quotes"; and\na line'),
            ("tag", "switch:F2-01", "Tag lifted"),
        ):
            journal.write(JournalRecord(kind, "ana", element, sentence, {"reason": "tree"}, 1)).result(20)
    return folder


def test_an_intact_journal_ends_with_zero(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["journal", "verify", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["intact"] is True
    assert answer["records"] == answer["proven_to"] == 4
    assert answer["problems"] == []
    assert main(["journal", "verify", str(folder), "--noted", answer["head"]]) == 0
    assert "intact" in capsys.readouterr().out


def test_an_altered_journal_ends_with_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    connection = sqlite3.connect(folder / "site.sqlite")
    connection.execute("UPDATE journal SET author='ben' WHERE sequence=3")
    connection.commit()
    connection.close()
    assert main(["journal", "verify", str(folder / "site.sqlite")]) == 1
    said = capsys.readouterr().out
    assert "record 3: this record, or its link to the one before, was altered" in said
    assert "NOT INTACT" in said
    assert main(["journal", "verify", str(folder), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["problems"][0]["sequence"] == 3


def test_export_writes_what_is_asked_for(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "journal.csv"
    assert main(["journal", "export", "--out", str(out), "--kind", "tag", "--element", "switch:F1-02"]) == 0
    assert capsys.readouterr().out == f"{out}: 1 records\n"
    with out.open(newline="", encoding="utf-8") as stream:
        (row,) = csv.DictReader(stream)
    assert row["sentence"] == 'Tag "caution", with "quotes"; and\na line'
    assert row["source_time_utc"] == "1970-01-01T00:00:00.000001+00:00"
    assert json.loads(row["details"]) == {"reason": "tree"}
    assert main(["journal", "export", str(folder), "--out", str(out), "--from", "2999-01-01", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["records"] == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["journal", "verify", "nowhere"], "nowhere: there is no such site"),
        (["journal", "verify", "--site", "///"], "site '///': is no name"),
        (["journal", "export", "--out", "/nowhere/at/all.csv"], "/nowhere/at/all.csv: could not be written"),
    ],
)
def test_bad_input_is_one_sentence(
    words: list[str], said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"tieline: {said}")
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--kind", "tog"], "use one of command, journal, tag"),
        (["--from", "2026-02-01", "--to", "2026-01-01"], "is not after --from"),
    ],
)
def test_an_export_that_could_only_be_empty_is_refused(
    folder: Path, tmp_path: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "journal.csv"
    assert main(["journal", "export", str(folder), "--out", str(out), *words]) == 2
    assert said in capsys.readouterr().err
    assert not out.exists()


def test_an_emptied_file_is_named_for_what_it_is(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "site.sqlite").unlink()
    sqlite3.connect(folder / "site.sqlite").close()
    assert main(["journal", "verify", str(folder)]) == 2
    assert "no such table" not in capsys.readouterr().err


def test_the_oldest_part_is_archived_from_the_command_line(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Journal(folder / "site.sqlite", console="desk 1") as journal:
        for future in [journal.write(JournalRecord("command", "ana", "", f"Open {n}")) for n in range(600)]:
            future.result(20)
    assert main(["journal", "archive", str(folder), "--before", "1999-01-01"]) == 0
    assert "nothing was archived" in capsys.readouterr().out
    assert main(["journal", "archive", str(folder), "--before", "2999-01-01", "--out", str(tmp_path), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["first"] == 1
    assert main(["journal", "verify", answer["archive"]]) == 0
    capsys.readouterr()
    assert main(["journal", "verify", str(folder)]) == 0
    assert f"records up to {answer['last']} are in the archive" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["journal"], ["journal", "export"], ["journal", "verify", "--noted", "7"]])
def test_wrong_usage_ends_with_two(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert "Traceback" not in capsys.readouterr().err


def test_the_verb_imports_neither_qt_nor_a_solver() -> None:
    code = (
        "import sys, console.cli.journal, console.site.site, console.authority.users; "
        "print({m.split('.')[0] for m in sys.modules} & {'PySide6', 'pandapower', 'power_grid_model', 'pandas'})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_without_a_name_it_is_the_site_that_tieline_alone_opens() -> None:
    shown = first_picture("north")
    assert shown is not None
    assert site_name(shown[0].network.name, Mode.SIMULATOR) == BUILT_IN


def test_a_site_that_is_not_there_is_refused_with_those_that_are(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["journal", "verify", "--site", "south"]) == 2
    assert folder.name in capsys.readouterr().err


def test_a_backup_taken_while_somebody_writes_is_whole_and_verifies(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Journal(folder / "site.sqlite", console="desk 2") as journal:
        futures = [journal.write(JournalRecord("command", "ana", "", f"number {k}")) for k in range(300)]
        assert main(["journal", "backup", "--out", str(tmp_path / "copy"), "--json"]) == 0
        for future in futures:
            future.result(20)
    capsys.readouterr()
    assert main(["journal", "verify", str(tmp_path / "copy"), "--json"]) == 0
    kept = json.loads(capsys.readouterr().out)
    assert kept["intact"]
    assert kept["records"] >= 4
    assert main(["journal", "backup", "--out", str(tmp_path / "copy")]) == 2
    assert "already" in capsys.readouterr().err

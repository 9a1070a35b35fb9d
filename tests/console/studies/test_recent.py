from __future__ import annotations

from pathlib import Path

from console.studies.recent import MOST, RecentCases


def test_latest_case_comes_first_and_none_twice(tmp_path: Path) -> None:
    recent = RecentCases(tmp_path / "recent.json")
    study = tmp_path / "a.tieline"
    study.write_text("")
    for case, title in (("north", "North"), (study, "A"), ("ieee33", "IEEE 33"), ("north", "North district")):
        recent.add(case, title)
    assert [(c.case, c.title) for c in RecentCases(tmp_path / "recent.json").cases] == [
        ("north", "North district"),
        ("ieee33", "IEEE 33"),
        (str(study), "A"),
    ]
    study.unlink()
    assert [c.is_missing for c in recent.cases] == [False, False, True]
    recent.remove(str(study))
    assert len(recent.cases) == 2


def test_list_is_kept_short(tmp_path: Path) -> None:
    recent = RecentCases(tmp_path / "recent.json")
    for number in range(MOST + 5):
        recent.add(f"synthetic:{number}:1", "")
    assert len(recent.cases) == MOST


def test_broken_list_begins_anew(tmp_path: Path) -> None:
    (tmp_path / "recent.json").write_text("[{")
    recent = RecentCases(tmp_path / "recent.json")
    assert recent.cases == ()
    recent.add("north", "North")
    assert len(recent.cases) == 1


def test_list_that_cannot_be_written_interrupts_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    recent = RecentCases(tmp_path / "file" / "recent.json")
    recent.add("north", "North")
    assert recent.cases == ()

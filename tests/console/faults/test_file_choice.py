"""A site's customer and crew file is chosen: read first, then named, and nothing else in the settings moves."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from console.faults.file_choice import CREWS, CUSTOMERS, Taken, take_file
from console.faults.settings import FILE_NAME, read_settings
from engines.values.validation import InputError
from engines.values.work import DirectContext

LOADS = ("load:1", "load:2")
BEFORE = '# ours\nneeds_approval = true\ncustomers = "old.csv"  # of March\nseconds = 3\n'


def take(folder: Path, key: str, file: Path) -> Taken:
    return take_file(DirectContext(), str(folder), key, str(file), LOADS)


def written(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def test_a_customer_file_is_named_in_place_of_the_old_one(tmp_path: Path) -> None:
    settings = written(tmp_path / FILE_NAME, BEFORE)
    file = written(tmp_path / "Müller\u2019s.csv", "customer,load,count\nC1,load:1,3\nC2,load:9,1\nC3,load:2,1\n")
    assert take(tmp_path, CUSTOMERS, file) == Taken(2, 1)
    found, findings = read_settings(tmp_path)
    assert findings == ()
    assert (found.customers, found.needs_approval, found.seconds) == (str(file), True, 3.0)
    assert settings.read_text("utf-8").startswith("# ours\n")


def test_a_crew_file_is_named_where_there_were_no_settings(tmp_path: Path) -> None:
    file = written(tmp_path / "crews.csv", "crew,name\nc1,Crew North\n")
    assert take(tmp_path, CREWS, file).entries == 1
    assert tomllib.loads((tmp_path / FILE_NAME).read_text("utf-8")) == {"crews": str(file)}


@pytest.mark.parametrize(
    ("text", "settings", "reason"),
    [
        ("customer,load\n", BEFORE, "has no usable line"),
        ("name\nx\n", BEFORE, "has no column customer"),
        ("customer,load\nC1,load:1\n", 'customers = """\nold.csv"""\n', "cannot be changed|several lines"),
        ("customer,load\nC1,load:1\n", "needs_approval = \n", "cannot be changed"),
    ],
)
def test_what_cannot_be_used_changes_nothing(tmp_path: Path, text: str, settings: str, reason: str) -> None:
    written(tmp_path / FILE_NAME, settings)
    with pytest.raises(InputError, match=reason):
        take(tmp_path, CUSTOMERS, written(tmp_path / "who.csv", text))
    assert (tmp_path / FILE_NAME).read_text("utf-8") == settings
    with pytest.raises(InputError, match="cannot be read"):
        take(tmp_path, CREWS, tmp_path / "nowhere.csv")

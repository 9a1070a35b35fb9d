"""How a site repairs its faults: each line that makes no sense is named."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.faults.settings import _RANGES, FILE_NAME, FaultSettings, _checked, read_settings, with_known_units
from engines.values.validation import InputError
from tests.console.faults.field import network


def written(folder: Path, text: str) -> Path:
    (folder / FILE_NAME).write_text(text, "utf-8")
    return folder


def test_without_a_file_all_is_as_usual(tmp_path: Path) -> None:
    assert read_settings(tmp_path) == (FaultSettings(), ())
    assert read_settings(written(tmp_path, "")) == (FaultSettings(), ())


def test_every_line_is_taken_over(tmp_path: Path) -> None:
    text = 'customers = "who.csv"\nneeds_approval = true\nseconds = 3\ncredible_level = 0.95\nlockout_s = 20\n'
    found, findings = read_settings(written(tmp_path, text))
    assert findings == ()
    assert found == FaultSettings(
        customers="who.csv", needs_approval=True, seconds=3.0, credible_level=0.95, lockout_s=20.0
    )
    assert isinstance(found.seconds, float)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("secnods = 3", "secnods: is not known"),
        ('seconds = "3"', "seconds: is '3'.*from 0 to 60"),
        ("seconds = true", "seconds: is True"),
        ("seconds = 61", "seconds: is 61"),
        ("credible_level = nan", "credible_level: is nan"),
        ("credible_level = 99", "credible_level: is 99"),
        ("lockout_s = 0", "lockout_s: is 0"),
        ("needs_approval = 1", "needs_approval: is 1.*true or false"),
        ("crews = false", "crews: is False.*write a text"),
        ('grid_forming = "storage:1"', "grid_forming: is 'storage:1'.*list of ids"),
        ("grid_forming = [1]", "grid_forming: is"),
    ],
)
def test_a_line_that_makes_no_sense_is_named_and_the_others_hold(tmp_path: Path, line: str, said: str) -> None:
    found, findings = read_settings(written(tmp_path, f"chance_limit = 0.001\n{line}\nmomentary_minutes = 3\n"))
    assert (found.chance_limit, found.momentary_minutes) == (0.001, 3.0)
    assert len(findings) == 1
    assert re.search(said, findings[0])
    assert FILE_NAME in findings[0]


@pytest.mark.parametrize("text", ["seconds = ", "seconds = 1\nseconds = 2"])
def test_a_file_that_is_no_toml_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_settings(written(tmp_path, text))


def test_bytes_that_are_no_text_are_named(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="cannot be read"):
        read_settings(tmp_path)


@given(st.sampled_from(sorted(_RANGES)), st.floats() | st.integers())
def test_a_number_is_in_its_range_or_refused(key: str, value: float) -> None:
    low, high = _RANGES[key]
    try:
        taken = _checked("place", key, 0.0, value)
    except InputError:
        assert not low <= value <= high
    else:
        assert low <= taken <= high


def test_every_number_has_a_range() -> None:
    numbers = {f.name for f in fields(FaultSettings) if isinstance(getattr(FaultSettings(), f.name), float)}
    assert set(_RANGES) == numbers
    for name, (low, high) in _RANGES.items():
        assert low <= getattr(FaultSettings(), name) <= high


def test_units_that_the_network_does_not_have_are_named_and_left_out(tmp_path: Path) -> None:
    unit = str(network()["sgen"].id[0])
    line = str(network()["line"].id[0])
    found, findings = read_settings(written(tmp_path, f'grid_forming = ["{unit}", "{line}", "storage:nowhere"]\n'))
    assert not findings
    settings, said = with_known_units(found, network())
    assert settings.grid_forming == (unit,)
    assert [sentence.split()[1] for sentence in said] == [line, "storage:nowhere"]

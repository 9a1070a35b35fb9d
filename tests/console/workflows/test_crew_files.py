"""Crew files: what is wrong is named with its line; a made-up roster always leaves somebody on."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from console.workflows.crew_files import SKILLS, crews_of_network, read_crews
from console.workflows.work import rank_crews
from engines.exchange.opening import open_network
from engines.grid.network import Network
from engines.values.validation import InputError


@pytest.fixture(scope="module")
def network() -> Network:
    """The shipped district."""
    return open_network("north")[0]


def test_csv_and_toml_say_the_same(tmp_path: Path) -> None:
    table = tmp_path / "crews.csv"
    table.write_text(
        "Crew;Name;Skills;X;Y;Shift_from;Shift_to;Phone\n"
        "A;Anna;cable switching;11.1;53.9;06:00;14:30;555-1\nB;;;;;;;\n",
        "utf-8-sig",
    )
    document = tmp_path / "crews.toml"
    document.write_text(
        '[[crew]]\ncrew = "A"\nname = "Anna"\nskills = ["cable", "switching"]\nx = 11.1\ny = 53.9\n'
        'shift_from = "06:00"\nshift_to = "14:30"\nphone = "555-1"\n[[crew]]\ncrew = "B"\n'
    )
    first, second = read_crews(table), read_crews(document)
    assert first.crews[0] == second.crews[0]
    assert first.crews[0].skills == ("cable", "switching")
    assert (first.crews[0].shift_from, first.crews[0].shift_to) == (360, 870)
    assert math.isnan(second.crews[1].x)
    assert second.crews[1].name == "B"
    assert [f.field for f in first.findings] == ["skills"]
    assert "line 3" in first.findings[0].element


def test_bad_lines_are_named_and_the_rest_is_used(tmp_path: Path) -> None:
    path = tmp_path / "crews.csv"
    path.write_text(
        "crew,skills,x,y,shift_from,shift_to\n,cable,1,1,,\nA,cable,1,1,,\nA,cable,1,1,,\n"
        "B,flying,east,1,25:00,8\nC,cable,1,1,08:00,\n"
    )
    found = read_crews(path)
    assert [crew.crew_id for crew in found.crews] == ["A", "B", "C"]
    told = [(finding.element.rsplit(", ", 1)[1], finding.field) for finding in found.findings]
    assert told == [
        ("line 2", "crew"), ("line 4", "crew"), ("line 5", "x"), ("line 5", "shift_from"), ("line 5", "shift_to"),
        ("line 5", "skills"), ("line 6", "shift_to"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.csv", "name,skills\nx,y\n", "has no column crew"),
        ("a.csv", "crew\n", "has no usable crew"),
        ("a.csv", "", "has no column crew"),
        ("a.toml", "[[crew", "is not valid TOML"),
        ("a.toml", "crew = 3", "crew is no list of tables"),
    ],
)
def test_a_file_that_is_none(tmp_path: Path, name: str, text: str, said: str) -> None:
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(InputError, match=said):
        read_crews(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_crews(tmp_path / "nowhere.csv")


@pytest.mark.parametrize("count", [1, 2, 3, 5, 9, 14])
def test_somebody_with_every_skill_is_always_on(network: Network, count: int) -> None:
    crews = crews_of_network(network, count).crews
    assert crews == crews_of_network(network, count).crews
    assert len({crew.crew_id for crew in crews}) == len(crews) == count
    for minute in range(0, 1440, 5):
        for skill in SKILLS:
            ranked = rank_crews(crews, (0.0, 0.0), skill, minute, {})
            assert ranked[0].can_go, f"nobody for {skill} at minute {minute}"

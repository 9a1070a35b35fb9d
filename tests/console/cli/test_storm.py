"""``tieline storm``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from console.cli.main import main

TINY = """
[storm]
district = "north"
seed = 3
start = 2026-01-15T08:00:00
duration = "0:10:00"

[[entry]]
at = 30
event = { event = "network_fault", element_id = "line:F1-W15", kind = "two_phase" }
"""


@pytest.fixture
def script(tmp_path: Path) -> str:
    """A storm of one fault."""
    path = tmp_path / "tiny.toml"
    path.write_text(TINY)
    return str(path)


def test_both_runs_as_json(script: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["storm", "north", "--script", script, "--json"]) == 0
    told = capsys.readouterr()
    answer = json.loads(told.out)
    assert answer["acceptable"] is True
    assert answer["seed"] == 3
    for run in (answer["with_plans"], answer["without_plans"]):
        assert run["customer_minutes"] == pytest.approx(run["customer_minutes_of_the_plant"])
        assert run["customers_without_at_the_end"] == 0
        assert run["violations"] == []
        assert [i["state"] for i in run["incidents"]] == ["closed"]
        assert run["incidents"][0]["found"] == ["line:F1-W15"]
    assert answer["with_plans"]["incidents"][0]["suspects_held_the_place"] is True
    minutes = answer["without_plans"]["customer_minutes"] - answer["with_plans"]["customer_minutes"]
    assert answer["saved_customer_minutes"] == pytest.approx(minutes)
    assert "incident:1" in told.err


def test_lines_for_a_person_and_crews_from_a_file(
    script: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    crews = tmp_path / "crews.csv"
    crews.write_text("crew,skills,x,y,shift_from\nA,cable overhead switching,11.2,53.9,\nB,cable,east,53.9,\n")
    assert main(["storm", "north", "--script", script, "--crews", str(crews), "--seed", "5"]) == 0
    told = capsys.readouterr()
    assert "line 3, x: 'east' is no coordinate" in told.err
    assert "F1-LR2 tripped" in told.out
    assert "with plans" in told.out
    assert "saved" in told.out
    assert "VIOLATED" not in told.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["north", "--script", "nowhere.toml"], "nowhere.toml: cannot be read"),
        (["ieee33", "--script", "{script}"], "the storm is for north"),
        (["north", "--script", "{script}", "--seed", "-1"], "is no seed"),
        (["north", "--script", "{script}", "--crews", "nowhere.csv"], "nowhere.csv: cannot be read"),
        (["north", "--script", "{script}", "--customers", "nowhere.csv"], "nowhere.csv: cannot be read"),
    ],
)
def test_wrong_input_is_named(words: list[str], said: str, script: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["storm", *(word.format(script=script) for word in words)]) == 2
    assert said in capsys.readouterr().err


def test_a_quiet_storm_costs_nobody_anything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "quiet.toml"
    path.write_text("[storm]\n")
    assert main(["storm", "ieee33", "--script", str(path), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["with_plans"]["customer_minutes"] == answer["without_plans"]["customer_minutes"] == 0
    assert answer["saved_percent"] is None
    assert answer["with_plans"]["caidi_minutes"] is None
    assert answer["with_plans"]["incidents"] == []

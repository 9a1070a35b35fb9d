"""``tieline dispatch evaluate`` as a person or a script calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from console.cli.main import main
from tests.console.cli.test_scenarios import history

_CASE = """
[horizon]
steps = 4
step_hours = 6.0
[network]
file = "ieee33"
v_min_pu = 0.9
v_max_pu = 1.05
[price]
grid = [45.0, 135.0, 85.0, 135.0]
loss = 60.0
wt = 10.0
es = 9.0
[[wt]]
bus = 18
s_mva = 1.0
[[es]]
bus = 31
p_mw = 0.2
s_mva = 0.3
e_mwh = 2.0
e_initial_mwh = 1.0
e_min_mwh = 0.2
[oltc]
k_min = 0.95
k_max = 1.05
positions = 5
initial_position = 2
[profiles]
load = [0.5, 0.8, 0.9, 0.7]
wt = [0.5, 0.5, 0.5, 0.5]
"""
UNITS = ("wt 18", "load")


@pytest.fixture
def words(tmp_path: Path) -> list[str]:
    """A day in four steps, and its past."""
    case = tmp_path / "four.toml"
    case.write_text(_CASE, "utf-8")
    past = history(tmp_path, units=UNITS)
    return ["dispatch", "evaluate", str(case), "--history", past, "--scenarios", "2", "--count", "20"]


def test_modes_are_compared_by_two_processes(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    assert main([*words, "--days", "2", "--seed", "4", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["days_asked"], len(found["days"]), found["seed"]) == (2, 2, 4)
    assert found["failures"] == []
    assert found["stopped"] == ""
    modes = ("rules", "independent", "joint", "hindsight")
    assert {(m["mode"], m["quantity"]) for m in found["measures"]} >= {(m, "cost") for m in modes}
    by_mode = {m: [r["cost"] for r in found["results"] if r["mode"] == m] for m in modes}
    assert all(len(costs) == 2 for costs in by_mode.values())
    clean = {r["mode"] for r in found["results"] if r["violations"] == 0}
    for mode in clean - {"hindsight"}:
        assert sum(by_mode[mode]) >= sum(by_mode["hindsight"]) * (1 - 2e-4)
    for row in found["results"]:
        assert sum(row["cost_by_kind"].values()) == pytest.approx(row["cost"])
    assert {(d["first"], d["second"]) for d in found["differences"]} == {
        ("rules", "independent"),
        ("independent", "joint"),
    }
    assert "bootstrap" in found["intervals"]


def test_a_person_reads_table_and_sentences(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    assert main([*words, "--days", "1", "--workers", "1"]) == 0
    text = capsys.readouterr().out
    assert "1 of 1 asked for" in text
    assert "hindsight knows the day beforehand: a bound, not a way to operate" in text
    assert "voltage spread, pu" in text
    assert "purchase, valley, MWh" in text
    assert "cost: there are too few days to say whether rules and plans of independent units differ." in text
    assert "1 days are few" in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("evaluate",), "evaluate: a case is missing"),
        (("ieee33", "--days", "3"), "--days: means nothing without evaluate"),
        (("ieee33", "ieee69"), "ieee69: means nothing after a case"),
        (("evaluate", "ieee33", "--heavy-tails"), "--heavy-tails: means nothing after evaluate"),
        (("evaluate", "ieee33", "--workers", "0"), "--workers: 0 is not possible"),
        (("evaluate", "ieee33", "--within", "0"), "--within: 0 days is not possible"),
        (("evaluate", "nowhere.toml"), "nowhere.toml"),
    ],
)
def test_what_means_nothing_is_one_line(capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str) -> None:
    assert main(["dispatch", *words]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1

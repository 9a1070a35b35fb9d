"""``tieline dispatch --scenarios`` as a person or a script calls it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from console.cli.main import main
from tests.console.cli.test_scenarios import UNITS, history


def test_the_sample_is_planned_over_scenarios(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    words = [
        "dispatch",
        "ieee33",
        "--scenarios",
        "3",
        "--count",
        "40",
        "--history",
        history(tmp_path),
        "--seconds",
        "90",
    ]
    assert main([*words, "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["acceptable"] is True
    assert figures["status"] in ("optimal", "feasible")
    assert figures["lower_bound"] <= figures["cost"]
    assert figures["gap"] < 0.02
    assert figures["cost"] == pytest.approx(figures["expected_cost"])
    assert figures["cvar"] >= figures["expected_cost"]
    assert figures["vss"] == pytest.approx(figures["mean_plan_cost"] - figures["cost"])
    assert figures["vss"] >= 0
    assert figures["workers"] == 2
    assert figures["source"]["drawn"] == 40
    assert figures["source"]["seconds"] > 0
    ac = figures["ac"]
    assert (ac["holds"], ac["scenarios"], ac["steps"], ac["solved"]) == (True, 3, 72, 72)
    assert ac["max_dv_pu"] <= 1e-6
    assert ac["loss_error"] <= 1e-4
    assert ac["violations"] == []
    assert ac["verification"] == "verified"
    scenarios = figures["scenarios"]
    assert sum(s["probability"] for s in scenarios) == pytest.approx(1.0)
    cost = sum(s["probability"] * s["cost"] for s in scenarios)
    assert cost == pytest.approx(figures["expected_cost"])
    for name in ("losses_mwh", "purchase_mwh"):
        assert figures[name] == pytest.approx(sum(s["probability"] * s[name] for s in scenarios))
    assert figures["losses_mwh"] > 0
    assert max(s["cost"] for s in scenarios) == pytest.approx(figures["cvar"])
    kinds = [d["kind"] for d in figures["schedule"]]
    assert kinds == ["tie", "substation_tap", "capacitor", "capacitor", "turbine"]
    purchase = np.array(figures["schedule"][0]["p_mw"])
    expected = sum(s["probability"] * np.array(s["exchange_mw"]) for s in scenarios)
    assert purchase == pytest.approx(expected)
    assert [len(m["charges"]) for m in figures["storage_modes"]] == [24, 24]
    exchange = next(b for b in figures["bands"] if b["name"] == "exchange")
    assert np.shape(exchange["values"]) == (7, 24)
    assert figures["exchanges"][-1]["gap"] == pytest.approx(figures["gap"])


def test_a_person_reads_what_is_shared_and_what_each_scenario_makes_of_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    past = history(tmp_path)
    assert main(["dispatch", "ieee33", "--scenarios", "2", "--count", "30", "--history", past, "--seconds", "90"]) == 0
    text = capsys.readouterr().out
    assert "every step of 2 scenarios holds" in text
    assert "plan of the mean" in text
    assert "48 of 48 steps of 2 scenarios solved" in text
    assert "purchase at bus 1, MW" in text
    assert "charges or discharges" in text
    assert "curtailed MWh" in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--scenarios", "0"), "0 scenarios cannot be planned over, ask for 1 to 1000"),
        (("--scenarios", "1001"), "1001 scenarios cannot be planned over"),
        (("--scenarios", "5", "--workers", "0"), "0 is not possible"),
        (("--scenarios", "5", "--history", "nowhere.csv"), "nowhere.csv: cannot be read"),
        (("--seed", "3"), "--seed: means nothing without --scenarios"),
        (("--heavy-tails",), "means nothing without --scenarios"),
    ],
)
def test_wrong_words_are_one_line(capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str) -> None:
    assert main(["dispatch", "ieee33", *words]) == 2
    printed = capsys.readouterr()
    assert not printed.out
    assert said.split(", ask")[0] in printed.err
    assert printed.err.count("\n") == 1


def test_a_unit_without_history_is_refused_by_name(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    past = history(tmp_path, units=UNITS[1:])
    assert main(["dispatch", "ieee33", "--scenarios", "2", "--count", "20", "--history", past]) == 2
    error = capsys.readouterr().err
    assert "no scenarios of wt 18" in error
    assert error.count("\n") == 1

"""``tieline dispatch`` as a person or a script calls it."""

from __future__ import annotations

import json
import signal
from importlib.resources import files
from pathlib import Path

import pytest

from console.cli.main import main

SAMPLE = files("resources").joinpath("cases", "ieee33.toml").read_text(encoding="utf-8")


def test_the_sample_is_planned(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dispatch", "ieee33", "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["status"] == "optimal"
    assert figures["acceptable"] is True
    assert figures["lower_bound"] <= figures["cost"]
    assert figures["gap"] <= 1e-4
    assert figures["ac"]["verification"] == "verified"
    assert figures["ac"]["max_dv_pu"] <= 1e-6
    assert figures["ac"]["loss_error"] <= 1e-4
    assert figures["ac"]["violations"] == []
    assert figures["losses_mwh"] == pytest.approx(0.54, abs=0.02)
    assert len(figures["times"]) == 24
    kinds = {d["kind"] for d in figures["schedule"]}
    assert {"tie", "substation_tap", "capacitor", "pv", "wt", "storage", "turbine", "demand_response", "svc"} == kinds
    assert all(len(d["position"]) == 24 for d in figures["schedule"] if "position" in d)
    assert any(a["does"].startswith("tap 8 → ") for a in figures["actions"])
    assert main(["dispatch", "ieee33", "--gap", "0.001"]) == 0
    text = capsys.readouterr().out
    assert "every step holds in the AC load flow" in text
    assert "(2) tap" in text
    assert "23:00" in text


def test_a_case_of_one_s_own_and_no_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "tight.toml"
    path.write_text(SAMPLE.replace("v_min_pu = 0.95", "v_min_pu = 1.045"))
    assert main(["dispatch", str(path), "--json"]) == 1
    figures = json.loads(capsys.readouterr().out)
    assert figures["status"] == "infeasible"
    assert figures["cost"] is None
    assert figures["gap"] is None
    assert figures["conflicts"][0]["excess"] > 0
    assert main(["dispatch", str(path)]) == 1
    assert "conflict 1" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere.toml"], "there is no such case file"),
        (["ieee33", "--seconds", "0"], "must be more than 0"),
        (["ieee33", "--gap", "little"], "is not a number"),
        (["ieee33", "--network", "cigre_mv"], "no such bus"),
    ],
)
def test_wrong_input_is_one_line_and_exit_code_2(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        code = main(["dispatch", *words])
    except SystemExit as stop:
        code = int(stop.code or 0)
    printed = capsys.readouterr()
    assert code == 2
    assert said in printed.err
    assert len(printed.err.strip().splitlines()) == 1


def test_a_signal_ends_planning_with_the_best_plan_so_far(capsys: pytest.CaptureFixture[str]) -> None:
    before = signal.signal(signal.SIGALRM, lambda *_: signal.raise_signal(signal.SIGTERM))
    # By then there is a plan, and HiGHS is at work on the bound.
    signal.setitimer(signal.ITIMER_REAL, 4.0)
    try:
        assert main(["dispatch", "ieee33", "--gap", "1e-9", "--seconds", "120", "--json"]) == 0
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)
    figures = json.loads(capsys.readouterr().out)
    assert figures["status"] == "feasible"
    assert "planning was stopped" in figures["reason"]
    assert 0 < figures["gap"] < 1e-3
    assert figures["ac"]["holds"] is True
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL

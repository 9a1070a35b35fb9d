"""``tieline scenarios`` as a person or a script calls it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from console.cli.main import main
from engines.dispatch.joint.simbench_series import simbench_folder

UNITS = ("wt 18", "wt 22", "wt 33", "pv 7", "pv 14", "pv 25", "load")


def history(folder: Path, n_day: int = 120, units: tuple[str, ...] = UNITS, name: str = "history.csv") -> str:
    """Hours per unit: a common weather, nights without sun, one day with a gap."""
    rng = np.random.default_rng(1)
    lines = ["time," + ",".join(units)]
    for k in range(n_day):
        day, weather = np.datetime64("2021-03-01") + k, rng.standard_normal()
        wild = np.cumsum(rng.standard_normal((24, len(units))), axis=0) / 4
        for hour in range(24):
            level = 1 / (1 + np.exp(-(weather + wild[hour])))
            sun = max(0.0, np.sin(np.pi * (hour - 6) / 12))
            row = [f"{v * (sun if u.startswith('pv') else 1):.6f}" for u, v in zip(units, level, strict=True)]
            if (k, hour) == (7, 3):
                row[0] = ""
            lines.append(f"{day}T{hour:02d}:00,{','.join(row)}")
    path = folder / name
    path.write_text("\n".join(lines), "utf-8")
    return str(path)


def answered(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> dict[str, Any]:
    assert main(["scenarios", "ieee33", *words, "--json"]) == code
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def test_scenarios_from_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    words = ("--history", history(tmp_path), "--count", "60", "--reduce", "6", "--seed", "3")
    answer = answered(capsys, *words)
    assert [u["name"] for u in answer["units"]] == list(UNITS)
    assert answer["history"]["dropped"] == [{"what": "day", "name": "2021-03-08", "reason": "a gap in wt 18"}]
    assert answer["history"]["days_fitted"] + answer["history"]["days_held_out"] == 119
    assert answer["drawn"] == 60
    assert sum(s["probability"] for s in answer["scenarios"]) == pytest.approx(1.0)
    assert len(answer["scenarios"]) == 6
    assert np.shape(answer["scenarios"][0]["p_mw"]["pv 7"]) == (24,)
    assert max(answer["scenarios"][0]["p_mw"]["pv 7"][:6]) == 0.0
    assert 0 < answer["distance"]["kept"] < answer["distance"]["of_one_scenario"]
    table = {(s["metric"], s["forecast"]): s for s in answer["scores"]["table"]}
    assert table["energy_score", "independent"]["joint_better_by"]["value"] > 0
    assert {f for _, f in table} == {"joint", "independent", "climatology"}
    assert answered(capsys, *words) == answer


def test_what_is_known_of_the_day_comes_out_as_it_is(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    past = history(tmp_path)
    lines = Path(past).read_text("utf-8").splitlines()
    today = tmp_path / "today.csv"
    today.write_text("\n".join(lines[:9]), "utf-8")
    answer = answered(capsys, "--history", past, "--today", str(today), "--count", "40", "--reduce", "3")
    told = [float(line.split(",")[7]) * 3.715 for line in lines[1:9]]
    for scenario in answer["scenarios"]:
        assert scenario["p_mw"]["load"][:8] == pytest.approx(told)
    assert answer["scores"]["known_steps"] == 8


def test_a_unit_without_history_is_said_and_the_answer_is_not_acceptable(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    past = history(tmp_path, units=UNITS[1:])
    answer = answered(capsys, "--history", past, "--no-scores", code=1)
    assert answer["history"]["units_without_history"] == ["wt 18"]
    assert answer["scores"] is None
    assert main(["scenarios", "ieee33", "--history", past, "--no-scores"]) == 1
    assert "NO HISTORY" in capsys.readouterr().out


def test_few_days_draw_but_do_not_score(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    answer = answered(capsys, "--history", history(tmp_path, 60))
    assert answer["scores"] is None
    assert "too few to score" in answer["no_scores"]


def test_without_any_history_no_noise_is_invented(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engines.dispatch.joint.case_units.simbench_folder", lambda: None)
    assert main(["scenarios", "ieee33"]) == 2
    said = capsys.readouterr()
    assert not said.out
    assert said.err.count("\n") == 1
    assert "no history" in said.err
    assert "--history FILE" in said.err


@pytest.mark.skipif(simbench_folder() is None, reason="SimBench is not installed")
def test_the_sample_case_follows_simbench_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scenarios", "ieee33", "--count", "50", "--reduce", "4", "--no-scores"]) == 0
    said = capsys.readouterr().out
    assert "follows WP1" in said
    assert "follows mv_semiurb_pload" in said
    assert "the clock was put forward" in said
    assert "no scores" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--count", "0"), "0 scenarios cannot be drawn"),
        (("--count", "5", "--reduce", "6"), "6 of 5 cannot be kept"),
        (("--around", "2021-12-24", "--within", "3"), "no day within 3 days"),
        (("--history", "nowhere.csv"), "nowhere.csv: cannot be read"),
    ],
)
def test_wrong_words_are_one_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    past = () if "--history" in words else ("--history", history(tmp_path))
    assert main(["scenarios", "ieee33", *past, *words]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_a_history_of_too_few_days_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["scenarios", "ieee33", "--history", history(tmp_path, 20)]) == 2
    assert "20 are needed" in capsys.readouterr().err

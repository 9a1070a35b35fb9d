"""``tieline dispatch --regions`` as a person or a script calls it."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from console.cli.dispatch_regions import region_lines, summarise_layers
from console.cli.main import main
from engines.values.dispatch_layers import LayersRecord


def test_the_sample_is_planned_in_regions_and_compared_with_the_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dispatch", "ieee33", "--regions", "3", "--against-whole", "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["acceptable"] is True
    assert figures["workers"] == 2
    assert len(figures["exchanges"]) <= 10
    assert figures["exchanges"][-1]["whole_positions"] is True
    assert abs(figures["whole"]["dearer_by"]) <= 1e-3
    assert figures["whole"]["cost"] == pytest.approx(figures["cost"], rel=1e-3)
    assert figures["ac"]["holds"] is True
    assert figures["ac"]["verification"] == "verified"
    assert [len(r["p_mw"]) for r in figures["regions"]] == [24] * 3
    assert all(r["silence"] == "" for r in figures["regions"])
    assert np.shape([end["p_mw"] for end in figures["regions"][0]["flexibility"]]) == (6, 24)


def test_a_case_may_name_its_regions(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = files("resources").joinpath("cases", "ieee33.toml").read_text(encoding="utf-8")
    case = tmp_path / "mine.toml"
    case.write_text(text + '\n[[region]]\nname = "west"\nbranch = "line:6"\n\n[[region]]\nbranch = "line:25"\n')
    assert main(["dispatch", str(case), "--workers", "1"]) == 0
    said = capsys.readouterr().out
    assert "2 of 2 answered to the end" in said
    assert "west" in said
    assert "behind line:25" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--regions", "-1"], "--regions: -1 is not possible"),
        (["--regions", "40"], "40 regions"),
        (["--regions", "2", "--scenarios", "3"], "cannot be had together"),
        (["--against-whole"], "means nothing without regions"),
        (["--exchanges", "8"], "means nothing without regions"),
        (["--regions", "2", "--exchanges", "3"], "--exchanges: 3 is not possible"),
        (["--workers", "2"], "--workers: means nothing"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dispatch", "ieee33", *words]) == 2
    answer = capsys.readouterr()
    assert said in answer.err
    assert answer.err.count("\n") == 1
    assert answer.out == ""


def test_time_that_is_up_is_said_and_nothing_that_was_not_found_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dispatch", "ieee33", "--regions", "3", "--seconds", "0.05"]) == 1
    said = capsys.readouterr().out
    assert "0.05 s were up" in said or "give more time" in said
    assert "no plan even with" not in said


def test_an_exchange_too_small_for_the_load_is_told_in_regions_too(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    text = files("resources").joinpath("cases", "ieee33.toml").read_text(encoding="utf-8")
    assert "p_max_mw = 6.0" in text
    case = tmp_path / "narrow.toml"
    case.write_text(text.replace("p_max_mw = 6.0", "p_max_mw = 0.05", 1))
    assert main(["dispatch", str(case), "--regions", "3"]) == 1
    assert "import" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("whole", "cost", "share", "said"),
    [(-100.0, -99.0, 0.01, "+1.0000 %"), (-100.0, -101.0, -0.01, "-1.0000 %"), (0.0, 0.5, None, "+0.5000 in regions")],
)
def test_dearer_is_dearer_whatever_the_sign_of_the_cost(
    whole: float, cost: float, share: float | None, said: str
) -> None:
    record = LayersRecord((), (), whole_cost=whole, whole_bound=whole)
    told = summarise_layers(record, cost)["whole"]
    assert told["cost"] == whole
    assert told["dearer_by"] == pytest.approx(share) if share is not None else np.isnan(told["dearer_by"])
    assert said in region_lines(record, cost)["in one piece"]

"""``tieline solve`` as a person or a script calls it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from console.cli.main import main


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    """Exit code and the JSON object printed."""
    code = main([*words, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_ieee33_gives_the_published_losses_and_lowest_voltage(capsys: pytest.CaptureFixture[str]) -> None:
    # Baran & Wu 1989; recomputed with two engines.
    code, figures = answer(capsys, "solve", "ieee33")
    assert code == 0
    assert figures["converged"] is True
    assert figures["losses_kw"] == pytest.approx(202.677, abs=2e-3)
    assert figures["losses_kvar"] == pytest.approx(135.141, abs=2e-3)
    assert figures["vm_min_pu"] == pytest.approx(0.913090, abs=1e-5)
    assert figures["vm_min_bus"] == "18"
    assert figures["n_bus"] == figures["n_energized"] == 33


def test_ieee33_reconfigured_gives_the_published_optimum(capsys: pytest.CaptureFixture[str]) -> None:
    _, figures = answer(capsys, "solve", "ieee33", "--open", "7,9,14,32,37", "--close", "33,34,35,36")
    assert figures["losses_kw"] == pytest.approx(139.551, abs=2e-3)
    assert figures["vm_min_pu"] == pytest.approx(0.93782, abs=1e-5)


def test_both_engines_give_the_same_losses(capsys: pytest.CaptureFixture[str]) -> None:
    _, fast = answer(capsys, "solve", "ieee33", "--engine", "pgm")
    _, reference = answer(capsys, "solve", "ieee33", "--engine", "pandapower")
    assert (fast["engine"], reference["engine"]) == ("power-grid-model", "pandapower")
    assert fast["losses_kw"] == pytest.approx(reference["losses_kw"], abs=1e-3)


def test_opening_a_section_leaves_buses_without_voltage(capsys: pytest.CaptureFixture[str]) -> None:
    _, figures = answer(capsys, "solve", "ieee33", "--open", "switch:17")
    assert figures["n_energized"] == 32
    assert figures["customers_without_supply"] > 0
    assert main(["solve", "ieee33", "--open", "switch:17"]) == 0
    assert "1 BUSES" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["solve", "nowhere.json"], "nowhere.json"),
        (["solve", "ieee33", "--open", "S99"], "--open S99: there is no such switch"),
        (["solve", "ieee33", "--at", "tomorrow"], "is not a time like"),
        (["live", "ieee33", "--map", "nowhere.toml"], "nowhere.toml: there is no such file"),
        (["open", "nowhere.json"], "nowhere.json: there is no such file or built-in network"),
        (["solve"], "FILE|NAME"),
        (["fly"], "invalid choice"),
    ],
)
def test_wrong_input_is_one_line_and_exit_code_2(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        code = main(words)
    except SystemExit as stop:
        code = int(stop.code or 0)
    printed = capsys.readouterr()
    assert code == 2
    assert said in printed.err
    assert len(printed.err.strip().splitlines()) == 1
    assert printed.out == ""


def test_check_of_a_file_that_is_no_network_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    strange = tmp_path / "strange.json"
    strange.write_text('{"a": [1, 2')
    code = main(["check", str(strange)])
    printed = capsys.readouterr()
    assert code in (1, 2)
    assert "strange.json" in printed.err + printed.out


def test_a_date_of_another_year_is_taken_in_the_profiles_year_and_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", "north", "--at", "2030-01-14T18:30", "--json"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["time"] == "2026-01-14T18:30:00"
    assert "2026-01-14T18:30:00 is taken" in printed.err

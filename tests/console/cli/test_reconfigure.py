"""``tieline reconfigure`` and ``tieline reliability`` as a person or a script calls them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from console.cli.main import main
from tests.engines.indices.rbts import rbts_bus2_a
from tests.engines.indices.test_interruption_files import CSV


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    """Exit code and the JSON object printed."""
    code = main([*words, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_ieee33_is_reconfigured_with_its_operations(capsys: pytest.CaptureFixture[str]) -> None:
    code, figures = answer(capsys, "reconfigure", "ieee33", "--seconds", "3")
    assert code == 0
    assert figures["losses_before_kw"] == pytest.approx(202.677, abs=2e-3)
    assert figures["losses_after_kw"] == pytest.approx(139.551, abs=2e-3)
    assert figures["open_after"] == [f"switch:{k}" for k in (7, 9, 14, 32, 37)]
    assert [s["operation"] for s in figures["steps"]] == ["close", "open"] * 4
    assert figures["verification"] == "verified"
    assert main(["reconfigure", "ieee33", "--seconds", "3", "--operations", "2", "--fixed", "S9"]) == 0
    text = capsys.readouterr().out
    assert "139.551" not in text
    assert "close S35" in text


def test_where_nothing_was_solved_no_violation_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    ties = ",".join(f"switch:{k}" for k in range(33, 38))
    code, figures = answer(capsys, "reconfigure", "ieee33", "--fixed", ties)
    assert (code, figures["status"]) == (1, "not_possible")
    assert figures["losses_after_kw"] is None
    assert (figures["violations_before"], figures["violations_after"]) == (None, None)
    assert main(["reconfigure", "ieee33", "--fixed", ties]) == 1
    (line,) = [li for li in capsys.readouterr().out.splitlines() if li.startswith("violations")]
    assert "0" not in line


def test_a_day_keeps_its_cap(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["reconfigure", "ieee33", "--day", "2025-01-15", "--operations", "4", "--seconds", "2"]
    code, figures = answer(capsys, *words)
    assert code == 0
    assert figures["operations"] <= figures["operations_limit"] == 4
    assert figures["energy_after_kwh"] < figures["energy_before_kwh"]
    assert figures["changes"][0]["time"] == "2025-01-15T00:00:00"
    assert main(words) == 0
    assert "operations            " in capsys.readouterr().out


def test_records_and_systems_are_told_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    records, system, rates = (tmp_path / name for name in ("records.csv", "rbts.json", "rates.json"))
    records.write_text(CSV)
    system.write_text(json.dumps(rbts_bus2_a()))
    rates.write_text(json.dumps({"rates": rbts_bus2_a()["rates"]}))
    code, five = answer(capsys, "reliability", str(records))
    assert (code, five["whole"]["maifi"]) == (0, pytest.approx(0.6))
    _, one = answer(capsys, "reliability", str(records), "--threshold-minutes", "1")
    assert one["whole"]["maifi"] == 0
    code, figures = answer(capsys, "reliability", str(system))
    assert code == 0
    assert figures["saifi"] == pytest.approx(0.2482, abs=5e-5)
    assert figures["ens_mwh"] == pytest.approx(37.746, abs=5e-4)
    code, figures = answer(capsys, "reliability", "ieee33", "--rates", str(rates))
    assert (code, len(figures["load_points"])) == (0, 32)
    assert main(["reliability", str(records)]) == 0
    assert "major event days  not known: no earlier year" in capsys.readouterr().out
    assert main(["reliability", str(system)]) == 0
    assert "ENS" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["reconfigure", "ieee33", "--operations", "-1"], "cannot be a cap"),
        (["reconfigure", "ieee33", "--seconds", "never"], "is not a number of seconds"),
        (["reconfigure", "ieee33", "--fixed", "S99"], "--fixed S99: there is no such switch"),
        (["reconfigure", "ieee33", "--day", "2025-01-15", "--at", "2025-01-15"], "say two different things"),
        (["reliability", "nowhere.csv"], "there is no such file"),
        (["reliability", "records.doc"], "is of no kind known here"),
        (["reliability", "nowhere.csv", "--threshold-minutes", "0"], "must be more than 0 minutes"),
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

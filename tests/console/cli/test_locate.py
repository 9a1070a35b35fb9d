"""``tieline locate`` as a person or a script calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from console.cli.main import main

HEARD = """
indicators = "sectioning"

[[evidence]]
kind = "breaker_operation"
element = "switch:1"
time = 2026-01-14T18:30:05Z

[[evidence]]
kind = "indicator"
elements = ["switch:2", "switch:3", "switch:4"]
time = 2026-01-14T18:30:06Z

[[evidence]]
kind = "wire_down"
element = "line:4"
time = 2026-01-14T18:50:00Z
"""


@pytest.fixture
def heard(tmp_path: Path) -> str:
    return written(tmp_path, HEARD)


def written(folder: Path, text: str) -> str:
    path = folder / "heard.toml"
    path.write_text(text, "utf-8")
    return str(path)


def test_the_suspects_are_ranked_with_reasons(capsys: pytest.CaptureFixture[str], heard: str) -> None:
    assert main(["locate", "ieee33", "--evidence", heard, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    first = answer["hypotheses"][0]
    assert answer["status"] == "suspected"
    # Line 4 leads from switch 4 to bus 5, whose next switch is 5.
    assert first["elements"] == ["bus:5", "line:4"]
    assert first["boundary"] == ["switch:4", "switch:5"]
    assert first["tripped"] == ["switch:1"]
    assert {reason["evidence"] for reason in first["reasons"]} >= {"indicator", "wire_down"}
    assert answer["set90"][0]["elements"] == first["elements"]
    assert len(answer["set90"]) <= len(answer["set99"])
    assert answer["devices"][0] == {"id": "switch:1", "probability": pytest.approx(1.0, abs=0.05)}
    assert answer["next_steps"]


def test_a_person_reads_suspects_set_and_the_next_step(capsys: pytest.CaptureFixture[str], heard: str) -> None:
    assert main(["locate", "ieee33", "--evidence", heard]) == 0
    text = capsys.readouterr().out
    assert "SUSPECTED" in text
    assert "short circuit between switch:4, switch:5 (bus:5, line:4); tripped switch:1" in text
    assert "90 % set" in text
    assert "next" in text


def test_only_what_had_happened_counts(capsys: pytest.CaptureFixture[str], heard: str) -> None:
    shares = []
    for until in ("2026-01-14T18:40", "2026-01-14T19:00"):
        main(["locate", "ieee33", "--evidence", heard, "--until", until, "--json"])
        zones = json.loads(capsys.readouterr().out)["set99"]
        shares.append(next(zone["probability"] for zone in zones if "line:4" in zone["elements"]))
    assert shares[1] > shares[0]


def test_positions_before_the_fault_change_who_is_fed(capsys: pytest.CaptureFixture[str], heard: str) -> None:
    assert main(["locate", "ieee33", "--evidence", heard, "--open", "switch:4", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert not any("line:4" in zone["elements"] for zone in answer["set99"])
    assert answer["left_out"][0]["element"] == "line:4"


def test_unknown_elements_are_left_out_with_a_warning(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    more = HEARD + "\n[[evidence]]\nkind = 'last_gasp'\nelement = 'customer:99'\n"
    assert main(["locate", "ieee33", "--evidence", written(tmp_path, more)]) == 0
    assert "customer:99 (last_gasp) left out: no such element is in the network" in capsys.readouterr().err


def test_nothing_heard_is_not_acceptable(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["locate", "ieee33", "--evidence", written(tmp_path, "note = 'quiet'")]) == 1
    assert "NO EVIDENCE" in capsys.readouterr().out


def test_a_lower_level_needs_fewer_zones(capsys: pytest.CaptureFixture[str], heard: str) -> None:
    told = []
    for level in ("0.99", "0.6"):
        main(["locate", "ieee33", "--evidence", heard, "--level", level, "--json"])
        told.append(json.loads(capsys.readouterr().out))
    assert told[0]["status"] == "suspected"
    assert told[1]["status"] == "located"
    assert told[1]["reason"] == ""


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--evidence", "nowhere.toml"], "there is no such file"),
        (["--evidence", "HEARD", "--level", "1.5"], "1.5 is no share of probability"),
        (["--evidence", "HEARD", "--open", "switch:99"], "there is no such switch"),
    ],
)
def test_wrong_input_is_one_line_and_exit_code_2(
    capsys: pytest.CaptureFixture[str], heard: str, words: list[str], reason: str
) -> None:
    assert main(["locate", "ieee33", *(heard if word == "HEARD" else word for word in words)]) == 2
    error = capsys.readouterr().err
    assert reason in error
    assert error.count("\n") == 1

"""``tieline restore``."""

from __future__ import annotations

import json

import pytest

from console.cli.main import main


def test_prints_a_plan_with_every_figure(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["restore", "ieee33", "--fault", "line:6", "--seconds", "0", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["tripped"] == "switch:1"
    assert answer["status"] == "complete"
    assert answer["dead_kw"] == pytest.approx(3715.0)
    assert answer["unserved_kw"] == pytest.approx(200.0)
    assert [step["number"] for step in answer["steps"]] == list(range(1, len(answer["steps"]) + 1))
    assert all(step["proof"] == "accepted" and step["reason"] for step in answer["steps"])
    assert answer["lower_bound_kw"] is None


def test_prints_a_plan_for_a_person(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["restore", "north", "--fault", "F1-W03", "--seconds", "0"]) == 0
    text = capsys.readouterr().out
    assert "tripped         F1-Q0" in text
    assert "closes T1: supply again" in text
    assert "lowest" in text


@pytest.mark.parametrize("fault", ["nowhere", "bus:1", "28"])
def test_a_fault_that_cannot_be_meant_is_named(fault: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["restore", "ieee33", "--fault", fault]) == 2
    assert fault in capsys.readouterr().err


def test_wrong_seconds_are_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["restore", "ieee33", "--fault", "line:6", "--seconds", "-1"])
    assert stopped.value.code == 2
    assert "outside 0 to 600" in capsys.readouterr().err

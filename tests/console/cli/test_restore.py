"""``tieline restore``."""

from __future__ import annotations

import json

import pytest

from console.cli.main import main
from console.cli.restore import gained_and_lost


def test_prints_a_plan_with_every_figure(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["restore", "ieee33", "--fault", "line:6", "--seconds", "0", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["tripped"] == ["switch:1"]
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


@pytest.mark.parametrize(("fault", "device"), [("F4-R2", "F4-Q0"), ("T10", "F4-R2, F9-R2")])
def test_a_faulty_switch_is_cleared_by_what_stands_before_it(
    fault: str, device: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["restore", "north", "--fault", fault, "--seconds", "0"]) == 0
    lines = dict(line.split("  ", 1) for line in capsys.readouterr().out.splitlines() if "  " in line)
    assert lines["tripped"].strip() == device
    assert not lines["picked up"].strip().startswith("-")


def test_what_a_plan_cuts_off_is_not_called_picked_up() -> None:
    assert gained_and_lost(-362.0, -33) == {"picked up": "0 kW, 0 customers", "cuts off": "362 kW, 33 customers"}
    assert gained_and_lost(1200.0, 4) == {"picked up": "1 200 kW, 4 customers"}
    assert gained_and_lost(5.0, -2) == {"picked up": "5 kW, 0 customers", "cuts off": "0 kW, 2 customers"}
    assert gained_and_lost(-1e-9, 0) == {"picked up": "0 kW, 0 customers"}

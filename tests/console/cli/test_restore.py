"""``tieline restore``."""

from __future__ import annotations

import json
import math
import re

import pytest

from console.cli.main import main
from console.cli.restore import gained_and_lost, summarise
from engines.exchange.opening import open_network
from engines.grid.network import ElementRef
from engines.grid.snapshot import Snapshot
from engines.restoration.isolation import zone_numbers
from engines.restoration.options import RestorationOptions
from engines.restoration.restoring import restore
from engines.restoration.tripping import tripped
from engines.restoration.zones import zones_of
from engines.values.switching_plan import PlanStatus

SUSPECTED = ("line:F1-W01", "line:F5-W01", "line:F9-W02")


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


@pytest.fixture(scope="module")
def at_the_bar() -> Snapshot:
    return tripped(Snapshot(open_network("north")[0]), "bus:NORTH 20")[0]


def test_a_first_plan_is_the_same_every_time(at_the_bar: Snapshot) -> None:
    plans = [restore(at_the_bar, "bus:NORTH 20", RestorationOptions(seconds=0.0)) for _ in range(2)]
    assert plans[0].is_repeatable
    assert math.isnan(plans[0].refined_s)
    assert str(summarise(plans[0])) == str(summarise(plans[1]))


def test_refining_says_how_long_it_took_and_that_it_may_differ(at_the_bar: Snapshot) -> None:
    plan = restore(at_the_bar, "bus:NORTH 20", RestorationOptions(seconds=0.2))
    assert not plan.is_repeatable
    assert plan.refined_s > 0.0


def test_a_bound_that_is_not_known_is_not_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["restore", "north", "--fault", "bus:NORTH 20", "--seconds", "0"]) == 0
    text = capsys.readouterr().out
    assert "bound" not in text
    assert "–" not in text
    assert "search          first plan, not refined" in text
    assert main(["restore", "north", "--fault", "bus:NORTH 20", "--seconds", "0.2"]) == 0
    assert "search          best within 0.2 s" in capsys.readouterr().out


def test_what_stays_without_supply_is_told_whole(at_the_bar: Snapshot) -> None:
    network = at_the_bar.network
    zones = zones_of(network)
    places = [zones.of_element(network, ElementRef("line", network.find(line).row)) for line in SUSPECTED]  # type: ignore[union-attr]
    bar = zone_numbers(network, zones, "bus:NORTH 20", "fault")[0]
    plan = restore(at_the_bar, {bar: 0.7, **dict.fromkeys(places, 0.1)}, RestorationOptions(seconds=0.0))
    assert plan.status is PlanStatus.PARTIAL
    found = re.fullmatch(
        r"no way was found to supply (\d+) kW and (\d+) customers more within the limits; "
        r"the other (\d+) kW and (\d+) customers are suspected, kept dead, or out of any switch's reach",
        plan.reason,
    )
    assert found is not None, plan.reason
    more_kw, more, other_kw, other = map(int, found.groups())
    assert more + other == plan.customers_unserved
    assert more_kw + other_kw == pytest.approx(plan.unserved_kw, abs=1.0)
    assert other_kw == pytest.approx(plan.out_of_reach_kw, abs=1.0)


def test_what_a_plan_cuts_off_is_not_called_picked_up() -> None:
    assert gained_and_lost(-362.0, -33) == {"picked up": "0 kW, 0 customers", "cuts off": "362 kW, 33 customers"}
    assert gained_and_lost(1200.0, 4) == {"picked up": "1 200 kW, 4 customers"}
    assert gained_and_lost(5.0, -2) == {"picked up": "5 kW, 0 customers", "cuts off": "0 kW, 2 customers"}
    assert gained_and_lost(-1e-9, 0) == {"picked up": "0 kW, 0 customers"}

"""What the inspector says of each kind of equipment."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engines.grid.difference import Moment
from engines.grid.network import ElementRef, make_network, make_table
from engines.grid.snapshot import Snapshot
from engines.grid.tracing import CustomersByBus
from engines.values.loadflow import PhaseVoltages
from widgets.inspector.branches import switch_sides
from widgets.inspector.description import describe
from widgets.inspector.values import ElementDescription, Fact
from widgets.numbers import MISSING

HEAD_1, HEAD_2, TIE = (ElementRef("switch", row) for row in range(3))


def describe_in(moment: Moment, *refs: ElementRef) -> ElementDescription:
    return describe(moment.snapshot, moment.topology, moment.result, refs)


def facts(description: ElementDescription) -> list[Fact]:
    return [fact for section in description.sections for fact in section.facts]


def fact(description: ElementDescription, label: str) -> Fact:
    return next(f for f in facts(description) if f.label == label)


def test_nothing_selected_says_how_to_select() -> None:
    assert "Ctrl+K" in describe(None, None, None, ()).hint


def test_a_bus_says_voltage_with_unit_origin_and_severity(moment: Moment) -> None:
    bus = describe_in(moment, ElementRef("bus", 3))
    assert bus.title == "B3"
    assert bus.state.startswith("energised · ")
    voltage = fact(bus, "Voltage")
    assert (voltage.value, voltage.unit, voltage.origin, voltage.severity) == ("0.9400", "pu", "calculated", "medium")
    assert fact(bus, "Line to line").value == "18.800"
    assert fact(bus, "Customers").value == "40"
    assert fact(bus, "Distance from source").value == "4.50"


def test_customers_of_a_file_count_before_those_of_the_network(moment: Moment) -> None:
    count = np.zeros((len(moment.snapshot.network.bus), 4), np.int64)
    count[3] = (5, 0, 0, 2)
    told = CustomersByBus(count)
    bus = describe(moment.snapshot, moment.topology, moment.result, (ElementRef("bus", 3),), told)
    assert fact(bus, "Customers").value == "7"
    assert fact(bus, "Critical among them").value == "2"
    loads = moment.snapshot.network["load"]
    row = int(np.flatnonzero(moment.snapshot.network.bus_row(loads["bus"]) == 3)[0])
    load = describe(moment.snapshot, moment.topology, moment.result, (ElementRef("load", row),), told)
    assert fact(load, "Customers").value == "7"


def test_a_bus_beyond_the_emergency_limit_is_high(moment: Moment) -> None:
    kiosk = describe_in(moment, ElementRef("bus", 5))
    assert fact(kiosk, "Voltage").severity == "high"
    assert fact(kiosk, "Critical among them").value == "1"


def test_the_bar_names_its_station(moment: Moment) -> None:
    assert describe_in(moment, ElementRef("bus", 0)).kind == "Bus bar · NORTH"


def test_without_a_solution_every_calculated_value_is_a_dash(unsolved: Moment) -> None:
    for ref in (ElementRef("bus", 3), ElementRef("line", 0), ElementRef("trafo", 0), ElementRef("ext_grid", 0)):
        description = describe_in(unsolved, ref)
        assert not [f for f in facts(description) if f.origin]
        assert not [f for f in facts(description) if f.severity]
        assert all(bar.percent != bar.percent for bar in description.bars)


def test_a_result_of_another_network_is_not_believed(moment: Moment) -> None:
    assert moment.result is not None
    other = Moment(moment.snapshot, moment.topology, replace(moment.result, structure_revision="another"))
    assert fact(describe_in(other, ElementRef("bus", 3)), "Voltage").value == MISSING


def test_a_line_says_flow_losses_and_its_loading_as_a_bar(moment: Moment) -> None:
    line = describe_in(moment, ElementRef("line", 0))
    assert line.kind == "Cable · Bar – B1"
    assert fact(line, "Losses").value == "20.00"
    assert fact(line, "Loading").severity == "medium"
    (bar,) = line.bars
    assert (bar.percent, bar.limit_percent) == (110.0, 100.0)


def test_a_transformer_says_tap_and_low_side_voltage(moment: Moment) -> None:
    trafo = describe_in(moment, ElementRef("trafo", 0))
    assert fact(trafo, "Tap position").value == "1"
    low_side = next(section for section in trafo.sections if section.title == "Low side")
    assert low_side.facts[0].value == "0.8800"


def test_a_tie_names_both_feeders_its_position_and_what_leads_to_its_ends(moment: Moment) -> None:
    tie = describe_in(moment, TIE)
    assert tie.kind.startswith("Load-break switch · tie ")
    assert tie.state == "Open · normal state · remote"
    voltages = [f.value for f in tie.sections[0].facts]
    assert voltages == ["0.9400", "0.9900"]
    assert [bar.percent for bar in tie.bars] == [79.0, 20.0]


def test_a_switch_away_from_its_normal_state_says_so(moment: Moment) -> None:
    opened = moment.snapshot.with_values("switch", "position", [0], [0])
    assert "not its normal state" in describe(opened, None, None, [HEAD_1]).state


@pytest.mark.parametrize("position", [2, 3])
def test_a_position_that_is_not_known_is_never_normal(moment: Moment, position: int) -> None:
    unknown = moment.snapshot.with_values("switch", "position", [0], [position])
    state = describe(unknown, None, None, [HEAD_1]).state
    assert "not its normal state" in state
    assert "Open" not in state
    assert "Closed" not in state


def test_the_head_of_a_feeder_sums_the_feeder_up(moment: Moment) -> None:
    feeder = next(s for s in describe_in(moment, HEAD_1).sections if s.title.startswith("Feeder "))
    said = {f.label: f.value for f in feeder.facts}
    assert said["Customers"] == "40"
    assert said["Lowest voltage"] == "0.9400"
    assert said["Buses"] == "3"
    assert said["Farthest bus"] == "4.50"


def test_sides_of_a_switch_are_its_bus_and_the_far_end_of_its_line(moment: Moment) -> None:
    network = moment.snapshot.network
    assert switch_sides(network, 0) == (0, 1)
    assert switch_sides(network, 2) == (3, 4)


def test_a_load_says_its_power_of_the_moment_and_who_is_behind_it(moment: Moment) -> None:
    load = describe_in(moment, ElementRef("load", 0))
    p_mw = float(moment.snapshot.column("load", "p_mw")[0])
    assert fact(load, "Active power, consumed").value == f"{p_mw:.4f}"
    assert fact(load, "Customers").value == "40"


def test_a_customer_says_priority_and_supply(moment: Moment) -> None:
    hospital = describe_in(moment, ElementRef("customer", 1))
    assert hospital.title == "Hospital"
    assert fact(hospital, "Priority").value == "critical"
    assert "energised" in hospital.state


def test_several_are_counted_and_summed(moment: Moment) -> None:
    several = describe_in(moment, ElementRef("bus", 3), ElementRef("bus", 5), ElementRef("line", 0))
    assert several.title == "3 selected"
    assert fact(several, "Buses").value == "2"
    assert fact(several, "Customers").value == "41"


@pytest.mark.parametrize("kind", ["bus", "line", "trafo", "switch", "load", "ext_grid", "customer"])
def test_every_kind_has_words_of_its_own(moment: Moment, kind: str) -> None:
    description = describe_in(moment, ElementRef(kind, 0))
    assert description.kind != kind
    assert description.title == str(moment.snapshot.network[kind]["name"][0])


def test_a_network_without_time_and_result_is_described_too(moment: Moment) -> None:
    bare = Snapshot(moment.snapshot.network)
    assert describe(bare, None, None, [ElementRef("load", 0)]).title == "Mill"


def test_solved_phases_are_shown_each_with_the_unbalance(moment: Moment) -> None:
    assert moment.result is not None
    vm = np.column_stack([np.full(6, 1.01), np.full(6, 0.97), np.full(6, np.nan)])
    phases = PhaseVoltages(vm, np.zeros((6, 3)), np.full(6, 2.5))
    solved = Moment(moment.snapshot, moment.topology, replace(moment.result, phases=phases))
    bus = describe_in(solved, ElementRef("bus", 3))
    values = [fact(bus, label).value for label in ("Phase A", "Phase B", "Phase C", "Unbalance")]
    assert values == ["1.0100", "0.9700", MISSING, "2.50"]


def test_a_load_by_phase_says_each_phase() -> None:
    tables = {
        "bus": make_table("bus", {"vn_kv": [0.4]}),
        "asymmetric_load": make_table(
            "asymmetric_load", {"name": ["Flat 3"], "bus": [0], "p_a_mw": [0.002], "q_a_mvar": [0.0005]}
        ),
    }
    flat = describe(Snapshot(make_network("flat", tables)), None, None, [ElementRef("asymmetric_load", 0)])
    assert flat.kind == "Load by phase · wye"
    assert [f.value for f in flat.sections[0].facts] == ["2.00", "0.50", "0.00", "0.00", "0.00", "0.00"]

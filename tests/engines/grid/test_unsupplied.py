"""Counting what is without supply."""

from __future__ import annotations

import numpy as np

from engines.grid.network import make_network, make_table
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.grid.topology import analyse
from engines.grid.tracing import CustomersByBus
from engines.grid.unsupplied import Unsupplied, unsupplied


def feeder() -> Snapshot:
    """source - A -/- B - C, three customers at C, one of them critical; the switch stands at A."""
    tables = {
        "bus": make_table("bus", {"vn_kv": [20.0, 20.0, 20.0]}),
        "line": make_table("line", {"from_bus": [0, 1], "to_bus": [1, 2], "length_km": [1.0, 1.0]}),
        "switch": make_table("switch", {"bus": [0], "element": [0], "et": ["l"], "position": [1]}),
        "load": make_table("load", {"bus": [2], "p_mw": [0.1]}),
        "ext_grid": make_table("ext_grid", {"bus": [0]}),
        "customer": make_table("customer", {"load": [0, 0], "bus": [2, 2], "count": [2, 1], "priority": [0, 2]}),
    }
    return Snapshot(make_network("feeder", tables))


def test_nothing_is_counted_while_all_is_supplied() -> None:
    snapshot = feeder()
    assert unsupplied(snapshot, analyse(snapshot)) == Unsupplied()


def test_buses_and_customers_behind_an_open_switch_are_counted() -> None:
    snapshot = feeder().with_values("switch", "position", [0], SwitchPosition.OPEN)
    assert unsupplied(snapshot, analyse(snapshot)) == Unsupplied(buses=2, customers=3, critical=1)


def test_other_counts_than_those_of_the_network_may_be_given() -> None:
    snapshot = feeder().with_values("switch", "position", [0], SwitchPosition.OPEN)
    told = CustomersByBus(np.array([[5, 0, 0, 0], [0, 0, 0, 0], [7, 0, 2, 1]]))
    assert unsupplied(snapshot, analyse(snapshot), told) == Unsupplied(buses=2, customers=10, critical=3)


def test_a_switch_of_unknown_position_supplies_nobody() -> None:
    snapshot = feeder().with_values("switch", "position", [0], SwitchPosition.UNKNOWN)
    assert unsupplied(snapshot, analyse(snapshot)).customers == 3


def test_what_is_out_of_service_is_not_missing() -> None:
    snapshot = feeder().with_values("switch", "position", [0], SwitchPosition.OPEN)
    snapshot = snapshot.with_state({("bus", "in_service"): np.array([True, False, True])})
    assert unsupplied(snapshot, analyse(snapshot)).buses == 1

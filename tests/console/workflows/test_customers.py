"""Customer files: what is wrong is named with its line, and nobody critical is taken for ordinary."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from console.workflows.customers import CustomerList, customers_of_network, read_customers
from engines.exchange.opening import open_network
from engines.grid.network import Network, make_network, make_table
from engines.restoration.customer_counts import customers_by_bus
from engines.restoration.options import RestorationOptions
from engines.synthesis.district import synthesise
from engines.values.frozen import FrozenMap
from engines.values.repair import Customer
from engines.values.validation import InputError


@pytest.fixture(scope="module")
def network() -> Network:
    """The shipped district."""
    return open_network("north")[0]


def written(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    """A customer file."""
    path = tmp_path / "customers.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_a_file_with_all_columns(tmp_path: Path, network: Network) -> None:
    first, second = (str(i) for i in network["load"].id[:2])
    text = (
        "Customer;Load;Name;Count;Priority;Life_support;Contact\n"
        f"1001;{first};Städtisches Krankenhaus;1;critical;no;555-1\n1002;{first};Haus 7;24;;;\n"
        f"1003;{second};Frau Meier;1;0;yes;555-3\n1004;{second};Bäckerei;1;preferred;;\n"
    )
    found = read_customers(written(tmp_path, text, "utf-8-sig"), network)
    assert all("the network's own count" in finding.reason for finding in found.findings)
    assert found.count([first, second]) == 27
    assert [c.customer_id for c in found.to_call([first, second])] == ["1003", "1001", "1004"]
    assert found.count(["load:nowhere"]) == 0


def test_what_cannot_be_used_is_left_out_and_named(tmp_path: Path, network: Network) -> None:
    first = str(network["load"].id[0])
    text = (
        "customer,load,count,priority,life_support\n"
        f"1,{first},3,,\n1,{first},2,,\n2,load:nowhere,1,,\n,{first},1,,\n3,{first},many,,\n4,{first},1,VIP,maybe\n"
    )
    found = read_customers(written(tmp_path, text), network)
    said = [(finding.element.rpartition(" ")[2], finding.field) for finding in found.findings]
    assert said == [("3", "customer"), ("4", "load"), ("5", "customer"), ("6", "count"), ("7", "priority"),
                    ("7", "life_support"), (said[-1][0], "load")]  # fmt: skip
    assert "stands in line 2 already" in found.findings[0].reason
    assert found.count([first]) == 3 + 1 + 1
    (doubtful,) = found.to_call([first])
    assert (doubtful.customer_id, doubtful.priority, doubtful.has_life_support) == ("4", 2, True)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("customer,name\n1,Haus\n", "has no column load"),
        ("customer,load\n1,load:nowhere\n", "has no usable line"),
        ("", "has no column customer"),
        ('customer,load\n"1,load\n', "cannot be read|has no usable line"),
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, network: Network, text: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        read_customers(written(tmp_path, text), network)


def test_a_file_of_another_encoding_or_none_at_all_is_refused(tmp_path: Path, network: Network) -> None:
    with pytest.raises(InputError, match="save it as CSV in UTF-8"):
        read_customers(written(tmp_path, "customer,load\nä,ö\n", "latin-1"), network)
    with pytest.raises(InputError, match="cannot be read"):
        read_customers(tmp_path / "nowhere.csv", network)


def test_without_a_file_the_network_says_how_many(network: Network) -> None:
    found = customers_of_network(network)
    loads = [str(i) for i in network["load"].id]
    assert found.count(loads) == int(network["customer"]["count"].sum())
    called = found.to_call(loads)
    assert len(called) == int((network["customer"]["priority"] > 0).sum())
    assert [c.has_life_support for c in called] == sorted((c.has_life_support for c in called), reverse=True)
    assert sum(c.has_life_support for c in called) == int((network["customer"]["priority"] == 3).sum())


def test_a_column_nobody_reads_is_named(tmp_path: Path, network: Network) -> None:
    load = str(network["load"].id[0])
    found = read_customers(written(tmp_path, f"customer,load,live_support\n1,{load},yes\n"), network)
    (finding,) = (f for f in found.findings if f.field != "load")
    assert (finding.field, "is not known" in finding.reason) == ("live_support", True)
    assert "life_support" in finding.remedy


def test_counts_by_bus_are_those_of_the_list() -> None:
    network = synthesise(300, 1)
    found = customers_of_network(network)
    counts = found.on_buses(network).count
    loads = network["load"]
    assert counts.shape == (len(network.bus), 4)
    assert counts.sum() == found.count(found.by_load)
    for row in set(network.bus_row(loads["bus"]).tolist()):
        there = [str(loads.id[k]) for k in np.flatnonzero(network.bus_row(loads["bus"]) == row)]
        assert counts[row].sum() == found.count(there)


def test_a_load_that_the_file_forgets_keeps_the_customers_of_the_network_and_is_told_once(
    tmp_path: Path, network: Network
) -> None:
    own = customers_of_network(network)
    named, *left = own.by_load
    found = read_customers(written(tmp_path, f"customer,load,count\n1,{named},9999\n"), network)
    assert found.count((named,)) == 9999
    assert found.count(left) == own.count(left) > 0
    (finding,) = found.findings
    assert f"{len(left)} loads are not in the file" in finding.reason
    assert str(own.count(left)) in finding.reason


def test_plans_predictions_and_lists_count_alike(tmp_path: Path, network: Network) -> None:
    first, second = list(customers_of_network(network).by_load)[:2]
    text = f"customer,load,count,life_support\n1,{first},700,\n2,{second},1,yes\n3,{second},40,\n"
    found = read_customers(written(tmp_path, text), network)
    counts = {load: found.count((load,)) for load in found.by_load}
    planned = customers_by_bus(network, RestorationOptions(customers=FrozenMap(counts)))
    told = found.on_buses(network)
    assert np.array_equal(planned.sum(axis=1), told.count.sum(axis=1))
    assert planned.sum() == found.count(found.by_load)
    bus = network.bus_row(int(network["load"]["bus"][list(network["load"].id).index(second)]))
    assert (int(bus), "2") in told.critical


def test_who_is_known_by_a_bus_only_is_counted_once() -> None:
    tables = {
        "bus": make_table("bus", {"vn_kv": [20.0, 20.0, 20.0]}),
        "load": make_table("load", {"bus": [1, 1], "p_mw": [0.1, 0.1]}),
        "customer": make_table("customer", {"load": [-1, -1], "bus": [1, 2], "count": [3, 4], "priority": [0, 0]}),
    }
    network = make_network("plain", tables)
    found = CustomerList({str(network["load"].id[0]): (Customer("1", str(network["load"].id[0]), "", 10),)})
    options = RestorationOptions(customers=FrozenMap({load: found.count((load,)) for load in found.by_load}))
    assert customers_by_bus(network, options).sum(axis=1).tolist() == [0, 10, 4]
    assert found.on_buses(network).count.sum(axis=1).tolist() == [0, 10, 4]

"""Customer files: what is wrong is named with its line, and nobody critical is taken for ordinary."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.workflows.customers import customers_of_network, read_customers
from engines.exchange.opening import open_network
from engines.grid.network import Network
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
    assert not found.findings
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
                    ("7", "life_support")]  # fmt: skip
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
    (finding,) = found.findings
    assert (finding.field, "is not known" in finding.reason) == ("live_support", True)
    assert "life_support" in finding.remedy

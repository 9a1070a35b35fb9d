"""Browsing, the point test and secured connections at servers of other makers."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[4]))

from benchmarks.link_sources import Source, why_absent
from console.field.addresses import SecurityMode, SecurityPolicy, ServerAddress
from console.field.map.assembling import assemble
from console.field.map.browsed import BrowsedSpace
from console.field.map.checking import check_map
from console.field.map.drafting import draft_map
from console.field.map.jobs import browse_server
from console.field.security.connecting import prepare_client
from console.field.security.credentials import Credentials
from console.field.security.refusals import LinkRefused
from console.field.security.trust_store import TrustStore
from engines.values.work import DirectContext

RAMPS = 30


def source(kind: str, *options: str) -> Iterator[Source]:
    if reason := why_absent(kind):
        pytest.skip(reason)
    made = Source(kind, "--ramps", str(RAMPS), *options)
    yield made
    made.kill()


@pytest.fixture(scope="module")
def node() -> Iterator[Source]:
    """node-opcua that takes seven reads and a handful of items at once."""
    yield from source("node", "--limits")


@pytest.fixture(scope="module")
def old() -> Iterator[Source]:
    """The deprecated predecessor of asyncua."""
    yield from source("old")


@pytest.fixture(scope="module", params=["node", "old"])
def server(request: pytest.FixtureRequest) -> Source:
    return request.getfixturevalue(request.param)


def browse(endpoint: str) -> BrowsedSpace:
    return browse_server(DirectContext(), ServerAddress("S", endpoint, ()), Credentials())


def test_everything_is_found(server) -> None:
    space = browse(server.endpoint)
    assert (space.cut, space.problems) == ("", ())
    nodes = {node.names[-1]: node for node in space.nodes}
    assert {f"Ramp{k}" for k in range(RAMPS)} <= set(nodes)
    assert (nodes["Voltage"].data_type, nodes["Position"].data_type, nodes["Flag"].data_type) == (
        "Double",
        "Int32",
        "Boolean",
    )
    assert nodes["Voltage"].node == "nsu=urn:test:field;s=Voltage"
    assert "Server" not in {node.names[0] for node in space.nodes}


@pytest.mark.parametrize("uses_paths", [False, True])
def test_a_draft_passes_the_point_test_by_node_and_by_path(old, uses_paths) -> None:
    entries, _ = draft_map(browse(old.endpoint), "S", {}, uses_paths=uses_paths)
    for number, point in enumerate(entries.servers[0].points):
        quantity = {"Boolean": "is_local", "Int32": "tap_pos"}.get(point.fields["data_type"], "p_mw")
        kept = {key: point.fields[key] for key in ("node", "data_type")}
        point.fields = kept | {"element": f"e:{number}", "quantity": quantity}
    made, _ = assemble(entries, "draft")
    found = check_map(made, {}, seconds=0.3)
    assert [point.problem for point in found.points] == [""] * len(entries.servers[0].points)
    assert found.is_acceptable


def test_the_point_test_counts_what_changes(node) -> None:
    """On a server that takes five items in a request and eight in a subscription."""
    entries, _ = draft_map(browse(node.endpoint), "S", {})
    ramps = [point for point in entries.servers[0].points if "Ramp" in point.fields["node"]][:9]
    for number, point in enumerate(ramps):
        point.fields |= {"element": f"e:{number}", "quantity": "p_mw"}
    entries.servers[0].points = ramps
    made, _ = assemble(entries, "draft")
    node.tell(ramp=[RAMPS, 5])
    found = check_map(made, {}, seconds=1.5)
    assert found.is_acceptable
    assert len(found.points) == 9
    assert all(point.updates >= 3 for point in found.points)


@pytest.mark.parametrize("login", [{}, {"uses_certificate": True}])
@pytest.mark.parametrize("mode", [SecurityMode.SIGN, SecurityMode.ENCRYPT])
@pytest.mark.parametrize("policy", [p for p in SecurityPolicy if p is not SecurityPolicy.NONE])
def test_every_policy_and_mode_works_once_approved(node, tmp_path, policy, mode, login) -> None:
    trust = TrustStore(tmp_path)
    address = ServerAddress("N", node.endpoint, (), security_policy=policy, security_mode=mode, **login)

    async def connect() -> int:
        client = prepare_client(address, Credentials(), trust, timeout_s=20.0)
        await client.connect()
        try:
            return len(await client.get_namespace_array())
        finally:
            await client.disconnect()

    with pytest.raises(LinkRefused) as caught:
        asyncio.run(connect())
    trust.approve(caught.value.certificate.fingerprint)
    assert asyncio.run(connect()) == 4


def test_the_old_server_offers_no_security_and_says_so(old, tmp_path) -> None:
    address = ServerAddress(
        "O", old.endpoint, (), security_policy=SecurityPolicy.BASIC256SHA256, security_mode=SecurityMode.ENCRYPT
    )
    client = prepare_client(address, Credentials(), TrustStore(tmp_path))
    with pytest.raises(LinkRefused, match="None with none"):
        asyncio.run(client.connect())

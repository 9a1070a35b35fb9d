"""Looking through servers: everything is found, within bounds, whatever is there."""

from __future__ import annotations

import asyncio
import math

import pytest

from console.field.addresses import PointAddress, ServerAddress
from console.field.map.browsed import BrowseBounds, BrowsedSpace, NodeKind
from console.field.map.browsing import browse_space
from console.field.map.jobs import browse_server
from console.field.map.node_syntax import node_problem
from console.field.map.survey import survey
from console.field.security.connecting import prepare_client
from console.field.security.credentials import Credentials
from console.field.security.trust_store import TrustStore
from engines.values.points import PointDefinition, PointKind, Quantity
from engines.values.validation import InputError
from engines.values.work import DirectContext, WorkCancelled


def browse(endpoint: str, bounds: BrowseBounds | None = None, context: DirectContext | None = None) -> BrowsedSpace:
    return browse_server(context or DirectContext(), ServerAddress("V", endpoint, ()), Credentials(), bounds=bounds)


@pytest.fixture(scope="module")
def space(vendor) -> BrowsedSpace:
    return browse(vendor.endpoint)


def by_name(space: BrowsedSpace) -> dict[str, object]:
    return {node.names[-1]: node for node in space.nodes}


def test_everything_is_found_once_and_below_its_parent(space) -> None:
    assert space.cut == ""
    assert len(space.nodes) == len({node.node for node in space.nodes})
    assert sum(node.names[-2:-1] == ("Many",) for node in space.nodes) == 1200
    for row, node in enumerate(space.nodes):
        assert node.parent < row
        if node.parent >= 0:
            assert node.names[:-1] == space.nodes[node.parent].names
    assert {node.names[0] for node in space.nodes} == {"Plant"}


def test_what_nodes_say_of_themselves_is_kept(space) -> None:
    nodes = by_name(space)
    position = nodes["Position"]
    assert (position.data_type, position.value) == ("Int32", "2")
    assert position.states == ("in between", "open", "closed", "faulty")
    current = nodes["Current"]
    assert (current.unit, current.low, current.high, current.data_type) == ("A", 0.0, 400.0, "Float")
    assert nodes["Row"].is_array
    assert nodes["Words"].value == ""
    assert nodes["Broken"].status == "BadSensorFailure"
    assert nodes["P limit setpoint"].is_writable
    assert not nodes["Current"].is_writable
    assert nodes["Operate"].kind is NodeKind.METHOD
    assert math.isnan(nodes["Local"].low)


def test_every_name_and_every_path_leads_back_to_its_node(vendor, space) -> None:
    """The link resolves what browsing writes, whatever characters and kinds of identifiers there are."""
    nodes = [node for node in space.nodes if node.kind is NodeKind.VARIABLE and node.names[-2:-1] != ("Many",)]
    assert {node.node.split(";")[-1][:2] for node in nodes} == {"s=", "i=", "g=", "b="}
    texts = [text for node in nodes for text in (node.node, node.path)]
    assert [node_problem(text) for text in texts] == [None] * len(texts)

    async def facts():
        client = prepare_client(ServerAddress("V", vendor.endpoint, ()), Credentials(), TrustStore())
        await client.connect()
        try:
            definition = PointDefinition("bus:1", Quantity.VM_PU, PointKind.ANALOG)
            points = tuple(PointAddress(definition, text) for text in texts)
            return await survey(client, ServerAddress("V", vendor.endpoint, points))
        finally:
            await client.disconnect()

    found = asyncio.run(facts()).points
    for node, by_id, by_path in zip(nodes, found[0::2], found[1::2], strict=True):
        assert by_id == by_path, node.path
        assert by_id.problem == ("it holds several values, and a point is one" if node.is_array else "")
        assert node.is_array or by_id.data_type in (node.data_type, "")


def test_bounds_hold(vendor) -> None:
    few = browse(vendor.endpoint, BrowseBounds(nodes=100))
    assert len(few.nodes) == 100
    assert "more than 100 nodes" in few.cut
    shallow = browse(vendor.endpoint, BrowseBounds(depth=3))
    assert max(len(node.names) for node in shallow.nodes) == 3
    assert any("3 steps down" in reason for _, reason in shallow.problems)
    assert "longer than" in browse(vendor.endpoint, BrowseBounds(seconds=0.0)).cut


def test_it_can_be_cancelled(vendor) -> None:
    class Impatient(DirectContext):
        def check_cancelled(self) -> None:
            raise WorkCancelled

    with pytest.raises(WorkCancelled):
        browse(vendor.endpoint, context=Impatient())


def test_a_connection_lost_meanwhile_is_told(vendor) -> None:
    async def scene() -> None:
        client = prepare_client(ServerAddress("V", vendor.endpoint, ()), Credentials(), TrustStore())
        await client.connect()

        def cut(_count: int) -> None:
            client.uaclient.protocol.transport.abort()

        with pytest.raises(ConnectionError):
            await browse_space(client, vendor.endpoint, on_progress=cut)
        await client.disconnect()

    asyncio.run(scene())


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(InputError, match="nothing listens"):
        browse("opc.tcp://127.0.0.1:1")


def test_something_that_is_no_server_is_told() -> None:
    async def scene() -> None:
        async def chatter(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(b"220 mail.example ESMTP\r\n")
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(chatter, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(InputError):
            await asyncio.to_thread(browse, f"opc.tcp://127.0.0.1:{port}")
        server.close()
        await server.wait_closed()

    asyncio.run(scene())

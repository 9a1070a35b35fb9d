"""A server as a vendor might ship it, in a thread of its own, and the built-in simulator with tight limits."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from asyncua import Server, ua

from console.field.security.own_certificate import own_certificate

URI, OTHER_URI = "urn:vendor;with%signs", "urn:vendor:other"
MANY = 1200


@dataclass
class Vendor:
    """The running server."""

    endpoint: str = ""
    nodes: dict[str, Any] = field(default_factory=dict)
    loop: asyncio.AbstractEventLoop | None = None

    def write(self, name: str, value: ua.DataValue) -> None:
        """Change a variable from outside the server's thread."""
        assert self.loop is not None
        node = self.nodes[name]
        asyncio.run_coroutine_threadsafe(node.write_value(value), self.loop).result(5)


async def serve(vendor: Vendor, folder: Path, is_ready: threading.Event, stop: asyncio.Event) -> None:
    own = own_certificate(folder)
    server = Server()
    server.disable_clock()
    await server.init()
    server.set_endpoint("opc.tcp://127.0.0.1:0/vendor")
    await server.load_certificate(own.certificate)
    await server.load_private_key(own.key)
    await server.register_namespace(OTHER_URI)
    await fill(server, vendor, await server.register_namespace(URI))
    await server.start()
    port = server.bserver._server.sockets[0].getsockname()[1]
    vendor.endpoint, vendor.loop = f"opc.tcp://127.0.0.1:{port}/vendor", asyncio.get_running_loop()
    is_ready.set()
    await stop.wait()
    await server.stop()


async def fill(server: Server, vendor: Vendor, index: int) -> None:
    def named(text: str) -> tuple[ua.NodeId, ua.QualifiedName]:
        return ua.NodeId(text, index), ua.QualifiedName(text.rpartition("|")[2], index)

    async def variable(parent: Any, text: str, value: Any, kind: ua.VariantType, **about: Any) -> Any:
        node_id, name = named(text)
        node = await parent.add_variable(about.get("node_id", node_id), name, ua.Variant(value, kind))
        if "unit" in about:
            unit = ua.EUInformation(DisplayName=ua.LocalizedText(about["unit"]))
            await node.add_property(index, "EngineeringUnits", unit)
            low, high = about["range"]
            await node.add_property(0, "EURange", ua.Range(low, high))
        if "states" in about:
            texts = [ua.LocalizedText(state) for state in about["states"]]
            await node.add_property(0, "EnumStrings", ua.Variant(texts, ua.VariantType.LocalizedText))
        vendor.nodes[text] = node
        return node

    kinds = ua.VariantType
    plant = await server.nodes.objects.add_object(*named("Plant"))
    q1 = await plant.add_object(*named("Plant|F1-R1"))
    states = ["in between", "open", "closed", "faulty"]
    await variable(q1, "Plant|F1-R1|Position", 2, kinds.Int32, states=states)
    await variable(q1, "Plant|F1-R1|Local", False, kinds.Boolean)
    await q1.add_reference(plant, ua.ObjectIds.Organizes)
    bay = await plant.add_object(*named("Plant|Bay 2"))
    await variable(bay, "Plant|Bay 2|Voltage L1L2", 20.4, kinds.Double, unit="kV", range=(0.0, 24.0))
    await variable(bay, "Plant|Bay 2|Current", 120.0, kinds.Float, unit="A", range=(0.0, 400.0))
    await variable(bay, "Plant|Bay 2|ActivePower", 950.0, kinds.Double, unit="kW", range=(-5000.0, 5000.0))
    await variable(bay, "Plant|Bay 2|Voltage of oil", 60.0, kinds.Double, unit="°C", range=(0.0, 100.0))
    limit = await variable(bay, "Plant|Bay 2|P limit setpoint", 1.0, kinds.Double)
    await limit.set_writable()
    await variable(bay, "Plant|Bay 2|A/B:C&D", 1, kinds.Int32, node_id=ua.NodeId(77, index))
    await variable(bay, "Plant|Bay 2|By guid", 1, kinds.Int32, node_id=ua.NodeId(uuid.UUID(int=5), index))
    await variable(bay, "Plant|Bay 2|Opaque", 1, kinds.Int32, node_id=ua.NodeId(b"\x00\xff", index))
    await variable(bay, "Plant|Bay 2|Words", "x" * 100_000, kinds.String)
    await variable(bay, "Plant|Bay 2|Row", [1.0, 2.0], kinds.Double)
    await variable(bay, "Plant|Bay 2|Not a number", float("nan"), kinds.Double)
    broken = await variable(bay, "Plant|Bay 2|Broken", 0.0, kinds.Double)
    await broken.write_value(
        ua.DataValue(ua.Variant(0.0, kinds.Double), ua.StatusCode(ua.StatusCodes.BadSensorFailure))
    )

    async def operate(_parent: ua.NodeId, _value: ua.Variant) -> list[ua.Variant]:
        return []

    control = await q1.add_object(*named("Plant|F1-R1|Position control"))
    await control.add_method(*named("Plant|F1-R1|Position control|Operate"), operate, [kinds.Boolean], [])
    many = await plant.add_object(*named("Many"))
    for k in range(MANY):
        node_id, name = named(f"Many|{k}")
        await many.add_variable(node_id, name, float(k))
    deep = plant
    for k in range(20):
        deep = await deep.add_object(*named(f"Deep|{k}"))


@pytest.fixture(scope="session")
def vendor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vendor]:
    made, is_ready, loops = Vendor(), threading.Event(), []

    async def live() -> None:
        stop = asyncio.Event()
        loops.append((asyncio.get_running_loop(), stop))
        await serve(made, tmp_path_factory.mktemp("vendor"), is_ready, stop)

    # A daemon: it lives as long as the session, which the check for leaked threads cannot know.
    thread = threading.Thread(target=lambda: asyncio.run(live()), daemon=True)
    thread.start()
    assert is_ready.wait(60)
    yield made
    loop, stop = loops[0]
    loop.call_soon_threadsafe(stop.set)
    thread.join(10)


@pytest.fixture(scope="module")
def tight_simulator() -> Iterator[str]:
    """Endpoint of the built-in district on a server that takes few operations at once."""
    limits = ("--max-nodes-per-browse", "60", "--max-nodes-per-read", "250", "--max-monitored-items-per-call", "200")
    process = subprocess.Popen(
        [sys.executable, "-m", "console.cli.main", "simulate", "north", "--until-stdin-closes", *limits],
        cwd=Path(__file__).parents[4],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    import json

    yield str(json.loads(process.stdout.readline())["endpoint"])
    process.communicate(timeout=20)

"""What the simulator publishes is what its map says, with ranges, units, times and qualities."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from asyncua import ua
from simulator_process import Console, SimulatorProcess, console_on, eventually

from console.field.addresses import ControlStyle
from console.field.simulator_map import simulator_server
from engines.exchange.opening import open_network
from engines.plant.plant import Plant


def test_every_node_of_the_map_exists_with_its_type(simulator: SimulatorProcess) -> None:
    network, _ = open_network("north")
    plant = Plant(network)
    server = simulator_server("north", simulator.endpoint, plant.points)
    assert simulator.answer["points"] == len(plant.points) == len(server.points)

    async def work() -> None:
        async with console_on(simulator.endpoint) as console:
            nodes = [console.id(_text(point.node)) for point in server.points]
            types = await console.client.uaclient.read_attributes(nodes, ua.AttributeIds.DataType)
            wanted = [getattr(ua.ObjectIds, point.data_type) for point in server.points]
            assert [found.Value.Value.Identifier for found in types] == wanted
            values = await console.client.uaclient.read_attributes(nodes, ua.AttributeIds.Value)
            assert not [v for v in values if v.StatusCode.is_good() and v.Value.Value is None]
            methods = [
                console.id(_text(node))
                for control in server.controls
                for node in (control.object_node, control.select, control.operate, control.cancel)
                if node
            ]
            classes = await console.client.uaclient.read_attributes(methods, ua.AttributeIds.NodeClass)
            assert all(found.StatusCode.is_good() for found in classes)
            written = [console.id(_text(c.object_node)) for c in server.controls if c.style is ControlStyle.WRITE]
            access = await console.client.uaclient.read_attributes(written, ua.AttributeIds.UserAccessLevel)
            assert {found.Value.Value for found in access} == {3}

    asyncio.run(work())


def test_measurements_have_range_and_unit(simulator: SimulatorProcess) -> None:
    async def work() -> None:
        async with console_on(simulator.endpoint) as console:
            current = console.client.get_node(console.id("switch:F4-LR4/MMXU1.A"))
            assert await current.read_type_definition() == ua.NodeId(ua.ObjectIds.AnalogItemType)
            properties = {
                (await node.read_browse_name()).Name: await node.read_value() for node in await current.get_properties()
            }
            assert properties["EURange"].Low == 0.0
            assert properties["EURange"].High > 0.0
            unit = properties["EngineeringUnits"]
            # UNECE Recommendation 20: B22 is the kiloampere; OPC UA Part 8: its bytes are the unit id.
            assert (unit.DisplayName.Text, unit.UnitId) == ("kA", 0x423232)
            position = console.client.get_node(console.id("switch:F4-LR4/XCBR1.Pos"))
            texts = await (await position.get_child("0:EnumStrings")).read_value()
            assert [text.Text for text in texts] == ["intermediate", "off", "on", "bad"]

    asyncio.run(work())


def test_the_source_time_of_a_movement_is_when_it_happened_on_the_wall_clock(simulator: SimulatorProcess) -> None:
    control, position = "switch:F4-R2/CSWI1.Pos", "switch:F4-R2/XCBR1.Pos"

    async def work() -> None:
        async with console_on(simulator.endpoint) as console:
            sent = datetime.now(UTC)
            assert (await console.operate(control, False))[0] == "Good"

            async def is_open() -> bool:
                return bool(await console.value(position) == 1)

            await eventually(is_open)
            moved = (await console.reading(position)).SourceTimestamp.replace(tzinfo=UTC)
            # The simulation may be one of its ticks behind the wall clock.
            assert sent - timedelta(seconds=0.5) < moved <= datetime.now(UTC)

    asyncio.run(work())


def test_only_what_changed_is_sent(simulator: SimulatorProcess) -> None:
    """A subscription to every point brings the first values once, then a small part of them a second."""
    network, _ = open_network("north")
    server = simulator_server("north", simulator.endpoint, Plant(network).points)

    class Counter:
        count = 0

        def datachange_notification(self, _node: object, _value: object, _data: object) -> None:
            self.count += 1

    async def work() -> None:
        async with console_on(simulator.endpoint) as console:
            counter = Counter()
            subscription = await console.client.create_subscription(100, counter)
            nodes = [console.client.get_node(console.id(_text(point.node))) for point in server.points]
            await subscription.subscribe_data_change(nodes)

            async def has_first() -> bool:
                return counter.count >= len(nodes)

            await eventually(has_first)
            begun, first = time.monotonic(), counter.count

            async def is_over() -> bool:
                return time.monotonic() - begun > 1.0

            await eventually(is_over)
            assert counter.count - first < len(nodes)
            await subscription.delete()

    asyncio.run(work())


def test_what_cannot_be_reached_says_so_and_comes_back(simulator: SimulatorProcess) -> None:
    async def work() -> None:
        async with console_on(simulator.endpoint) as console:
            event = '{"event": "lost_communication", "element_id": "switch:F7-LR3"}'
            status, (event_id, _) = await console.call("Instructor", "Inject", event)
            assert status == "Good"
            await eventually(lambda: _has_status(console, "switch:F7-LR3/XCBR1.Pos", "BadCommunicationError"))
            assert (await console.reading("switch:F7-LR1/XCBR1.Pos")).StatusCode.is_good()
            status, (_, reason) = await console.call("switch:F7-LR3/CSWI1.Pos", "Select")
            assert status == "BadCommunicationError"
            assert "no communication" in reason
            assert await console.call("Instructor", "Clear", event_id) == ("Good", [""])
            await eventually(lambda: _has_status(console, "switch:F7-LR3/XCBR1.Pos", "Good"))

    asyncio.run(work())


def test_a_value_that_turns_bad_reaches_a_client_with_a_dead_band_too(simulator: SimulatorProcess) -> None:
    """asyncua's server alone loses it: the difference to no value is no number."""

    class Statuses:
        seen: list[str] = []

        def datachange_notification(self, _node: object, _value: object, data: Any) -> None:
            self.seen.append(data.monitored_item.Value.StatusCode.name)

    async def work() -> None:
        async with console_on(simulator.endpoint) as console:
            statuses = Statuses()
            subscription = await console.client.create_subscription(50, statuses)
            node = console.client.get_node(console.id("switch:F4-LR3/MMXU1.A"))
            await subscription.deadband_monitor(node, 0.001)
            event = '{"event": "lost_communication", "element_id": "switch:F4-LR3"}'
            _, (event_id, _) = await console.call("Instructor", "Inject", event)

            async def told(name: str) -> bool:
                return bool(statuses.seen) and statuses.seen[-1] == name

            await eventually(lambda: told("BadCommunicationError"))
            await console.call("Instructor", "Clear", event_id)
            await eventually(lambda: told("Good"))
            await subscription.delete()

    asyncio.run(work())


async def _has_status(console: Console, text: str, name: str) -> bool:
    return bool((await console.reading(text)).StatusCode.name == name)


def _text(node: str) -> str:
    return node.partition(";s=")[2]

"""The instructor: speed, pause, scripts, faults; wrong wishes are answered with a sentence."""

from __future__ import annotations

import asyncio
import json

import pytest
from asyncua import ua
from simulator_process import SimulatorProcess, console_on, eventually

OFF, ON = 1, 2


def test_time_stands_still_while_paused_and_runs_at_the_speed_asked_for(simulator: SimulatorProcess) -> None:
    async def work() -> None:
        async with console_on(simulator.endpoint) as console:
            assert (await console.call("Instructor", "SetSpeed", 0.0))[0] == "Good"
            assert await console.value("Instructor.Speed") == 0.0
            control, position = "switch:F9-LR2/CSWI1.Pos", "switch:F9-LR2/XCBR1.Pos"
            stands = await console.value("Instructor.SimulatedTime")
            assert (await console.operate(control, False))[0] == "Good"
            # Several publications of what does run: the server's own clock.
            for _ in range(2):
                clock = await console.client.get_node(ua.ObjectIds.Server_ServerStatus_CurrentTime).read_value()

                async def has_ticked(clock: object = clock) -> bool:
                    node = console.client.get_node(ua.ObjectIds.Server_ServerStatus_CurrentTime)
                    return bool(await node.read_value() != clock)

                await eventually(has_ticked)
            assert await console.value(position) == ON
            assert await console.value("Instructor.SimulatedTime") == stands
            assert (await console.call("Instructor", "SetSpeed", 60.0))[0] == "Good"

            async def is_later() -> bool:
                return (await console.value("Instructor.SimulatedTime") - stands).total_seconds() > 60

            await eventually(is_later)
            assert await console.value(position) == OFF
            assert (await console.call("Instructor", "SetSpeed", 5.0))[0] == "Good"

    asyncio.run(work())


def test_a_script_commands_injects_and_repairs(simulator: SimulatorProcess) -> None:
    script = """
    [[entry]]
    at = 0.5
    command = { point = "switch:F5-LR1/position", value = 0 }
    [[entry]]
    at = 1
    name = "radio"
    event = { event = "lost_communication", element_id = "switch:F1-LR2" }
    [[entry]]
    at = 5
    clear = "radio"
    """

    async def work() -> None:
        async with console_on(simulator.endpoint) as console:
            assert await console.call("Instructor", "Script", script) == ("Good", [""])

            async def lost() -> bool:
                return (await console.reading("switch:F1-LR2/XCBR1.Pos")).StatusCode.is_bad()

            async def back() -> bool:
                return not await lost()

            await eventually(lost)
            listed = json.loads(await console.value("Instructor.Events"))
            assert [entry["event"]["element_id"] for entry in listed] == ["switch:F1-LR2"]
            await eventually(back)
            assert await console.value("switch:F5-LR1/XCBR1.Pos") == OFF
            assert json.loads(await console.value("Instructor.Events")) == []

    asyncio.run(work())


def test_a_transient_fault_trips_its_recloser_which_closes_again(simulator: SimulatorProcess) -> None:
    """Every position on the way is published, fast as they follow each other."""

    class Positions:
        seen: list[int] = []

        def datachange_notification(self, _node: object, value: int, _data: object) -> None:
            self.seen.append(value)

    async def work() -> None:
        async with console_on(simulator.endpoint) as console:
            positions = Positions()
            subscription = await console.client.create_subscription(50, positions)
            node = console.client.get_node(console.id("switch:F7-LR1/XCBR1.Pos"))
            await subscription.subscribe_data_change(node, queuesize=20)
            event = {"event": "network_fault", "element_id": behind("switch:F7-LR1"), "is_permanent": False}
            status, (_, reason) = await console.call("Instructor", "Inject", json.dumps(event))
            assert (status, reason) == ("Good", "")

            async def has_reclosed() -> bool:
                return OFF in positions.seen and positions.seen[-1] == ON

            await eventually(has_reclosed, 15.0)
            assert json.loads(await console.value("Instructor.Events")) == []
            await subscription.delete()

    asyncio.run(work())


def behind(switch_id: str) -> str:
    """The line at the far end of a switch."""
    from engines.exchange.opening import open_network

    network, _ = open_network("north")
    switch, line = network["switch"], network["line"]
    row = switch.id.tolist().index(switch_id)
    if switch["et"][row] == "l":
        return str(line.id[line.index.tolist().index(switch["element"][row])])
    ends = {int(switch["bus"][row]), int(switch["element"][row])}
    lines = [k for k in range(len(line)) if int(line["from_bus"][k]) in ends]
    return str(line.id[lines[-1]])


@pytest.mark.parametrize(
    ("method", "argument", "said"),
    [
        ("Inject", "{", "is no JSON"),
        ("Inject", "[]", "is no JSON object"),
        ("Inject", '{"event": "flood"}', "'flood' is no kind of event"),
        ("Inject", '{"event": "lost_communication", "element_id": "switch:nowhere"}', "switch:nowhere"),
        ("Inject", 3, "is no text"),
        ("Clear", "event-99", "no such event"),
        ("SetSpeed", -1.0, "is no speed"),
        ("SetSpeed", float("nan"), "is no speed"),
        ("SetSpeed", 1e9, "is no speed"),
        ("SetSpeed", "fast", "is no speed"),
        ("Script", "[[entry]]\nat = 1", "line 1, entry 1"),
        ("Script", "[[entry]]\nat = 1\ncommand = {point = 'a/b', value = 1}", "a/b takes no commands"),
        (
            "Script",
            "[[entry]]\nat = 1\nevent = {event = 'stuck_drive', element_id = 'switch:nowhere'}",
            "entry 1: switch:nowhere",
        ),
    ],
)
def test_a_wrong_wish_is_answered_with_a_sentence(
    simulator: SimulatorProcess, method: str, argument: object, said: str
) -> None:
    async def work() -> None:
        async with console_on(simulator.endpoint) as console:
            status, outputs = await console.call("Instructor", method, argument)
            assert status == "BadInvalidArgument"
            assert said in outputs[-1]

    asyncio.run(work())

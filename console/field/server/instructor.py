"""The instructor's object: what only a simulator has."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import numpy as np
from asyncua import ua
from asyncua.server.server import Server

from console.field.server.logical_nodes import INSTRUCTOR
from console.field.server.nodes import MethodHandler, NodeMaker, argument
from console.field.server.opcua import NULL, data_value, standard, status, texts
from console.field.server.simulation import Simulation, Tick
from engines.plant.events import PlantEvent, event_from, event_to_dict
from engines.plant.script import FASTEST
from engines.plant.storm import read_script_or_storm
from engines.values.validation import InputError

CODES = ua.StatusCodes
LONGEST_TEXT = 1_000_000


class Instructor:
    """Object with methods Inject, Clear, SetSpeed and Script, and variables that tell the state of the simulation."""

    def __init__(self, server: Server, maker: NodeMaker, objects: ua.NodeId, simulation: Simulation) -> None:
        self._server, self._simulation = server, simulation
        self._events: tuple[tuple[str, PlantEvent], ...] | None = None
        self._told: dict[str, object] = {}
        node = maker.object(INSTRUCTOR, INSTRUCTOR, objects)
        text, number, time = ua.ObjectIds.String, ua.ObjectIds.Double, ua.ObjectIds.DateTime
        event = argument("Event", text, "JSON object of one event")
        event_id = argument("EventId", text, "as Inject gave it")
        speed = argument("Speed", number, "simulated seconds a second; 0 pauses")
        script = argument("Script", text, "TOML")
        reason = argument("Reason", text, "why it is refused; empty where it is not")
        for name, handler, inputs, outputs in (
            ("Inject", self._inject, [event], [event_id, reason]),
            ("Clear", self._clear, [event_id], [reason]),
            ("SetSpeed", self._set_speed, [speed], [reason]),
            ("Script", self._script, [script], [reason]),
        ):
            maker.method(f"{INSTRUCTOR}.{name}", name, node, _guarded(handler, len(outputs)), inputs, outputs)
        self._variables = {
            name: maker.variable(f"{INSTRUCTOR}.{name}", name, node, NULL, standard(data_type))
            for name, data_type in (
                ("Events", text),
                ("Speed", number),
                ("ReachedSpeed", number),
                ("SimulatedTime", time),
            )
        }

    async def tell(self, tick: Tick) -> None:
        """Bring the variables up to date."""
        if tick.events != self._events:
            self._events = tick.events
            events = [{"id": event_id, "event": event_to_dict(event)} for event_id, event in tick.events]
            await self._write("Events", json.dumps(events, ensure_ascii=False), ua.VariantType.String)
        simulated = _date_time(tick.time)
        if simulated is not None:
            await self._write("SimulatedTime", simulated, ua.VariantType.DateTime)
        await self._write("Speed", float(self._simulation.speed), ua.VariantType.Double)
        await self._write("ReachedSpeed", round(self._simulation.reached_speed, 2), ua.VariantType.Double)

    async def _write(self, name: str, value: object, variant_type: ua.VariantType) -> None:
        if self._told.get(name) == value:
            return
        self._told[name] = value
        data = data_value(ua.Variant(value, variant_type))
        await self._server.iserver.aspace.write_attribute_value(self._variables[name], ua.AttributeIds.Value, data)

    async def _inject(self, text: ua.Variant) -> list[str]:
        value = _text(text, "Inject")
        try:
            event = json.loads(value)
        except (ValueError, RecursionError) as error:
            raise InputError("Inject", f"the event is no JSON: {error}", "send one JSON object") from error
        if not isinstance(event, dict):
            raise InputError("Inject", "the event is no JSON object", 'send {"kind": "…", …}')
        return [await self._simulation.inject(event_from(event)), ""]

    async def _clear(self, event_id: ua.Variant) -> list[str]:
        await self._simulation.clear(_text(event_id, "Clear"))
        return [""]

    async def _set_speed(self, speed: ua.Variant) -> list[str]:
        value = speed.Value
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0.0 <= value <= FASTEST:
            raise InputError("SetSpeed", f"{value} is no speed", f"send a number from 0 (paused) to {FASTEST:.0f}")
        self._simulation.speed = float(value)
        await self._write("Speed", float(value), ua.VariantType.Double)
        return [""]

    async def _script(self, text: ua.Variant) -> list[str]:
        await self._simulation.begin_script(
            read_script_or_storm(_text(text, "Script"), "Script", self._simulation.network)
        )
        return [""]


def _guarded(handler: Callable[[ua.Variant], Awaitable[list[str]]], outputs: int) -> MethodHandler:
    """Answers with the sentence of an ``InputError``; one argument each."""

    async def handle(_object: ua.NodeId, *arguments: ua.Variant) -> ua.CallMethodResult:
        blanks = [""] * (outputs - 1)
        if len(arguments) != 1:
            code = CODES.BadTooManyArguments if arguments else CODES.BadArgumentsMissing
            answers = [*blanks, "one argument is needed"]
        else:
            try:
                code, answers = CODES.Good, await handler(arguments[0])
            except InputError as error:
                code, answers = CODES.BadInvalidArgument, [*blanks, str(error)]
        result = ua.CallMethodResult()
        result.StatusCode, result.OutputArguments = status(code), texts(answers)
        return result

    return handle


def _text(variant: ua.Variant, place: str) -> str:
    if not isinstance(variant.Value, str):
        raise InputError(place, "the argument is no text", "send a String")
    if len(variant.Value) > LONGEST_TEXT:
        raise InputError(place, "the text is too long", f"send at most {LONGEST_TEXT} characters")
    return variant.Value


def _date_time(time: np.datetime64) -> datetime | None:
    """Whole seconds, so that the variable changes once a second."""
    if np.isnat(time):
        return None
    seconds: datetime = time.astype("datetime64[s]").astype(datetime)
    return seconds.replace(tzinfo=UTC)

"""A real simulator in a process of its own, and a real client to look at it."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from asyncua import Client, ua

from console.field.server.logical_nodes import NAMESPACE_URI

ROOT = Path(__file__).parents[4]


class SimulatorProcess:
    """``tieline simulate`` with its answer."""

    def __init__(self, *words: str, environment: dict[str, str] | None = None) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "console.cli.main", "simulate", *words],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError(self.process.communicate(timeout=20)[1])
        self.answer: dict[str, Any] = json.loads(line)

    @property
    def endpoint(self) -> str:
        return str(self.answer["endpoint"])

    def stop(self) -> tuple[int, str]:
        """Terminate it; exit code and what it said on standard error."""
        self.process.terminate()
        return self._ended()

    def abandon(self) -> tuple[int, str]:
        """Close its standard input; exit code and what it said on standard error."""
        return self._ended()

    def _ended(self) -> tuple[int, str]:
        _, said = self.process.communicate(timeout=20)
        return self.process.returncode, said


class Console:
    """A client with shorthands."""

    def __init__(self, client: Client, namespace_index: int) -> None:
        self.client, self._index = client, namespace_index

    def id(self, text: str) -> ua.NodeId:
        return ua.NodeId(text, self._index)

    async def reading(self, text: str) -> ua.DataValue:
        return await self.client.get_node(self.id(text)).read_data_value(raise_on_bad_status=False)

    async def value(self, text: str) -> Any:
        return (await self.reading(text)).Value.Value

    async def call(self, control: str, method: str, *arguments: Any) -> tuple[str, list[Any]]:
        """Name of the status and the output arguments."""
        request = ua.CallMethodRequest()
        request.ObjectId, request.MethodId = self.id(control), self.id(f"{control}.{method}")
        request.InputArguments = [ua.Variant(argument) for argument in arguments]
        result = (await self.client.uaclient.call([request]))[0]
        return result.StatusCode.name, [variant.Value for variant in result.OutputArguments]

    async def operate(self, control: str, value: Any) -> tuple[str, list[Any]]:
        """Select and operate."""
        status, (token, reason) = await self.call(control, "Select")
        return (status, [reason]) if status != "Good" else await self.call(control, "Operate", token, value)

    async def write(self, text: str, value: Any, kind: ua.VariantType = ua.VariantType.Double) -> str:
        item = ua.WriteValue()
        item.NodeId, item.AttributeId = self.id(text), ua.AttributeIds.Value
        item.Value = ua.DataValue(ua.Variant(value, kind))
        parameters = ua.WriteParameters()
        parameters.NodesToWrite = [item]
        return str((await self.client.uaclient.write(parameters))[0].name)


@asynccontextmanager
async def console_on(endpoint: str) -> AsyncIterator[Console]:
    """A connected client."""
    async with Client(endpoint, timeout=5) as client:
        yield Console(client, await client.get_namespace_index(NAMESPACE_URI))


async def eventually(condition: Callable[[], Awaitable[bool]], within_s: float = 8.0) -> None:
    """Wait until ``condition`` holds."""
    deadline = time.monotonic() + within_s
    while not await condition():
        assert time.monotonic() < deadline, "did not come true in time"
        await asyncio.sleep(0.02)

"""Field servers in processes of their own, and what a test asks of a link."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from console.field.addresses import ControlAddress, ControlStyle, PointAddress, ServerAddress
from engines.values.points import PointDefinition, PointKind, Quantity

SERVERS = Path(__file__).parents[3] / "interop"
URI = "urn:test:field"
PATIENCE_S = 15.0


def node(name: str) -> str:
    return f"nsu={URI};s={name}"


def point(name: str, kind: PointKind = PointKind.ANALOG, **address: Any) -> PointAddress:
    """A point of the element named like its node."""
    quantity = {PointKind.ANALOG: Quantity.VM_PU, PointKind.POSITION: Quantity.POSITION}.get(kind, Quantity.IS_LOCAL)
    return PointAddress(PointDefinition(name, quantity, kind), **{"node": node(name), **address})


CONTROLS = (
    ControlAddress("Direct/vm_pu", ControlStyle.DIRECT_METHOD, node("Direct"), operate=node("Direct.Operate")),
    ControlAddress(
        "Selected/position",
        ControlStyle.SELECT_BEFORE_OPERATE,
        node("Selected"),
        select=node("Selected.Select"),
        operate=node("Selected.Operate"),
        data_type="Double",
    ),
    ControlAddress("Setpoint/vm_pu", ControlStyle.WRITE, node("Setpoint")),
)


def address(endpoint: str, *points: PointAddress, **more: Any) -> ServerAddress:
    chosen = points or (point("Voltage"), point("Position", PointKind.POSITION), point("Flag", PointKind.FLAG))
    return ServerAddress("field", endpoint, chosen, controls=more.pop("controls", CONTROLS), **more)


class FieldServer:
    """A server process."""

    def __init__(self, *arguments: str, program: str = "field_server.py") -> None:
        self.arguments, self.program = arguments, program
        self.said: queue.Queue[dict[str, Any]] = queue.Queue()
        self.start()

    def start(self, *arguments: str) -> None:
        command = [sys.executable, str(SERVERS / self.program), *self.arguments, *arguments]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.reader = threading.Thread(target=self._read, args=(self.process.stdout,), daemon=True)
        self.reader.start()
        first = self.said.get(timeout=PATIENCE_S)
        self.endpoint, self.port = first["endpoint"], first["port"]

    def _read(self, lines: Any) -> None:
        for line in lines:
            self.said.put(json.loads(line))

    def tell(self, **order: Any) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()

    def write(self, name: str, value: Any, kind: str = "Double", status: int = 0) -> None:
        self.tell(write=name, value=value, type=kind, status=status)

    def commands(self) -> list[dict[str, Any]]:
        """What its devices have received since the last time."""
        found = []
        while not self.said.empty():
            found.append(self.said.get())
        return found

    def freeze(self) -> None:
        os.kill(self.process.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        os.kill(self.process.pid, signal.SIGCONT)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self.close()

    def restart(self) -> None:
        """On the same port."""
        self.start("--port", str(self.port))

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self.reader.join()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()


@pytest.fixture
def field() -> Iterator[Callable[..., FieldServer]]:
    """Starts servers; all are ended."""
    servers: list[FieldServer] = []

    def start(*arguments: str, program: str = "field_server.py") -> FieldServer:
        servers.append(FieldServer(*arguments, program=program))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def until(condition: Callable[[], Any], what: str = "", patience_s: float = PATIENCE_S) -> Any:
    """Wait for a condition that another thread brings about."""
    deadline = time.monotonic() + patience_s
    while not (found := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"did not come about: {what or condition}")
        time.sleep(0.005)
    return found

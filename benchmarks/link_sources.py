"""The servers a link is measured against, in processes of their own."""

from __future__ import annotations

import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from console.field.addresses import ControlAddress, ControlStyle, PointAddress, ServerAddress
from engines.values.points import PointDefinition, PointKind, Quantity

ROOT = Path(__file__).parents[1]
INTEROP = ROOT / "tests" / "interop"
NODE_FOLDER = ROOT / ".interop" / "node"
OLD_FOLDER = ROOT / ".interop" / "python"
URI = "urn:test:field"
START_PATIENCE_S = 60.0


class Source:
    """A field server of ``tests/interop``: ``node``, ``old`` (the deprecated opcua package) or ``asyncua``."""

    def __init__(self, kind: str, *arguments: str) -> None:
        self.kind = kind
        self._command = [*_program(kind), *arguments]
        self._said: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self.start()

    def start(self, *arguments: str) -> None:
        """Start it and wait until it listens."""
        environment = {**os.environ, "TIELINE_NODE_FOLDER": str(NODE_FOLDER)}
        self.process = subprocess.Popen(
            [*self._command, *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment,
        )  # fmt: skip
        self._reader = threading.Thread(target=self._read, args=(self.process.stdout,), daemon=True)
        self._reader.start()
        first = self._said.get(timeout=START_PATIENCE_S)
        self.endpoint, self.port = str(first["endpoint"]), int(first["port"])

    def _read(self, lines: Any) -> None:
        for line in lines:
            # Libraries print warnings among it.
            if line.startswith("{"):
                self._said.put(json.loads(line))

    def tell(self, **order: Any) -> None:
        """Give an order; see ``field_server.py``."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()

    def write(self, name: str, value: Any, kind: str = "Double", status: int = 0) -> None:
        """Change a variable."""
        self.tell(write=name, value=value, type=kind, status=status)

    def commands(self) -> list[dict[str, Any]]:
        """What its devices have received since it was last asked."""
        found = []
        while not self._said.empty():
            found.append(self._said.get())
        return found

    def freeze(self) -> None:
        """Stop it in mid-step."""
        os.kill(self.process.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        os.kill(self.process.pid, signal.SIGCONT)

    def kill(self) -> None:
        """End it without a word."""
        self.process.kill()
        self.process.wait()
        self._reader.join()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()

    def restart(self) -> None:
        """Start it again on the same port."""
        self.start("--port", str(self.port))

    def restart_in_thread(self) -> threading.Thread:
        """Start it again; it listens when the thread has ended."""
        thread = threading.Thread(target=self.restart)
        thread.start()
        return thread


def why_absent(kind: str) -> str:
    """Why a kind of server cannot be started here; empty where it can."""
    if kind == "node" and not (shutil.which("node") and (NODE_FOLDER / ".stamp").exists()):
        return "node-opcua is not installed; run make interop"
    if kind == "old" and not (OLD_FOLDER / ".stamp").exists():
        return "the opcua package is not installed; run make interop"
    return ""


def _program(kind: str) -> list[str]:
    if kind == "node":
        return ["node", str(INTEROP / "node" / "field_server.js")]
    if kind == "old":
        return [str(OLD_FOLDER / "bin" / "python"), str(INTEROP / "old_field_server.py")]
    return [sys.executable, str(INTEROP / "field_server.py")]


def name_of(text: str) -> str:
    """Node name on these servers."""
    return f"nsu={URI};s={text}"


def ramps(endpoint: str, count: int) -> ServerAddress:
    """A map of ``count`` counting variables."""
    points = tuple(
        PointAddress(
            PointDefinition(f"line:Ramp{k}", Quantity.P_MW, PointKind.ANALOG), name_of(f"Ramp{k}"), data_type="Double"
        )
        for k in range(count)
    )
    return ServerAddress("load", endpoint, points)


def devices(endpoint: str) -> ServerAddress:
    """A map of the three kinds of devices."""
    points = tuple(
        PointAddress(PointDefinition(name, Quantity.VM_PU, PointKind.ANALOG), name_of("Voltage"))
        for name in ("Direct", "Selected", "Setpoint")
    )
    controls = (
        ControlAddress(
            "Direct/vm_pu", ControlStyle.DIRECT_METHOD, name_of("Direct"), operate=name_of("Direct.Operate")
        ),
        ControlAddress(
            "Selected/vm_pu",
            ControlStyle.SELECT_BEFORE_OPERATE,
            name_of("Selected"),
            select=name_of("Selected.Select"),
            operate=name_of("Selected.Operate"),
        ),
        ControlAddress("Setpoint/vm_pu", ControlStyle.WRITE, name_of("Setpoint")),
    )
    return ServerAddress("devices", endpoint, points, controls=controls)

"""Points and commands of the servers under ``tests/interop``."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from console.field.addresses import ControlAddress, ControlStyle, PointAddress, ServerAddress
from console.field.link.messages import InstructorReply, LinkSetup
from console.field.link.options import LinkOptions
from console.field.link.thread import LinkThread
from engines.values.commands import FieldCommand, FieldReply
from engines.values.field_events import FieldEvents
from engines.values.points import LinkHealth, LinkState, PointBatch, PointDefinition, PointKind, Quantity

URI = "urn:test:field"
PATIENCE_S = 15.0
_ids = itertools.count()


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


def until(condition: Callable[[], Any], what: str = "", patience_s: float = PATIENCE_S) -> Any:
    """Wait for a condition that another thread brings about."""
    deadline = time.monotonic() + patience_s
    while not (found := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"did not come about: {what or condition}")
        time.sleep(0.005)
    return found


class Heard:
    """A link in a thread, and everything it has told."""

    def __init__(self, server: ServerAddress, trust: Path | None = None, **options: Any) -> None:
        self.server = server
        self.batches: list[PointBatch] = []
        self.healths: list[LinkHealth] = []
        self.gaps: list[tuple[int, int, str]] = []
        self.replies: dict[str, list[FieldReply]] = {}
        self.events_heard: list[FieldEvents] = []
        self.sent: list[str] = []
        self.instructed: list[InstructorReply] = []
        self._lock = threading.Lock()
        self.thread = LinkThread(LinkSetup(server, trust_folder=trust, options=LinkOptions(**options)), self)
        self.thread.start()

    def values(self, batch: PointBatch) -> None:
        with self._lock:
            self.batches.append(batch)

    def health(self, health: LinkHealth) -> None:
        self.healths.append(health)

    def events(self, events: FieldEvents) -> None:
        self.events_heard.append(events)

    def gap(self, from_us: int, to_us: int, reason: str) -> None:
        self.gaps.append((from_us, to_us, reason))

    def sending(self, command_id: str) -> None:
        self.sent.append(command_id)

    def reply(self, reply: FieldReply) -> None:
        self.replies.setdefault(reply.command_id, []).append(reply)

    def instructor(self, reply: InstructorReply) -> None:
        self.instructed.append(reply)

    @property
    def state(self) -> LinkState:
        return self.healths[-1].state if self.healths else LinkState.CONNECTING

    @property
    def reason(self) -> str:
        return self.healths[-1].reason if self.healths else ""

    @property
    def problems(self) -> dict[str, str]:
        return dict(self.healths[-1].problems)

    def is_up(self) -> bool:
        return self.state is LinkState.UP

    def until(self, state: LinkState, patience_s: float = PATIENCE_S) -> float:
        """Wait for a state; the seconds it took."""
        begin = time.monotonic()
        until(lambda: self.state is state, f"{state}; now {self.healths[-1:]}", patience_s)
        return time.monotonic() - begin

    def history(self, row: int = 0) -> list[float]:
        """All values of a row, in the order they came."""
        with self._lock:
            return [float(v) for b in self.batches for v in b.value[b.index == row]]

    def latest(self, row: int = 0, what: str = "value") -> float:
        with self._lock:
            found = [getattr(b, what)[b.index == row] for b in self.batches]
        joined = np.concatenate(found) if found else np.array([])
        return float(joined[-1]) if len(joined) else float("nan")

    def until_value(self, value: float, row: int = 0) -> None:
        until(lambda: self.latest(row) == value, f"row {row} to be {value}; it is {self.latest(row)}")

    def operate(self, point_id: str, value: float, within_s: float = 5.0, command_id: str = "") -> str:
        command_id = command_id or f"command-{next(_ids)}"
        self.thread.operate(FieldCommand(command_id, point_id, value, time.monotonic() + within_s, "test"))
        return command_id

    def reply_to(self, command_id: str, patience_s: float = PATIENCE_S) -> FieldReply:
        until(lambda: command_id in self.replies, f"reply to {command_id}", patience_s)
        (reply,) = self.replies[command_id]
        return reply

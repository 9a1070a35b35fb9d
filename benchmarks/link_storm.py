"""Commands while the road to the server fails at random: what left, what arrived, and what the link says of it."""

from __future__ import annotations

import os
import random
import signal
import struct
import time
from collections import Counter
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer

from benchmarks.faulty_proxy import FaultyProxy
from benchmarks.link_sources import Source, devices
from console.field.link.messages import LinkSetup
from console.field.link.options import LinkOptions
from console.field.link.supervisor import LinkSupervisor
from engines.values.commands import FieldAnswer, FieldCommand, FieldReply
from engines.values.points import LinkState

FIRST = 1_000_000.5
"""Commanded values are numbers that occur nowhere else on the wire."""


class Storm:
    """Sends commands through a road with faults."""

    def __init__(self, seed: int) -> None:
        self.source = Source("asyncua")
        self.road = FaultyProxy(self.source.port)
        self.random = random.Random(seed)
        # A command that hangs is decided soon, so that many can be tried.
        options = LinkOptions(operate_answer_s=3.0)
        self.link = LinkSupervisor(LinkSetup(devices(self.road.endpoint), options=options))
        self.replies: dict[str, FieldReply] = {}
        self.doubled = 0
        self.link.replied.connect(self._on_reply)
        self.commands: dict[str, FieldCommand] = {}
        self.faults: Counter[str] = Counter()
        self._loop = QEventLoop()

    def close(self) -> None:
        """End everything."""
        self.link.stop()
        self.road.close()
        self.source.kill()

    def _on_reply(self, reply: FieldReply) -> None:
        self.doubled += reply.command_id in self.replies
        self.replies[reply.command_id] = reply

    def _wait(self, seconds: float, until: Any = None) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and not (until is not None and until()):
            QTimer.singleShot(2, self._loop.quit)
            self._loop.exec()

    def run(self, count: int) -> dict[str, Any]:
        """Send ``count`` commands and compare."""
        self.link.start()
        for k in range(count):
            # Some are given while the link is not up: they must not leave, then or later.
            if self.random.random() < 0.9:
                self._wait(30.0, lambda: self.link.health.state is LinkState.UP)
            self._give(k)
            self._disturb()
            self._wait(self.random.uniform(0.0, 0.02))
        self._wait(30.0, lambda: len(self.replies) == count)
        return self._judged()

    def _give(self, k: int) -> None:
        within_s = self.random.choice((0.07, 0.1, 0.5, 2.0))
        point = self.random.choice(("Direct/vm_pu", "Selected/vm_pu", "Setpoint/vm_pu"))
        command = FieldCommand(f"storm-{k}", point, FIRST + k, time.monotonic() + within_s, "benchmark")
        self.commands[command.command_id] = command
        self.link.operate(command)

    def _disturb(self) -> None:
        dice = self.random.random()
        if dice < 0.04:
            self.faults["cut"] += 1
            self._wait(self.random.uniform(0.0, 0.004))
            self.road.cut()
        elif dice < 0.08:
            self.faults["stall and cut"] += 1
            self.road.stall()
            self._wait(self.random.uniform(0.0, 0.3))
            self.road.cut()
            self.road.resume()
        elif dice < 0.12:
            self.faults["stall"] += 1
            self.road.stall()
            self._wait(self.random.uniform(0.0, 0.3))
            self.road.resume()
        elif dice < 0.125:
            self.faults["long stall"] += 1
            self.road.stall()
            self._wait(self.random.uniform(1.5, 4.5))
            self.road.resume()
        elif dice < 0.13 and self.link.process_id is not None:
            self.faults["link killed"] += 1
            self._wait(self.random.uniform(0.0, 0.004))
            os.kill(self.link.process_id, signal.SIGKILL)

    def _judged(self) -> dict[str, Any]:
        arrived = Counter(c["value"] for c in self.source.commands())
        answers: Counter[str] = Counter()
        twice = late = wrong = 0
        for name, command in self.commands.items():
            mark = struct.pack("<d", command.value)
            moments = [at for at, data in self.road.sent for _ in range(data.count(mark))]
            twice += len(moments) > 1 or arrived[command.value] > 1
            late += any(at > command.send_before for at in moments)
            reply = self.replies.get(name)
            answers[reply.answer if reply is not None else "none"] += 1
            wrong += reply is None or not self._is_true(command, reply, len(moments), arrived[command.value])
        return {
            "commands": len(self.commands),
            "sent_twice": twice,
            "sent_late": late,
            "wrong_outcome": wrong + self.doubled,
            "answers": dict(answers),
            "faults": dict(self.faults),
        }

    def _is_true(self, command: FieldCommand, reply: FieldReply, sent: int, arrived: int) -> bool:
        # What is written leaves no trace at a device but the value itself.
        is_written = command.point_id.startswith("Setpoint")
        match reply.answer:
            case FieldAnswer.NOT_SENT:
                return sent == 0 and arrived == 0 and bool(reply.reason)
            case FieldAnswer.ACCEPTED:
                return sent == 1 and (is_written or arrived == 1)
            case FieldAnswer.UNKNOWN:
                return bool(reply.reason)
        return False

"""A window's side of the link under load: what arrives, when, and what it costs."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtCore import QEventLoop, QTimer

from benchmarks.link_sources import Source, ramps
from benchmarks.stall_meter import StallMeter
from console.field.link.messages import LinkSetup
from console.field.link.supervisor import LinkSupervisor
from engines.values.points import LinkHealth, LinkState, PointBatch


class Desk:
    """Listens to a link as a window does and counts what is missing."""

    def __init__(self, source: Source, count: int) -> None:
        self.link = LinkSupervisor(LinkSetup(ramps(source.endpoint, count)))
        self.link.values_arrived.connect(self._on_values)
        self.link.health_changed.connect(self._on_health)
        self.latest = np.full(count, np.nan)
        self.values = self.lost = self.repeated = 0
        self.latencies_us: list[np.ndarray[Any, Any]] = []
        self.state_at: dict[LinkState, float] = {}
        self._is_counting = False
        self._loop = QEventLoop()

    def wait(self, seconds: float, condition: Callable[[], bool] = lambda: False) -> float:
        """Let the window live until the condition holds; the seconds it took."""
        begin = time.monotonic()
        timer = QTimer()
        timer.setInterval(5)
        timer.timeout.connect(lambda: condition() and self._loop.quit())
        timer.start()
        end = QTimer()
        end.setSingleShot(True)
        end.timeout.connect(self._loop.quit)
        end.start(int(1000 * seconds))
        if not condition():
            self._loop.exec()
        timer.stop()
        end.stop()
        return time.monotonic() - begin

    def until(self, state: LinkState, patience_s: float = 60.0) -> float:
        """Wait for a state of the link."""
        took = self.wait(patience_s, lambda: self.link.health.state is state)
        if self.link.health.state is not state:
            raise SystemExit(f"the link does not become {state}: {self.link.health}")
        return took

    def begin_counting(self) -> None:
        """From now on each variable must count up one by one."""
        self._is_counting = True
        self.values = self.lost = self.repeated = 0
        self.latencies_us = []

    def stop_counting(self) -> None:
        """Outages lose values by nature; they are told as gaps."""
        self._is_counting = False

    def _on_values(self, batch: PointBatch) -> None:
        order = np.argsort(batch.index, kind="stable")
        index, value = batch.index[order], batch.value[order]
        is_first = np.r_[True, index[1:] != index[:-1]]
        before = np.where(is_first, self.latest[index], np.r_[np.nan, value[:-1]])
        if self._is_counting:
            now_us = time.time_ns() // 1000
            steps = (value - before)[np.isfinite(before)]
            self.values += len(batch)
            self.lost += int((steps[steps > 1] - 1).sum())
            self.repeated += int((steps < 1).sum())
            self.latencies_us.append(now_us - batch.source_time_us)
        self.latest[index] = value

    def _on_health(self, health: LinkHealth) -> None:
        self.state_at.setdefault(health.state, time.monotonic())


def measure_load(desk: Desk, source: Source, seconds: float) -> dict[str, Any]:
    """The window and the link's process while every variable changes once a second."""
    meter = StallMeter()
    desk.wait(3.0)
    desk.begin_counting()
    begin, cpu = time.monotonic(), cpu_s(desk.link.process_id)
    meter.start()
    desk.wait(seconds)
    meter.stop()
    took = time.monotonic() - begin
    desk.stop_counting()
    latencies = np.concatenate(desk.latencies_us) / 1000.0
    health = desk.link.health
    return {
        "values_per_s": round(desk.values / took, 1),
        "lost": desk.lost + health.gaps + health.overflows,
        "repeated": desk.repeated,
        "link_cpu_percent": round(100.0 * (cpu_s(desk.link.process_id) - cpu) / took, 2),
        "latency_p50_ms": round(float(np.percentile(latencies, 50)), 1),
        "latency_p99_ms": round(float(np.percentile(latencies, 99)), 1),
        "gui_gap_p99_ms": round(meter.p99_stall_ms, 2),
        "gui_gap_max_ms": round(meter.max_stall_ms, 2),
    }


def measure_faults(desk: Desk, source: Source, freeze_s: float) -> dict[str, float]:
    """Freeze, kill and drop the server under load; how soon that shows, and how soon all is live again."""
    figures = {}
    desk.state_at = {}
    source.freeze()
    frozen = time.monotonic()
    desk.wait(freeze_s)
    figures["suspect_s"] = desk.state_at[LinkState.SUSPECT] - frozen
    figures["down_s"] = desk.state_at[LinkState.DOWN] - frozen
    source.thaw()
    figures["recover_freeze_s"] = desk.until(LinkState.UP)
    desk.wait(2.0)
    reconnects = desk.link.health.reconnects
    source.tell(drop=True)
    figures["recover_drop_s"] = desk.wait(30.0, lambda: desk.link.health.reconnects > reconnects)
    desk.wait(2.0)
    source.kill()
    desk.until(LinkState.DOWN)
    desk.wait(5.0)
    starting = source.restart_in_thread()
    desk.wait(60.0, lambda: not starting.is_alive())
    figures["recover_kill_s"] = desk.until(LinkState.UP)
    return {name: round(seconds, 2) for name, seconds in figures.items()}


def cpu_s(process: int | None) -> float:
    """Processor time a process has used."""
    with open(f"/proc/{process}/stat", encoding="ascii") as line:
        fields = line.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

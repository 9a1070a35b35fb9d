"""The incident page and the order panel while they are filled: how long the event loop of the window is kept.

A fault is played in the simulated district until it has a plan; its page and its order, made longer (a storm's
timeline, an order of thirty steps), are then shown in widgets of their own, as first fill, as a change, and as another
incident. Prints one JSON object. Per case and over all runs: ``call_ms`` (the call that shows it), ``handler_ms``
(the longest single event that followed, painting apart), ``paint_ms`` (the longest repaint), each as median and
maximum, in processor time of the GUI thread, so that a shared machine counts less. Events are timed in Python, which
makes them a little longer than they are.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

TARGETS = {"call_ms": 5.0, "handler_ms": 5.0}
LINE = "line:F10-W03"
STEPS = 30
HAPPENED = 60


def main() -> int:
    """Measure and print."""
    from benchmarks.common import machine, report, versions

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=20)
    options = parser.parse_args()
    application = _application()
    load = round(os.getloadavg()[0], 1)
    with tempfile.TemporaryDirectory() as folder:
        page, orders = _played(Path(folder))
    found: dict[str, Any] = {}
    for _ in range(options.runs):
        for name, figures in {**_page(application, page), **_orders(application, orders)}.items():
            for key, value in figures.items():
                found.setdefault(name, {}).setdefault(key, []).append(value)
    told = {
        name: {key: {"median": round(statistics.median(v), 2), "max": round(max(v), 2)} for key, v in figures.items()}
        for name, figures in found.items()
    }
    words = {"runs": options.runs, "steps": STEPS, "timeline": HAPPENED, "load_1_min_before": load}
    report({**words, **told, "targets": TARGETS, **versions("PySide6-Essentials"), **machine()})
    return 0


def _application() -> Any:
    """The application, which times each event that comes from the loop itself."""
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtWidgets import QApplication

    painted = (QEvent.Type.UpdateRequest, QEvent.Type.Paint, QEvent.Type.Expose)

    class Timed(QApplication):
        def __init__(self) -> None:
            super().__init__(["benchmark"])
            self.depth = 0
            self.handlers: list[float] = [0.0]
            self.paints: list[float] = [0.0]

        def notify(self, receiver: QObject, event: QEvent) -> bool:
            if self.depth:
                return super().notify(receiver, event)
            kind, begin = event.type(), time.thread_time()
            self.depth = 1
            try:
                return super().notify(receiver, event)
            finally:
                self.depth = 0
                (self.paints if kind in painted else self.handlers).append(1e3 * (time.thread_time() - begin))

        def forget(self) -> None:
            self.handlers, self.paints = [0.0], [0.0]

    return Timed()


def _turn(span_s: float) -> None:
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(round(1000 * span_s), loop.quit)
    loop.exec()


def _until(is_so: Callable[[], bool], what: str, patience_s: float = 120.0) -> None:
    begin = time.monotonic()
    while not is_so():
        if time.monotonic() - begin > patience_s:
            raise SystemExit(f"waited in vain for {what}")
        _turn(0.05)


def _played(folder: Path) -> tuple[Any, Any]:
    """The page and the orders of a fault that has a plan."""
    from console.live_console import LiveConsole
    from engines.values.points import LinkState

    console: Any = LiveConsole(is_lasting=False, site_folder=folder)
    console.start("north", (1366, 768))
    _until(lambda: console.links is not None and console.links.links[0].health.state is LinkState.UP, "the link")
    _until(lambda: console.faults is not None and console.faults.desk.is_known, "the faults of the site")
    _until(lambda: console.district.live_moment is not None, "the district")
    console.commands.workspaces.choose("faults")
    _turn(6.0)
    replies: list[Any] = []
    event = json.dumps({"event": "network_fault", "element_id": LINE})
    console.links.call_instructor("Inject", event, on_done=replies.append)
    _until(lambda: bool(replies), "the simulator")
    desk, thinking = console.faults.desk, console.faults.thinking
    _until(lambda: bool(desk.board.open_incidents()), "the incident")
    incident_id = desk.board.open_incidents()[0].incident_id
    _until(lambda: bool(thinking.of(incident_id).plan and thinking.of(incident_id).plan.steps), "the plan")
    _until(lambda: bool(desk.board.works_of(incident_id)), "the work order")
    _turn(10.0)
    shown = console.commands.faults
    found = shown.page.view, shown.orders._orders
    console.window.close()
    console.close()
    return found


def _shown(make: Callable[[], Any], size: tuple[int, int]) -> Any:
    widget = make()
    widget.resize(*size)
    widget.show()
    _turn(0.05)
    return widget


def _timed(application: Any, call: Callable[[], None]) -> dict[str, float]:
    application.forget()
    begin = time.thread_time()
    call()
    took = 1e3 * (time.thread_time() - begin)
    _turn(0.08)
    return {"call_ms": took, "handler_ms": max(application.handlers), "paint_ms": max(application.paints)}


def _page(application: Any, view: Any) -> dict[str, dict[str, float]]:
    from widgets.faults.incident_page import IncidentPage

    timeline = tuple((view.timeline * HAPPENED)[:HAPPENED])
    first = replace(view, timeline=timeline)
    later = replace(first, timeline=(*timeline, view.timeline[0]), subtitle=f"{view.subtitle} ·")
    location = replace(view.location, suspects=tuple(reversed(view.location.suspects)), note="")
    other = replace(later, incident_id="incident:99", location=location, customers=view.customers[:1])
    page = _shown(IncidentPage, (320, 560))
    figures = {
        "page_first_fill": _timed(application, lambda: page.show_incident(first)),
        "page_change": _timed(application, lambda: page.show_incident(later)),
        "page_other_incident": _timed(application, lambda: page.show_incident(other)),
    }
    page.deleteLater()
    return figures


def _orders(application: Any, orders: Any) -> dict[str, dict[str, float]]:
    from widgets.faults.order_lines import StepState
    from widgets.faults.order_panel import OrderPanel

    plan = orders[-1]
    steps = tuple(replace(plan.steps[k % len(plan.steps)], number=k + 1) for k in range(STEPS))
    first = replace(plan, steps=steps)
    done = replace(steps[0], state=StepState.DONE, time_text="12:00:00", outcome="feedback after 1.2 s")
    later = replace(first, steps=(done, replace(steps[1], state=StepState.NEXT), *steps[2:]), summary="step 2")
    other = replace(plan, order_id="order:2", heading="Return to normal", plans=(), actions=plan.actions[:1])
    panel = _shown(OrderPanel, (760, 300))
    figures = {
        "order_first_fill": _timed(application, lambda: panel.show_orders((first,))),
        "order_change": _timed(application, lambda: panel.show_orders((later,))),
        "order_other": _timed(application, lambda: panel.show_orders((other,))),
    }
    panel.deleteLater()
    return figures


if __name__ == "__main__":
    sys.exit(main())

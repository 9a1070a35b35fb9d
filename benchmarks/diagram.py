"""Building, painting and updating the single-line diagram of large networks, without a display.

``python -m benchmarks.diagram`` prints one JSON object; ``frame_p95_ms`` is the 95th percentile of a pan and zoom
through all scales, ``overview_p95_ms`` of frames in which the whole network is seen, ``rest_p95_ms`` of the one frame
after each move that finds places for all values; ``fault_frame_p95_ms`` and ``fault_overview_p95_ms`` of the same
journey and overview with five zones of up to 200 elements, eight switching steps and three crews, ``fault_update_ms``
of taking these in.
"""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import argparse
import gc
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QGraphicsScene

from benchmarks.common import machine, report, versions
from engines.grid.network import ElementRef, Network
from engines.grid.snapshot import Snapshot
from engines.grid.topology import analyse
from engines.loadflow.solving import solve
from engines.schematic.layout import schematic_layout
from engines.synthesis.district import synthesise
from engines.values.loadflow import LoadFlowResult
from engines.values.schematic import DiagramLayout
from engines.values.topology import Topology
from widgets.diagram.camera import Camera
from widgets.diagram.fault_signs import CrewSign, StepBadge, StepState, Zone
from widgets.diagram.hit import hit
from widgets.diagram.view import DiagramView, Layer

WIDTH, HEIGHT = 1920, 1080
Array = np.ndarray[Any, Any]


def resident_mb() -> float:
    """Memory of this process now, or the most it ever had where the system does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as figures:
            return int(figures.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    except OSError:
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most / (2**20 if sys.platform == "darwin" else 2**10)


def timed_ms(work: Callable[[], object]) -> float:
    """One run of ``work``."""
    begin = time.perf_counter()
    work()
    return 1e3 * (time.perf_counter() - begin)


def p95(times: list[float]) -> float:
    """95th percentile."""
    return round(float(np.percentile(times, 95)), 2)


class Case:
    """One network, ready to be shown."""

    def __init__(self, n_bus: int) -> None:
        self.network: Network = synthesise(n_bus, 1)
        self.snapshot = Snapshot(self.network)
        self.topology: Topology = analyse(self.snapshot)
        self.result: LoadFlowResult = solve(self.snapshot, verify=False)
        begin = time.perf_counter()
        self.layout: DiagramLayout = schematic_layout(self.network)
        self.layout_s = time.perf_counter() - begin

    def shown(self) -> tuple[DiagramView, float]:
        """The widget with everything on it, and the seconds it took."""
        view = DiagramView()
        view.resize(WIDTH, HEIGHT)
        begin = time.perf_counter()
        view.show_network(self.network, self.layout)
        seconds = time.perf_counter() - begin
        view.show_state(self.snapshot, self.topology)
        view.show_result(self.result, freshness="current")
        view.show()
        QApplication.processEvents()
        return view, seconds


def frames_ms(view: DiagramView, cameras: list[Camera], image: QImage, *, is_moving: bool = True) -> list[float]:
    """Time of each frame, with everything that lies over the diagram."""
    times = []
    look = view.look_by_hand if is_moving else view.set_camera
    if not is_moving:
        rest(view)
    for camera in cameras:
        look(camera)
        times.append(timed_ms(lambda: view.render(image)))
    return times


def rest(view: DiagramView) -> None:
    """Until the camera counts as resting."""
    until = time.monotonic() + 0.3
    while time.monotonic() < until:
        QApplication.processEvents()


def journey(view: DiagramView) -> list[Camera]:
    """From the overview to a hundred per cent and back, sideways at every height."""
    view.zoom_to_fit()
    whole = view.camera
    x0, y0, x1, y1 = view.scene.bounds  # type: ignore[union-attr]
    cameras = []
    for scale in np.geomspace(whole.scale, 1.5, 40):
        for step in range(6):
            x = x0 + (x1 - x0) * (0.3 + 0.02 * step)
            cameras.append(whole.centred(x, y0 + (y1 - y0) * 0.4, float(scale)))
    return cameras


def overview(view: DiagramView) -> list[Camera]:
    """The whole network, a little aside each time."""
    view.zoom_to_fit()
    return [view.camera.panned(k % 7 - 3, k % 5 - 2) for k in range(60)]


def updates_ms(view: DiagramView, case: Case) -> list[float]:
    """Time to take in another result, without the frame that follows."""
    times = []
    for k in range(15):
        other = replace(case.result, vm_pu=case.result.vm_pu + 1e-4 * k)
        times.append(timed_ms(lambda r=other: view.show_result(r, freshness="current")))  # type: ignore[misc]
    return times


def hits_ms(view: DiagramView) -> list[float]:
    """Time to find what is under the pointer, at random places and scales."""
    rng = np.random.default_rng(1)
    scene, whole = view.scene, view.camera
    x0, y0, x1, y1 = scene.bounds  # type: ignore[union-attr]
    times = []
    for scale in rng.uniform(whole.scale, 1.5, 400):
        camera = whole.centred(rng.uniform(x0, x1), rng.uniform(y0, y1), float(scale))
        at = rng.uniform(0, WIDTH), rng.uniform(0, HEIGHT)
        times.append(timed_ms(lambda c=camera, p=at: hit(scene, c, *p)))  # type: ignore[misc, arg-type]
    return times


def fault_signs(case: Case) -> tuple[list[Zone], list[StepBadge], list[CrewSign]]:
    """Five zones of up to 200 elements on as many feeders, eight steps, three crews."""
    lines = case.network["line"]
    ends = np.column_stack([case.network.bus_row(lines[end]) for end in ("from_bus", "to_bus")])
    zones = []
    for k, feeder in enumerate(case.topology.feeders[:10:2]):
        rows = np.array(feeder.bus_rows[:100])
        inside = np.flatnonzero(np.isin(ends, rows).all(1))[:100]
        refs = [ElementRef("bus", row) for row in rows.tolist()] + [ElementRef("line", row) for row in inside.tolist()]
        zones.append(Zone(str(k), tuple(refs), f"{50 - 10 * k} % zone {k}", "high", 0.5 - 0.1 * k))
    steps = [StepBadge(ElementRef("switch", 7 * k), k + 1, list(StepState)[k % 4]) for k in range(8)]
    return zones, steps, [CrewSign(f"Crew {k}", "on site", zones[k].refs[0]) for k in range(3)]


def fault_figures(view: DiagramView, case: Case, route: list[Camera], image: QImage) -> dict[str, float]:
    """Frames with a fault on the diagram, and the time to take each part of it in."""
    zones, steps, crews = fault_signs(case)
    shown = [(view.show_zones, zones), (view.show_steps, steps), (view.show_crews, crews)]
    times = []
    for _ in range(5):
        for show, _signs in shown:
            show([])  # type: ignore[operator]
        times += [timed_ms(lambda s=show, v=signs: s(v)) for show, signs in shown]  # type: ignore[misc]
    figures = {
        "fault_frame_p95_ms": p95(frames_ms(view, route, image)),
        "fault_overview_p95_ms": p95(frames_ms(view, overview(view), image)),
        "fault_update_ms": p95(times),
    }
    for show, _signs in shown:
        show([])  # type: ignore[operator]
    return figures


def layers_p95_ms(view: DiagramView, image: QImage) -> dict[str, float]:
    """Overview frames of every layer."""
    found = {}
    for layer in Layer:
        view.set_layer(layer)
        found[str(layer)] = p95(frames_ms(view, overview(view)[:20], image))
    view.set_layer(Layer.VOLTAGE)
    return found


def item_scene_ms(case: Case, image: QImage) -> list[float]:
    """Overview frames of the usual way: one graphics item for each bus, line and load."""
    scene = QGraphicsScene()
    for x0, y0, x1, y1 in case.layout.bus.tolist():
        scene.addLine(QLineF(x0, y0, x1, y1))
    for lines in case.layout.branch.values():
        for k in range(len(lines)):
            xs, ys = (part.tolist() for part in lines.points(k))
            for a in range(len(xs) - 1):
                scene.addLine(QLineF(xs[a], ys[a], xs[a + 1], ys[a + 1]))
    for places in case.layout.device.values():
        for x, y, _ in places.tolist():
            scene.addRect(QRectF(x - 4, y - 4, 8, 8))
    times = []
    for _ in range(6):
        painter = QPainter(image)
        times.append(timed_ms(lambda: scene.render(painter, QRectF(0, 0, WIDTH, HEIGHT))))  # noqa: B023
        painter.end()
    return times


def measured(n_bus: int, *, has_baseline: bool) -> dict[str, Any]:
    """All figures of one size."""
    case = Case(n_bus)
    gc.collect()
    before = resident_mb()
    view, build_s = case.shown()
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    route = journey(view)
    frames_ms(view, route[::20], image)
    figures: dict[str, Any] = {
        "n_bus": len(case.network.bus),
        "build_s": round(case.layout_s + build_s, 3),
        "layout_part_s": round(case.layout_s, 3),
        "frame_p95_ms": p95(frames_ms(view, route, image)),
        "overview_p95_ms": p95(frames_ms(view, overview(view), image)),
        "rest_p95_ms": p95(frames_ms(view, route[::3], image, is_moving=False)),
        "overview_layers_p95_ms": layers_p95_ms(view, image),
        "update_ms": p95(updates_ms(view, case)),
        "hit_ms": p95(hits_ms(view)),
    }
    figures |= fault_figures(view, case, route, image)
    if has_baseline:
        figures["memory_mb"] = round(resident_mb() - before, 1)
        figures["item_scene_overview_p95_ms"] = p95(item_scene_ms(case, image))
    return figures


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n-bus", type=int, default=10_000)
    parser.add_argument("--large", type=int, default=50_000, help="0 leaves it out")
    options = parser.parse_args()
    app = QApplication.instance() or QApplication([])
    figures = measured(options.n_bus, has_baseline=True)
    if options.large:
        large = measured(options.large, has_baseline=False)
        figures["large"] = large
        figures["frame_p95_50k_ms"] = large["frame_p95_ms"]
    report({**figures, **versions("PySide6_Essentials", "numpy"), **machine()})
    del app


if __name__ == "__main__":
    main()

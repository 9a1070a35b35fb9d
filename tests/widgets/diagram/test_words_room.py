"""No two texts and no text and line overlap, whatever the network, the zoom and the place: counted in pixels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QImage, QPainter

from engines.exchange.ieee33 import ieee33
from engines.exchange.shipped import load_shipped
from engines.grid.network import ElementRef, Network
from engines.grid.snapshot import Snapshot
from engines.grid.topology import analyse
from engines.loadflow.solving import solve
from engines.schematic.layout import schematic_layout
from engines.schematic.map_layout import map_layout
from engines.synthesis.district import synthesise
from engines.values.points import Quantity
from widgets.diagram.camera import Camera
from widgets.diagram.fault_painter import FaultPainter
from widgets.diagram.fault_signs import CrewSign, CrewState, StepBadge, StepState, Zone
from widgets.diagram.layers import Layer
from widgets.diagram.pinned import PinnedMarks
from widgets.diagram.signs_painter import SignsPainter
from widgets.diagram.symbols import Symbol
from widgets.diagram.view import DiagramView, Mark
from widgets.diagram.words import Words
from widgets.diagram.words_painter import WordsPainter
from widgets.diagram.zones_painter import ZonesPainter
from widgets.style import load_fonts
from widgets.theme import theme_chooser, ui_font

Array = np.ndarray[Any, Any]

TOUCH_PX = 0.5
"""Ink that comes no nearer than this only touches; the counters of the layout allow the same."""


@dataclass(frozen=True)
class Written:
    """A text of a frame and the box of its ink in pixels: x0, y0, x1, y1."""

    text: str
    box: tuple[float, float, float, float]


class Ink:
    """One frame, taken apart.

    Attributes:
        words: all texts; ground: ``(height, width)`` whether something other than a text or its sign is drawn.
    """

    def __init__(self, words: list[Written], ground: Array) -> None:
        self.words, self.ground = words, ground

    def on_something(self) -> list[Written]:
        """Texts with a line, bus or symbol in their box."""
        return [word for word in self.words if self._is_inked(word)]

    def on_each_other(self) -> list[tuple[Written, Written]]:
        """Pairs of texts whose boxes cover each other."""
        box = np.array([word.box for word in self.words]).reshape(-1, 4)
        width = np.minimum(box[:, None, 2], box[None, :, 2]) - np.maximum(box[:, None, 0], box[None, :, 0])
        height = np.minimum(box[:, None, 3], box[None, :, 3]) - np.maximum(box[:, None, 1], box[None, :, 1])
        first, second = np.nonzero(np.triu((width > TOUCH_PX) & (height > TOUCH_PX), 1))
        return [(self.words[a], self.words[b]) for a, b in zip(first.tolist(), second.tolist(), strict=True)]

    def _is_inked(self, word: Written) -> bool:
        x0, y0, x1, y1 = word.box
        height, width = self.ground.shape
        # A pixel counts when more than the allowed touch of it is inside.
        rows = slice(max(int(np.ceil(y0 - TOUCH_PX)), 0), max(min(int(np.floor(y1 + TOUCH_PX)), height), 0))
        columns = slice(max(int(np.ceil(x0 - TOUCH_PX)), 0), max(min(int(np.floor(x1 + TOUCH_PX)), width), 0))
        return bool(self.ground[rows, columns].any())


def ink(view: DiagramView, camera: Camera) -> Ink:
    """What the view paints through this camera when it rests: its texts apart from all the rest."""
    assert view._frame is not None
    frame, words = view._frame, list[Written]()

    def written(self: Words, painter: Any, x: float, y: float, text: str, color: Any) -> None:
        metrics = QFontMetricsF(ui_font(self.pixels, bold=self.is_bold))
        tight = metrics.tightBoundingRect(text)
        left, foot = round(x), round(y) + self.ascent
        box = (left + tight.left(), foot + tight.top(), left + tight.right(), foot + tight.bottom())
        if text:
            words.append(Written(text, box))

    def nothing(*_args: Any, **_more: Any) -> None:
        """A sign or plate belongs to its text."""

    image = QImage(int(camera.width), int(camera.height), QImage.Format.Format_RGB32)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Words, "draw", written)
        patch.setattr(SignsPainter, "stamp_marks", nothing)
        patch.setattr(WordsPainter, "_doubt", nothing)
        painter = QPainter(image)
        painter.fillRect(QRectF(image.rect()), theme_chooser().theme.color("canvas"))
        frame.paint(painter, camera, view._lights)
        painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width())
    ground = pixels != np.uint32(theme_chooser().theme.color("canvas").rgb())
    return Ink(words, ground.copy())


NETWORKS = ("ieee33", "north", "synthetic:1000:1", "synthetic:10000:1")
ZOOMS = (1.0, 1.4, 2.0, 2.9, 4.2, 6.5, 10.0, 16.0)
LARGEST = 1.6
PLACES = ((0.5, 0.5), (0.27, 0.36), (0.81, 0.6))


def network(name: str) -> Network:
    if name == "ieee33":
        return ieee33()
    if name == "north":
        return load_shipped("north").network
    return synthesise(int(name.split(":")[1]), 1)


@pytest.fixture(scope="module", params=NETWORKS)
def view(request: pytest.FixtureRequest, qapp: object) -> Iterator[DiagramView]:
    load_fonts()
    theme_chooser().choose("light")
    made = network(request.param)
    snapshot = Snapshot(made)
    view = DiagramView()
    view.resize(1360, 650)
    view.show_network(made, schematic_layout(made), map_layout(made))
    view.show_state(snapshot, analyse(snapshot))
    view.show_result(solve(snapshot, verify=False), freshness="current")
    view.show()
    yield view
    view.close()
    view.deleteLater()


def cameras(view: DiagramView) -> list[Camera]:
    """From all of the network to large letters, at several places."""
    view.zoom_to_fit()
    whole = view.camera
    assert view.scene is not None
    x0, y0, x1, y1 = view.scene.bounds
    return [whole] + [
        whole.centred(x0 + (x1 - x0) * across, y0 + (y1 - y0) * down, whole.scale * zoom)
        for zoom in ZOOMS[1:]
        for across, down in PLACES
        if whole.scale * zoom <= LARGEST
    ]


def check(found: Ink, camera: Camera) -> None:
    where = f"scale {camera.scale:.3f} at {camera.x:.0f}, {camera.y:.0f}"
    assert not found.on_something(), where
    assert not found.on_each_other(), where


@pytest.mark.parametrize("kind", ["schematic", "map"])
def test_texts_lie_on_nothing_at_any_zoom(view: DiagramView, kind: str) -> None:
    view.set_view_kind(kind)
    for camera in cameras(view):
        check(ink(view, camera), camera)


def test_texts_lie_on_nothing_while_the_drawing_moves(view: DiagramView) -> None:
    view.set_view_kind("schematic")
    for camera in cameras(view)[::5]:
        for step in range(1, 9):
            # In steps that leave what is placed where it is, until it is placed anew.
            check(ink(view, camera.panned(-37.3 * step, 11.7 * step)), camera)


@pytest.mark.parametrize("layer", [layer for layer in Layer if layer is not Layer.VOLTAGE])
def test_texts_of_every_layer_lie_on_nothing(view: DiagramView, layer: Layer) -> None:
    view.set_view_kind("schematic")
    view.set_layer(layer)
    for camera in cameras(view)[::4]:
        check(ink(view, camera), camera)
    view.set_layer(Layer.VOLTAGE)


@pytest.mark.parametrize("kind", ["schematic", "map"])
def test_texts_of_violations_lie_on_nothing(view: DiagramView, kind: str) -> None:
    view.set_view_kind(kind)
    assert view.scene is not None
    made = view.scene.network
    factor = {33: 2.2, 300: 2.4}.get(len(made.bus), 1.9)
    healthy = Snapshot(made)
    heavy = healthy.with_state({("load", "scaling"): made["load"]["scaling"] * factor})
    result = solve(heavy, verify=False)
    assert len(result.violations) > 10
    view.show_state(heavy, analyse(heavy))
    view.show_result(result, freshness="current")
    for camera in cameras(view)[::2]:
        check(ink(view, camera), camera)
    view.show_state(healthy, analyse(healthy))
    view.show_result(solve(healthy, verify=False), freshness="current")


@pytest.mark.parametrize("kind", ["schematic", "map"])
def test_texts_lie_on_nothing_beside_marks_and_signs_of_the_field(
    view: DiagramView, kind: str, field_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    view.set_view_kind(kind)
    assert view.shown is not None
    moment = view.shown.moment
    assert moment.snapshot is not None
    made, rng = moment.snapshot.network, np.random.default_rng(1)
    field = field_of(made, moment.snapshot, moment.result)
    switches = len(made["switch"])
    position = field.columns["switch", Quantity.POSITION]
    if kind == "schematic":
        # On a map, whose labels keep room for the bare symbols, a hatching may lie beneath a figure.
        position.freshness[:] = rng.integers(0, 3, switches)
    position.is_by_hand[:] = rng.random(switches) < 0.1
    flow = field.columns["switch", Quantity.P_MW]
    flow.is_telemetered[:], flow.value[:] = rng.random(switches) < 0.7, 1.2
    voltage = field.columns["bus", Quantity.VM_PU]
    voltage.is_telemetered[:], voltage.value[:] = rng.random(len(made.bus)) < 0.3, 1.011
    # A leader may run beneath a figure: it says whose mark it is.
    monkeypatch.setattr(PinnedMarks, "_leader", lambda *_: None)
    places = [("switch", "do not operate +1"), ("line", "live-line work"), ("bus", "jumper"), ("switch", "info")]
    marks = [
        Mark(ElementRef(table, int(row)), Symbol.TAG, "high", text, ("one", "two"))
        for table, text in places
        if len(made[table])
        for row in rng.integers(0, len(made[table]), 6)
    ]
    view.show_marks(marks)
    view.show_field(field.look())
    for camera in cameras(view)[::2]:
        check(ink(view, camera), camera)
    view.show_marks([])
    view.show_field(None)


def faulted(view: DiagramView) -> tuple[list[Zone], list[StepBadge], list[CrewSign]]:
    """Zones along a feeder, steps at switches near it and elsewhere, crews."""
    assert view.shown is not None
    topology, made = view.shown.moment.topology, view.shown.moment.snapshot.network  # type: ignore[union-attr]
    assert topology is not None
    feeder = max(topology.feeders, key=lambda feeder: len(feeder.bus_rows))
    lines = made["line"]
    ends = np.column_stack([made.bus_row(lines["from_bus"]), made.bus_row(lines["to_bus"])])
    kinds = (("62 % 31–32", "high"), ("24 % 32–33", "high"), ("5 % 33–34", "high"), ("isolated 14:08", "muted"),
             ("back 14:09", "plan"))  # fmt: skip
    zones = []
    for k, (rows, (text, token)) in enumerate(zip(np.array_split(np.array(feeder.bus_rows), 5), kinds, strict=True)):
        inside = np.flatnonzero(np.isin(ends, rows).all(1))
        refs = [ElementRef("bus", int(row)) for row in rows] + [ElementRef("line", int(row)) for row in inside]
        zones.append(Zone(str(k), tuple(refs), text, token, 0.6 - 0.1 * k))
    rng = np.random.default_rng(2)
    switches = rng.integers(0, len(made["switch"]), 5).tolist() if len(made["switch"]) else []
    states = (StepState.DONE, StepState.FAILED, StepState.NEXT, StepState.PLANNED, StepState.PLANNED)
    steps = [StepBadge(ElementRef("switch", row), 8 + k, states[k]) for k, row in enumerate(switches)]
    at = view.scene.bounds  # type: ignore[union-attr]
    crews = [CrewSign("Crew 2", "on site", zones[0].refs[0], state=CrewState.ON_SITE),
             CrewSign("Crew 4", "en route", zones[1].refs[0], (at[0] + at[2]) / 2, (at[1] + at[3]) / 2)]  # fmt: skip
    return zones, steps, crews


def fly(view: DiagramView, camera: Camera) -> None:
    """Frames on the way to this camera, the last one there."""
    assert view._frame is not None
    image = QImage(int(camera.width), int(camera.height), QImage.Format.Format_RGB32)
    for zoom in (0.6, 0.8, 1.0):
        painter = QPainter(image)
        view._frame.paint(
            painter, camera.centred(camera.x, camera.y, camera.scale * zoom), view._lights, is_moving=True
        )
        painter.end()


def step_boxes(view: DiagramView, camera: Camera) -> list[tuple[float, float, float, float]]:
    """What the numbers of steps and the signs of crews take in the frame at hand."""
    assert view._frame is not None
    placed = view._frame._texts._fault._seen(camera)
    return [place.box for place in placed if not isinstance(place.thing, Zone)]


@pytest.fixture
def bare_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Areas lie beneath texts, circles and plates belong to theirs: what is counted is all the rest."""

    def plate(_: FaultPainter, painter: QPainter, box: QRectF, *_more: Any) -> None:
        painter.fillRect(box, theme_chooser().theme.color("canvas"))

    monkeypatch.setattr(ZonesPainter, "paint_areas", lambda *_: None)
    monkeypatch.setattr(FaultPainter, "_plate", plate)
    monkeypatch.setattr("widgets.diagram.fault_painter.draw_step", lambda *_: None)
    monkeypatch.setattr("widgets.diagram.fault_painter.draw_crew", lambda *_: None)


def covered(found: Ink, boxes: list[tuple[float, float, float, float]]) -> list[str]:
    """Texts of others beneath signs of a fault; a crew's own text is at its right and part of it."""
    return [
        word.text
        for word in found.words
        for x0, y0, x1, y1 in boxes
        if not word.text.startswith("Crew")
        and min(x1, word.box[2]) - max(x0, word.box[0]) > TOUCH_PX
        and min(y1, word.box[3]) - max(y0, word.box[1]) > TOUCH_PX
    ]


@pytest.mark.usefixtures("bare_signs")
@pytest.mark.parametrize("kind", ["schematic", "map"])
def test_texts_of_a_fault_lie_on_nothing(view: DiagramView, kind: str) -> None:
    view.set_view_kind(kind)
    zones, steps, crews = faulted(view)
    view.show_zones(zones)
    view.show_steps(steps)
    view.show_crews(crews)
    view.zoom_to_fit()
    whole = {word.text for word in ink(view, view.camera).words}
    assert any(zone.text in whole or zone.short_text in whole for zone in zones)
    for camera in cameras(view)[::3]:
        found = ink(view, camera)
        check(found, camera)
        assert not covered(found, step_boxes(view, camera))
        # Where it comes to rest, all find places beside one another again.
        ink(view, camera.centred(camera.x, camera.y, camera.scale * 1.7))
        fly(view, camera)
        check(ink(view, camera), camera)
        # A little aside everything moves along; farther it is placed anew.
        for step in (1, 4):
            aside = camera.panned(-41.3 * step, 17.9 * step)
            check(ink(view, aside), aside)
    view.show_zones([])
    view.show_steps([])
    view.show_crews([])


def test_what_has_room_is_written(view: DiagramView) -> None:
    view.set_view_kind("schematic")
    view.zoom_to_fit()
    texts = [word.text for word in ink(view, view.camera).words]
    least = {33: 35, 300: 120, 1000: 40, 10_000: 15}
    assert view.scene is not None
    assert len(texts) >= next(n for size, n in least.items() if len(view.scene.layout.bus) <= size * 1.1)
    stations = [word for word in texts if word.split()[0] in ("NORTH", "SOUTH", "EAST", "WEST", "CENTRE")]
    assert len(stations) >= 2 or len(view.scene.layout.bus) == 33


def test_the_counter_counts() -> None:
    ground = np.zeros((100, 100), bool)
    ground[50, :] = True
    words = [Written("on", (10, 45, 30, 53)), Written("off", (10, 30, 30, 38)), Written("both", (25, 34, 40, 42))]
    found = Ink(words, ground)
    assert [w.text for w in found.on_something()] == ["on"]
    assert [(a.text, b.text) for a, b in found.on_each_other()] == [("off", "both")]

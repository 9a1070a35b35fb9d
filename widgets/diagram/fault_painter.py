"""Texts of zones, numbers of steps and signs of crews, kept at their places while the drawing only moves a little."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from widgets.diagram.camera import Camera
from widgets.diagram.fault_places import (
    Settled,
    Thing,
    Wanted,
    in_order,
    leader,
    leader_boxes,
    place_of,
    seen_parts,
    settle,
)
from widgets.diagram.fault_signs import CrewSign, CrewState, FaultSigns, StepBadge, Zone
from widgets.diagram.fault_symbols import STEP_PX, STEP_TOKEN, draw_crew, draw_step, step_width, towards
from widgets.diagram.obstacles import Ground
from widgets.diagram.palette import Palette
from widgets.diagram.room import Room
from widgets.diagram.scene import Scene
from widgets.diagram.symbols import Pencil
from widgets.diagram.words import Words
from widgets.diagram.zones_painter import ZonesPainter, zone_token

Array = np.ndarray[Any, Any]

_PIXELS = 11
_FULL_FROM = 0.13
"""Smaller than this, a zone shows its percentage alone."""
_TEXT_HIGH, _SIGN_HIGH, _BESIDE, _CREW_PX = 15.0, 19.0, 4.0, 22.0
_CLEAR_PX = 8.0


class FaultPainter:
    """Finds the places when the camera rests; while it moves, everything keeps its distance from its own."""

    def __init__(
        self, scene: Scene, palette: Palette, words: Words, ground: Ground, fault: FaultSigns, zones: ZonesPainter
    ) -> None:
        self._scene, self._palette, self._words, self._ground = scene, palette, words, ground
        self._fault, self._zones = fault, zones
        self._turn = -1
        self._camera = ground.camera
        self._settled: list[Settled] = []
        self._boxes_of: tuple[Camera, int] | None = None
        self._boxes = np.zeros((0, 4))

    def __bool__(self) -> bool:
        return bool(self._fault)

    @property
    def is_due(self) -> bool:
        """Whether the places must be found anew."""
        return bool(self._fault) and self._turn != self._ground.turn

    @property
    def is_placed(self) -> bool:
        """Whether there are places, be they of another view."""
        return self._turn >= 0

    def place(self, painter: QPainter, room: Room, texts: Room) -> None:
        """Find the places in ``room``, or beside ``texts`` alone; what is found is taken in both."""
        self._turn, self._camera = self._ground.turn, self._ground.camera
        self._words.begin(painter, _PIXELS, True)
        things = in_order(self._fault.steps, self._zones.zones, self._fault.crews)
        wanted = [each for each in map(self._wanted, things) if each is not None]
        self._settled = settle(wanted, self._ground, room, texts)

    def boxes(self, camera: Camera) -> Array:
        """``(n, 4)`` what the signs and their lines take, in pixels of this camera."""
        key = camera, self._turn
        if self._boxes_of != key:
            self._boxes_of, self._boxes = key, self._make_boxes(camera)
        return self._boxes

    def _make_boxes(self, camera: Camera) -> Array:
        settled = self._seen(camera)
        lines = [leader(place.box, place.end) for place in settled]
        boxes = np.array([place.box for place in settled]).reshape(-1, 4)
        return np.vstack([boxes, *(leader_boxes(line) for line in lines if line is not None)])

    def _seen(self, camera: Camera) -> list[Settled]:
        """Everything as far from what it belongs to as it was placed."""
        found, before = [], self._camera
        for place in self._settled:
            end = camera.to_screen(*before.to_world(*place.end))
            dx, dy = end[0] - place.end[0], end[1] - place.end[1]
            x0, y0, x1, y1 = place.box
            found.append(replace(place, box=(x0 + dx, y0 + dy, x1 + dx, y1 + dy), end=end))
        return found

    def _wanted(self, thing: Thing) -> Wanted | None:
        camera = self._ground.camera
        if isinstance(thing, Zone):
            return self._wanted_zone(thing, camera)
        at = place_of(self._scene, camera, thing)
        if at is None:
            return None
        if isinstance(thing, StepBadge):
            return Wanted(thing, ((str(thing.number), sum(step_width(thing)) + 1.0),), _SIGN_HIGH, at)
        texts = dict.fromkeys((thing.words, thing.name, ""))
        return Wanted(thing, tuple((t, _CREW_PX + self._width(t)) for t in texts), _TEXT_HIGH, at)

    def _wanted_zone(self, zone: Zone, camera: Camera) -> Wanted | None:
        parts = seen_parts(self._zones.shape(zone, camera).parts(camera), camera)
        if not len(parts) or not zone.text:
            return None
        texts = dict.fromkeys((zone.text, zone.short_text) if camera.scale >= _FULL_FROM else (zone.short_text,))
        return Wanted(zone, tuple((t, self._width(t) + _BESIDE) for t in texts), _TEXT_HIGH, parts=parts)

    def _width(self, text: str) -> float:
        return self._words.width(text) + _BESIDE if text else 0.0

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Each at the same size on every scale."""
        if not self._settled:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        settled = self._seen(camera)
        for place in settled:
            self._leader(painter, place)
        for place in settled:
            x0, y0, x1, y1 = place.box
            box = QRectF(x0, y0, x1 - x0, y1 - y0)
            if place.is_plated and not isinstance(place.thing, StepBadge):
                self._plate(painter, box, self._token(place.thing), isinstance(place.thing, Zone))
            self._one(painter, place, box)
        painter.restore()

    def _one(self, painter: QPainter, place: Settled, box: QRectF) -> None:
        thing = place.thing
        if isinstance(thing, StepBadge):
            painter.save()
            painter.translate(QPointF(round(box.left() + step_width(thing)[0]) + 0.5, round(box.center().y()) + 0.5))
            draw_step(painter, self._palette, self._words, thing)
            painter.restore()
            return
        left = box.left() + _BESIDE
        if isinstance(thing, CrewSign):
            painter.save()
            painter.translate(QPointF(round(box.left() + _CREW_PX / 2 - 1), round(box.center().y())))
            draw_crew(Pencil(painter, self._palette.color[self._token(thing)], self._palette.canvas), thing.state)
            painter.restore()
            left = box.left() + _CREW_PX
        self._words.begin(painter, _PIXELS, True)
        top = box.center().y() - self._words.height / 2
        self._words.draw(painter, left, top, place.text, self._palette.color[self._token(thing)])

    def _plate(self, painter: QPainter, box: QRectF, token: str, is_dashed: bool) -> None:
        """A ground of its own for what stands on lines."""
        painter.setBrush(self._palette.veil("canvas", 0.9))
        pen = self._palette.pen(token, 1.0)
        pen.setStyle(Qt.PenStyle.DashLine if is_dashed else Qt.PenStyle.SolidLine)
        painter.setPen(pen)
        painter.drawRoundedRect(box, 3, 3)

    def _token(self, thing: Thing) -> str:
        if isinstance(thing, Zone):
            return zone_token(thing)
        if isinstance(thing, StepBadge):
            return STEP_TOKEN[thing.state]
        return "medium" if thing.state is CrewState.SILENT else "text"

    def _leader(self, painter: QPainter, place: Settled) -> None:
        """A thin line to what a sign that stands away belongs to."""
        line = leader(place.box, place.end)
        if line is None:
            return
        begin, end = line[:2], line[2:]
        if isinstance(place.thing, StepBadge):
            middle = place.box[0] + step_width(place.thing)[0], (place.box[1] + place.box[3]) / 2
            begin = towards(end, middle, STEP_PX)
        stop = towards(begin, end, 0.0 if isinstance(place.thing, Zone) else _CLEAR_PX)
        painter.setPen(self._palette.pen(self._token(place.thing), 1.0, 0.7))
        painter.drawLine(QPointF(*begin), QPointF(*stop))

    def at(self, camera: Camera, x: float, y: float) -> Thing | None:
        """What stands at a pixel of this camera."""
        for place in self._seen(camera):
            x0, y0, x1, y1 = place.box
            if x0 <= x <= x1 and y0 <= y <= y1:
                return place.thing
        return None

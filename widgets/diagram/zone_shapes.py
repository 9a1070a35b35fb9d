"""Where a zone lies: on the schematic boxes grown together along its rows, on the map a tube along its lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from PySide6.QtGui import QColor, QPainter

from engines.grid.network import ElementRef
from widgets.diagram.camera import Camera
from widgets.diagram.scene import Scene
from widgets.diagram.zone_members import members_of
from widgets.diagram.zone_rows import ZoneRows
from widgets.diagram.zone_tube import ZoneTube

Array = np.ndarray[Any, Any]

_LEAST_PX, _WIDEST = 6.0, 44.0
_LEVEL = 1.25
_MOST_KEPT = 64


class ZoneShape(Protocol):
    """What is drawn of a zone and asked of its place."""

    def fill(self, painter: QPainter, camera: Camera, color: QColor) -> None:
        """Paint the area."""

    def outline(self, camera: Camera, dash: float, gap: float) -> Array:
        """``(n, 4)`` dashes around what may be seen of it, pixels."""

    def parts(self, camera: Camera) -> Array:
        """``(n, 4)`` boxes in pixels about the parts of it, the longest first."""

    def holds(self, camera: Camera, x: float, y: float) -> bool:
        """Whether a pixel lies in it."""


class ZoneForm:
    """One zone's elements, and its shape for each scale, worked out when it is first seen at that."""

    def __init__(self, scene: Scene, refs: Sequence[ElementRef]) -> None:
        self._members = members_of(scene, refs)
        self._is_map = scene.is_map
        self._shapes: dict[float, ZoneShape] = {}

    @property
    def is_drawn(self) -> bool:
        """Whether there is anything of it on the drawing."""
        return len(self._members.lines) + len(self._members.symbols) > 0

    def shape(self, margin: float, scale: float) -> ZoneShape:
        """The shape for this scale, ``margin`` world units around the elements."""
        wide = 0.0 if self._is_map else _stepped(margin, scale)
        if wide not in self._shapes:
            self._shapes[wide] = ZoneTube(self._members) if self._is_map else ZoneRows(self._members, wide)
        return self._shapes[wide]


class ZoneShapes:
    """Keeps the forms of one scene's zones, which outlive many results."""

    def __init__(self) -> None:
        self._scene: Scene | None = None
        self._forms: dict[tuple[ElementRef, ...], ZoneForm] = {}

    def form(self, scene: Scene, refs: tuple[ElementRef, ...]) -> ZoneForm:
        """Where these elements lie."""
        if scene is not self._scene or len(self._forms) > _MOST_KEPT:
            self._scene = scene
            self._forms.clear()
        if refs not in self._forms:
            self._forms[refs] = ZoneForm(scene, refs)
        return self._forms[refs]


def _stepped(margin: float, scale: float) -> float:
    """World units around the elements: far out more, in steps, so that few shapes serve all scales."""
    wanted = min(max(margin, _LEAST_PX / scale), max(margin, _WIDEST))
    steps = np.ceil(np.log(wanted / margin) / np.log(_LEVEL) - 1e-9)
    return float(margin * _LEVEL**steps)

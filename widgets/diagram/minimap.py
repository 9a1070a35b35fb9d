"""The whole network in a corner, with what is seen of it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from widgets.diagram.camera import Camera
from widgets.diagram.lines_painter import is_without_supply, on_screen
from widgets.diagram.overlays import Card
from widgets.diagram.palette import Palette
from widgets.diagram.scene import Scene
from widgets.diagram.shown import Shown
from widgets.diagram.strokes import draw_lines
from widgets.theme import theme

WIDTH_PX, HEIGHT_PX = 184, 100
_RIM_PX = 6.0


class Minimap(Card):
    """A small picture of everything.

    Signals:
        chosen: world x, y a person clicked or dragged to.
    """

    chosen = Signal(float, float)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(WIDTH_PX, HEIGHT_PX)
        self.setAccessibleName(self.tr("Overview map"))
        self.setToolTip(self.tr("The whole network and what is seen of it; click or drag to go there"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._camera = Camera()
        self._own = Camera()
        self._picture: QPixmap | None = None
        self._source: tuple[Scene, Shown, Palette] | None = None

    def show_scene(self, scene: Scene, shown: Shown, palette: Palette) -> None:
        """Another picture."""
        self._source, self._picture = (scene, shown, palette), None
        self._own = Camera(width=WIDTH_PX, height=HEIGHT_PX).fitted(scene.bounds, _RIM_PX, 1.0)
        self.update()

    def show_camera(self, camera: Camera) -> None:
        """Another part is seen; hides where all of it is."""
        self._camera = camera
        if self._source is not None:
            x0, y0, x1, y1 = camera.rect()
            a0, b0, a1, b1 = self._source[0].bounds
            self.setVisible(not (x0 <= a0 and y0 <= b0 and x1 >= a1 and y1 >= b1) and camera.width > 3 * WIDTH_PX)
        self.update()

    def paint_card(self, painter: QPainter) -> None:
        """Picture and window."""
        if self._source is None:
            return
        if self._picture is None or self._picture.devicePixelRatio() != self.devicePixelRatioF():
            self._picture = self._drawn()
        painter.drawPixmap(QPointF(0, 0), self._picture)
        x0, y0, x1, y1 = self._camera.rect()
        left, top = self._own.to_screen(x0, y0)
        right, bottom = self._own.to_screen(x1, y1)
        seen = QRectF(left, top, right - left, bottom - top).intersected(QRectF(self.rect()).adjusted(1, 1, -2, -2))
        painter.setPen(QPen(theme().color("accent"), 1))
        painter.setBrush(theme().color("accent", 0.18))
        painter.drawRect(seen)

    def _drawn(self) -> QPixmap:
        scene, shown, palette = self._source  # type: ignore[misc]
        ratio = self.devicePixelRatioF()
        picture = QPixmap(int(WIDTH_PX * ratio), int(HEIGHT_PX * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(palette.veil("raised", 0.0))
        painter = QPainter(picture)
        for strokes in (scene.branches, scene.buses):
            look = shown.look[strokes.owner]
            for token, which in (("dead", is_without_supply(look)), ("faint", ~is_without_supply(look))):
                painter.setPen(palette.pen(token, 1.0, 0.7))
                draw_lines(painter, on_screen(self._own, strokes.xy[which]))
        violated = np.flatnonzero(shown.severity > 0)
        if len(violated):
            at = scene.anchor[violated] * self._own.scale + np.array([self._own.dx, self._own.dy])
            for severity, token in ((2, "medium"), (3, "high")):
                painter.setPen(QPen(palette.color[token], 2))
                for x, y in np.unique(np.round(at[shown.severity[violated] == severity] / 2) * 2, axis=0):
                    painter.drawPoint(QPointF(float(x), float(y)))
        painter.end()
        return picture

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there."""
        self._go(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go along."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event)

    def _go(self, event: QMouseEvent) -> None:
        self.chosen.emit(*self._own.to_world(event.position().x(), event.position().y()))

"""What the keyboard does on the diagram."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from widgets.diagram.neighbours import neighbour

if TYPE_CHECKING:
    from widgets.diagram.view import DiagramView

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_CTRL = Qt.KeyboardModifier.ControlModifier
_RIM_PX = 40.0


class Keys:
    """Arrows go to the neighbour (with Shift: add it; with Ctrl: move the drawing); the rest as the mouse."""

    def __init__(self, view: DiagramView) -> None:
        self._view = view

    def press(self, event: QKeyEvent) -> bool:
        """Whether the key meant something here."""
        view, key = self._view, event.key()
        if key in _ARROWS:
            self._arrow(_ARROWS[Qt.Key(key)], event.modifiers())
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            view.zoom_in()
        elif key == Qt.Key.Key_Minus:
            view.zoom_out()
        elif key == Qt.Key.Key_Home or (key == Qt.Key.Key_0 and event.modifiers() & _CTRL):
            view.zoom_to_fit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and view.selection:
            view.activated.emit(view.selection[-1])
        elif key == Qt.Key.Key_Escape:
            self._clear()
        else:
            return False
        return True

    def _clear(self) -> None:
        self._view.point_at(())
        if self._view.selection:
            self._view.choose([])
        else:
            self._view.clear_trace()

    def _arrow(self, step: tuple[int, int], modifiers: Qt.KeyboardModifier) -> None:
        view, (dx, dy) = self._view, step
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            view.look_by_hand(view.camera.panned(-dx * view.width() / 8, -dy * view.height() / 8))
            return
        chosen = view.selected_numbers
        number = self._next(dx, dy)
        if number >= 0:
            view.choose([*chosen, number] if modifiers & Qt.KeyboardModifier.ShiftModifier else [number])
            self._keep_in_sight(number)

    def _next(self, dx: int, dy: int) -> int:
        view = self._view
        if view.scene is None or not len(view.scene.layout.bus):
            return -1
        if view.selected_numbers:
            return neighbour(view.scene, view.selected_numbers[-1], dx, dy)
        at = view.scene.anchor[view.scene.elements.part("bus")]
        return int(np.nanargmin(np.hypot(at[:, 0] - view.camera.x, at[:, 1] - view.camera.y)))

    def _keep_in_sight(self, number: int) -> None:
        view = self._view
        if view.scene is None:
            return
        x, y = view.camera.to_screen(*view.scene.anchor[number].tolist())
        dx = max(_RIM_PX - x, 0.0) - max(x - view.width() + _RIM_PX, 0.0)
        dy = max(_RIM_PX - y, 0.0) - max(y - view.height() + _RIM_PX, 0.0)
        if dx or dy:
            view.look_by_hand(view.camera.panned(dx, dy))

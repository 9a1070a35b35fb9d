"""What the mouse does on the diagram."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter

from widgets.diagram.carrying import carry
from widgets.diagram.description import describe
from widgets.diagram.fault_description import describe_sign
from widgets.diagram.fault_signs import CrewSign, StepBadge, Zone
from widgets.diagram.gestures import START_PX, Gesture, Move, Pan, RubberBand, movable
from widgets.diagram.hit import hit

if TYPE_CHECKING:
    from widgets.diagram.view import DiagramView

HOVER_MS = 350


class Pointer(QObject):
    """Turns presses and moves into clicks, drags and hovering."""

    def __init__(self, view: DiagramView) -> None:
        super().__init__(view)
        self._view = view
        self._press: tuple[QPointF, Qt.KeyboardModifier, int] | None = None
        self._gesture: Gesture | None = None
        self._at = QPoint()
        self._sign: Zone | StepBadge | CrewSign | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(HOVER_MS)
        self._timer.timeout.connect(self.show_card)

    def _hit(self, at: QPointF) -> int:
        view = self._view
        if view.scene is None:
            return -1
        # The number of a step stands for its switch.
        sign = view.fault_at(at.x(), at.y(), has_zones=False)
        if isinstance(sign, StepBadge | CrewSign) and sign.ref is not None:
            return view.scene.elements.number(sign.ref)
        return hit(view.scene, view.camera, at.x(), at.y())

    # Clicks and drags --------------------------------------------------------------------------------------

    def press(self, event: QMouseEvent) -> None:
        """The beginning of a click or a drag."""
        self.hide_card()
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._press = (event.position(), event.modifiers(), self._hit(event.position()))

    def move(self, event: QMouseEvent) -> None:
        """A drag, or looking for what is beneath."""
        at = event.position()
        if self._press is None or not event.buttons():
            self._point_at(at)
            return
        if self._gesture is None and (at - self._press[0]).manhattanLength() >= START_PX:
            if self._is_carried(*self._press[1:]):
                number, self._press = self._press[2], None
                carry(self._view, number)
                return
            self._gesture = self._begin(*self._press)
        if self._gesture is not None:
            self._gesture.move(at)

    def _is_carried(self, modifiers: Qt.KeyboardModifier, number: int) -> bool:
        """Whether a drag from there takes the element along instead of moving the drawing."""
        if not self._view.offers_elements or number < 0:
            return False
        others = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.AltModifier
        is_asked = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        return not modifiers & others and (is_asked or number in self._view.selected_numbers)

    def _begin(self, at: QPointF, modifiers: Qt.KeyboardModifier, number: int) -> Gesture:
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            return RubberBand(self._view, at)
        places = movable(self._view, number) if modifiers & Qt.KeyboardModifier.AltModifier else {}
        return Move(self._view, at, places) if places else Pan(self._view, at)

    def release(self, event: QMouseEvent) -> None:
        """The end of a drag, or a click."""
        press, gesture = self._press, self._gesture
        self._press = self._gesture = None
        if gesture is not None:
            gesture.finish()
        elif press is not None and event.button() == Qt.MouseButton.LeftButton:
            self._click(press[2], press[1])

    def _click(self, number: int, modifiers: Qt.KeyboardModifier) -> None:
        chosen = list(self._view.selected_numbers)
        if not modifiers & Qt.KeyboardModifier.ControlModifier:
            chosen = [number] if number >= 0 else []
        elif number in chosen:
            chosen.remove(number)
        elif number >= 0:
            chosen.append(number)
        self._view.choose(chosen)

    def double_click(self, event: QMouseEvent) -> None:
        """Act on what is there."""
        view, number = self._view, self._hit(event.position())
        if number >= 0 and view.scene is not None and event.button() == Qt.MouseButton.LeftButton:
            view.choose([number])
            view.activated.emit(view.scene.elements.ref(number))

    def cancel(self) -> bool:
        """Break off a drag; whether there was one."""
        gesture, self._gesture, self._press = self._gesture, None, None
        if gesture is not None:
            gesture.cancel()
        return gesture is not None

    def paint(self, painter: QPainter) -> None:
        """What shows a drag under way."""
        if self._gesture is not None:
            self._gesture.paint(painter)

    # Menus -------------------------------------------------------------------------------------------------

    def ask_menu(self, event: QContextMenuEvent) -> None:
        """By mouse for what is there, by key for what is selected."""
        view = self._view
        self.hide_card()
        if view.scene is None:
            return
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self._ask_menu_by_key()
            return
        number = self._hit(QPointF(event.pos()))
        if number >= 0 and number not in view.selected_numbers:
            view.choose([number])
        view.context_requested.emit(view.scene.elements.ref(number) if number >= 0 else None, event.globalPos())

    def _ask_menu_by_key(self) -> None:
        view, ref = self._view, None
        at = view.rect().center()
        if view.scene is not None and view.selection:
            ref, place = view.selection[-1], view.scene.anchor[view.selected_numbers[-1]]
            if np.isfinite(place).all():
                at = QPointF(*view.camera.to_screen(*place.tolist())).toPoint()
        view.context_requested.emit(ref, view.mapToGlobal(at))

    # Hovering ----------------------------------------------------------------------------------------------

    def _point_at(self, at: QPointF) -> None:
        self._at = at.toPoint()
        number = self._hit(at)
        sign = self._view.fault_at(at.x(), at.y(), has_zones=number < 0)
        if number != self._view.hovered_number or sign != self._sign:
            self.hide_card()
            self._sign = sign
            self._view.hover(number)
        if (number >= 0 or sign is not None) and not self._view.hover_card.isVisible():
            self._timer.start()

    def leave(self) -> None:
        """Nothing is under the pointer."""
        self.hide_card()
        self._sign = None
        self._view.hover(-1)

    def show_card(self) -> None:
        """Say what is under the pointer."""
        view, number = self._view, self._view.hovered_number
        self._sign = view.fault_at(self._at.x(), self._at.y(), has_zones=number < 0)
        if view.scene is not None and self._sign is not None:
            view.hover_card.show_at(describe_sign(view.scene.network, self._sign), self._at)
        elif view.scene is not None and view.shown is not None and number >= 0:
            view.hover_card.show_at(describe(view.scene, view.shown, number), self._at)

    def hide_card(self) -> None:
        """Say nothing."""
        self._timer.stop()
        self._view.hover_card.hide()

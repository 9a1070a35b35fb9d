"""Shapes of switching steps and crews, drawn about the painter's origin at their own size."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from widgets.diagram.fault_signs import CrewState, StepBadge, StepState

if TYPE_CHECKING:
    from widgets.diagram.palette import Palette
    from widgets.diagram.symbols import Pencil
    from widgets.diagram.words import Words

STEP_PX, RING_PX = 7.5, 9.5
"""Radius of a step's circle, and of the ring about the next one."""
BESIDE_PX = 9.0
"""What the sign of a step that is done or has failed takes to the right of its circle."""
_DIGITS_PX, _MANY_DIGITS_PX = 10, 8
_WHEEL = 2.0
STEP_TOKEN = {
    StepState.PLANNED: "plan",
    StepState.NEXT: "accent",
    StepState.DONE: "muted",
    StepState.FAILED: "high",
}


def has_sign(state: StepState) -> bool:
    """Whether a shape stands at the right of the circle."""
    return state in (StepState.DONE, StepState.FAILED)


def draw_step(painter: QPainter, palette: Palette, words: Words, step: StepBadge) -> None:
    """A numbered circle: planned hollow, next filled within a ring, done with a check, failed with its triangle."""
    ink = palette.color[STEP_TOKEN[step.state]]
    is_next = step.state is StepState.NEXT
    painter.setPen(QPen(ink, 1.6 if step.state is StepState.PLANNED else 1.3))
    painter.setBrush(ink if is_next else palette.canvas)
    painter.drawEllipse(QPointF(0, 0), STEP_PX, STEP_PX)
    if is_next:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(0, 0), RING_PX + 0.5, RING_PX + 0.5)
    number = str(step.number)
    words.begin(painter, _DIGITS_PX if len(number) < 2 else _MANY_DIGITS_PX, True)
    color = palette.canvas if is_next else palette.color["text"] if not has_sign(step.state) else ink
    words.draw(painter, -words.width(number) / 2, words.ink("0")[0] / 2 - words.ascent, number, color)
    if step.state is StepState.DONE:
        painter.setPen(QPen(ink, 1.6))
        painter.drawPolyline(QPolygonF([QPointF(9.5, 0.5), QPointF(11.7, 3), QPointF(16, -3)]))
    elif step.state is StepState.FAILED:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawPolygon(QPolygonF([QPointF(13, -4), QPointF(17, 3.5), QPointF(9, 3.5)]))


def draw_step_sample(pencil: Pencil) -> None:
    """A step for the legend."""
    pencil.hollow(1.5)
    pencil.circle(0, 0, 6.5)
    pencil.letter("1", 9)


def draw_crew(pencil: Pencil, state: CrewState = CrewState.ON_SITE) -> None:
    """A van: filled where the crew is at work, an outline while it drives, open below while silent."""
    painter = pencil.painter
    painter.rotate(-pencil.turn)
    body = [(-7.5, 3.0), (-7.5, -5.0), (2.0, -5.0), (3.5, -2.0), (6.5, -1.0), (7.5, 3.0)]
    pencil.hollow(1.3)
    if state is CrewState.ON_SITE:
        pencil.solid()
    if state is CrewState.SILENT:
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in body]))
    else:
        pencil.polygon(*body)
    pencil.hollow(1.3)
    for x in (-4.0, 4.0):
        pencil.circle(x, 3.5, _WHEEL)
    if state is CrewState.SILENT:
        pencil.letter("?", 8)


def step_width(step: StepBadge) -> tuple[float, float]:
    """Pixels a step takes left and right of its middle."""
    half = RING_PX + 1.0 if step.state is StepState.NEXT else STEP_PX + 1.0
    return half, STEP_PX + 1.0 + BESIDE_PX if has_sign(step.state) else half


def towards(begin: tuple[float, float], end: tuple[float, float], clear: float) -> tuple[float, float]:
    """The point so many pixels before ``end`` on the way from ``begin``."""
    far = math.hypot(end[0] - begin[0], end[1] - begin[1])
    share = max(1 - clear / far, 0.0) if far > 0 else 0.0
    return begin[0] + (end[0] - begin[0]) * share, begin[1] + (end[1] - begin[1]) * share

"""Elements of the diagram carried to another part of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPoint, QRect, Qt
from PySide6.QtGui import QDrag, QFontMetrics, QPainter, QPixmap

from widgets.dragging import element_mime
from widgets.theme import theme, ui_font

if TYPE_CHECKING:
    from widgets.diagram.view import DiagramView

PAD_PX = 8


def carried(view: DiagramView, number: int) -> QMimeData:
    """The element, or all that is selected where it is one of them."""
    assert view.scene is not None
    chosen = view.selected_numbers
    numbers = chosen if number in chosen else (number,)
    return element_mime(view.scene.elements.ref(n) for n in numbers)


def carry(view: DiagramView, number: int) -> None:
    """Carry an element with the pointer until it is let fall; returns then."""
    if view.scene is None:
        return
    network, ref = view.scene.network, view.scene.elements.ref(number)
    count = len(view.selected_numbers) if number in view.selected_numbers else 1
    text = network.label(ref) + (f" + {count - 1}" if count > 1 else "")
    drag = QDrag(view)
    drag.setMimeData(carried(view, number))
    drag.setPixmap(_sign(text))
    drag.setHotSpot(QPoint(-PAD_PX, PAD_PX))
    drag.exec(Qt.DropAction.CopyAction)


def _sign(text: str) -> QPixmap:
    metrics = QFontMetrics(ui_font())
    rect = QRect(0, 0, metrics.horizontalAdvance(text) + 2 * PAD_PX, metrics.height() + PAD_PX)
    made = QPixmap(rect.size())
    made.fill(theme().color("raised"))
    painter = QPainter(made)
    painter.setFont(ui_font())
    painter.setPen(theme().color("accent"))
    painter.drawRect(rect.adjusted(0, 0, -1, -1))
    painter.setPen(theme().color("text"))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    return made

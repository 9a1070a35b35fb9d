"""What the lines and shapes of the layer in force mean."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from widgets.diagram.layers import Layer
from widgets.diagram.overlays import Card
from widgets.diagram.palette import Palette
from widgets.diagram.strokes import dashed, draw_lines
from widgets.diagram.styles import N_FEEDER_COLORS, N_RAMP, STYLES, Look
from widgets.diagram.symbols import Symbol, draw_symbol
from widgets.theme import LABEL_PX, theme, ui_font

_RIM, _LINE, _SAMPLE = 8.0, 16.0, 34.0


def _tr(text: str) -> str:
    return QCoreApplication.translate("Diagram", text)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the legend: looks to show side by side, or a shape; and what it means."""

    text: str
    looks: tuple[int, ...] = ()
    symbol: int = 0
    token: str = ""


def entries(layer: Layer) -> list[Entry]:
    """The legend of a layer."""
    beyond = [
        Entry(_tr("beyond the normal limit"), symbol=Symbol.VIOLATION_MEDIUM, token="medium"),
        Entry(_tr("beyond the emergency limit"), symbol=Symbol.VIOLATION_HIGH, token="high"),
    ]
    dead = Entry(_tr("without voltage"), (Look.DEAD,))
    ramp = tuple(range(Look.RAMP, Look.RAMP + N_RAMP))
    if layer is Layer.VOLTAGE:
        return [Entry(_tr("voltage in pu")), *beyond, dead]
    if layer is Layer.LOADING:
        return [Entry(_tr("0 … 100 % of the limit"), ramp), *beyond, dead]
    if layer is Layer.LOSSES:
        return [Entry(_tr("active losses, wider is more"), ramp), dead]
    if layer is Layer.FEEDERS:
        colors = tuple(range(Look.FEEDER, Look.FEEDER + N_FEEDER_COLORS))
        return [Entry(_tr("one colour for each feeder"), colors), Entry(_tr("source side"), (Look.WIRE,)), dead]
    if layer is Layer.ENERGISATION:
        return [
            Entry(_tr("energised"), (Look.WIRE,)),
            Entry(_tr("possibly energised"), (Look.POSSIBLE,)),
            Entry(_tr("may be fed from below"), (Look.BACKFED_MARKED,)),
            Entry(_tr("dead, not proven"), (Look.DEAD,)),
            Entry(_tr("proven dead"), symbol=Symbol.PROVEN_DEAD, token="wire"),
            Entry(_tr("earthed"), symbol=Symbol.EARTH, token="wire"),
        ]
    return [Entry(_tr("change of voltage in pu")), dead]


class Legend(Card):
    """A small card in the corner."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._entries: list[Entry] = []
        self.show_layer(Layer.VOLTAGE)

    @property
    def texts(self) -> list[str]:
        """What is explained."""
        return [entry.text for entry in self._entries]

    def show_layer(self, layer: Layer) -> None:
        """Explain another layer."""
        self._entries = entries(layer)
        metrics = QFontMetricsF(ui_font(LABEL_PX))
        width = max(metrics.horizontalAdvance(e.text) + (_SAMPLE + 8 if e.looks or e.symbol else 0)
                    for e in self._entries)  # fmt: skip
        self.resize(int(width + 2 * _RIM + 2), int(2 * _RIM + _LINE * len(self._entries) - 2))
        self.setAccessibleName(self.tr("Legend: {texts}").format(texts=", ".join(self.texts)))
        self.update()

    def paint_card(self, painter: QPainter) -> None:
        """A sample and its meaning on each line."""
        palette = Palette(theme())
        painter.setFont(ui_font(LABEL_PX))
        for k, entry in enumerate(self._entries):
            middle = _RIM + _LINE * k + _LINE / 2 - 1
            left = _RIM
            if entry.looks or entry.symbol:
                self._sample(painter, palette, entry, middle)
                left += _SAMPLE + 8
            painter.setPen(theme().color("muted"))
            box = QRectF(left, middle - _LINE / 2, self.width() - left, _LINE)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, entry.text)

    def _sample(self, painter: QPainter, palette: Palette, entry: Entry, y: float) -> None:
        if entry.symbol:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(QPointF(_RIM + _SAMPLE / 2, y))
            draw_symbol(painter, entry.symbol, palette.color[entry.token], palette.veil("raised", 1.0))
            painter.restore()
            return
        part = _SAMPLE / len(entry.looks)
        for k, look in enumerate(entry.looks):
            style = STYLES[look]
            pen = palette.pen(style.token, style.width)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            line = QLineF(_RIM + k * part, y, _RIM + (k + 1) * part, y)
            if style.dash:
                draw_lines(painter, dashed(np.array([[line.x1(), y, line.x2(), y]]), style.dash, style.gap))
            else:
                painter.drawLine(line)

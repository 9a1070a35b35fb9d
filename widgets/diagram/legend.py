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

_RIM, _THIN_RIM, _LINE, _SAMPLE, _SHAPE, _BETWEEN = 8.0, 4.0, 16.0, 34.0, 14.0, 16.0


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


def _sample_width(entry: Entry) -> float:
    return _SAMPLE + 8 if entry.looks else _SHAPE + 6 if entry.symbol else 0.0


class Legend(Card):
    """A small card at the lower rim: one row where there is room, else one beneath the other."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._entries: list[Entry] = []
        self._places: list[QPointF] = []
        self._room = 0.0
        self.show_layer(Layer.VOLTAGE)

    @property
    def texts(self) -> list[str]:
        """What is explained."""
        return [entry.text for entry in self._entries]

    def show_layer(self, layer: Layer) -> None:
        """Explain another layer."""
        self._entries = entries(layer)
        self.setAccessibleName(self.tr("Legend: {texts}").format(texts=", ".join(self.texts)))
        self.arrange(self._room)

    def arrange(self, room: float) -> None:
        """Take at most so many pixels across."""
        self._room = room
        metrics = QFontMetricsF(ui_font(LABEL_PX))
        widths = [metrics.horizontalAdvance(e.text) + _sample_width(e)
                  for e in self._entries]  # fmt: skip
        in_one_row = sum(widths) + _BETWEEN * (len(widths) - 1) + 2 * _RIM
        if in_one_row <= room:
            lefts = np.cumsum([_RIM, *(w + _BETWEEN for w in widths[:-1])]).tolist()
            self._places = [QPointF(x, _THIN_RIM) for x in lefts]
            self.resize(int(in_one_row + 2), int(2 * _THIN_RIM + _LINE))
        else:
            self._places = [QPointF(_RIM, _RIM + _LINE * k) for k in range(len(widths))]
            self.resize(int(max(widths) + 2 * _RIM + 2), int(2 * _RIM + _LINE * len(widths) - 2))
        self.update()

    def paint_card(self, painter: QPainter) -> None:
        """Samples and their meaning."""
        palette = Palette(theme())
        painter.setFont(ui_font(LABEL_PX))
        for entry, place in zip(self._entries, self._places, strict=True):
            left = place.x() + _sample_width(entry)
            if entry.looks or entry.symbol:
                self._sample(painter, palette, entry, place + QPointF(0, _LINE / 2))
            painter.setPen(theme().color("muted"))
            painter.drawText(QRectF(left, place.y(), 600, _LINE), Qt.AlignmentFlag.AlignVCenter, entry.text)

    def _sample(self, painter: QPainter, palette: Palette, entry: Entry, at: QPointF) -> None:
        x, y = at.x(), at.y()
        if entry.symbol:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(QPointF(x + _SHAPE / 2, y))
            draw_symbol(painter, entry.symbol, palette.color[entry.token], palette.veil("raised", 1.0))
            painter.restore()
            return
        part = _SAMPLE / len(entry.looks)
        for k, look in enumerate(entry.looks):
            style = STYLES[look]
            pen = palette.pen(style.token, style.width)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            line = QLineF(x + k * part, y, x + (k + 1) * part, y)
            if style.dash:
                draw_lines(painter, dashed(np.array([[line.x1(), y, line.x2(), y]]), style.dash, style.gap))
            else:
                painter.drawLine(line)

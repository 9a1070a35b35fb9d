"""The theme's colours as the painter needs them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from widgets.diagram.styles import N_FEEDER_COLORS
from widgets.theme import Theme

TOKENS = (
    "wire", "wire_2", "dead", "accent", "high", "medium", "low", "faint", "muted", "text", "plan", "line", "raised",
    *(f"feeder_{k + 1}" for k in range(N_FEEDER_COLORS)),
)  # fmt: skip
NUMBER = {token: k for k, token in enumerate(TOKENS)}


class Palette:
    """Colours of one theme.

    Attributes:
        color: by token; canvas: the ground.
        is_paper: pens grow with the painter, whose dots are finer than a screen's.
    """

    def __init__(self, theme: Theme, *, is_paper: bool = False) -> None:
        self.is_paper = is_paper
        self.theme = theme
        self.color: dict[str, QColor] = {token: theme.color(token) for token in TOKENS}
        self.canvas = theme.color("canvas")

    def pen(self, token: str, width: float = 1.0, alpha: float = 1.0) -> QPen:
        """A solid pen whose width is in pixels of the screen."""
        color = QColor(self.color[token])
        color.setAlphaF(alpha)
        pen = QPen(color, width)
        pen.setCosmetic(not self.is_paper)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap if width <= 1 else Qt.PenCapStyle.SquareCap)
        return pen

    def veil(self, token: str, alpha: float) -> QColor:
        """A colour that lets the ground through; ``canvas`` is one too."""
        return self.theme.color(token, alpha)

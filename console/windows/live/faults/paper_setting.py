"""Text broken into lines of a width, and drawn: black on white, in the product's type."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextLayout, QTextLine, QTextOption

from console.windows.live.faults.paper_values import PaperLine, Weight
from widgets.theme import load_theme, ui_font

UNITS = 10
"""Lengths on paper are tenths of a point."""
BODY, QUIET, SMALL = 8.0, 7.0, 7.0
LEADING = 1.28
LONGEST_LINES = 1_000


def points(value: float) -> float:
    """Points in units of the paper."""
    return value * UNITS


def ink(token: str = "text") -> QColor:
    """A colour of the light theme: papers are white, whatever the screen is."""
    return load_theme("light").color(token)


def paper_font(size: float, *, bold: bool = False) -> QFont:
    """The product's font in ``size`` points."""
    font = ui_font(round(points(size)), bold=bold)
    # Letters fitted to the pixels of a screen would not be as wide on paper.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    # A PDF knows the letter of a glyph only by the font's own table: other forms of a digit could not be found or
    # copied in it.
    for feature in ("tnum", "calt", "liga"):
        font.setFeature(QFont.Tag.fromString(feature), 0)
    return font


class SetText:
    """Text as lines one beneath the other.

    Attributes:
        height: of all lines; tops: where each begins.
    """

    def __init__(self, lines: Sequence[PaperLine], width: float, size: float = BODY, *, is_right: bool = False) -> None:
        self.height = 0.0
        self.tops: list[float] = []
        self._layouts: list[QTextLayout] = []
        self._lines: list[tuple[QTextLine, QColor]] = []
        for line in lines:
            self._set(line, max(width, points(4)), size, is_right)

    def __len__(self) -> int:
        return len(self.tops)

    def _set(self, line: PaperLine, width: float, size: float, is_right: bool) -> None:
        is_quiet = line.weight is Weight.QUIET
        font = paper_font(min(size, QUIET) if is_quiet else size, bold=line.weight is Weight.STRONG)
        layout = QTextLayout(line.text.replace("\n", "\u2028"), font)
        # An id without a space is broken rather than clipped.
        option = QTextOption(Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        step = font.pixelSize() * LEADING
        layout.beginLayout()
        for _ in range(LONGEST_LINES):
            made = layout.createLine()
            if not made.isValid():
                break
            made.setLineWidth(width)
            self.tops.append(self.height)
            self._lines.append((made, ink("muted" if is_quiet else "text")))
            self.height += step
        layout.endLayout()
        self._layouts.append(layout)

    def draw(self, painter: QPainter, x: float, y: float, first: int = 0, end: int | None = None) -> None:
        """Draw lines ``first`` to ``end``, the first of them at ``y``."""
        end = len(self.tops) if end is None else end
        for k in range(first, end):
            line, color = self._lines[k]
            painter.setPen(color)
            line.draw(painter, QPointF(x, y + self.tops[k] - self.tops[first]))

    def first_beyond(self, top: float, begin: int = 0) -> int:
        """How many lines from the first end above ``top``, counted from the top of line ``begin``."""
        if begin >= len(self.tops):
            return len(self.tops)
        zero, ends = self.tops[begin], [*self.tops[1:], self.height]
        k = begin
        while k < len(ends) and ends[k] - zero <= top:
            k += 1
        return k

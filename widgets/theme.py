"""The colours and type of the product: the only place a widget takes a colour from."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont

BODY_PX, LABEL_PX, TITLE_PX, CLOCK_PX = 13, 11, 17, 15
SPACE = (4, 8, 12, 16, 24)


@dataclass(frozen=True, slots=True)
class Theme:
    """Named colours of one theme; the names are those of ``resources/theme``."""

    name: str
    tokens: dict[str, str]

    def color(self, token: str, alpha: float = 1.0) -> QColor:
        """The colour called ``token`` (``#RRGGBB`` or ``#AARRGGBB``); ``alpha`` 0..1 thins it further.

        Raises ``KeyError`` for an unknown name.
        """
        color = QColor(self.tokens[token])
        color.setAlphaF(color.alphaF() * alpha)
        return color


@cache
def load_theme(name: str) -> Theme:
    """The theme ``light`` or ``dark``."""
    text = files("resources").joinpath("theme", f"{name}.toml").read_text(encoding="utf-8")
    return Theme(name, tomllib.loads(text))


class ThemeChooser(QObject):
    """Which theme is in force.

    Signals:
        changed: after another theme was chosen; widgets that paint themselves repaint.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._theme = load_theme("light")

    @property
    def theme(self) -> Theme:
        """The theme in force."""
        return self._theme

    def choose(self, name: str) -> None:
        """Put ``light`` or ``dark`` in force."""
        if name != self._theme.name:
            self._theme = load_theme(name)
            self.changed.emit()


@cache
def theme_chooser() -> ThemeChooser:
    """The one chooser of the process."""
    return ThemeChooser()


def theme() -> Theme:
    """The theme in force."""
    return theme_chooser().theme


def ui_font(pixel_size: int = BODY_PX, *, bold: bool = False, italic: bool = False) -> QFont:
    """The product's font with tabular figures, so that a value never jumps in width."""
    font = QFont("Inter")
    font.setPixelSize(pixel_size)
    # The bundle has this weight; asking for a heavier one would let Qt smear it.
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    font.setItalic(italic)
    font.setFeature(QFont.Tag.fromString("tnum"), 1)
    return font

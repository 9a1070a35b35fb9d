"""Fonts and the style sheet of the product, made from the theme's tokens."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from widgets.theme import BODY_PX, Theme, theme, ui_font

_IS_DRESSED = "is_dressed"


@cache
def load_fonts() -> tuple[str, ...]:
    """Make the bundled fonts known; returns their families."""
    families: list[str] = []
    for entry in sorted(files("resources").joinpath("fonts").iterdir(), key=lambda e: e.name):
        if entry.name.endswith((".otf", ".ttf")):
            number = QFontDatabase.addApplicationFontFromData(QByteArray(entry.read_bytes()))
            families += QFontDatabase.applicationFontFamilies(number)
    return tuple(families)


def style_sheet(chosen: Theme) -> str:
    """The style sheet with the theme's colours filled in. Raises ``KeyError`` for a token it does not have."""
    text = files("resources").joinpath("theme", "style.qss").read_text(encoding="utf-8")
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)

    text = text.replace("@shapes", shapes_folder(chosen))

    def colour(match: re.Match[str]) -> str:
        colour = chosen.color(match.group(1))
        return f"rgba({colour.red()}, {colour.green()}, {colour.blue()}, {colour.alpha()})"

    return re.sub(r"@(\w+)", colour, text)


def shapes_folder(chosen: Theme) -> str:
    """Folder of the arrows and check marks of a theme, as a style sheet names it."""
    return str(files("resources").joinpath("theme", chosen.name)).replace("\\", "/")


def apply_style(application: QApplication) -> None:
    """Dress the whole program in the theme in force."""
    chosen = theme()
    if application.property(_IS_DRESSED) is None:
        # Once only: the layouts of plots keep a pointer to the style, and a second one would leave it dangling.
        application.setStyle("Fusion")
        application.setProperty(_IS_DRESSED, True)
    application.setFont(ui_font(BODY_PX))
    application.setPalette(_palette(chosen))
    application.setStyleSheet(style_sheet(chosen))


def _palette(chosen: Theme) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    tokens = {
        role.Window: "panel",
        role.Base: "panel",
        role.AlternateBase: "panel",
        role.Button: "raised",
        role.ToolTipBase: "raised",
        role.WindowText: "text",
        role.Text: "text",
        role.ButtonText: "text",
        role.ToolTipText: "text",
        role.PlaceholderText: "faint",
        role.Highlight: "accent",
        role.HighlightedText: "on_accent",
        role.Link: "accent",
        role.Mid: "line",
        role.Midlight: "line",
        role.Dark: "line",
        role.Light: "raised",
    }
    for each, token in tokens.items():
        palette.setColor(each, chosen.color(token))
    for each in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, chosen.color("faint"))
    return palette

"""One place for colours, one look for every widget, switched while the program runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontInfo, QFontMetricsF
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

import console
import widgets
from widgets.icons import icon
from widgets.style import apply_style, load_fonts, style_sheet
from widgets.theme import load_theme, theme_chooser, ui_font

LITERAL = re.compile(
    r"""["']\s*#[0-9A-Fa-f]{3,8}\b|\brgba?\(\s*\d|\bQColor\(\s*(?!0, 0, 0, 0)\d|GlobalColor\.(?!transparent)\w+"""
)
CSS_COLOUR = re.compile(r"""["'][^"']*color\s*:\s*[a-z]+;""", re.IGNORECASE)


@pytest.fixture
def styled(qapp: QApplication) -> Iterator[QApplication]:
    """The program dressed in the light theme, and undressed afterwards."""
    load_fonts()
    theme_chooser().choose("light")
    apply_style(qapp)
    yield qapp
    theme_chooser().choose("light")
    qapp.setStyleSheet("")


def sources() -> list[Path]:
    folders = [Path(package.__file__).parent for package in (widgets, console) if package.__file__]
    return [path for folder in folders for path in folder.rglob("*.py")]


def test_no_colour_literal_stands_outside_the_theme() -> None:
    found = [
        f"{path.name}:{number}: {line.strip()}"
        for path in sources()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if LITERAL.search(line) or CSS_COLOUR.search(line)
    ]
    assert not found


def test_the_style_sheet_has_no_colour_of_its_own() -> None:
    text = files("resources").joinpath("theme", "style.qss").read_text(encoding="utf-8")
    assert not re.findall(r":[^;{]*#[0-9A-Fa-f]{3,8}\b|rgba?\(|:\s*(?:black|white|red|gray|grey)\b", text)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_every_token_of_the_style_sheet_is_filled_in(name: str) -> None:
    sheet = style_sheet(load_theme(name))
    assert "@" not in sheet
    assert sheet.count("{") == sheet.count("}")


def test_the_bundled_font_is_in_force_and_its_figures_are_tabular(styled: QApplication) -> None:
    assert QFontInfo(styled.font()).family() == "Inter"
    metrics = QFontMetricsF(ui_font(13))
    assert len({round(metrics.horizontalAdvance(digit * 8), 3) for digit in "0123456789"}) == 1


def test_bold_is_a_drawn_weight_and_wider_than_regular(styled: QApplication) -> None:
    assert QFontInfo(ui_font(13, bold=True)).exactMatch()
    regular, bold = (QFontMetricsF(ui_font(13, bold=b)).horizontalAdvance("Voltage profile") for b in (False, True))
    assert bold > regular


def test_switching_the_theme_changes_what_is_on_the_screen(styled: QApplication, qtbot: QtBot) -> None:
    panel = QWidget()
    qtbot.addWidget(panel)
    QLabel("1.012", panel)
    panel.resize(80, 30)
    panel.show()
    light = panel.grab().toImage().pixelColor(75, 25)
    theme_chooser().choose("dark")
    apply_style(styled)
    dark = panel.grab().toImage().pixelColor(75, 25)
    assert light.name() == load_theme("light").color("panel").name()
    assert dark.name() == load_theme("dark").color("panel").name()


def test_focus_is_visible_on_a_button(styled: QApplication, qtbot: QtBot) -> None:
    panel = QWidget()
    qtbot.addWidget(panel)
    first, second = QPushButton("Solve", panel), QPushButton("Stop", panel)
    second.move(0, 40)
    panel.show()
    panel.activateWindow()
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    focused = first.grab().toImage()
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    qtbot.waitUntil(second.hasFocus)
    assert first.grab().toImage() != focused


def test_every_icon_draws_something_in_the_colour_asked_for(styled: QApplication) -> None:
    names = [entry.name[:-4] for entry in files("resources").joinpath("icons").iterdir() if entry.name.endswith(".svg")]
    assert names
    # The mark of the program keeps its own colours wherever it stands.
    names.remove("tieline")
    for name in names:
        image = icon(name, "accent").pixmap(32, 32).toImage()
        inked = [image.pixelColor(x, y) for x in range(32) for y in range(32) if image.pixelColor(x, y).alpha() > 250]
        assert inked, name
        accent = load_theme("light").color("accent")
        assert all(abs(c.red() - accent.red()) + abs(c.blue() - accent.blue()) < 12 for c in inked), name

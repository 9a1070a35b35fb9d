"""Boxes that ask or warn speak in the theme's greys: colour says "abnormal" on the network, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from widgets.message_box import question_box, warning_box
from widgets.theme import theme_chooser


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("make", [question_box, warning_box])
def test_the_sign_has_one_grey_of_the_theme(
    qtbot: QtBot, make: Callable[[str, str, QWidget], QMessageBox], name: str
) -> None:
    theme_chooser().choose(name)
    parent = QWidget()
    qtbot.addWidget(parent)
    box = make("Title", "What it is about.", parent)
    assert box.icon() == QMessageBox.Icon.NoIcon
    assert (box.windowTitle(), box.text()) == ("Title", "What it is about.")
    drawn = box.iconPixmap().toImage().convertToFormat(QImage.Format.Format_ARGB32)
    pixels = np.frombuffer(drawn.constBits(), np.uint8).reshape(-1, 4)
    solid = pixels[pixels[:, 3] == 255, :3]
    muted = theme_chooser().theme.color("muted")
    assert len(solid) > 20
    assert (np.abs(solid.astype(int) - [muted.blue(), muted.green(), muted.red()]) <= 2).all()
    theme_chooser().choose("light")

"""A number is what was typed, whatever mark the language has for its fractions."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QValidator
from pytestqt.qtbot import QtBot

from widgets.number_box import NumberBox


@pytest.fixture(params=["C", "de_DE", "en_US"])
def box(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[NumberBox]:
    """A box from -100 to 1000 MW with three decimals, in a person's language."""
    before = QLocale()
    QLocale.setDefault(QLocale(request.param))
    box = NumberBox()
    box.setDecimals(3)
    box.setRange(-100.0, 1000.0)
    box.setSuffix(" MW")
    qtbot.addWidget(box)
    box.show()
    box.setFocus()
    yield box
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("0,1", 0.1), ("0.1", 0.1), ("1,03", 1.03), ("-2.5", -2.5), (",5", 0.5), ("7", 7.0), ("+3.", 3.0)],
)
def test_both_marks_are_the_decimal_mark(qtbot: QtBot, box: NumberBox, typed: str, value: float) -> None:
    box.selectAll()
    qtbot.keyClicks(box, typed)
    qtbot.keyClick(box, Qt.Key.Key_Tab)
    assert box.value() == value
    assert "," not in box.text()


@pytest.mark.parametrize("typed", ["1 03", "1e3", "1.0.3", "1,000.5", "x", "0.12345", "--1", "1'000"])
def test_what_is_no_plain_number_cannot_be_typed(box: NumberBox, typed: str) -> None:
    assert box.validate(f"{typed} MW", 0)[0] is QValidator.State.Invalid


def test_what_is_beyond_the_range_does_not_stand(qtbot: QtBot, box: NumberBox) -> None:
    box.selectAll()
    qtbot.keyClicks(box, "5000")
    qtbot.keyClick(box, Qt.Key.Key_Tab)
    assert box.value() <= 1000.0

"""A box for a number: the decimal mark is a point as everywhere on the screen; a comma that is typed becomes one.

Qt's own box takes the other mark of the language for a separator of thousands and drops it: "0,1" becomes 1.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QLocale
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QWidget

_WHOLE = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_BEGUN = re.compile(r"[+-]?\d*\.?\d*")


class NumberBox(QDoubleSpinBox):
    """Takes digits with one decimal mark, nothing else."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLocale(QLocale.c())
        self.setGroupSeparatorShown(False)

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        """Whether ``text`` is a number here, or may become one by typing on."""
        special = self.specialValueText()
        if special and text == special:
            return QValidator.State.Acceptable, text, place
        text = text.replace(",", ".")
        plain = self._plain(text)
        if _WHOLE.fullmatch(plain):
            decimals = len(plain.partition(".")[2])
            is_within = self.minimum() <= float(plain) <= self.maximum() and decimals <= self.decimals()
            state = QValidator.State.Acceptable if is_within else QValidator.State.Intermediate
            return (QValidator.State.Invalid if decimals > self.decimals() else state), text, place
        return (QValidator.State.Intermediate if _BEGUN.fullmatch(plain) else QValidator.State.Invalid), text, place

    def valueFromText(self, text: str) -> float:
        """The number that stands there."""
        plain = self._plain(text.replace(",", "."))
        return float(plain) if _WHOLE.fullmatch(plain) else self.value()

    def _plain(self, text: str) -> str:
        return text.removeprefix(self.prefix()).removesuffix(self.suffix()).strip().replace("\u2212", "-")

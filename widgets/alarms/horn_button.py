"""The horn as it is seen: whether it sounds, for which priority, and whether anybody can hear it."""

from __future__ import annotations

from PySide6.QtWidgets import QToolButton, QWidget

from engines.values.violations import Severity
from widgets.alarms.shapes import LETTERS
from widgets.alarms.words import severity_text

LEAST_PX = 124


class HornButton(QToolButton):
    """Silences when pressed; says so when it sounds, and when there is no sound to be heard.

    Attributes:
        sounding: the priority it sounds for, ``None`` while it is silent.
    """

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        """``key`` silences anywhere in the window."""
        super().__init__(parent)
        self.setObjectName("hornButton")
        self._key = key
        # When it begins to sound nothing else in the window may move.
        self.setMinimumWidth(LEAST_PX)
        self.sounding: Severity | None = None
        self._problem = ""
        self._show()

    def show_horn(self, sounding: Severity | None) -> None:
        """Whether it sounds."""
        if sounding is not self.sounding:
            self.sounding = sounding
            self._show()

    def show_problem(self, sentence: str) -> None:
        """Why it cannot be heard, "" where it can."""
        if sentence != self._problem:
            self._problem = sentence
            self._show()

    def _show(self) -> None:
        if self.sounding is not None:
            text = self.tr("{sign} Silence  {key}").format(sign=LETTERS[self.sounding], key=self._key)
            tip = self.tr("The horn sounds for {priority} priority. {key} silences it and acknowledges nothing.")
            tip = tip.format(priority=severity_text(self.sounding), key=self._key)
        else:
            text = self.tr("No sound") if self._problem else self.tr("Horn silent")
            tip = self.tr("The horn is silent; a new alarm sounds it.")
        self.setText(text)
        self.setToolTip(" ".join(part for part in (tip, self._problem) if part))
        self.setAccessibleName(text)
        self.setAccessibleDescription(self.toolTip())
        self.setEnabled(self.sounding is not None)
        severity = "" if self.sounding is None else {1: "low", 2: "medium", 3: "high"}[int(self.sounding)]
        if self.property("severity") != severity:
            self.setProperty("severity", severity)
            self.style().unpolish(self)
            self.style().polish(self)

"""The time axis beneath the diagram: what was, now, and what is to come; dragged to look at another moment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from widgets.icons import icon
from widgets.theme import theme_chooser
from widgets.time_axis.date_picker import DatePicker
from widgets.time_axis.event import TimeEvent, ZoneMode
from widgets.time_axis.track import TICK_PX, TRACK_PX, TimeTrack

Array = np.ndarray[Any, Any]
SPEEDS = (1, 2, 4, 10)
"""Steps a second."""


class TimeAxis(QWidget):
    """Track with zones and load curve, buttons for playing and jumping.

    Space plays and pauses; see :class:`~widgets.time_axis.track.TimeTrack` for the other keys.

    Signals:
        time_chosen: ``datetime64[s]`` at the beginning of a step.
    """

    time_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timeAxis")
        self.setFixedHeight(TRACK_PX + TICK_PX + 12)
        self.track = self._make_track()
        self.track.time_chosen.connect(self.time_chosen)
        self._span = (0, 86400)
        self._player = QTimer(self)
        self._player.timeout.connect(self._on_tick)
        self.play_button = self._button("play", self.tr("Play"), self.tr("Step forward through the profiles (Space)"))
        self.play_button.setCheckable(True)
        self.speed_button = self._button("", self.tr("Speed"), self.tr("Steps a second while playing"))
        self.jump_button = self._button("calendar", self.tr("Jump to"), self.tr("Go to a telling moment or any date"))
        for button in (self.speed_button, self.jump_button):
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.speed_button.setMenu(self._speed_menu())
        self.set_speed(SPEEDS[1])
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(2)
        for widget in (self.play_button, self.speed_button, self.jump_button):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        row.addSpacing(4)
        row.addWidget(self.track, 1)
        self.play_button.toggled.connect(self._on_play)
        self.set_zone_mode(ZoneMode.PROFILES)
        theme_chooser().changed.connect(self._dress)

    def _make_track(self) -> TimeTrack:
        return TimeTrack(self)

    def _button(self, name: str, text: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        if name:
            button.setIcon(icon(name))
        button.setAccessibleName(text)
        button.setToolTip(tip)
        button.setProperty("flat", True)
        return button

    def _dress(self) -> None:
        self.play_button.setIcon(icon("pause" if self.play_button.isChecked() else "play"))
        self.jump_button.setIcon(icon("calendar"))

    # What is shown -----------------------------------------------------------------------------------------

    def set_range(self, start: np.datetime64, end: np.datetime64, step_s: int) -> None:
        """The span that can be chosen from, and its steps; curve, events and the shown moment are forgotten."""
        self.play_button.setChecked(False)
        self._span = (_second(start), _second(end))
        self.track.set_range(*self._span, step_s)
        menu = QMenu(self)
        for text, second in telling_moments(*self._span):
            menu.addAction(text).triggered.connect(lambda _=False, s=second: self.track.choose(s))
        menu.addSeparator()
        menu.addAction(self.tr("Pick a date…")).triggered.connect(self.pick_date)
        self.jump_button.setMenu(menu)

    def set_now(self, now: np.datetime64 | None) -> None:
        """Where now lies on this axis."""
        self.track.set_now(None if now is None else _second(now))

    def set_time(self, time: np.datetime64 | None) -> None:
        """The moment that is shown; ``None`` for nominal values. Not told to anyone."""
        self.track.set_time(None if time is None else _second(time))

    def set_curve(self, times: Array, values: Array) -> None:
        """A curve to find one's way by (the load), anywhere on the axis; NaN leaves a gap."""
        self.track.set_curve(times.astype("datetime64[s]").astype(np.int64), values)

    def set_events(self, events: Sequence[TimeEvent]) -> None:
        """Marks above the curve, each the shape of its severity; a click goes there."""
        self.track.set_events(events)

    def set_zone_mode(self, mode: ZoneMode, ahead: str = "") -> None:
        """What the axis runs over; ``ahead`` says what the zone after now holds (the plan and its proof)."""
        behind = self.tr("recorded") if mode is ZoneMode.LIVE else self.tr("profiles")
        self.track.set_zones(mode, behind, ahead or self.tr("plan"))

    # Playing and jumping -----------------------------------------------------------------------------------

    def _speed_menu(self) -> QMenu:
        menu, group = QMenu(self), QActionGroup(self)
        for speed in SPEEDS:
            action = QAction(self.tr("%n step(s) a second", "", speed), menu)
            action.setCheckable(True)
            action.setData(speed)
            action.triggered.connect(lambda _=False, s=speed: self.set_speed(s))
            group.addAction(action)
            menu.addAction(action)
        return menu

    @property
    def speed(self) -> float:
        """Steps a second while playing."""
        return 1000.0 / self._player.interval()

    def set_speed(self, steps_a_second: int) -> None:
        """How fast playing goes."""
        self._player.setInterval(round(1000 / steps_a_second))
        self.speed_button.setText(f"{steps_a_second}×")
        for action in self.speed_button.menu().actions():
            action.setChecked(action.data() == steps_a_second)

    def _on_play(self, is_on: bool) -> None:
        self._dress()
        if is_on:
            self._player.start()
        else:
            self._player.stop()

    def _on_tick(self) -> None:
        if self.track.is_at_end:
            self.play_button.setChecked(False)
        else:
            self.track.step(1)

    def pick_date(self) -> None:
        """Ask for a day and a time, and go there."""
        shown = self.track.time if self.track.time is not None else self._span[0]
        picker = DatePicker(*self._span, shown, self)
        picker.chosen.connect(self.track.choose)
        picker.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space plays and pauses."""
        if event.key() == Qt.Key.Key_Space:
            self.play_button.toggle()
        else:
            super().keyPressEvent(event)


def telling_moments(first_s: int, last_s: int) -> list[tuple[str, int]]:
    """Moments of the year worth a look, those inside the span."""
    year = np.datetime64(first_s, "s").astype("datetime64[Y]")
    wanted = (
        (QCoreApplication.translate("TimeAxis", "Winter evening"), f"{year}-01-14T18:30:00"),
        (QCoreApplication.translate("TimeAxis", "Winter night"), f"{year}-01-15T03:00:00"),
        (QCoreApplication.translate("TimeAxis", "Summer noon"), f"{year}-06-21T12:30:00"),
        (QCoreApplication.translate("TimeAxis", "Summer evening"), f"{year}-07-15T19:30:00"),
        (QCoreApplication.translate("TimeAxis", "Spring Sunday noon"), f"{year}-04-26T12:30:00"),
    )
    moments = [(text, _second(np.datetime64(at))) for text, at in wanted]
    return [(text, second) for text, second in moments if first_s <= second < last_s]


def _second(time: np.datetime64) -> int:
    return int(time.astype("datetime64[s]").astype(np.int64))

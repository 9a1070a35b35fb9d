"""The time axis of a live window: recorded behind now, played at the speed of time or faster."""

from __future__ import annotations

import time

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from widgets.time_axis.axis import TimeAxis
from widgets.time_axis.event import ZoneMode
from widgets.time_axis.plan_zone import PlanZone
from widgets.time_axis.planned_track import PlannedTrack
from widgets.time_axis.ticks import DAY_S, HOUR_S
from widgets.time_axis.track import TimeTrack

PLAY_SPEEDS = (1, 2, 5, 10, 30, 60)
"""Seconds of the past shown in a second."""
TICK_MS = 250
BACK_S = ((5 * 60, "5 min"), (HOUR_S, "1 h"), (DAY_S, "24 h"), (7 * DAY_S, "7 d"), (30 * DAY_S, "30 d"))


class RecordedAxis(TimeAxis):
    """Strip of recorded time; playing, jumping back, and the way to the present.

    Signals:
        time_chosen: ``datetime64[s]`` of UTC.
        now_chosen: the present shall be shown.
        step_chosen: number of a step of the plan ahead.
    """

    now_chosen = Signal()
    step_chosen = Signal(int)
    track: PlannedTrack

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.track.now_chosen.connect(self._on_now)
        self.track.time_chosen.connect(self._on_chosen)
        self.track.step_chosen.connect(self._on_step)
        self._played_at = 0.0
        self._played = 0.0
        self.play_button.setToolTip(self.tr("Play what was recorded (Space)"))
        self.speed_button.setToolTip(self.tr("How fast the past is played"))
        self.now_button = QPushButton(self)
        self.now_button.setObjectName("nowButton")
        self.now_button.setProperty("primary", True)
        self.now_button.setToolTip(self.tr("Show the present (Home)"))
        # The strip must not change its width under the pointer that drags on it.
        policy = self.now_button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.now_button.setSizePolicy(policy)
        self.now_button.setAccessibleName(self.tr("Show the present"))
        self.now_button.clicked.connect(self.go_live)
        self._news = ""
        self._dress_now_button()
        layout = self.layout()
        assert layout is not None
        layout.addWidget(self.now_button)
        layout.setAlignment(self.now_button, Qt.AlignmentFlag.AlignTop)
        self.jump_button.setMenu(self._jump_menu())
        self.set_speed(PLAY_SPEEDS[0])
        self.set_zone_mode(ZoneMode.LIVE, " ")

    def _make_track(self) -> TimeTrack:
        return PlannedTrack(self)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(600, self.height())

    def _jump_menu(self) -> QMenu:
        menu = QMenu(self)
        for seconds, text in BACK_S:
            action = menu.addAction(self.tr("{span} ago").format(span=text))
            action.triggered.connect(lambda _=False, back=seconds: self.go_back(back))
        menu.addSeparator()
        menu.addAction(self.tr("Pick a date…")).triggered.connect(self.pick_date)
        return menu

    def set_span(self, first: int, now: int, ahead_s: int) -> None:
        """See :meth:`RecordedTrack.set_span`."""
        self._span = (first, now)
        self.track.set_span(first, now, ahead_s)

    def set_plan(self, plan: PlanZone | None) -> None:
        """The plan that lies ahead of now, ``None`` for none."""
        self.track.set_plan(plan)
        self.set_zone_mode(ZoneMode.LIVE, " " if plan is None else plan.title)

    def go_back(self, seconds: int) -> None:
        """Show the moment so many seconds before now."""
        self.track.choose(self._span[1] - seconds)

    def go_live(self) -> None:
        """Show the present."""
        self.track.choose(self._span[1])

    def set_time(self, time: np.datetime64 | None) -> None:
        """The moment that is shown, ``None`` for the present. Not told to anyone."""
        super().set_time(time)
        self._dress_now_button()

    def show_news(self, text: str) -> None:
        """What has come in the present while the past is shown, very short; "" for nothing."""
        self._news = text
        self._dress_now_button()

    def _dress_now_button(self) -> None:
        """The way back stands out while it is needed."""
        is_past = self.track.time is not None
        text = self.tr("Back to now")
        self.now_button.setText(f"{text} · {self._news}" if self._news else text)
        self.now_button.setVisible(is_past)
        is_ahead = self.track.shown_step >= 0
        self.play_button.setEnabled(not is_ahead)
        tip = self.tr("Only what was recorded is played: go back to now first")
        self.play_button.setToolTip(tip if is_ahead else self.tr("Play what was recorded (Space)"))

    def _on_step(self, number: int) -> None:
        self.play_button.setChecked(False)
        self._dress_now_button()
        self.step_chosen.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space plays what was recorded, never a plan."""
        if event.key() == Qt.Key.Key_Space and not self.play_button.isEnabled():
            event.accept()
        else:
            super().keyPressEvent(event)

    def _on_chosen(self, _time: object) -> None:
        self._dress_now_button()

    def _on_now(self) -> None:
        self.play_button.setChecked(False)
        self._dress_now_button()
        self.now_chosen.emit()

    # Playing -----------------------------------------------------------------------------------------------

    def _speed_menu(self) -> QMenu:
        menu, group = QMenu(self), QActionGroup(self)
        for speed in PLAY_SPEEDS:
            action = QAction(self.tr("{speed} × as fast as it was").format(speed=speed), menu)
            action.setCheckable(True)
            action.setData(speed)
            action.triggered.connect(lambda _=False, s=speed: self.set_speed(s))
            group.addAction(action)
            menu.addAction(action)
        return menu

    def set_speed(self, steps_a_second: int) -> None:
        """How many seconds of the past are shown in a second."""
        self._speed = steps_a_second
        self._player.setInterval(TICK_MS)
        self.speed_button.setText(f"{steps_a_second}×")
        for action in self.speed_button.menu().actions():
            action.setChecked(action.data() == steps_a_second)

    @property
    def speed(self) -> float:
        """Seconds of the past shown in a second."""
        return float(self._speed)

    def _on_play(self, is_on: bool) -> None:
        if is_on and self.track.time is None:
            # The present plays by itself: begin a little back.
            self.track.choose(max(self._span[1] - 5 * 60, min(self._span[0], self._span[1] - 1)))
        self._played_at, self._played = time.monotonic(), float(self.track.time or self._span[1])
        super()._on_play(is_on)

    def _on_tick(self) -> None:
        now = time.monotonic()
        passed, self._played_at = now - self._played_at, now
        shown = self.track.time
        if shown is None:
            self.play_button.setChecked(False)
            return
        if abs(shown - self._played) > 1.0:
            self._played = float(shown)
        self._played += passed * self._speed
        if self._played >= self._span[1] - 1:
            # Playing never leads into the present by itself, where keys operate the network.
            self.play_button.setChecked(False)
            self.track.choose(self._span[1] - 1)
            return
        self.track.choose(self._played)

    def pick_date(self) -> None:
        """Ask for a day and a local time, and go there."""
        from widgets.time_axis.date_picker import DatePicker

        shift = self.track.offset_s(self._span[1])
        plan = self.track.plan
        first, last = self._span[0], max(self._span[1], 0 if plan is None else plan.end - 1)
        shown = self.track.time if self.track.time is not None else last
        picker = DatePicker(first + shift, last + shift + 60, shown + shift, self)
        picker.chosen.connect(lambda second: self.track.choose(second - self.track.offset_s(second - shift)))
        picker.open()

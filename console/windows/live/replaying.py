"""The past in the live window: the axis goes there, everything shown is of that moment, and nothing can be operated."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QTimer

from console.live.history_port import HistoryPort
from console.live.replay import Replay, ReplayDistrict
from console.site.past import site_state_at
from console.windows.future_answer import when_answered
from console.windows.live.alarms.past import alarm_marks_of
from console.windows.live.axis_marks import AxisMarks, command_marks, site_marks_of
from console.windows.live.elsewhere import Elsewhere
from console.windows.live.load_on_axis import LoadOnAxis
from console.windows.live.moment_text import clock_text
from console.windows.live.presenter import LivePresenter
from engines.grid.snapshot import Mode
from engines.trends.infeed import infeed_points
from engines.values.history import RecordedSpan
from engines.values.site import SiteState
from widgets.time_axis.recorded_axis import RecordedAxis

if TYPE_CHECKING:
    from console.live_console import LiveConsole

AHEAD_S = 1800
CLOCK_MS = 1000


class Replaying(QObject):
    """Connects axis, replay and window.

    Attributes:
        axis: beneath the diagram; replay: what goes to past moments.
    """

    def __init__(self, console: LiveConsole, presenter: LivePresenter, history: HistoryPort) -> None:
        super().__init__(console)
        assert console.district is not None
        assert console.operations is not None
        self._console, self._window = console, console.window
        self._live = console.district
        self._elsewhere = Elsewhere(console, presenter, self._live)
        self.axis = RecordedAxis(self._window.diagram_panel)
        self._window.diagram_panel.use_axis(self.axis)
        self.axis.show()
        self._journal = console.operations.site.journal
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="replay")
        self.replay = Replay(console.runner, self._live, history, self._ask_site, self)
        self.axis.time_chosen.connect(self._on_time)
        self.axis.now_chosen.connect(self.replay.go_live)
        self.replay.entered.connect(self._on_entered)
        self.replay.shown.connect(self._on_shown)
        self.replay.left.connect(self._on_left)
        self.replay.failed.connect(self._on_failed)
        sources = [command_marks(self._journal), site_marks_of(self._journal)]
        self._entered_us = 0
        if console.alarms is not None:
            console.alarms.changed.connect(self._on_alarms)
            sources.append(alarm_marks_of(console.alarms, self._live.opened.network))
        self._marks = AxisMarks(self.axis, sources, self)
        points = infeed_points(self._live.opened.network, self._live.store.definitions)
        self._load = LoadOnAxis(self.axis, history, points, self)
        history.span_changed.connect(self._on_span)
        self._first_us = 0
        self._clock = QTimer(self)
        self._clock.setInterval(CLOCK_MS)
        self._clock.timeout.connect(self._show_now)
        self._clock.start()
        self._show_now()

    @property
    def is_past(self) -> bool:
        """Whether a past moment is shown."""
        return self.replay.district is not None

    def close(self) -> None:
        """Ask for nothing any more."""
        self._clock.stop()
        self._marks.close()
        self._load.close()
        self.replay.close()
        self._reader.shutdown(wait=True)

    # The axis ----------------------------------------------------------------------------------------------

    def _show_now(self) -> None:
        now = int(time.time())
        first = self._first_us // 1_000_000 if self._first_us else now
        self.axis.set_span(first, now, AHEAD_S)

    def _on_span(self, span: RecordedSpan) -> None:
        self._first_us = span.from_us
        begin = span.from_us / 1e6 if span.from_us else None
        self.axis.track.set_recorded(begin, [(a / 1e6, b / 1e6) for a, b in span.gaps])
        self._load.set_gaps(span.gaps)
        self._show_now()

    def _on_time(self, moment: np.datetime64) -> None:
        self.replay.go_to(int(moment.astype("datetime64[us]").astype(np.int64)))

    def _ask_site(self, time_us: int, on_done: Callable[[SiteState], None], on_failed: Callable[[str], None]) -> None:
        present = self._live.site
        future: Future[SiteState] = self._reader.submit(site_state_at, self._journal, present, time_us)
        when_answered(future, self, on_done, on_failed)

    # What is shown -----------------------------------------------------------------------------------------

    def _on_alarms(self, _changed: object) -> None:
        """What comes meanwhile stands on the way back to it."""
        alarms = self._console.alarms
        if not self.is_past or alarms is None:
            return
        new = sum(
            alarm.received_us >= self._entered_us and alarm.state.is_unacknowledged
            for alarm in alarms.occurrences.values()
        )
        self.axis.show_news(self.tr("%n new alarm(s)", "", new) if new else "")

    def _on_entered(self, district: ReplayDistrict) -> None:
        self._entered_us = time.time_ns() // 1000
        reason = self.tr("A past moment is shown: nothing can be operated. Home on the time axis goes back to now.")
        self._elsewhere.go(district, Mode.REPLAY, reason)
        commands = self._console.commands
        district.site_changed.connect(lambda site: commands.show_site(district, site))

    def _on_shown(self, district: ReplayDistrict) -> None:
        self._window.mode_bar.show_moment(clock_text(district.time_us))
        self._console.commands.alarms.look_at(
            district.time_us, district.snapshot.switch_position, is_recorded=district.is_recorded
        )

    def _on_left(self) -> None:
        self.axis.show_news("")
        self._console.commands.alarms.look_back(None)
        self._elsewhere.back()

    def _on_failed(self, sentence: str) -> None:
        self._window.say(sentence, "high")
        self.axis.play_button.setChecked(False)
        shown = self.replay.district
        self.axis.set_time(None if shown is None else np.datetime64(shown.time_us // 1_000_000, "s"))

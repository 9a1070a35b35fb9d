"""A past moment of the district: what was recorded in place of what is live, with no link and no command path."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, Signal

from console.live.district import LiveDistrict
from console.live.history_port import HistoryPort
from console.live.recorder import DISTRICT_TIME
from console.points.store import PointStore
from console.tasks.runner import TaskRunner
from engines.grid.snapshot import Mode, Snapshot
from engines.values.history import RecordedMoment
from engines.values.points import PointDefinition
from engines.values.site import SiteState

SiteQuestion = Callable[[int, Callable[[SiteState], None], Callable[[str], None]], None]
"""A moment, what to do with the state of the site then, and with the sentence where it cannot be told."""


class ReplayDistrict(LiveDistrict):
    """A district as it stood at :attr:`time_us`; shown by the same parts as the live one.

    Attributes:
        time_us: the moment, microseconds since 1970 UTC; 0 before the first one was shown.
        is_recorded: whether anything was recording then.
    """

    def __init__(self, runner: TaskRunner, live: LiveDistrict, parent: QObject | None = None) -> None:
        self.time_us = 0
        self.is_recorded = False
        self._profile_time: np.datetime64 | None = None
        store = PointStore(points_of(live.store), self._now_us)
        super().__init__(runner, live.opened, store, Mode.REPLAY, lambda: self._profile_time, parent, pause_s=0.0)

    def _now_us(self) -> int:
        return self.time_us

    def _on_tick(self) -> None:
        # Nothing grows old in a moment that stands still.
        self.ticked.emit()

    def show(self, moment: RecordedMoment, site: SiteState) -> None:
        """Show a moment: what was reported at once, the load flow as soon as it is solved."""
        self.time_us, self.is_recorded, self.site = moment.time_us, moment.is_recorded, site
        self._profile_time = profile_time(moment)
        self.store.restore(moment)
        self.site_changed.emit(site)
        state = {("switch", "position"): self.reader.positions(site)}
        self._snapshot = Snapshot(self.opened.network, mode=Mode.REPLAY, time=self._profile_time).with_state(state)
        self.snapshot_changed.emit(self._snapshot)
        self.points_changed.emit(self.store.take_changed())
        if self.store.receive_time_us.any():
            self._want()
        else:
            self._on_failed(self.tr("Nothing is known of this moment: it lies before the first recorded one."))

    @property
    def is_overdue(self) -> bool:
        """Whether what is calculated may not be taken for that moment: nothing was recorded, or no answer comes."""
        return not self.is_recorded or super().is_overdue


@dataclass(slots=True)
class _Question:
    """A moment that was asked for, and what is known of it so far."""

    time_us: int
    moment: RecordedMoment | None = None
    site: SiteState | None = None


class Replay(QObject):
    """Goes to past moments and back to the present.

    Signals:
        entered: ``ReplayDistrict``; the past is shown from now on.
        shown: ``ReplayDistrict``, at another moment.
        left: the present is shown again.
        failed: a sentence; the moment asked for cannot be shown.
    """

    entered = Signal(object)
    shown = Signal(object)
    left = Signal()
    failed = Signal(str)

    def __init__(
        self,
        runner: TaskRunner,
        live: LiveDistrict,
        history: HistoryPort,
        ask_site: SiteQuestion,
        parent: QObject | None = None,
    ) -> None:
        """``ask_site`` finds the site's state at a moment, outside the GUI thread, and answers in it."""
        super().__init__(parent)
        self._runner, self._live, self._history, self._ask_site = runner, live, history, ask_site
        self.district: ReplayDistrict | None = None
        self._question: _Question | None = None
        self._wanted: int | None = None

    def go_to(self, time_us: int) -> None:
        """Show that moment, as soon as history and journal have answered; of those asked for meanwhile only the last.

        What was asked first is shown all the same: where answers take longer than playing takes to move on, the
        picture goes on in larger steps instead of standing still.
        """
        self._wanted = time_us
        if self._question is None:
            self._ask()

    def _ask(self) -> None:
        time_us = self._wanted
        assert time_us is not None
        question = self._question = _Question(time_us)
        self._history.ask_moment(
            time_us,
            lambda moment: self._on_moment(question, moment),
            lambda sentence: self._on_failed(question, sentence),
        )
        self._ask_site(
            time_us, lambda site: self._on_site(question, site), lambda sentence: self._on_failed(question, sentence)
        )

    def go_live(self) -> None:
        """Show the present again."""
        self._question = self._wanted = None
        if self.district is not None:
            district, self.district = self.district, None
            self.left.emit()
            district.close()
            district.deleteLater()

    def close(self) -> None:
        """Ask for nothing any more."""
        self._question = self._wanted = None
        if self.district is not None:
            self.district.close()

    def _on_moment(self, question: _Question, moment: RecordedMoment) -> None:
        question.moment = moment
        self._show(question)

    def _on_site(self, question: _Question, site: SiteState) -> None:
        question.site = site
        self._show(question)

    def _show(self, question: _Question) -> None:
        if question is not self._question or question.moment is None or question.site is None:
            return
        is_first = self.district is None
        if self.district is None:
            self.district = ReplayDistrict(self._runner, self._live, self)
        self.district.show(question.moment, question.site)
        if is_first:
            self.entered.emit(self.district)
        self.shown.emit(self.district)
        self._go_on(question)

    def _on_failed(self, question: _Question, sentence: str) -> None:
        if question is self._question:
            self.failed.emit(sentence)
            self._go_on(question)

    def _go_on(self, question: _Question) -> None:
        """That question is answered; somebody may have left, or asked for another moment meanwhile."""
        if question is not self._question:
            return
        self._question = None
        if self._wanted is not None and self._wanted != question.time_us:
            self._ask()


def points_of(store: PointStore) -> list[tuple[str, list[PointDefinition]]]:
    """The points of a store by server, as another one is made of them."""
    return [(name, store.definitions[store.rows_of_server(number)]) for number, name in enumerate(store.servers)]


def profile_time(moment: RecordedMoment) -> np.datetime64 | None:
    """The time of the profiles at a recorded moment, ``None`` where it was not recorded."""
    if DISTRICT_TIME not in moment.point_ids:
        return None
    place = moment.point_ids.index(DISTRICT_TIME)
    second = float(moment.value[place])
    if not np.isfinite(second):
        return None
    passed_s = max(0.0, (moment.time_us - int(moment.since_us[place])) / 1e6)
    # Where recording had stopped the clock is not led on for hours.
    return np.datetime64(round(second + min(passed_s, 60.0)), "s")

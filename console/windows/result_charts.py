"""The charts beneath the diagram: voltage along the feeders, the day, the losses."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QTabWidget, QWidget

from engines.grid.difference import Moment
from engines.grid.network import ElementRef
from engines.grid.schema import BUS_COLUMNS
from engines.values.element_doubt import ElementDoubt
from engines.values.estimate import Estimate
from engines.values.series import SeriesResult
from widgets.charts.day_chart import DayChart
from widgets.charts.loading import LoadingRanking
from widgets.charts.losses import LossesChart
from widgets.charts.profile_lines import VoltageLimits, commonest_limits
from widgets.charts.voltage_profile import VoltageProfile
from widgets.slices import Slices, Steps


class ResultCharts(QTabWidget):
    """Voltage profile, day, losses and loading. Only what is in front is drawn.

    Signals:
        element_clicked: ``ElementRef`` pointed at in a chart.
        time_chosen: ``datetime64[s]`` pointed at in the day.
    """

    element_clicked = Signal(object)
    time_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Result charts"))
        self.profile = VoltageProfile(self)
        self.day = DayChart(self)
        self.losses = LossesChart(self)
        self.loading = LoadingRanking(self)
        for widget, title, tip in (
            (self.profile, self.tr("Voltage profile"), self.tr("Voltage along the feeders, against the distance")),
            (self.day, self.tr("Day"), self.tr("Power, losses and voltages of the shown day")),
            (self.losses, self.tr("Losses"), self.tr("Who loses how much")),
            (self.loading, self.tr("Loading"), self.tr("Which lines and transformers are loaded most")),
        ):
            self.setTabToolTip(self.addTab(widget, title), tip)
        self._notice = QLabel(self)
        self._notice.setObjectName("staleNotice")
        self._notice.hide()
        self._moment: Moment | None = None
        self._before: Moment | None = None
        self._series: SeriesResult | None = None
        self._refs: tuple[ElementRef, ...] = ()
        self._stale: set[QWidget] = set()
        self._drawn: QWidget | None = None
        self._has_been_painted = self._is_prepared = False
        self.profile.element_clicked.connect(self.element_clicked)
        self.losses.element_clicked.connect(self.element_clicked)
        self.loading.element_clicked.connect(self.element_clicked)
        self.day.time_chosen.connect(self.time_chosen)
        self._slices, self._preparing = Slices(self), Slices(self)
        # Several changes in one turn of the event loop are drawn once.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._draw_front)
        self.currentChanged.connect(lambda _: self._soon.start())

    def set_doubt(self, doubt: ElementDoubt) -> None:
        """How far what is drawn is of the present."""
        for chart in (self.profile, self.losses.bars, self.loading.bars):
            chart.set_doubt(doubt)
        old = self.tr("old") if doubt.is_all_old else self.tr("partly old")
        text = old if doubt.is_old else ""
        if self._notice.text() != text:
            self._notice.setText(text)
            self.setCornerWidget(self._notice, Qt.Corner.TopRightCorner)
            self._notice.setVisible(doubt.is_old)

    def show_estimate(self, estimate: Estimate | None) -> None:
        """The band of a state estimate in the profile; ``None`` or one that is not usable takes it away."""
        usable = estimate is not None and estimate.is_usable
        self.profile.show_estimate((estimate.vm_pu, estimate.vm_std_pu) if usable and estimate is not None else None)

    def become_live(self) -> None:
        """A live window has no day of profiles to show."""
        self.removeTab(self.indexOf(self.day))
        for chart in (self.profile, self.losses, self.loading):
            chart.show_empty(self.tr("Nothing is known yet: the field has not been heard."))

    def show_moment(self, moment: Moment, before: Moment | None) -> None:
        """Draw a solved (or unsolved) moment; ``before`` is the study without its changes."""
        self._moment, self._before = moment, before
        self.day.set_time(moment.snapshot.time)
        self._stale |= {self.profile, self.losses, self.loading}
        if not self._has_been_painted:
            # What an empty chart says is not true of a moment that is only about to be drawn.
            self.profile.show_empty("")
        if self._series is not None and self._series.structure_revision != _structure(moment):
            self._series = None
            self._stale.add(self.day)
        self._soon.start()

    def show_day(self, series: SeriesResult | None) -> None:
        """Draw the day (or any span) that was solved."""
        self._series = series
        self._stale.add(self.day)
        self._soon.start()

    def show_time(self, time: np.datetime64 | None) -> None:
        """Where the shown moment lies in the day."""
        self.day.set_time(time)

    def show_failure(self, reason: str) -> None:
        """The state in front could not be solved at all: nothing of another stays."""
        self._moment = self._before = None
        self._slices.cancel()
        self._drawn = None
        self._stale -= {self.profile, self.losses, self.loading}
        self.loading.show_result(None, None)
        self.profile.show_result(None, None, None)
        self.losses.show_result(None, None, None)
        for chart in (self.profile, self.losses, self.loading):
            chart.show_empty(self.tr("Not solved: {reason}").format(reason=reason))

    def showEvent(self, event: QShowEvent) -> None:
        """Someone looks."""
        super().showEvent(event)
        self._soon.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The first picture of the window does not wait for what the charts are drawn with."""
        super().paintEvent(event)
        if not self._has_been_painted:
            self._has_been_painted = True
            QTimer.singleShot(0, self, self.prepare)
            self._soon.start()

    def prepare(self) -> None:
        """Make what the charts are drawn with, if that has not been done: nobody who works waits for it then."""
        if not self._is_prepared:
            self._is_prepared = True
            self._preparing.start(self._prepare_steps(), lambda _: None)

    def _prepare_steps(self) -> Steps[None]:
        for chart in (self.profile, self.day):
            if self.indexOf(chart) >= 0:
                chart.prepare()
                yield

    def select_refs(self, refs: Sequence[ElementRef]) -> None:
        """Ring what is selected and bring its feeder to the front of the profile."""
        self._refs = tuple(refs)
        self.profile.select_refs(self._refs)
        self.profile.emphasise(self._feeder())
        self._show_title()

    def _draw_front(self) -> None:
        front = self.currentWidget()
        if front not in self._stale or not self.isVisible() or not self._has_been_painted:
            return
        self._stale.discard(front)
        if self._drawn is not None:
            # What was being drawn when another chart came to the front is not complete.
            self._stale.add(self._drawn)
            self._stale.discard(front)
        self._drawn = front
        self._slices.start(self._front_steps(front), self._on_drawn)

    def _on_drawn(self, _: None) -> None:
        self._drawn = None

    def _front_steps(self, front: QWidget) -> Steps[None]:
        moment = self._moment
        if front is self.day:
            limits = self._limits()
            yield
            yield from self.day.series_steps(self._series, limits)
        elif moment is not None and front is self.losses:
            self.losses.show_result(moment.snapshot, moment.topology, moment.result)
        elif moment is not None and front is self.loading:
            self.loading.show_result(moment.snapshot, moment.result)
        elif moment is not None:
            yield from self._profile_steps(moment)

    def _limits(self) -> VoltageLimits | None:
        if self._moment is None:
            return None
        network = self._moment.snapshot.network
        return commonest_limits(network, np.arange(len(network.bus)))

    def _profile_steps(self, moment: Moment) -> Steps[None]:
        before = self._before
        earlier = None
        is_same_time = before is not None and before.snapshot.time == moment.snapshot.time
        if before is not None and is_same_time and before.topology is not None and before.result is not None:
            earlier = (before.topology, before.result)
        now = (moment.snapshot, moment.topology, moment.result)
        yield from self.profile.result_steps(*now, self._feeder(), before=earlier)
        self._show_title()

    def _feeder(self) -> int | None:
        """The one feeder all of the selection belongs to."""
        moment = self._moment
        if moment is None or moment.topology is None:
            return None
        network, feeders = moment.snapshot.network, set()
        for ref in self._refs[:50]:
            if ref.row >= len(network[ref.table]):
                return None
            if ref.table == "bus":
                rows = [ref.row]
            else:
                columns = BUS_COLUMNS.get(ref.table, ())
                rows = [int(network.bus_row(int(network[ref.table][column][ref.row]))) for column in columns]
            feeders |= {int(moment.topology.feeder[row]) for row in rows if row >= 0}
        feeders.discard(-1)
        return feeders.pop() if len(feeders) == 1 else None

    def _show_title(self) -> None:
        title, feeder = self.tr("Voltage profile"), self._feeder()
        if feeder is not None and self._moment is not None and self._moment.topology is not None:
            title = f"{title} · {self._moment.topology.feeders[feeder].name}"
        self.setTabText(self.indexOf(self.profile), title)


def _structure(moment: Moment) -> str:
    return moment.snapshot.network.structure_revision

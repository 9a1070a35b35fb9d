"""The strip of a live window with a plan ahead of now, whose steps can be looked at."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QDateTime, QEvent, QLocale, QPointF, QRectF, Qt, QTimeZone, Signal
from PySide6.QtGui import QHelpEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QToolTip, QWidget

from widgets.numbers import number_text
from widgets.theme import LABEL_PX, theme, ui_font
from widgets.time_axis.plan_zone import PlanZone
from widgets.time_axis.recorded_track import FIRST_SPAN_S, NOW_AT, RecordedTrack, utc_offset_s
from widgets.time_axis.track import TRACK_PX

PLAN_NOW_AT = 0.25
"""Where now stands while a plan lies ahead and the strip follows the clock."""
BESIDE_PLAN = 1.02
"""A little more than the plan is seen."""
NEAR_NOW_PX = 4
"""So close to now a person means now."""
MOVE_PX = 5
NO_STEP, NOWHERE = -1, -1


class PlannedTrack(RecordedTrack):
    """Behind now as its base; ahead the steps of a plan, where there is one.

    A step is chosen by pointing anywhere into it. Arrows go from step to step; before the first one lies now.

    Signals:
        step_chosen: number of a step of the plan that shall be shown.
    """

    step_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None, offset_s: Callable[[int], int] = utc_offset_s) -> None:
        super().__init__(parent, offset_s)
        self._plan: PlanZone | None = None
        self._shown_step, self._ahead_s = NO_STEP, 0

    # What is shown -----------------------------------------------------------------------------------------

    @property
    def shown_step(self) -> int:
        """The step of the plan that is shown, -1 for none."""
        return self._shown_step

    @property
    def plan(self) -> PlanZone | None:
        """What lies ahead."""
        return self._plan

    def set_plan(self, plan: PlanZone | None) -> None:
        """What lies ahead of now; a strip that follows the clock then shows all of it.

        Where a step of another plan was shown the present is, and that is told.
        """
        before, self._plan = self._plan, plan
        is_moved = plan is None or not plan.is_same_time(before)
        if is_moved and self._shown_step >= 0:
            self.choose_now()
        if self._now is not None:
            self.set_span(self._first, self._now, self._ahead_s)
        if is_moved and before is not plan and self._follows and self.time is None:
            self._look_at_plan()
        self._top, self._line = self._curve_top(), ((0.0, 0.0, 0), [])
        self.update()

    def _look_at_plan(self) -> None:
        if self._now is None:
            return
        self._now_at, span = NOW_AT, float(FIRST_SPAN_S)
        if self._plan is not None:
            self._now_at = PLAN_NOW_AT
            span = max(span, BESIDE_PLAN * (self._plan.end - self._now) / (1 - PLAN_NOW_AT))
        self._from, self._to = 0.0, span
        self._keep_now_in_place()

    def set_span(self, first: int, now: int, ahead_s: int) -> None:
        """As the base does, and as far as the plan goes; a step that is over is not shown any more."""
        self._ahead_s = ahead_s
        if self._plan is not None:
            ahead_s = max(ahead_s, self._plan.end - now)
        is_first = self._now is None
        super().set_span(first, now, ahead_s)
        if is_first and self._plan is not None:
            self._look_at_plan()
        if self._plan is not None and self._shown_step >= 0 and self._plan.ends[self._shown_step] <= now:
            self.choose_now()

    def set_time(self, second: int | None) -> None:
        """A recorded moment or the present: no step of the plan."""
        self._shown_step = NO_STEP
        super().set_time(second)

    # Choosing ----------------------------------------------------------------------------------------------

    def choose_now(self) -> None:
        """Go back to the present."""
        assert self._now is not None
        super().choose(self._now)

    def choose(self, second: float) -> None:
        """Go to a step of the plan, to a recorded moment, or back to the present."""
        number = self._ahead_at(second)
        if number >= 0:
            self.choose_step(number)
            return
        if self._shown_step >= 0:
            # The step that runs now began at a moment that was recorded as well: that one may be meant.
            self._shown_step, self._time = NO_STEP, NOWHERE
        super().choose(second)

    def choose_step(self, number: int) -> None:
        """Go to a step of the plan that is not over."""
        assert self._plan is not None
        if number == self._shown_step:
            return
        # What was asked of the past while dragging is not wanted any more.
        self._pending = None
        self.set_time(int(self._plan.begins[number]))
        self._shown_step = number
        self.setAccessibleDescription(self.tr("Shown: plan, {time}").format(time=self.step_text(number)))
        self.step_chosen.emit(number)

    def _ahead_at(self, second: float) -> int:
        if self._plan is None or self._now is None or second <= self._now:
            return NO_STEP
        if self.underMouse() and self._x(second) - self._x(self._now) < NEAR_NOW_PX:
            return NO_STEP
        return self._plan.step_at(second)

    def step(self, count: int) -> None:
        """From step to step in the plan; else as the base does."""
        plan, is_present = self._plan, self.time is None
        is_ahead = self._shown_step >= 0 or (is_present and count > 0)
        if plan is None or self._now is None or not is_ahead or plan.first_ahead(self._now) >= len(plan):
            super().step(count)
            return
        first = plan.first_ahead(self._now)
        begin = self._shown_step if self._shown_step >= 0 else first - 1
        length_s = float(plan.ends[first] - plan.begins[first])
        by = 1 if abs(count) == 1 else max(1, round(abs(count) * self.key_step_s / length_s))
        number = min(begin + (by if count > 0 else -by), len(plan) - 1)
        if number < first:
            self.choose_now()
        else:
            self.choose_step(number)

    def event(self, event: QEvent) -> bool:
        """Say what the plan does where it is pointed at."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            position = QPointF(event.pos())
            number = self._ahead_at(self._second_at(position.x()))
            if number >= 0 and self._event_at(position) is None:
                assert self._plan is not None
                said = self._plan.moves[number] or self.tr("nothing is switched")
                QToolTip.showText(event.globalPos(), f"{self._pointed_text(number)}\n{said}", self)
                return True
        return super().event(event)

    # Words -------------------------------------------------------------------------------------------------

    def step_text(self, number: int) -> str:
        """Begin and end of a step, local time."""
        assert self._plan is not None
        begin, end = (self._local(int(side[number])) for side in (self._plan.begins, self._plan.ends))
        locale = QLocale()
        return f"{locale.toString(begin, 'ddd d MMM HH:mm')}–{locale.toString(end, 'HH:mm')}"

    def _local(self, second: int) -> QDateTime:
        return QDateTime.fromSecsSinceEpoch(second + self.offset_s(second), QTimeZone.utc())

    def _pointed_text(self, number: int) -> str:
        assert self._plan is not None
        exchange = self.tr("{power} MW").format(power=number_text(float(self._plan.exchange_mw[number]), 2))
        return f"{self.step_text(number)} · {exchange}"

    # Painting ----------------------------------------------------------------------------------------------

    def _zone_px(self) -> tuple[float, float]:
        """Where the plan lies ahead of now, as far as it is seen."""
        assert self._plan is not None
        assert self._now is not None
        begin = max(self._now, int(self._plan.begins[0]))
        left, right = float(self._x(begin)), float(self._x(self._plan.end))
        return max(0.0, left), min(float(self.width()), right)

    def _paint_ahead(self, painter: QPainter, left: float, right: float) -> None:
        if self._plan is None:
            super()._paint_ahead(painter, left, right)
            return
        begin, end = self._zone_px()
        if end > begin:
            painter.fillRect(QRectF(begin, 0, end - begin, TRACK_PX), theme().color("plan", 0.14))

    def _paint_note(self, painter: QPainter, right: float, text: str) -> None:
        if self._plan is None or self._now is None:
            super()._paint_note(painter, right, text)
            return
        if self._shown_step >= 0:
            # Its place is that of the step's own flag, and the plan is named over the diagram.
            return
        begin, end = self._zone_px()
        room = end - begin - 2 * 8 - painter.fontMetrics().horizontalAdvance(self.tr("now"))
        words = painter.fontMetrics().elidedText(self._plan.title, Qt.TextElideMode.ElideRight, max(0, round(room)))
        if room > 3 * LABEL_PX:
            painter.setPen(theme().color("plan"))
            painter.drawText(QPointF(end - 8 - painter.fontMetrics().horizontalAdvance(words), 13), words)

    def _curve_top(self) -> float:
        """Recorded and planned exchange are drawn to one scale."""
        top, plan = super()._curve_top(), self._plan
        if plan is None or not np.isfinite(plan.exchange_mw).any():
            return top
        recorded = top if np.isfinite(self._curve).any() else 0.0
        return max(recorded, float(np.nanmax(np.abs(plan.exchange_mw)))) or 1.0

    def _paint_curve(self, painter: QPainter) -> None:
        super()._paint_curve(painter)
        plan, now = self._plan, self._now
        if plan is None or now is None:
            return
        left, _ = self._zone_px()
        painter.save()
        painter.setClipRect(QRectF(left, 0, self.width() - left, TRACK_PX))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().color("plan"), 1.5))
        for number in range(plan.first_ahead(now), len(plan)):
            self._paint_step(painter, plan, number)
        painter.restore()

    def _paint_step(self, painter: QPainter, plan: PlanZone, number: int) -> None:
        left, right = (float(self._x(int(side[number]))) for side in (plan.begins, plan.ends))
        if right < 0 or left > self.width():
            return
        high = float(plan.exchange_mw[number])
        if np.isfinite(high):
            y = self._y(high)
            painter.drawLine(QPointF(left, y), QPointF(right, y))
            following = float(plan.exchange_mw[number + 1]) if number + 1 < len(plan) else np.nan
            if np.isfinite(following):
                painter.drawLine(QPointF(right, y), QPointF(right, self._y(following)))
        if plan.moves[number]:
            foot = float(TRACK_PX)
            corners = [QPointF(left, foot - MOVE_PX - 2), QPointF(left - MOVE_PX + 1, foot), QPointF(left + 4, foot)]
            painter.setBrush(theme().color("plan"))
            painter.drawPolygon(QPolygonF(corners))
            painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_pointed(self, painter: QPainter) -> None:
        number = NO_STEP if self._pointed is None else self._ahead_at(self._pointed)
        if number < 0:
            super()._paint_pointed(painter)
            return
        assert self._pointed is not None
        x = round(self._x(self._pointed))
        painter.setPen(theme().color("muted"))
        painter.drawLine(x, 0, x, TRACK_PX)
        self._paint_flag(painter, x, self._pointed_text(number), "raised", "text", TRACK_PX - 17)

    def _paint_time(self, painter: QPainter) -> None:
        plan, number = self._plan, self._shown_step
        if plan is None or number < 0:
            super()._paint_time(painter)
            return
        left, right = (float(self._x(int(side[number]))) for side in (plan.begins, plan.ends))
        painter.fillRect(QRectF(left, 0, max(2.0, right - left), TRACK_PX), theme().color("accent", 0.22))
        for x in (left, right):
            painter.fillRect(QRectF(round(x) - 1, 0, 2, TRACK_PX + 4), theme().color("accent"))
        painter.setFont(ui_font(LABEL_PX, bold=True))
        self._paint_flag(painter, round(max(left, right)), self.step_text(number), "accent", "on_accent", 0)
        painter.setFont(ui_font(LABEL_PX))

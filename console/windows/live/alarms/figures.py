"""Figures of the alarm desk in words, with what they are judged by (ISA-18.2, clause 16, table 7)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QCoreApplication

from console.windows.live.alarms.texts import clock
from engines.values.alarms import AlarmMetrics
from widgets.alarms.figures import DeskFigures, Figure, Frequent
from widgets.alarms.words import severity_text
from widgets.numbers import number_text
from widgets.tables.export import Sheet

MANAGEABLE_PER_HOUR, ACCEPTABLE_PER_HOUR = 12, 6
FLOOD_IN_10_MIN = 10
STANDING_AT_MOST = 10


def tr(text: str) -> str:
    """``text`` in the person's language."""
    return QCoreApplication.translate("AlarmFigures", text)


def desk_figures(metrics: AlarmMetrics, name_of: Callable[[str, str], tuple[str, str]]) -> DeskFigures:
    """Figures to show; ``name_of`` an alarm id and its message: words for both, and the id of the equipment."""
    frequent = []
    for alarm_id, message, count in metrics.most_frequent:
        text, element_id = name_of(alarm_id, message)
        frequent.append(Frequent(text, count, count / max(metrics.raised, 1), element_id))
    return DeskFigures(_figures(metrics), tuple(frequent), _floods(metrics))


def _figures(metrics: AlarmMetrics) -> tuple[Figure, ...]:
    rate = metrics.per_operator_hour
    shares = {priority: count / max(metrics.raised, 1) for priority, count in metrics.by_priority}
    mix = " / ".join(
        f"{number_text(100 * share, 0)} % {severity_text(p)}" for p, share in sorted(shares.items(), reverse=True)
    )
    return (
        Figure(
            tr("Alarms an operator gets in an hour"),
            number_text(rate, 1),
            tr("up to 6, at most 12"),
            _judge(rate, ACCEPTABLE_PER_HOUR, MANAGEABLE_PER_HOUR),
        ),
        Figure(
            tr("Most in ten minutes"),
            number_text(metrics.peak_10_min, 0),
            tr("at most 10"),
            _judge(metrics.peak_10_min, FLOOD_IN_10_MIN, 10 * FLOOD_IN_10_MIN),
        ),
        Figure(
            tr("Time spent in floods"),
            f"{number_text(100 * metrics.flood_share, 1)} %",
            tr("below 1 %"),
            _judge(100 * metrics.flood_share, 1.0, 5.0),
        ),
        Figure(tr("Standing now"), number_text(metrics.standing, 0), tr("up to 10"),
               _judge(metrics.standing, STANDING_AT_MOST, 5 * STANDING_AT_MOST)),
        Figure(tr("Standing for more than a day"), number_text(metrics.stale, 0), tr("fewer than 5"),
               _judge(metrics.stale, 4, 20)),
        Figure(tr("Chattering"), number_text(metrics.chattering, 0), tr("none"), _judge(metrics.chattering, 0, 10)),
        Figure(tr("The ten most frequent make"), f"{number_text(100 * metrics.frequent_share, 0)} %",
               tr("up to 5 % in a month")),
        Figure(tr("Shelved / suppressed / out of service"),
               f"{metrics.shelved} / {metrics.suppressed} / {metrics.out_of_service}"),
        Figure(tr("Raised since {time}").format(time=clock(metrics.from_us)) if metrics.from_us else tr("Raised"),
               number_text(metrics.raised, 0), mix),
    )  # fmt: skip


def _judge(value: float, good: float, bearable: float) -> str:
    return "" if value <= good else "medium" if value <= bearable else "high"


def _floods(metrics: AlarmMetrics) -> tuple[str, ...]:
    texts = []
    for begin, end, raised in sorted(metrics.floods, reverse=True):
        until = clock(end) if end else tr("now")
        text = tr("{begin} to {end}: {count} alarms")
        texts.append(text.format(begin=clock(begin), end=until, count=number_text(raised, 0)))
    return tuple(texts)


def figures_sheet(figures: DeskFigures) -> Sheet:
    """The figures as a table to be written."""
    rows = [
        (f.name, f.value, f.target, {"": tr("good"), "medium": "■", "high": "▲"}[f.judgement]) for f in figures.figures
    ]
    rows += [(f"{tr('Most frequent')}: {f.name}", str(f.count), f"{100 * f.share:.1f} %", "") for f in figures.frequent]
    rows += [(tr("Flood"), text, "", "") for text in figures.floods]
    columns = tuple(np.array([row[k] for row in rows], np.str_) for k in range(4))
    return Sheet(tr("Alarm figures"), (tr("Figure"), tr("Value"), tr("Target"), tr("Judgement")), columns, (-1,) * 4)

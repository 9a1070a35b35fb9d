"""A day report on paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPen

from console.windows.live.dispatch.report.paper_charts import chart_pictures
from console.windows.live.dispatch.report.values import DayReport, Drawings, Figure, Seal, Section, Value
from console.windows.live.dispatch.words import tr
from console.windows.live.faults.paper_setting import SetText, ink, points
from console.windows.live.faults.paper_values import (
    Block,
    Cell,
    Paper,
    PaperColumn,
    PaperLine,
    PaperPicture,
    PaperTable,
    PaperText,
    Weight,
    cell,
)
from widgets.dispatch.facts import DOUBTFUL, FINE
from widgets.slices import Steps, run_steps

WIDEST = 12.5
"""So many shares stand side by side; what is wider is parted, its first column repeated."""


def report_paper(report: DayReport) -> Paper:
    """The report on A4 across."""
    return run_steps(paper_steps(report))


def paper_steps(report: DayReport) -> Steps[Paper]:
    """The same, in slices."""
    blocks: list[Block] = [_seal(report.seal), PaperText((PaperLine(report.subtitle, Weight.QUIET),))]
    for part in report.parts:
        if isinstance(part, Drawings):
            blocks.append(PaperText((), part.title))
            blocks += chart_pictures(part.charts, part.hours)
        elif part.is_for_paper:
            for table in _tables(part):
                blocks.append(table)
                yield
    return Paper(tr("Day report"), "", report.title, tuple(blocks), foot=report.foot, is_landscape=True)


def _seal(seal: Seal) -> PaperPicture:
    """The seal in a frame: green and ticked only where all of the proof is true."""
    sign = FINE if seal.is_proven else DOUBTFUL
    lines = [PaperLine(f"{sign}  {seal.text}", Weight.STRONG), *(PaperLine(doubt) for doubt in seal.doubts)]

    def paint(painter: Any, x: float, y: float, width: float, height: float) -> None:
        color = ink("proven" if seal.is_proven else "high")
        painter.save()
        painter.setPen(QPen(color, points(1.4)))
        painter.drawRect(
            QRectF(QPointF(x + points(1), y + points(1)), QPointF(x + width - points(1), y + height - points(2)))
        )
        painter.fillRect(QRectF(x + points(1), y + points(1), points(5), height - points(3)), color)
        painter.restore()
        SetText(lines, width - points(24), 9.5).draw(painter, x + points(13), y + points(6))

    return PaperPicture(14.0 + 12.6 * len(lines), paint)


def _tables(section: Section) -> Iterator[Block]:
    parts = list(_column_groups(section)) if section.rows else [list(range(len(section.columns)))]
    for number, group in enumerate(parts, 1):
        title = section.title if len(parts) == 1 else f"{section.title} ({number}/{len(parts)})"
        columns = tuple(
            PaperColumn(section.columns[k].title, section.columns[k].share, section.columns[k].is_right) for k in group
        )
        rows = tuple(tuple(_cell(row[k]) for k in group) for row in section.rows)
        yield PaperTable(columns, rows, title, section.empty)
        if section.note and number == len(parts):
            yield PaperText((PaperLine(section.note, Weight.QUIET),))


def _column_groups(section: Section) -> Iterator[list[int]]:
    """Columns that stand side by side; the first stands with each group."""
    group, used = [0], section.columns[0].share
    for k, column in enumerate(section.columns[1:], 1):
        if len(group) > 1 and used + column.share > WIDEST:
            yield group
            group, used = [0], section.columns[0].share
        group.append(k)
        used += column.share
    yield group


def _cell(value: Value) -> Cell:
    return cell(value.text if isinstance(value, Figure) else value)

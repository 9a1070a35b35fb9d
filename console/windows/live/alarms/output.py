"""The list on paper and in files."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QCoreApplication, QDateTime
from PySide6.QtGui import QTextDocument

from widgets.alarms.line import AlarmLine
from widgets.alarms.shapes import LETTERS
from widgets.alarms.words import severity_text, state_text
from widgets.numbers import number_text
from widgets.tables.export import Sheet

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

MOST_PRINTED = 2000


def tr(text: str) -> str:
    """``text`` in the person's language."""
    return QCoreApplication.translate("AlarmOutput", text)


def alarm_headers() -> tuple[str, ...]:
    """Names of what is written of an alarm."""
    return (
        tr("Raised"), tr("Priority"), tr("State"), tr("Equipment"), tr("Alarm"), tr("Detail"), tr("Feeder"), tr("Kind"),
        tr("Times"), tr("Person"), tr("Reason or comment"), tr("Equipment id"),
    )  # fmt: skip


def alarm_cells(line: AlarmLine) -> tuple[str, ...]:
    """What is written of one alarm."""
    raised = QDateTime.fromMSecsSinceEpoch(line.time_us // 1000).toString("yyyy-MM-dd HH:mm:ss.zzz")
    state = " ".join(part for part in (state_text(line.state), line.until) if part)
    return (
        raised, severity_text(line.severity), state, line.element, line.message, line.detail, line.feeder, line.kind,
        str(line.count), line.person, line.reason or line.comment, line.element_id,
    )  # fmt: skip


def alarm_sheet(lines: Sequence[AlarmLine], source: str) -> Sheet:
    """The lines as a table to be written."""
    rows = [alarm_cells(line) for line in lines]
    headers = alarm_headers()
    columns = tuple(np.array([row[k] for row in rows] or [""], np.str_)[: len(rows)] for k in range(len(headers)))
    return Sheet(tr("Alarms"), headers, columns, (-1,) * len(headers), source)


def alarm_document(lines: Sequence[AlarmLine], caption: str) -> QTextDocument:
    """The lines as pages: black on white, priorities by shape."""
    heads = "".join(f"<th align='left'>{escape(name)}</th>" for name in ("", *alarm_headers()[:8]))
    rows = []
    for line in lines[:MOST_PRINTED]:
        cells = "".join(f"<td>{escape(text)}</td>" for text in (LETTERS[line.severity], *alarm_cells(line)[:8]))
        rows.append(f"<tr>{cells}</tr>")
    more = len(lines) - MOST_PRINTED
    rest = tr("and {count} more; export writes them all").format(count=number_text(more, 0)) if more > 0 else ""
    document = QTextDocument()
    document.setHtml(
        f"<h3>{escape(caption)}</h3><table cellspacing='0' cellpadding='3' border='0.5' style='font-size: 8pt'>"
        f"<thead><tr>{heads}</tr></thead>{''.join(rows)}</table><p>{escape(rest)}</p>"
    )
    return document


def print_alarms(printer: QPrinter, lines: Sequence[AlarmLine], caption: str) -> None:
    """The lines on the pages of a printer."""
    alarm_document(lines, caption).print_(printer)

"""A day report as a workbook: a sheet a section, numbers as they are with their units. A worker can write it."""

from __future__ import annotations

import io
import math
import re
from pathlib import Path
from typing import Any

from console.windows.live.dispatch.report.values import SMALL, DayReport, Figure, Section, Value
from console.workflows.report_files import write_whole
from widgets.numbers import MISSING

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_GREEN, _RED, _GREY = "FF1E7A34", "FFB3261E", "FF5F6B76"
_WIDEST = 60


def write_workbook(context: Any, report: DayReport, path: Path) -> Path:
    """Write the report; ``context`` is the worker's and not used.

    The file appears whole or not at all. Raises ``InputError`` where it cannot be written.
    """
    return write_whole(context, workbook_bytes(report), path)


def workbook_bytes(report: DayReport) -> bytes:
    """The workbook."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    book.properties.title, book.properties.creator = report.title, "Tieline"
    taken: set[str] = set()
    for part in report.parts:
        if isinstance(part, Section):
            page = book.create_sheet(_name(part.sheet, taken))
            row = 1 if len(book.worksheets) > 1 else _head(page, report)
            _section(page, part, row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _name(wanted: str, taken: set[str]) -> str:
    name = _FORBIDDEN.sub(" ", wanted)[:31].strip() or "Sheet"
    number = 2
    while name.lower() in taken:
        name, number = f"{name[:27]} {number}", number + 1
    taken.add(name.lower())
    return name


def _head(page: Any, report: DayReport) -> int:
    """Title and seal above the first sheet's table; the row its table begins at."""
    from openpyxl.styles import Font

    _put(page, 1, 1, report.title).font = Font(bold=True, size=14)
    _put(page, 2, 1, report.subtitle).font = Font(color=_GREY)
    seal = _put(page, 3, 1, report.seal.text)
    seal.font = Font(bold=True, color=_GREEN if report.seal.is_proven else _RED)
    for k, doubt in enumerate(report.seal.doubts):
        _put(page, 4 + k, 1, doubt).font = Font(color=_RED)
    return 5 + len(report.seal.doubts)


def _section(page: Any, section: Section, row: int) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    _put(page, row, 1, section.title).font = Font(bold=True, size=12)
    if section.note:
        row += 1
        _put(page, row, 1, section.note).font = Font(color=_GREY)
    row += 1
    if not section.rows:
        _put(page, row, 1, section.empty)
        return
    for k, column in enumerate(section.columns, 1):
        head = _put(page, row, k, column.title)
        head.font = Font(bold=True)
        head.alignment = Alignment(horizontal="right" if column.is_right else "left", wrap_text=True, vertical="bottom")
    page.freeze_panes = page.cell(row + 1, 2)
    for number, values in enumerate(section.rows, row + 1):
        for k, value in enumerate(values, 1):
            _put(page, number, k, value)
    for k, column in enumerate(section.columns):
        longest = max(len(_read(values[k])) for values in section.rows)
        width = max(longest + 2, min(len(column.title) + 2, 18), 10)
        page.column_dimensions[get_column_letter(k + 1)].width = min(width, _WIDEST)


def _read(value: Value) -> str:
    return value.text if isinstance(value, Figure) else value


def _put(page: Any, row: int, column: int, value: Value) -> Any:
    from openpyxl.styles import Alignment

    cell = page.cell(row, column)
    if isinstance(value, str):
        # Never as a formula, whatever it begins with.
        cell.value, cell.data_type = _CONTROL.sub("", value), "s"
        return cell
    if not math.isfinite(value.value):
        cell.value, cell.alignment = MISSING, Alignment(horizontal="right")
        return cell
    cell.value = float(value.value)
    form = "0.0E+00" if value.decimals == SMALL else "#,##0" + ("." + "0" * value.decimals if value.decimals else "")
    cell.number_format = form + (f'" {value.unit}"' if value.unit else "")
    return cell

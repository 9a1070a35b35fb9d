"""A table as text for the clipboard, as CSV and as a workbook. Free of Qt, so that a worker can write."""

from __future__ import annotations

import csv
import math
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from engines.values.validation import InputError

Array = np.ndarray[Any, Any]
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_FORBIDDEN_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """What is written: headers with units, columns as arrays, decimals of each (-1 for text).

    ``source`` is a line on where the values come from; a workbook carries it, a CSV only its table.
    """

    name: str
    headers: tuple[str, ...]
    columns: tuple[Array, ...]
    decimals: tuple[int, ...]
    source: str = ""

    def __len__(self) -> int:
        return len(self.columns[0]) if self.columns else 0


def export_sheet(context: Any, sheet: Sheet, path: Path) -> Path:
    """Write ``sheet`` to ``path``; the ending .xlsx or .csv says how.

    ``context`` is the worker's and not used. The file appears whole or not at all.
    Raises ``InputError`` where it cannot be written.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        if path.suffix.lower() == ".xlsx":
            _write_workbook(sheet, part)
        else:
            _write_csv(sheet, part)
        os.replace(part, path)
    except OSError as error:
        # Where the folder is none, nothing can be taken away from it either.
        with suppress(OSError):
            part.unlink(missing_ok=True)
        reason = error.strerror or str(error)
        raise InputError(str(path), f"cannot be written: {reason}", "choose another folder or close the file") from None
    return path


def tsv_lines(sheet: Sheet, begin: int, end: int) -> str:
    """Rows ``begin`` to ``end`` with tabs between, plain decimals, a dash where there is no value."""
    columns = [
        [_tsv_cell(value, d) for value in column[begin:end].tolist()]
        for column, d in zip(sheet.columns, sheet.decimals, strict=True)
    ]
    return "".join("\t".join(row) + "\n" for row in zip(*columns, strict=True))


def tsv_header(sheet: Sheet) -> str:
    """The first line."""
    return "\t".join(sheet.headers) + "\n"


def _tsv_cell(value: Any, decimals: int) -> str:
    if decimals < 0:
        return " ".join(str(value).split())
    return f"{value:.{decimals}f}" if math.isfinite(value) else "–"


def _write_csv(sheet: Sheet, path: Path) -> None:
    # The mark at the beginning tells spreadsheets that it is UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(sheet.headers)
        writer.writerows(_csv_rows(sheet))


def _csv_rows(sheet: Sheet) -> Iterator[tuple[str, ...]]:
    columns = [
        [harmless(str(v)) for v in column] if d < 0 else [f"{v:.9g}" if np.isfinite(v) else "" for v in column]
        for column, d in zip(sheet.columns, sheet.decimals, strict=True)
    ]
    return zip(*columns, strict=True)


def harmless(text: str) -> str:
    """A text that a spreadsheet does not run, even where it begins like a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _write_workbook(sheet: Sheet, path: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    page = book.create_sheet(_FORBIDDEN_IN_SHEET_NAME.sub(" ", sheet.name)[:31] or "Table")
    page.freeze_panes = "A2"
    book.properties.description = sheet.source or None
    for k, header in enumerate(sheet.headers):
        page.column_dimensions[get_column_letter(k + 1)].width = max(10, min(40, len(header) + 4))
    if len(sheet):
        page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.headers))}{len(sheet) + 1}"

    def cell(value: Any, decimals: int) -> Any:
        if decimals < 0:
            made = WriteOnlyCell(page, _CONTROL.sub("", str(value)))
            made.data_type = "s"
            return made
        if not np.isfinite(value):
            return None
        made = WriteOnlyCell(page, float(value))
        made.number_format = "#,##0" + ("." + "0" * decimals if decimals else "")
        return made

    heads = [cell(header, -1) for header in sheet.headers]
    for head, decimals in zip(heads, sheet.decimals, strict=True):
        head.font = Font(bold=True)
        head.alignment = Alignment(horizontal="left" if decimals < 0 else "right")
    page.append(heads)
    for k in range(len(sheet)):
        page.append([cell(c[k], d) for c, d in zip(sheet.columns, sheet.decimals, strict=True)])
    book.save(path)

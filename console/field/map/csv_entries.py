"""Address maps as a table: one line a point, a header that names the columns in any order.

A line without element describes its server; lines of points name it in their column ``server``. Commas,
semicolons and tabs separate; where it is not commas, numbers may have decimal commas.
"""

from __future__ import annotations

import csv
import io

from console.field.map.complaints import nearest
from console.field.map.entries import (
    CONTROL_FIELDS,
    POINT_FIELDS,
    REMARK_FIELDS,
    SERVER_FIELDS,
    MapEntries,
    PointEntry,
    ServerEntry,
)
from engines.values.validation import InputError

COLUMNS = ("server", *POINT_FIELDS, *CONTROL_FIELDS, *SERVER_FIELDS, *REMARK_FIELDS)
NEEDED = ("server", "element", "quantity", "node")
SEPARATORS = (",", ";", "\t")


def parse_csv(text: str, source: str, name: str) -> tuple[MapEntries, bool]:
    """What is written, and whether numbers may have decimal commas.

    Raises ``InputError`` where it is no table of points.
    """
    text, separator, skipped = _separator(text, source)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    entries = MapEntries(name)
    servers: dict[str, ServerEntry] = {}
    header: list[str] = []
    before = 0
    try:
        for cells in reader:
            line, before = before + 1 + skipped, reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if not header:
                header = _header(cells, f"{source}, line {line}")
                continue
            _take(dict(_pairs(header, cells, f"{source}, line {line}")), line, source, servers)
    except csv.Error as error:
        raise InputError(f"{source}, line {reader.line_num + skipped}", f"it is no table: {error}", _REMEDY) from error
    if not header:
        raise InputError(source, "the table is empty", f"write at least the columns {', '.join(NEEDED)}")
    entries.servers = list(servers.values())
    return entries, separator != ","


_REMEDY = "check quotation marks and separators"


def _take(fields: dict[str, str], line: int, source: str, servers: dict[str, ServerEntry]) -> None:
    name = fields.pop("server", "")
    if not name:
        raise InputError(f"{source}, line {line}, server", "the line names no server", "write its name in each line")
    server = servers.setdefault(name, ServerEntry(f"line {line}", name))
    for field in SERVER_FIELDS:
        value = fields.pop(field, "")
        if value and server.fields.setdefault(field, value) != value:
            raise InputError(
                f"{source}, line {line}, {field}",
                f"{name} has {server.fields[field]} further up and {value} here",
                "write it once, or the same in each line",
            )
    unknown = {key: fields.pop(key) for key in list(fields) if key not in COLUMNS}
    server.fields |= {key: value for key, value in unknown.items() if value}
    if any(fields.get(field) for field in (*POINT_FIELDS, *CONTROL_FIELDS)):
        server.points.append(PointEntry(f"line {line}", {key: value for key, value in fields.items() if value}))


def _header(cells: list[str], place: str) -> list[str]:
    names = [cell.strip().lower().replace(" ", "_") for cell in cells]
    for needed in NEEDED:
        if needed not in names:
            raise InputError(place, f"the column {needed} is missing", nearest(needed, [n for n in names if n]))
    for k, name in enumerate(names):
        if name and name in names[:k]:
            raise InputError(place, f"the column {name} is there twice", "remove one of the two")
    return names


def _pairs(header: list[str], cells: list[str], place: str) -> list[tuple[str, str]]:
    if any(cell.strip() for cell in cells[len(header) :]):
        raise InputError(place, f"{len(cells)} cells and only {len(header)} columns", _REMEDY)
    return [(name, cell.strip()) for name, cell in zip(header, cells, strict=False) if name]


def _separator(text: str, source: str) -> tuple[str, str, int]:
    """The text without a first line ``sep=;``, the separator, and how many lines were left out."""
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return rest, first.strip()[4], 1
    for line in text.splitlines():
        if line.strip():
            best = max(SEPARATORS, key=line.count)
            if line.count(best):
                return text, best, 0
            raise InputError(source, "the first line names one column only", f"write {', '.join(NEEDED)} and others")
    return text, ",", 0

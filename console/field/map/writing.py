"""Writes address maps as TOML or as a table; a file is replaced whole or not at all."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import tempfile
from pathlib import Path
from typing import Any

from console.field.addresses import AddressMap
from console.field.map.csv_entries import COLUMNS
from console.field.map.disassembling import disassemble
from console.field.map.entries import MapEntries
from engines.values.validation import InputError


def write_map(path: Path, address_map: AddressMap) -> None:
    """Write a map; TOML or CSV by the ending. Raises ``InputError`` where it cannot be written."""
    write_entries(path, disassemble(address_map))


def write_entries(path: Path, entries: MapEntries) -> None:
    """Write a map or a draft of one. Raises ``InputError`` where it cannot be written."""
    if path.suffix.lower() == ".toml":
        content = toml_text(entries).encode("utf-8")
    elif path.suffix.lower() == ".csv":
        # The mark at the beginning tells spreadsheets that it is UTF-8.
        content = csv_text(entries).encode("utf-8-sig")
    else:
        raise InputError(str(path), f"{path.suffix or 'a file without ending'} is no address map", "use .toml or .csv")
    _write_whole(path, content)


def toml_text(entries: MapEntries) -> str:
    """The map as TOML."""
    lines = [f"name = {_toml(entries.name)}"]
    for server in entries.servers:
        lines += ["", "[[server]]", f"name = {_toml(server.name)}"]
        lines += [f"{key} = {_toml(value)}" for key, value in server.fields.items()]
        for point in server.points:
            lines += ["", "[[server.point]]"]
            control = {k.removeprefix("control_"): v for k, v in point.fields.items() if k.startswith("control_")}
            lines += [f"{k} = {_toml(v)}" for k, v in point.fields.items() if not k.startswith("control_")]
            if control:
                lines += ["[server.point.control]", *(f"{key} = {_toml(value)}" for key, value in control.items())]
    return "\n".join(lines) + "\n"


def csv_text(entries: MapEntries) -> str:
    """The map as a table; the columns of points nobody uses are left out."""
    used = {"server", "element", "quantity", "node", "endpoint"}
    for server in entries.servers:
        used.update(server.fields)
        for point in server.points:
            used.update(point.fields)
    columns = [column for column in COLUMNS if column in used]
    into = io.StringIO(newline="")
    writer = csv.DictWriter(into, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    for server in entries.servers:
        writer.writerow({"server": server.name} | {key: _cell(value) for key, value in server.fields.items()})
        for point in server.points:
            writer.writerow({"server": server.name} | {key: _cell(value) for key, value in point.fields.items()})
    return into.getvalue()


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, dict):
        inside = ", ".join(f"{_toml(str(left))} = {_toml(right)}" for left, right in value.items())
        return f"{{ {inside} }}"
    # JSON's escapes are TOML's too; DEL is the one character only TOML forbids.
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return ", ".join(f"{left}={right}" for left, right in value.items())
    text = repr(value) if isinstance(value, int | float) else str(value)
    # A spreadsheet would take a server's text that begins so for a formula.
    return f" {text}" if text[:1] in "=+@" or (text[:1] == "-" and isinstance(value, str)) else text


def _write_whole(path: Path, content: bytes) -> None:
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise InputError(str(path), f"it cannot be written ({error.strerror})", "choose another place") from error

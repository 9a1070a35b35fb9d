"""Address maps in TOML: ``[[server]]``, ``[[server.point]]``, ``[server.point.control]``."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from console.field.map.entries import MapEntries, PointEntry, ServerEntry
from engines.values.validation import InputError

_HEADER = re.compile(r"^\s*\[\[\s*(server|server\s*\.\s*point)\s*\]\]", re.MULTILINE)


def parse_toml(text: str, source: str, default_name: str) -> MapEntries:
    """What is written. Raises ``InputError`` where it is no TOML or has another shape."""
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(source, f"it is not TOML: {error}", "check the line named there") from error
    for name in document:
        if name not in ("name", "server"):
            raise InputError(f"{source}, {name}", f"{name} is not known at the top of a map", "known are name, server")
    server_lines, point_lines = _lines(text)
    entries = MapEntries(str(document.get("name", default_name)))
    points = 0
    for k, content in enumerate(_tables(document.get("server", []), source, "server")):
        place = f"line {server_lines[k]}" if k < len(server_lines) else f"server {k + 1}"
        server = ServerEntry(place, str(content.get("name", "")))
        server.fields = {key: value for key, value in content.items() if key not in ("name", "point")}
        for number, fields in enumerate(_tables(content.get("point", []), source, f"point of {server.name}"), 1):
            known = points < len(point_lines)
            where = f"line {point_lines[points]}" if known else f"server {k + 1}, point {number}"
            server.points.append(PointEntry(where, _flat(fields, f"{source}, {where}")))
            points += 1
        entries.servers.append(server)
    return entries


def _flat(fields: dict[str, Any], place: str) -> dict[str, Any]:
    control = fields.get("control")
    if control is None:
        return fields
    if not isinstance(control, dict):
        raise InputError(f"{place}, control", "a control is no table", "write it below [server.point.control]")
    flat = {key: value for key, value in fields.items() if key != "control"}
    return flat | {f"control_{key}": value for key, value in control.items()}


def _tables(value: Any, source: str, what: str) -> list[dict[str, Any]]:
    if isinstance(value, list) and all(isinstance(item, dict) for item in value):
        return value
    raise InputError(f"{source}, {what}", "it is no list of tables", "write each below [[server]] or [[server.point]]")


def _lines(text: str) -> tuple[list[int], list[int]]:
    """Lines of the headers, in order; those written in another way have none."""
    servers: list[int] = []
    points: list[int] = []
    line, seen = 1, 0
    for found in _HEADER.finditer(text):
        start = found.end() - len(found.group().lstrip())
        line += text.count("\n", seen, start)
        seen = start
        (servers if found.group(1) == "server" else points).append(line)
    return servers, points

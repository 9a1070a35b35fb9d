"""Browsing a server and writing the draft of its address map, in a worker; free of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from console.field.addresses import ServerAddress
from console.field.security.credentials import Credentials
from engines.grid.network import Network
from engines.values.validation import InputError
from engines.values.work import WorkContext


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """A first draft of an address map.

    Attributes:
        server_fields: of the server's own entry, as the map writes them.
        entries: one dictionary a point, as the map writes them; ``guess`` says what it was concluded from.
        nodes: how many nodes were looked at; cut: why not all were, "" where they were.
        problems: how many nodes could not be looked into.
    """

    name: str
    server_fields: dict[str, Any]
    entries: tuple[dict[str, Any], ...]
    nodes: int
    cut: str = ""
    problems: int = 0


def browse_job(
    context: WorkContext,
    server: ServerAddress,
    credentials: Credentials,
    trust_folder: Path | None,
    network: Network,
) -> Draft:
    """Look through a server and guess what its variables are.

    Raises ``InputError`` where it cannot be reached, or where a person has to act first.
    """
    from console.field.map.disassembling import server_entry
    from console.field.map.drafting import draft_map
    from console.field.map.elements import ElementNames
    from console.field.map.jobs import browse_server
    from console.field.security.refusals import LinkRefused

    try:
        space = browse_server(context, server, credentials, trust_folder)
    except LinkRefused as refused:
        raise InputError(server.endpoint, refused.reason, refused.remedy) from refused
    fields = {key: value for key, value in server_entry(server).fields.items() if key != "endpoint"}
    entries, _ = draft_map(space, server.name, fields, ElementNames(network))
    drafted = entries.servers[0]
    points = tuple(dict(point.fields) for point in drafted.points)
    return Draft(server.name, dict(drafted.fields), points, len(space.nodes), space.cut, len(space.problems))


def write_draft_job(
    context: WorkContext, path: Path, name: str, server_fields: dict[str, Any], entries: tuple[dict[str, Any], ...]
) -> Path:
    """Write a draft as a map; entries of which nothing is known stay in it as they are. Raises ``InputError``."""
    from console.field.map.entries import MapEntries, PointEntry, ServerEntry
    from console.field.map.writing import write_entries

    points = [PointEntry("", dict(fields)) for fields in entries]
    write_entries(path, MapEntries(name, [ServerEntry("", name, dict(server_fields), points)]))
    return path

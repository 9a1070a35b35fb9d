"""From what is written in a map to the addresses a link works with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from console.field.addresses import AddressMap, PointAddress, ServerAddress
from console.field.map.complaints import Complaints, nearest
from console.field.map.control_fields import assemble_control
from console.field.map.entries import (
    CONTROL_FIELDS,
    POINT_FIELDS,
    REMARK_FIELDS,
    SERVER_FIELDS,
    UNASSIGNED,
    MapEntries,
    PointEntry,
    ServerEntry,
)
from console.field.map.fields import Fields
from console.field.map.point_fields import assemble_point
from console.field.map.server_fields import assemble_server
from engines.values.points import PointDefinition
from engines.values.validation import ValidationReport

SECRETS = ("password", "passwort", "secret", "token", "pwd")


def assemble(entries: MapEntries, source: str, has_decimal_comma: bool = False) -> tuple[AddressMap, ValidationReport]:
    """The address map and what is doubtful about it.

    Entries whose element or quantity is still ``?`` are left out; an entry that still bears a ``guess`` is read
    but never commanded.

    Raises:
        InputError: it cannot be used; the report of all findings is attached.
    """
    complaints = Complaints(source)
    assembler = _Assembler(complaints, has_decimal_comma)
    servers = tuple(assembler.server(entry) for entry in entries.servers)
    if not servers:
        complaints.error("", "", "it names no server", "write at least one server with its endpoint")
    assembler.look_for_repeated(entries, servers)
    complaints.raise_errors()
    return AddressMap(entries.name, servers), complaints.report()


class _Assembler:
    def __init__(self, complaints: Complaints, has_decimal_comma: bool) -> None:
        self._complaints, self._has_decimal_comma = complaints, has_decimal_comma
        self._points: dict[str, str] = {}
        self._nodes: dict[tuple[str, str], str] = {}

    def server(self, entry: ServerEntry) -> ServerAddress:
        self._look_for_unknown(entry.place, entry.fields, SERVER_FIELDS)
        server = assemble_server(self._fields(entry.place, entry.fields), entry.name)
        unassigned, guessed, points, controls = 0, 0, [], []
        for point_entry in entry.points:
            self._look_for_unknown(point_entry.place, point_entry.fields, (*POINT_FIELDS, *CONTROL_FIELDS))
            fields = self._fields(point_entry.place, point_entry.fields)
            if UNASSIGNED in (fields.text("element"), fields.text("quantity")):
                unassigned += 1
                continue
            point = assemble_point(fields, self._complaints)
            if point is None:
                continue
            guessed += fields.has("guess")
            is_used = not fields.has("guess")
            control = assemble_control(fields, point, self._complaints)
            if control is not None and is_used:
                controls.append(control)
                point = replace(point, definition=_controllable(fields, point))
            points.append(point)
            self._look_for_twins(server.name, point_entry, point)
        self._tell_of_drafts(entry, unassigned, guessed)
        if controls and server.security_mode == "none" and not _is_this_machine(server.endpoint):
            self._complaints.warning(
                entry.place,
                "security_mode",
                "commands go to this server without security, so that anybody on the network can send them too",
                "set a security policy here and on the server",
            )
        return replace(server, points=tuple(points), controls=tuple(controls))

    def look_for_repeated(self, entries: MapEntries, servers: Iterable[ServerAddress]) -> None:
        """Two servers of one name, or one endpoint twice."""
        names: dict[str, str] = {}
        endpoints: dict[str, str] = {}
        for entry, server in zip(entries.servers, servers, strict=True):
            if server.name in names:
                reason = f"the server {server.name} was already described at {names[server.name]}"
                self._complaints.error(entry.place, "name", reason, "give each server its own name")
            elif server.endpoint and server.endpoint in endpoints:
                reason = f"{server.endpoint} is already the endpoint of {endpoints[server.endpoint]}"
                self._complaints.warning(entry.place, "endpoint", reason, "put its points under one server")
            names.setdefault(server.name, entry.place)
            endpoints.setdefault(server.endpoint, server.name)

    def _look_for_twins(self, server: str, entry: PointEntry, point: PointAddress) -> None:
        point_id = point.definition.point_id
        if point_id in self._points:
            reason = f"{point_id} was already given at {self._points[point_id]}"
            self._complaints.error(entry.place, "element", reason, "keep one of the two")
        self._points.setdefault(point_id, entry.place)
        first = self._nodes.setdefault((server, point.node), entry.place)
        if first != entry.place:
            reason = f"{point.node} is already read at {first}"
            self._complaints.warning(entry.place, "node", reason, "check which of the two is meant")

    def _look_for_unknown(self, place: str, fields: dict[str, object], known: tuple[str, ...]) -> None:
        for name in fields:
            if any(secret in name.lower() for secret in SECRETS):
                self._complaints.error(
                    place, name, "a secret has no place in a file", "remove it; it is asked for and kept in the keyring"
                )
            elif name not in known and name not in REMARK_FIELDS:
                self._complaints.warning(place, name, f"{name} is not known and not used", nearest(name, known))

    def _tell_of_drafts(self, entry: ServerEntry, unassigned: int, guessed: int) -> None:
        if unassigned:
            self._complaints.warning(
                entry.place,
                "",
                f"{unassigned} entries of {entry.name} are not assigned and not used",
                f"fill in element and quantity where they are {UNASSIGNED}, or remove the entry",
            )
        if guessed:
            self._complaints.warning(
                entry.place,
                "guess",
                f"{guessed} entries of {entry.name} are guesses: they are shown but cannot be commanded",
                "check each and remove its guess",
            )

    def _fields(self, place: str, fields: dict[str, object]) -> Fields:
        return Fields(self._complaints, place, fields, self._has_decimal_comma)


def _controllable(fields: Fields, point: PointAddress) -> PointDefinition:
    definition = point.definition
    return replace(
        definition,
        is_controllable=True,
        feedback_s=fields.number("control_feedback_s", definition.feedback_s),
        tolerance=fields.number("control_tolerance", definition.tolerance),
    )


def _is_this_machine(endpoint: str) -> bool:
    return any(host in endpoint for host in ("//127.0.0.1", "//localhost", "//[::1]"))

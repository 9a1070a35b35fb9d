"""Holds an address map against the network it is meant for."""

from __future__ import annotations

from console.field.addresses import AddressMap
from console.field.map import words
from console.field.map.complaints import Complaints, nearest
from engines.grid.network import Network
from engines.values.points import Quantity
from engines.values.validation import ValidationReport

MOST_HINTS = 20


def check_against(address_map: AddressMap, network: Network, source: str) -> ValidationReport:
    """Points of elements the network does not have, or that cannot have them; switches nobody reads."""
    complaints = Complaints(source)
    known = [str(i) for table in network.tables.values() for i in table.id.tolist()]
    told = set()
    unknown = 0
    for server in address_map.servers:
        for point in server.points:
            definition = point.definition
            place = f"{server.name}, {definition.point_id}"
            reference = network.find(definition.element_id)
            if reference is None:
                reason = f"{network.name} has no element {definition.element_id}"
                unknown += 1
                complaints.error(place, "element", reason, _remedy(definition.element_id, known, unknown))
                continue
            told.add((definition.element_id, definition.quantity))
            tables = words.TABLES[definition.quantity]
            if reference.table not in tables:
                complaints.error(
                    place,
                    "quantity",
                    f"a {reference.table} has no {definition.quantity}",
                    f"{definition.quantity} belongs to {', '.join(sorted(tables))}",
                )
    switch = network["switch"]
    remote = [str(i) for i in switch.id[switch["remote"]].tolist()]
    unread = [element for element in remote if (element, Quantity.POSITION) not in told]
    if unread:
        complaints.note(
            "",
            "",
            f"{len(unread)} of {len(remote)} remote switches have no position in the map, {unread[0]} among them",
            "add them, or dress their positions by hand",
        )
    return complaints.report()


def _remedy(element: str, known: list[str], so_far: int) -> str:
    """Looking for similar ids takes long in a large network, and a map for another network has thousands."""
    hint = nearest(element, known) if so_far <= MOST_HINTS else ""
    return hint if hint.startswith("did") else "check its id in the network"

"""Where a device stands: buses and sources by number, id or name."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any

import numpy as np

from engines.dispatch.feeder import Feeder
from engines.grid.network import Network
from engines.values.dispatch_case import BusName
from engines.values.validation import InputError

Array = np.ndarray[Any, Any]

KIND_WORDS = {
    "Renewable": "wind or solar unit",
    "StorageUnit": "storage",
    "MicroTurbine": "micro turbine",
    "DemandResponse": "demand response",
    "CapacitorBank": "capacitor bank",
    "StaticVarCompensator": "SVC",
}


def bus_row(bus: BusName, network: Network, what: str) -> int:
    """Row of the one bus meant. Raises ``InputError`` if there is none, or several."""
    table = network.bus
    if isinstance(bus, int):
        rows = np.flatnonzero(table.index == bus)
    else:
        rows = np.flatnonzero(table.id == bus)
        rows = rows if len(rows) else np.flatnonzero(table["name"] == bus)
    if len(rows) == 1:
        return int(rows[0])
    if len(rows) > 1:
        raise InputError(f"{what} at bus {bus}", f"{len(rows)} buses have that name", "give the id instead")
    known = [*table.id.tolist(), *table["name"].tolist()]
    near = difflib.get_close_matches(str(bus), known, 1) if isinstance(bus, str) else []
    numbers = f"numbers go from {table.index.min()} to {table.index.max()}"
    remedy = f"did you mean {near[0]}?" if near else numbers
    raise InputError(f"{what} at bus {bus}", f"{network.name} has no such bus", remedy)


def bus_node(devices: Sequence[Any], feeder: Feeder, network: Network) -> Array:
    """``(n,)`` node of each device. Raises ``InputError`` for an unknown bus or one without supply."""
    nodes = []
    for device in devices:
        what = KIND_WORDS[type(device).__name__]
        node = int(feeder.node_of_bus[bus_row(device.bus, network, what)])
        if node < 0:
            raise InputError(f"{what} at bus {device.bus}", "the bus has no supply", "close a switch toward it")
        nodes.append(node)
    return np.array(nodes, np.int64)


def source_place(bus: BusName | None, feeder: Feeder, network: Network, what: str) -> int:
    """Which root of the feeder a device at a source belongs to."""
    if bus is None:
        if len(feeder.roots) == 1:
            return 0
        raise InputError(what, f"{network.name} has {len(feeder.roots)} sources", "name the bus of the one meant")
    place = np.flatnonzero(feeder.roots == feeder.node_of_bus[bus_row(bus, network, what)])
    if not len(place):
        raise InputError(f"{what} at bus {bus}", "there is no source in service", "name the bus of a source")
    return int(place[0])

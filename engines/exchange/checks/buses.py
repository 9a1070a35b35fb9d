"""Buses: voltage levels, coordinates, names."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engines.exchange.checks.wording import ERROR, NOTE, tell
from engines.grid.network import Network
from engines.values.validation import Finding

HIGHEST_KV = 1200.0
"""The highest nominal voltage in use anywhere; beyond it the unit is wrong."""


def check_buses(network: Network) -> Iterator[Finding]:
    """Everything that concerns the buses themselves."""
    bus = network.bus
    if len(bus) == 0:
        yield Finding(ERROR, "", "bus", "the network has no buses", "choose a file that holds a network")
        return
    vn = bus["vn_kv"]
    remedy = "give the nominal voltage in kV, line to line"
    missing = ~np.isfinite(vn) | (vn <= 0)
    yield from tell(ERROR, network, "bus", missing, "vn_kv", "has no nominal voltage", remedy)
    high = np.isfinite(vn) & (vn > HIGHEST_KV)
    yield from tell(
        ERROR, network, "bus", high, "vn_kv", lambda row: f"has {vn[row]:g} kV, which looks like volts", remedy
    )
    yield from _coordinates(network)
    yield from _names(network)


def _coordinates(network: Network) -> Iterator[Finding]:
    placed = np.isfinite(network.bus["x"]) & np.isfinite(network.bus["y"])
    if placed.all():
        return
    count = int(np.count_nonzero(~placed))
    text = "no bus has coordinates" if not placed.any() else f"{count} of {len(placed)} buses have no coordinates"
    yield Finding(NOTE, "", "bus.geo", text, "use the schematic view, or add coordinates to see the map")


def _names(network: Network) -> Iterator[Finding]:
    names = network.bus["name"][network.bus["name"] != ""]
    values, counts = np.unique(names, return_counts=True)
    if np.any(counts > 1):
        first = str(values[np.argmax(counts > 1)])
        text = f"{int(np.count_nonzero(counts > 1))} bus names are used more than once, {first!r} first"
        yield Finding(NOTE, "", "bus.name", text, "tell such buses apart by their id")

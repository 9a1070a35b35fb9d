"""Networks that come with the product: ready to be drawn, with solutions to begin with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

from engines.exchange.container import read_container, write_container
from engines.exchange.native import pack_network, unpack_network
from engines.exchange.packing import pack_layout, pack_moments, unpack_layout, unpack_moments
from engines.grid.difference import Moment
from engines.grid.network import Network
from engines.values.schematic import DiagramLayout
from engines.values.validation import InputError

SUFFIX = ".tieline-network"
FORMAT, VERSION = "tieline-network", 1


@dataclass(frozen=True, slots=True, eq=False)
class ShippedNetwork:
    """A network with its layout and some of its solutions; ``map_layout`` is ``None`` without coordinates."""

    network: Network
    layout: DiagramLayout
    map_layout: DiagramLayout | None
    moments: tuple[Moment, ...]


def write_shipped(path: Path, shipped: ShippedNetwork) -> None:
    """Write one compact file."""
    network_header, arrays = pack_network(shipped.network)
    layout_header, layout_arrays = pack_layout(shipped.layout, "layout")
    moments_header, moments_arrays = pack_moments(shipped.moments, "moments")
    arrays = {**arrays, **layout_arrays, **moments_arrays}
    header = {
        "format": FORMAT,
        "version": VERSION,
        "network": network_header,
        "layout": layout_header,
        "moments": moments_header,
    }
    if shipped.map_layout is not None:
        header["map"], map_arrays = pack_layout(shipped.map_layout, "map")
        arrays.update(map_arrays)
    write_container(path, header, arrays)


@cache
def load_shipped(name: str) -> ShippedNetwork:
    """The shipped network of this name. Raises ``InputError`` where there is none."""
    place = files("resources").joinpath("networks", f"{name}{SUFFIX}")
    if not place.is_file():
        raise InputError(
            name, "no network of this name comes with the product", "use north, ieee33, cigre_mv or a file"
        )
    with as_file(place) as path:
        return read_shipped(path)


def read_shipped(path: Path) -> ShippedNetwork:
    """The network in a file written by :func:`write_shipped`."""
    header, arrays = read_container(path)
    if header.get("format") != FORMAT or header.get("version") != VERSION:
        raise InputError(str(path), "is not a network file of this version", "reinstall the program")
    try:
        network = unpack_network(header["network"], arrays)
        layout = unpack_layout(header["layout"], arrays, "layout")
        map_layout = unpack_layout(header["map"], arrays, "map") if "map" in header else None
        return ShippedNetwork(
            network, layout, map_layout, unpack_moments(network, header["moments"], arrays, "moments")
        )
    except (KeyError, ValueError) as error:
        raise InputError(str(path), f"is damaged ({error})", "reinstall the program") from error

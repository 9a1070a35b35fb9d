"""A whole network as one file of our own (``.tieline-network``)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from engines.exchange.bounds import require_small_unpacked
from engines.exchange.container import read_container, write_container
from engines.exchange.native import pack_network, unpack_network
from engines.grid.network import Network
from engines.values.validation import InputError

Array = np.ndarray[Any, Any]

SUFFIX = ".tieline-network"
FORMAT = 1


def write_network_file(network: Network, path: Path) -> None:
    """Save ``network``, whole or not at all. Raises ``InputError`` where the file cannot be written."""
    packed, arrays = pack_network(network)
    write_container(path, {"kind": "network", "format": FORMAT, **packed}, arrays)


def read_network_file(path: Path) -> Network:
    """The network of a file. Raises ``InputError`` naming file, reason and remedy."""
    require_small_unpacked(path)
    header, arrays = read_container(path)
    return network_of(path, header, arrays)


def network_of(path: Path, header: dict[str, Any], arrays: dict[str, Array]) -> Network:
    """The network inside a container that was read from ``path``. Raises ``InputError``."""
    packed = header.get("network", header)
    if "changes" in header:
        raise InputError(str(path), "is a study, not a network", "open it as a study (.tieline)")
    version = header.get("format", FORMAT)
    if isinstance(version, int) and version > FORMAT:
        raise InputError(str(path), "was written by a later version of this program", "update the program")
    try:
        return unpack_network(packed, arrays)
    except (KeyError, ValueError, TypeError, AttributeError, IndexError) as error:
        reason = f"holds no complete network ({type(error).__name__}: {error})"
        raise InputError(str(path), reason, "restore it from a backup") from error

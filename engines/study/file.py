"""The ``.tieline`` study file: one file that stands alone.

The base network is a container of its own inside the file. It is compressed once per structure and afterwards
copied as it is, so that saving again costs what the changes cost.
"""

from __future__ import annotations

import io
import math
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from engines.exchange.bounds import LARGEST_UNPACKED
from engines.exchange.container import container_bytes, parse_container, read_container, write_container
from engines.exchange.native import pack_network, unpack_network
from engines.grid.network import Network
from engines.study.change import Change
from engines.study.migration import FORMAT, VERSION, to_present
from engines.study.packing import change_from_json, change_to_json
from engines.study.study import Study
from engines.values.frozen import FrozenMap
from engines.values.validation import InputError

Array = np.ndarray[Any, Any]
Part = tuple[dict[str, Any], dict[str, Array]]
"""Header and arrays of something kept beside the study: results, a layout."""

SUFFIX = ".tieline"
_BASE = "base"
_KEPT_BASES = 4
_packed_bases: dict[str, bytes] = {}


def write_study(path: Path, study: Study, parts: Mapping[str, Part] | None = None) -> None:
    """Write a study so that ``path`` holds either the old or the whole new content.

    Args:
        parts: what else is kept, by name; read back by :func:`read_study_parts`.

    Raises ``InputError`` when the disk is full or the folder cannot be written.
    """
    header = study_header(study)
    arrays: dict[str, Array] = {_BASE: np.frombuffer(packed_base(study.base), np.uint8)}
    header["parts"] = {}
    for name, (part_header, part_arrays) in (parts or {}).items():
        header["parts"][name] = part_header
        arrays.update({f"part/{name}/{key}": values for key, values in part_arrays.items()})
    write_container(path, header, arrays, stored=(_BASE,))


def read_study(path: Path) -> Study:
    """The study in a file.

    Raises ``InputError`` for a file that is missing, damaged, of another kind, or of a newer version.
    """
    return read_study_parts(path)[0]


def read_study_parts(path: Path) -> tuple[Study, dict[str, Part]]:
    """The study in a file, and what is kept beside it."""
    _require_bounded(path, str(path))
    header, arrays = read_container(path)
    header = to_present(header, str(path))
    try:
        content = arrays[_BASE].tobytes()
        _require_bounded(io.BytesIO(content), str(path))
        base = unpack_base(content)
        parts: dict[str, Part] = {}
        for name, part_header in header.get("parts", {}).items():
            prefix = f"part/{name}/"
            own = {key.removeprefix(prefix): values for key, values in arrays.items() if key.startswith(prefix)}
            parts[name] = (part_header, own)
        return study_from_header(header, base, str(path)), parts
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise InputError(
            str(path), f"is a damaged study ({error})", "restore it from a backup or an autosave"
        ) from error


def study_header(study: Study) -> dict[str, Any]:
    """All of a study but its base network, as JSON values."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "name": study.name,
        "network": {"name": study.base.name, "source": study.base.source, "structure_revision": study.base_revision},
        "time": None if study.time is None else str(study.time.astype("datetime64[s]")),
        "changes": [change_to_json(change) for change in study.changes],
        "hand_positions": {key: list(place) for key, place in study.hand_positions.items()},
        "view_state": dict(study.view_state),
    }


def study_from_header(header: dict[str, Any], base: Network, place: str) -> Study:
    """The study of a header over its base. Raises ``InputError`` for a change nobody knows."""
    return Study(
        name=str(header["name"]),
        base=base,
        base_revision=str(header["network"]["structure_revision"]),
        changes=_changes(header["changes"], place),
        time=None if header["time"] is None else np.datetime64(header["time"], "s"),
        hand_positions=FrozenMap(_positions(header["hand_positions"])),
        view_state=FrozenMap(header["view_state"]),
    )


def packed_base(base: Network) -> bytes:
    """A network as a compressed container, remembered for the structures packed last."""
    known = _packed_bases.get(base.structure_revision)
    if known is None:
        known = container_bytes(*pack_network(base))
        _remember(base, known)
    return known


def unpack_base(content: bytes) -> Network:
    """The network in a compressed container. Raises ``KeyError`` or ``ValueError`` where it is none."""
    base = unpack_network(*parse_container(content))
    _remember(base, content)
    return base


def _require_bounded(file: Path | io.BytesIO, place: str) -> None:
    """A small file can promise gigabytes; anything else that is wrong with it is told by whoever reads it."""
    try:
        with zipfile.ZipFile(file) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError):
        return
    if size > LARGEST_UNPACKED:
        raise InputError(place, f"would unpack to {size / 1e6:.0f} MB", "open only studies from people you trust")


def _remember(base: Network, content: bytes) -> None:
    if base.structure_revision:
        while len(_packed_bases) >= _KEPT_BASES:
            _packed_bases.pop(next(iter(_packed_bases)))
        _packed_bases[base.structure_revision] = content


def _changes(packed: Any, place: str) -> tuple[Change, ...]:
    if not isinstance(packed, list):
        raise ValueError("its changes are no list")
    return tuple(change_from_json(one, f"{place}, change {number}") for number, one in enumerate(packed, 1))


def _positions(packed: dict[str, Any]) -> dict[str, tuple[float, float]]:
    positions = {str(key): (float(x), float(y)) for key, (x, y) in packed.items()}
    return {key: place for key, place in positions.items() if all(map(math.isfinite, place))}

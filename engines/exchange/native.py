"""A network in the product's own file, part of it or all of it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np

from engines.grid.limits import Limits, VoltageBand
from engines.grid.network import Network, make_network, make_table
from engines.grid.profiles import ProfileAssignment, Profiles, from_steps, in_steps, make_profiles

Array = np.ndarray[Any, Any]


def pack_network(network: Network, prefix: str = "network") -> tuple[dict[str, Any], dict[str, Array]]:
    """Header and arrays that :func:`unpack_network` turns into an equal network."""
    arrays: dict[str, Array] = {}
    for kind, table in network.tables.items():
        if len(table) == 0:
            continue
        arrays[f"{prefix}/{kind}/@index"] = table.index
        arrays[f"{prefix}/{kind}/@id"] = table.id
        for column, values in table.columns.items():
            arrays[f"{prefix}/{kind}/{column}"] = values
    header: dict[str, Any] = {
        "name": network.name,
        "f_hz": network.f_hz,
        "sn_mva": network.sn_mva,
        "limits": _pack_limits(network.limits),
        "is_geographic": network.is_geographic,
        "source": network.source,
        "attachments": dict(network.attachments),
        "structure_revision": network.structure_revision,
    }
    if network.profiles is not None:
        header["profiles"] = _pack_profiles(network.profiles, f"{prefix}/@profiles", arrays)
    return header, arrays


def unpack_network(header: dict[str, Any], arrays: dict[str, Array], prefix: str = "network") -> Network:
    """The network that was packed. Raises ``KeyError`` or ``ValueError`` where something is missing."""
    kinds: dict[str, dict[str, Array]] = {}
    for name, values in arrays.items():
        head, _, rest = name.partition("/")
        if head != prefix or rest.startswith("@"):
            continue
        kind, _, column = rest.partition("/")
        kinds.setdefault(kind, {})[column] = values
    tables = {
        kind: make_table(kind, columns, index=columns.pop("@index"), ids=columns.pop("@id"))
        for kind, columns in kinds.items()
    }
    profiles = _unpack_profiles(header["profiles"], f"{prefix}/@profiles", arrays) if "profiles" in header else None
    return make_network(
        header["name"],
        tables,
        f_hz=header["f_hz"],
        sn_mva=header["sn_mva"],
        limits=_unpack_limits(header["limits"]),
        profiles=profiles,
        is_geographic=header["is_geographic"],
        source=header["source"],
        attachments=header["attachments"],
    )


def _pack_limits(limits: Limits) -> dict[str, Any]:
    packed = asdict(limits)
    for band in packed["voltage_bands"]:
        band["to_kv"] = None if band["to_kv"] == float("inf") else band["to_kv"]
    return packed


def _unpack_limits(packed: dict[str, Any]) -> Limits:
    bands = tuple(
        VoltageBand(**{**band, "to_kv": float("inf") if band["to_kv"] is None else band["to_kv"]})
        for band in packed["voltage_bands"]
    )
    return Limits(bands, packed["loading_normal_percent"], packed["loading_emergency_percent"])


def _pack_profiles(profiles: Profiles, prefix: str, arrays: dict[str, Array]) -> dict[str, Any]:
    steps, low, scale = in_steps(profiles.shapes)
    arrays[f"{prefix}/steps"], arrays[f"{prefix}/low"], arrays[f"{prefix}/scale"] = steps, low, scale
    arrays[f"{prefix}/name"] = profiles.shape_name
    for k, a in enumerate(profiles.assignments):
        arrays[f"{prefix}/{k}/row"], arrays[f"{prefix}/{k}/shape"] = a.row, a.shape
    return {
        "start": str(profiles.start),
        "step_s": profiles.step_s,
        "assignments": [[a.table, a.column] for a in profiles.assignments],
    }


def _unpack_profiles(header: dict[str, Any], prefix: str, arrays: dict[str, Array]) -> Profiles:
    shapes = from_steps(*(arrays[f"{prefix}/{part}"] for part in ("steps", "low", "scale")))
    assignments = tuple(
        ProfileAssignment(table, column, arrays[f"{prefix}/{k}/row"], arrays[f"{prefix}/{k}/shape"])
        for k, (table, column) in enumerate(header["assignments"])
    )
    return make_profiles(header["start"], header["step_s"], shapes, arrays[f"{prefix}/name"], assignments)

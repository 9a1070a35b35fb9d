"""Layouts and solutions in the product's own file."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from engines.grid.difference import Moment
from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.values.frozen import FrozenMap, frozen_array
from engines.values.loadflow import BranchFlow, Engine, LoadFlowResult, SolveStatus, VerificationStatus
from engines.values.schematic import DiagramLayout, Labels, Polylines
from engines.values.violations import Violations

Array = np.ndarray[Any, Any]
LABEL_COLUMNS = ("table", "row", "kind", "x", "y", "width", "height", "text")
FLOW_COLUMNS = (
    "p_from_mw", "q_from_mvar", "p_to_mw", "q_to_mvar", "i_from_ka", "i_to_ka", "loading_percent",
)  # fmt: skip
VIOLATION_COLUMNS = ("table", "row", "kind", "value", "limit", "severity")


def pack_layout(layout: DiagramLayout, prefix: str) -> tuple[dict[str, Any], dict[str, Array]]:
    """Header and arrays of a layout; positions to a hundredth of a pixel."""
    arrays: dict[str, Array] = {f"{prefix}/bus": _pixels(layout.bus), f"{prefix}/switch": _pixels(layout.switch)}
    for name in ("trafo", "trafo3w"):
        arrays[f"{prefix}/{name}"] = _pixels(getattr(layout, name))
    for table, lines in layout.branch.items():
        arrays[f"{prefix}/branch/{table}/offset"] = lines.offset
        arrays[f"{prefix}/branch/{table}/x"] = _pixels(lines.x)
        arrays[f"{prefix}/branch/{table}/y"] = _pixels(lines.y)
    for group in ("is_tie", "device", "device_foot"):
        for table, values in getattr(layout, group).items():
            arrays[f"{prefix}/{group}/{table}"] = values if group == "is_tie" else _pixels(values)
    for column in LABEL_COLUMNS:
        values = getattr(layout.labels, column)
        arrays[f"{prefix}/labels/{column}"] = _pixels(values) if values.dtype.kind == "f" else values
    header: dict[str, Any] = {"structure_revision": layout.structure_revision, "bounds": list(layout.bounds)}
    if math.isfinite(layout.metres_per_unit):
        header["metres_per_unit"] = layout.metres_per_unit
    return header, arrays


def unpack_layout(header: dict[str, Any], arrays: dict[str, Array], prefix: str) -> DiagramLayout:
    """The layout that was packed. Raises ``KeyError`` where a part is missing."""
    tables = sorted({name.split("/")[2] for name in arrays if name.startswith(f"{prefix}/branch/")})
    branch = {
        t: Polylines(
            arrays[f"{prefix}/branch/{t}/offset"],
            _real(arrays[f"{prefix}/branch/{t}/x"]),
            _real(arrays[f"{prefix}/branch/{t}/y"]),
        )
        for t in tables
    }
    columns = {c: arrays[f"{prefix}/labels/{c}"] for c in LABEL_COLUMNS}
    labels = Labels(**{c: _real(v) if c in ("x", "y", "width", "height") else v for c, v in columns.items()})
    return DiagramLayout(
        structure_revision=header["structure_revision"],
        bus=_real(arrays[f"{prefix}/bus"]),
        branch=FrozenMap(branch),
        is_tie=FrozenMap(_group(arrays, prefix, "is_tie")),
        switch=_real(arrays[f"{prefix}/switch"]),
        trafo=_real(arrays[f"{prefix}/trafo"]),
        device=FrozenMap({t: _real(v) for t, v in _group(arrays, prefix, "device").items()}),
        device_foot=FrozenMap({t: _real(v) for t, v in _group(arrays, prefix, "device_foot").items()}),
        labels=labels,
        bounds=tuple(header["bounds"]),
        trafo3w=_real(arrays[f"{prefix}/trafo3w"]),
        metres_per_unit=float(header.get("metres_per_unit", math.nan)),
    )


def pack_moments(moments: tuple[Moment, ...], prefix: str) -> tuple[dict[str, Any], dict[str, Array]]:
    """Header and arrays of converged solutions of one network, single precision; topologies are left out.

    Each is the network as it is built, at its own time on the profiles: other changes of state are not kept.
    Raises ``ValueError`` for a solution that did not converge: it is nothing to begin with.
    """
    results = [m.result for m in moments if m.result is not None and m.result.is_converged]
    if len(results) != len(moments):
        raise ValueError("only converged solutions are kept")
    arrays = {
        f"{prefix}/vm_pu": _single([r.vm_pu for r in results]),
        f"{prefix}/va_degree": _single([r.va_degree for r in results]),
        f"{prefix}/is_energized": np.array([r.is_energized for r in results]),
        f"{prefix}/source": _single([[r.source_p_mw, r.source_q_mvar] for r in results]),
        f"{prefix}/losses": np.array([[r.losses_kw, r.losses_kvar] for r in results]),
    }
    for table in results[0].branches if results else ():
        flows = [[getattr(r.branches[table], c) for c in FLOW_COLUMNS] for r in results]
        arrays[f"{prefix}/branch/{table}"] = _single(flows)
    offsets = np.cumsum([0, *(len(r.violations) for r in results)])
    arrays[f"{prefix}/violations/@offset"] = offsets
    for column in VIOLATION_COLUMNS if results else ():
        parts = [np.asarray(getattr(r.violations, column)) for r in results]
        arrays[f"{prefix}/violations/{column}"] = np.concatenate(parts)
    header = {
        "structure_revision": results[0].structure_revision if results else "",
        "times": [None if m.snapshot.time is None else str(m.snapshot.time) for m in moments],
        "engine": [str(r.engine) for r in results],
        "verification": [str(r.verification) for r in results],
    }
    return header, arrays


def unpack_moments(
    network: Network, header: dict[str, Any], arrays: dict[str, Array], prefix: str
) -> tuple[Moment, ...]:
    """The solutions that were packed, each on its own snapshot of ``network``.

    Solutions of another structure than ``network`` are left out: they would be drawn on the wrong rows.
    """
    if header["structure_revision"] != network.structure_revision:
        return ()
    return tuple(_moment(network, header, arrays, prefix, k) for k in range(len(header["times"])))


def _moment(network: Network, header: dict[str, Any], arrays: dict[str, Array], prefix: str, k: int) -> Moment:
    time = None if header["times"][k] is None else np.datetime64(header["times"][k])
    base = Snapshot(network)
    snapshot = base if time is None else base.at(time)
    tables = {name.rpartition("/")[2]: v for name, v in arrays.items() if name.startswith(f"{prefix}/branch/")}
    flows = {t: BranchFlow(*(_real(column) for column in v[k])) for t, v in tables.items()}
    first, last = arrays[f"{prefix}/violations/@offset"][k : k + 2]
    violations = Violations(**{c: arrays[f"{prefix}/violations/{c}"][first:last] for c in VIOLATION_COLUMNS})
    source, losses = arrays[f"{prefix}/source"][k], arrays[f"{prefix}/losses"][k]
    result = LoadFlowResult(
        snapshot_revision=snapshot.revision,
        structure_revision=network.structure_revision,
        time=time,
        status=SolveStatus.CONVERGED,
        engine=Engine(header["engine"][k]),
        vm_pu=_real(arrays[f"{prefix}/vm_pu"][k]),
        va_degree=_real(arrays[f"{prefix}/va_degree"][k]),
        is_energized=frozen_array(arrays[f"{prefix}/is_energized"][k]),
        branches=FrozenMap(flows),
        source_p_mw=_real(source[0]),
        source_q_mvar=_real(source[1]),
        losses_kw=float(losses[0]),
        losses_kvar=float(losses[1]),
        violations=violations,
        verification=VerificationStatus(header["verification"][k]),
    )
    return Moment(snapshot, None, result)


def _group(arrays: dict[str, Array], prefix: str, group: str) -> dict[str, Array]:
    start = f"{prefix}/{group}/"
    return {name[len(start) :]: values for name, values in arrays.items() if name.startswith(start)}


def _pixels(values: Array) -> Array:
    return np.round(np.asarray(values, np.float64), 2).astype(np.float32)


def _single(values: Any) -> Array:
    return np.asarray(values, np.float32)


def _real(values: Array) -> Array:
    return frozen_array(values, np.float64)

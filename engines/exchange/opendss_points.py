"""OpenDSS buses and sources as tables."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from engines.grid.network import Table, make_table
from engines.values.validation import Finding, FindingSeverity

NAN = float("nan")


def each(collection: Any) -> Iterator[str]:
    """Make every enabled element of an OpenDSS collection the active one in turn; gives its name."""
    at = collection.First()
    while at:
        yield str(collection.Name()).lower()
        at = collection.Next()


def split_bus(text: str) -> tuple[str, tuple[int, ...]]:
    """``rg60.1.2`` as bus name and phases; without numbers it is all three. Neutrals are left aside."""
    name, *nodes = str(text).lower().split(".")
    numbers = tuple(int(node) for node in nodes if node.isdigit())
    return name, tuple(number for number in numbers if 1 <= number <= 3) if numbers else (1, 2, 3)


def phases_text(phases: tuple[int, ...]) -> str:
    """``1.2.3`` as OpenDSS writes phases."""
    return ".".join(str(phase) for phase in phases)


def bus_table(
    engine: Any, coordinates: dict[str, tuple[float, float]], findings: list[Finding]
) -> tuple[Table, dict[str, int]]:
    """The buses, and the index of each by its lower-case name.

    ``vn_kv`` is line to line: OpenDSS's base to neutral times the square root of three.
    """
    names = [str(name).lower() for name in engine.Circuit.AllBusNames()]
    columns: dict[str, list[Any]] = {key: [] for key in ("vn_kv", "x", "y", "phases")}
    for name in names:
        engine.Circuit.SetActiveBus(name)
        columns["vn_kv"].append(float(engine.Bus.kVBase()) * math.sqrt(3))
        placed = bool(engine.Bus.Coorddefined())
        x, y = coordinates.get(name, (engine.Bus.X(), engine.Bus.Y()) if placed else (NAN, NAN))
        columns["x"].append(float(x))
        columns["y"].append(float(y))
        columns["phases"].append(phases_text(tuple(sorted(n for n in engine.Bus.Nodes() if 1 <= n <= 3))))
    if any(kv <= 0 for kv in columns["vn_kv"]):
        columns["vn_kv"] = _with_source_level(engine, columns["vn_kv"], findings)
    ids = [f"bus.{name}" for name in names]
    table = make_table("bus", {"name": names, "dss_name": names, **columns}, ids=ids)
    return table, {name: k for k, name in enumerate(names)}


def _with_source_level(engine: Any, kv: list[float], findings: list[Finding]) -> list[float]:
    level = next((float(engine.Vsources.BasekV()) for _ in each(engine.Vsources)), 1.0)
    count = sum(value <= 0 for value in kv)
    reason = f"{count} buses have no voltage base; the source's {level:g} kV was assumed"
    remedy = "add Set VoltageBases=[...] and CalcVoltageBases to the script"
    findings.append(Finding(FindingSeverity.WARNING, "bus", "vn_kv", reason, remedy))
    return [value if value > 0 else level for value in kv]


def source_table(engine: Any, index: dict[str, int]) -> Table:
    """Voltage sources; the first is the circuit's own."""
    rows: list[dict[str, Any]] = []
    for name in each(engine.Vsources):
        bus, _ = split_bus(engine.CktElement.BusNames()[0])
        engine.Text.Command(f"? vsource.{name}.MVAsc3")
        rows.append(
            {
                "name": name,
                "dss_name": f"vsource.{name}",
                "bus": index[bus],
                "vm_pu": float(engine.Vsources.PU()),
                "va_degree": float(engine.Vsources.AngleDeg()),
                "s_sc_max_mva": _number(engine.Text.Result()),
            }
        )
    return table_of("ext_grid", rows)


def table_of(kind: str, rows: list[dict[str, Any]]) -> Table:
    """A table of rows that all have the same keys; ids are OpenDSS's names."""
    if not rows:
        return make_table(kind, {})
    ids: list[str] = []
    taken: set[str] = set()
    for row in rows:
        chosen, k = str(row["dss_name"]), 2
        while chosen in taken:
            chosen, k = f"{row['dss_name']}#{k}", k + 1
        taken.add(chosen)
        ids.append(chosen)
    return make_table(kind, {key: np.array([row[key] for row in rows]) for key in rows[0]}, ids=ids)


def _number(text: Any) -> float:
    try:
        return float(text)
    except (TypeError, ValueError):
        return NAN

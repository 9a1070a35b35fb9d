"""OpenDSS loads, generators, storages and capacitors as tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engines.exchange.opendss_points import each, phases_text, split_bus, table_of
from engines.grid.network import Table
from engines.values.validation import Finding, FindingSeverity

_CONSTANT_IMPEDANCE, _CONSTANT_CURRENT = 2, 5


def injection_tables(
    engine: Any, index: dict[str, int], bus: Table, reactors: list[dict[str, Any]], findings: list[Finding]
) -> dict[str, Table]:
    """What hangs on one bus. A load on all three phases is balanced, any other an asymmetric load.

    ``reactors`` are further rows of the shunt table.
    """
    balanced, asymmetric = _loads(engine, index)
    return {
        "load": table_of("load", balanced),
        "asymmetric_load": table_of("asymmetric_load", asymmetric),
        "sgen": table_of("sgen", [*_generators(engine, index), *_photovoltaics(engine, index)]),
        "storage": table_of("storage", _storages(engine, index)),
        "shunt": table_of("shunt", [*_capacitors(engine, index, bus, findings), *reactors]),
    }


def _place(engine: Any, index: dict[str, int], family: str, name: str) -> dict[str, Any]:
    bus, phases = split_bus(engine.CktElement.BusNames()[0])
    return {"name": name, "dss_name": f"{family}.{name}", "bus": index[bus], "phases": phases_text(phases)}


def _loads(engine: Any, index: dict[str, int]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    balanced: list[dict[str, Any]] = []
    asymmetric: list[dict[str, Any]] = []
    for name in each(engine.Loads):
        row = _place(engine, index, "load", name)
        p, q = float(engine.Loads.kW()) / 1000, float(engine.Loads.kvar()) / 1000
        model = int(engine.Loads.Model())
        if int(engine.Loads.Phases()) >= 3:
            z, i = 100.0 * (model == _CONSTANT_IMPEDANCE), 100.0 * (model == _CONSTANT_CURRENT)
            row |= {"const_z_p_percent": z, "const_z_q_percent": z, "const_i_p_percent": i, "const_i_q_percent": i}
            balanced.append(row | {"p_mw": p, "q_mvar": q, "type": "residential"})
        else:
            asymmetric.append(row | _per_phase(engine.CktElement.BusNames()[0], p, q, bool(engine.Loads.IsDelta())))
    return balanced, asymmetric


def _per_phase(bus: str, p: float, q: float, is_delta: bool) -> dict[str, Any]:
    """Power shared evenly by the phases; between two phases (delta) it belongs to the first, as ab, bc or ca."""
    _, phases = split_bus(bus)
    if is_delta and len(phases) == 2:
        phases = (3,) if set(phases) == {1, 3} else (min(phases),)
    powers: dict[str, Any] = {"type": "delta" if is_delta else "wye"}
    for number, letter in enumerate("abc", start=1):
        share = (number in phases) / max(1, len(phases))
        powers |= {f"p_{letter}_mw": p * share, f"q_{letter}_mvar": q * share}
    return powers


def _generators(engine: Any, index: dict[str, int]) -> list[dict[str, Any]]:
    rows = []
    for name in each(engine.Generators):
        powers = {
            "p_mw": float(engine.Generators.kW()) / 1000,
            "q_mvar": float(engine.Generators.kvar()) / 1000,
            "sn_mva": float(engine.Generators.kVARated()) / 1000,
            "type": "generator",
        }
        rows.append(_place(engine, index, "generator", name) | powers)
    return rows


def _photovoltaics(engine: Any, index: dict[str, int]) -> list[dict[str, Any]]:
    rows = []
    for name in each(engine.PVsystems):
        kva = float(engine.PVsystems.kVARated())
        produced = float(engine.PVsystems.Pmpp()) * float(engine.PVsystems.Irradiance())
        powers = {"p_mw": min(produced, kva) / 1000, "q_mvar": 0.0, "sn_mva": kva / 1000, "type": "pv"}
        rows.append(_place(engine, index, "pvsystem", name) | powers)
    return rows


def _storages(engine: Any, index: dict[str, int]) -> list[dict[str, Any]]:
    """Storages idle in the tables; OpenDSS's dispatch decides in the load flow."""
    rows = []
    for name in each(engine.Storages):
        value = _property(engine, f"storage.{name}")
        stored = float(engine.Storages.puSOC()) * 100
        powers = {"p_mw": 0.0, "q_mvar": 0.0, "sn_mva": value("kva") / 1000, "max_e_mwh": value("kwhrated") / 1000}
        rows.append(_place(engine, index, "storage", name) | powers | {"soc_percent": stored, "type": "battery"})
    return rows


def _property(engine: Any, element: str) -> Callable[[str], float]:
    def value(name: str) -> float:
        engine.Text.Command(f"? {element}.{name}")
        try:
            return float(engine.Text.Result())
        except (TypeError, ValueError):
            return float("nan")

    return value


def _capacitors(engine: Any, index: dict[str, int], bus: Table, findings: list[Finding]) -> list[dict[str, Any]]:
    rows = []
    for name in each(engine.Capacitors):
        ends = [split_bus(text)[0] for text in engine.CktElement.BusNames()]
        if len(ends) > 1 and ends[1] != ends[0] and engine.Capacitors.NumSteps() >= 1 and ends[1] in index:
            reason = "a series capacitor stands in no table; the load flow has it, the diagram does not"
            findings.append(Finding(FindingSeverity.NOTE, f"capacitor.{name}", "", reason, "nothing to do"))
            continue
        steps = max(1, int(engine.Capacitors.NumSteps()))
        place = _place(engine, index, "capacitor", name)
        rows.append(
            place
            | {
                "p_mw": 0.0,
                "q_mvar": -float(engine.Capacitors.kvar()) / 1000 / steps,
                "vn_kv": float(bus["vn_kv"][place["bus"]]),
                "step": float(sum(state > 0 for state in engine.Capacitors.States())),
                "max_step": float(steps),
            }
        )
    return rows

"""OpenDSS reactors: between two buses an impedance, at one bus a shunt."""

from __future__ import annotations

from typing import Any

from engines.exchange.opendss_points import each, phases_text, split_bus, table_of
from engines.grid.network import Table

BASE_MVA = 1.0
"""Base of the per-unit values of the impedances made here."""


def reactor_rows(engine: Any, index: dict[str, int], bus: Table) -> tuple[Table, list[dict[str, Any]]]:
    """The impedance table, and rows for the shunt table. Reactors between phases and neutral of one bus are
    left to the load flow."""
    series: list[dict[str, Any]] = []
    shunts: list[dict[str, Any]] = []
    for name in each(engine.Reactors):
        own = {"name": name, "dss_name": f"reactor.{name}"}
        texts = [str(text) for text in engine.CktElement.BusNames()]
        (first, phases), (second, _) = split_bus(texts[0]), split_bus(texts[-1])
        own["phases"] = phases_text(phases)
        kv = float(bus["vn_kv"][index[first]])
        if second != first and second in index:
            per_unit = BASE_MVA / kv**2
            r, x = float(engine.Reactors.R()) * per_unit, float(engine.Reactors.X()) * per_unit
            ends = {"from_bus": index[first], "to_bus": index[second], "sn_mva": BASE_MVA}
            series.append(own | ends | {"rft_pu": r, "xft_pu": x, "rtf_pu": r, "xtf_pu": x})
        elif _is_grounded(texts) and float(engine.Reactors.kvar()) > 0:
            power = {"p_mw": 0.0, "q_mvar": float(engine.Reactors.kvar()) / 1000, "vn_kv": kv}
            shunts.append(own | {"bus": index[first], **power, "step": 1.0, "max_step": 1.0})
    return table_of("impedance", series), shunts


def _is_grounded(texts: list[str]) -> bool:
    """Whether all conductors of the second end are at node 0."""
    return len(texts) < 2 or set(texts[1].split(".")[1:]) <= {"0"}

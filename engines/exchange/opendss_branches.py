"""OpenDSS lines, switches and transformers as tables of positive-sequence equivalents."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np

from engines.exchange.opendss_points import each, phases_text, split_bus, table_of
from engines.grid.network import Table
from engines.grid.switches import SwitchKind, SwitchPosition
from engines.values.frozen import frozen_array
from engines.values.validation import Finding, FindingSeverity

Array = np.ndarray[Any, Any]

_KM = {1: 1.609344, 2: 0.3048, 3: 1.0, 4: 1e-3, 5: 0.3048e-3, 6: 2.54e-5, 7: 1e-5, 8: 1e-6}
"""Kilometres in OpenDSS's length units (mi, kft, km, m, ft, in, cm, mm); 0 is "not said"."""

_CONTROLS = (
    ("Reclosers", SwitchKind.RECLOSER),
    ("Relays", SwitchKind.BREAKER),
    ("Fuses", SwitchKind.FUSE),
    ("SwtControls", SwitchKind.LOAD_BREAK_SWITCH),
)


def line_tables(engine: Any, index: dict[str, int]) -> dict[str, Table]:
    """Lines, and switches: lines that are one (between two buses), and devices that stand in a line."""
    kinds = _controlled_lines(engine)
    lines: list[dict[str, Any]] = []
    switches: list[dict[str, Any]] = []
    for name in each(engine.Lines):
        ends = [split_bus(engine.Lines.Bus1()), split_bus(engine.Lines.Bus2())]
        is_open = any(engine.CktElement.IsOpen(terminal, 0) for terminal in (1, 2))
        buses = [index[ends[0][0]], index[ends[1][0]]]
        kind = kinds.get(name, SwitchKind.LOAD_BREAK_SWITCH)
        switching = {
            "name": name,
            "dss_name": f"line.{name}",
            "bus": buses[0],
            **_position(is_open),
            "kind": kind.value,
        }
        phases = phases_text(ends[0][1])
        if engine.Lines.IsSwitch():
            switches.append({**switching, "element": buses[1], "et": "b", "phases": phases})
            continue
        if is_open or name in kinds:
            switches.append({**switching, "element": len(lines), "et": "l", "phases": phases})
        lines.append(
            {
                **_named(name),
                "from_bus": buses[0],
                "to_bus": buses[1],
                **_line_values(engine.Lines),
                "phases": phases,
            }
        )
    return {"line": table_of("line", lines), "switch": _with_switch_ids(table_of("switch", switches))}


def _named(name: str) -> dict[str, Any]:
    return {"name": name, "dss_name": f"line.{name}"}


def _with_switch_ids(table: Table) -> Table:
    """A device in a line has the line's OpenDSS name, so its id must differ from the line's."""
    return replace(table, id=frozen_array([f"switch.{text}" for text in table.id.tolist()], np.str_))


def _position(is_open: bool) -> dict[str, Any]:
    position = SwitchPosition.OPEN if is_open else SwitchPosition.CLOSED
    return {"position": int(position), "normal_closed": not is_open}


def _controlled_lines(engine: Any) -> dict[str, SwitchKind]:
    found: dict[str, SwitchKind] = {}
    for collection, kind in _CONTROLS:
        devices = getattr(engine, collection)
        for _ in each(devices):
            element = devices.SwitchedObj() or (devices.MonitoredObj() if hasattr(devices, "MonitoredObj") else "")
            family, _, line = str(element).lower().partition(".")
            if family == "line":
                found.setdefault(line, kind)
    return found


def _line_values(lines: Any) -> dict[str, float]:
    """Length, and impedance per kilometre: self less mutual, the mean of each over the phases."""
    length, unit = float(lines.Length()), int(lines.Units())
    km = length * _KM.get(unit, 1.0)
    n = int(lines.Phases())
    per = length / km if km > 0 else 1.0
    return {
        "length_km": km,
        "r_ohm_per_km": sequence_value(lines.RMatrix(), n) * per,
        "x_ohm_per_km": sequence_value(lines.XMatrix(), n) * per,
        "c_nf_per_km": sequence_value(lines.CMatrix(), n) * per,
        "max_i_ka": float(lines.NormAmps()) / 1000,
    }


def sequence_value(values: Any, n: int) -> float:
    """Positive-sequence value of an ``n`` x ``n`` phase matrix, as if the phases were transposed."""
    matrix = np.asarray(values, np.float64).reshape(n, n)
    own = float(np.trace(matrix)) / n
    mutual = float(matrix.sum() - np.trace(matrix)) / (n * (n - 1)) if n > 1 else 0.0
    return own - mutual


def transformer_tables(engine: Any, index: dict[str, int], bus: Table, findings: list[Finding]) -> dict[str, Table]:
    """Transformers with their taps; one that a RegControl moves is marked in ``oltc``.

    A centre-tapped transformer (two windings on one bus) is one of two windings. Of three windings on
    three buses the first two make one transformer, the first and third another.
    """
    regulated = {str(engine.RegControls.Transformer()).lower() for _ in each(engine.RegControls)}
    rows: list[dict[str, Any]] = []
    for name in each(engine.Transformers):
        ends = [split_bus(text) for text in engine.CktElement.BusNames()]
        windings = [_winding(engine.Transformers, k + 1) for k in range(int(engine.Transformers.NumWindings()))]
        others = [k for k in range(1, len(ends)) if ends[k][0] not in {end[0] for end in ends[:k]}]
        for k in others:
            pair = (0, k)
            own = _transformer(engine.Transformers, pair, windings, [index[ends[e][0]] for e in pair], bus)
            own |= {"name": name, "dss_name": f"transformer.{name}", "oltc": name in regulated}
            rows.append(own | {"phases": phases_text(ends[0][1])})
        if not others:
            reason = "a transformer that begins and ends at one bus is not drawn"
            findings.append(Finding(FindingSeverity.NOTE, f"transformer.{name}", "", reason, "nothing to do"))
    return {"trafo": table_of("trafo", rows)}


def _winding(transformers: Any, number: int) -> dict[str, float]:
    transformers.Wdg(number)
    low, high, steps = transformers.MinTap(), transformers.MaxTap(), transformers.NumTaps()
    return {
        "mva": float(transformers.kVA()) / 1000,
        "r_percent": float(transformers.R()),
        "is_delta": float(transformers.IsDelta()),
        "tap": float(transformers.Tap()),
        "min": float(low),
        "max": float(high),
        "step": (float(high) - float(low)) / steps if steps else 0.0,
    }


def _transformer(
    transformers: Any, pair: tuple[int, int], windings: list[dict[str, float]], buses: list[int], bus: Table
) -> dict[str, Any]:
    reactance = float(transformers.Xhl() if pair == (0, 1) else transformers.Xht())
    kv = [float(bus["vn_kv"][row]) for row in buses]
    order = (0, 1) if kv[0] >= kv[1] else (1, 0)
    high, low = (windings[pair[k]] for k in order)
    # The tap that was moved, else the one of the low side, where a regulator stands.
    side, tapped = ("hv", high) if high["tap"] != 1.0 and low["tap"] == 1.0 else ("lv", low)
    step = tapped["step"]
    r = high["r_percent"] + low["r_percent"]
    return {
        "hv_bus": buses[order[0]],
        "lv_bus": buses[order[1]],
        "sn_mva": windings[pair[0]]["mva"],
        "vn_hv_kv": kv[order[0]],
        "vn_lv_kv": kv[order[1]],
        "vk_percent": math.hypot(r, reactance),
        "vkr_percent": r,
        "shift_degree": 30.0 if high["is_delta"] != low["is_delta"] else 0.0,
        "tap_side": side,
        "tap_neutral": 0.0,
        "tap_min": round((tapped["min"] - 1) / step) if step else 0.0,
        "tap_max": round((tapped["max"] - 1) / step) if step else 0.0,
        "tap_pos": (tapped["tap"] - 1) / step if step else 0.0,
        "tap_step_percent": step * 100,
        "tap_changer_type": "Ratio",
    }

"""Lines, transformers, impedances and closed switches as pi equivalents.

Per unit on 1 MVA and the "to" bus's nominal voltage; an ideal transformer of ``ratio`` and
``shift_rad`` stands at the "from" side (the model of MATPOWER's manual, section 3.2)::

    from o---(ratio:1, shift)---+---r + jx---+---o to
                                |            |
                            (g+jb)/2     (g+jb)/2
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.network import Network, Table
from engines.grid.snapshot import Snapshot
from engines.loadflow.tap import TapChanger, apply_tap

Array = np.ndarray[Any, Any]

IDEAL_DROP_PU = 1e-8
"""Voltage a closed switch without impedance of its own may take when it carries all power of the network:
what a person can never see, and still far from the end of double precision."""
SWITCH_RX_RATIO = 2.0
"""How pandapower splits a switch's ``z_ohm`` into resistance and reactance."""


@dataclass(frozen=True, slots=True, eq=False)
class PiBranches:
    """Pi equivalents of some branches; asymmetry is what a symmetrical pi cannot say.

    Attributes:
        from_row, to_row: ``(n,)`` bus rows; rows beyond the bus table are star points of trafo3w.
        asymmetry_pu: ``(n,)`` shunt admittance at the "to" end beyond that at the "from" end.
    """

    from_row: Array
    to_row: Array
    r_pu: Array
    x_pu: Array
    g_pu: Array
    b_pu: Array
    ratio: Array
    shift_rad: Array
    asymmetry_pu: Array

    def __len__(self) -> int:
        return len(self.from_row)


def column(table: Table, name: str, default: Any) -> Array:
    """A column, or ``default`` in every row where the table does not have it."""
    return table[name] if name in table else np.full(len(table), default)


def line_pi(network: Network) -> PiBranches:
    """Lines and cables."""
    line = network["line"]
    from_row, to_row = network.bus_row(line["from_bus"]), network.bus_row(line["to_bus"])
    base_ohm = network.bus["vn_kv"][from_row] ** 2
    length, parallel = line["length_km"], line["parallel"]
    shunt = base_ohm * length * parallel
    n = len(line)
    return PiBranches(
        from_row,
        to_row,
        line["r_ohm_per_km"] * length / parallel / base_ohm,
        line["x_ohm_per_km"] * length / parallel / base_ohm,
        line["g_us_per_km"] * 1e-6 * shunt,
        2 * np.pi * network.f_hz * line["c_nf_per_km"] * 1e-9 * shunt,
        np.ones(n),
        np.zeros(n),
        np.zeros(n),
    )


def trafo_pi(snapshot: Snapshot) -> PiBranches:
    """Two-winding transformers, from the high to the low side."""
    trafo = snapshot.network["trafo"]
    tap = TapChanger(
        trafo["tap_side"],
        trafo["tap_changer_type"],
        snapshot.column("trafo", "tap_pos"),
        trafo["tap_neutral"],
        trafo["tap_step_percent"],
        trafo["tap_step_degree"],
    )
    vn_hv, vn_lv, shift = apply_tap(tap, trafo["vn_hv_kv"], trafo["vn_lv_kv"], trafo["shift_degree"])
    if "tap2_pos" in trafo:
        second = TapChanger(
            column(trafo, "tap2_side", ""),
            column(trafo, "tap2_changer_type", ""),
            trafo["tap2_pos"].astype(float),
            column(trafo, "tap2_neutral", np.nan).astype(float),
            column(trafo, "tap2_step_percent", np.nan).astype(float),
            column(trafo, "tap2_step_degree", np.nan).astype(float),
        )
        vn_hv, vn_lv, shift = apply_tap(second, vn_hv, vn_lv, shift)
    network = snapshot.network
    winding = Winding(
        network.bus_row(trafo["hv_bus"]),
        network.bus_row(trafo["lv_bus"]),
        trafo["sn_mva"],
        trafo["vk_percent"],
        trafo["vkr_percent"],
        trafo["pfe_kw"],
        trafo["i0_percent"],
        trafo["vn_lv_kv"],
        trafo["parallel"],
        column(trafo, "leakage_resistance_ratio_hv", 0.5).astype(float),
        column(trafo, "leakage_reactance_ratio_hv", 0.5).astype(float),
    )
    return winding_pi(winding, network.bus["vn_kv"], vn_hv, vn_lv, shift)


@dataclass(frozen=True, slots=True, eq=False)
class Winding:
    """Name plates of two-winding transformers (or of the legs of three-winding ones)."""

    hv_row: Array
    lv_row: Array
    sn_mva: Array
    vk_percent: Array
    vkr_percent: Array
    pfe_kw: Array
    i0_percent: Array
    rated_lv_kv: Array
    parallel: Array
    resistance_ratio_hv: Array
    reactance_ratio_hv: Array


def winding_pi(w: Winding, vn_bus_kv: Array, vn_hv: Array, vn_lv: Array, shift_degree: Array) -> PiBranches:
    """Pi equivalents of windings whose tapped rated voltages are ``vn_hv`` and ``vn_lv``."""
    base_hv, base_lv = vn_bus_kv[w.hv_row], vn_bus_kv[w.lv_row]
    on_base = np.square(vn_lv / base_lv) / w.sn_mva / w.parallel
    z, r = w.vk_percent / 100 * on_base, w.vkr_percent / 100 * on_base
    x = np.sign(z) * np.sqrt(np.maximum(z**2 - r**2, 0.0))
    iron_mva = w.pfe_kw * 1e-3
    magnetising_mva = np.sqrt(np.maximum(np.square(w.i0_percent / 100 * w.sn_mva) - iron_mva**2, 0.0))
    # The no-load branch refers to the untapped winding, then moves with the tap as the impedance does.
    to_base = np.square(base_lv / vn_lv) * w.parallel
    y = (iron_mva - 1j * magnetising_mva) * to_base
    series, y_from, y_to = star_to_pi(r, x, y, w.resistance_ratio_hv, w.reactance_ratio_hv)
    return PiBranches(
        w.hv_row,
        w.lv_row,
        series.real,
        series.imag,
        2 * y_from.real,
        2 * y_from.imag,
        vn_hv / vn_lv / (base_hv / base_lv),
        np.deg2rad(shift_degree),
        np.abs(y_to - y_from),
    )


def star_to_pi(r: Array, x: Array, y: Array, r_ratio: Array, x_ratio: Array) -> tuple[Array, Array, Array]:
    """The T model (no-load branch between the two leakage impedances) as series impedance and two shunts."""
    za, zb = r * r_ratio + 1j * x * x_ratio, r * (1 - r_ratio) + 1j * x * (1 - x_ratio)
    total = za + zb + za * zb * y
    return total, y * zb / total, y * za / total


def impedance_pi(network: Network) -> PiBranches:
    """Impedances given per unit on their own rating."""
    table = network["impedance"]
    n, sn = len(table), table["sn_mva"]
    y_from, y_to = (
        (column(table, f"g{end}_pu", 0.0) + 1j * column(table, f"b{end}_pu", 0.0)) * sn for end in ("f", "t")
    )
    uneven = np.abs(table["rft_pu"] - table["rtf_pu"]) + np.abs(table["xft_pu"] - table["xtf_pu"])
    return PiBranches(
        network.bus_row(table["from_bus"]),
        network.bus_row(table["to_bus"]),
        table["rft_pu"] / sn,
        table["xft_pu"] / sn,
        2 * np.real(y_from),
        2 * np.imag(y_from),
        np.ones(n),
        np.zeros(n),
        np.abs(y_to - y_from) + uneven,
    )


def switch_pi(network: Network, rows: Array) -> PiBranches:
    """Closed bus-bus switches; without an impedance of their own they are very nearly none."""
    switch, n = network["switch"], len(rows)
    from_row, to_row = network.bus_row(switch["bus"][rows]), network.bus_row(switch["element"][rows])
    z_pu = np.nan_to_num(switch["z_ohm"][rows]) / network.bus["vn_kv"][from_row] ** 2
    length, ideal = np.hypot(1.0, SWITCH_RX_RATIO), IDEAL_DROP_PU / network_mva(network) / np.sqrt(2)
    r = np.where(z_pu > 0, z_pu * SWITCH_RX_RATIO / length, ideal)
    x = np.where(z_pu > 0, z_pu / length, ideal)
    zero = np.zeros(n)
    return PiBranches(from_row, to_row, r, x, zero, zero, np.ones(n), zero, zero)


def network_mva(network: Network) -> float:
    """Power of all loads, generators and storages of a network as built, at least 1 MVA."""
    total = 0.0
    for table in ("load", "sgen", "storage"):
        own = network[table]
        total += float(np.nansum((np.abs(own["p_mw"]) + np.abs(own["q_mvar"])) * np.abs(own["scaling"])))
    return max(1.0, total)

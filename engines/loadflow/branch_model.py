"""Every branch of a network as one pi equivalent, in one set of arrays.

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

from engines.grid.network import Network, Table, rows_of
from engines.grid.snapshot import Snapshot
from engines.loadflow.tap import TapChanger, apply_tap
from engines.values.frozen import FrozenMap

Array = np.ndarray[Any, Any]

IDEAL_DROP_PU = 1e-8
"""Voltage a closed switch without impedance of its own may take when it carries all power of the network:
what a person can never see, and still far from the end of double precision."""
SWITCH_RX_RATIO = 2.0
"""How pandapower splits a switch's ``z_ohm`` into resistance and reactance."""
TRAFO3W_SIDES = ("hv", "mv", "lv")


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


@dataclass(frozen=True, slots=True, eq=False)
class BranchModel:
    """All branches, table after table.

    Attributes:
        pi: the equivalents.
        part: where each table's rows lie; ``trafo3w`` has its hv legs, then mv, then lv; ``switch`` holds
            the bus-bus switches of ``switch_rows``.
        n_star: star points of trafo3w, numbered after the buses.
        vn_kv: ``(n_bus + n_star,)`` nominal voltages.
        loading_from, loading_to: ``(n,)`` percent per ampere at each end; NaN where there is no rating.
    """

    pi: PiBranches
    part: FrozenMap[str, slice]
    switch_rows: Array
    n_star: int
    vn_kv: Array
    loading_from: Array
    loading_to: Array


def column(table: Table, name: str, default: Any) -> Array:
    """A column, or ``default`` in every row where the table does not have it."""
    return table[name] if name in table else np.full(len(table), default)


def build_branch_model(snapshot: Snapshot) -> BranchModel:
    """The branches of a snapshot; only tap positions are taken from its state, never what is in service."""
    network = snapshot.network
    vn_kv = network.bus["vn_kv"].astype(float)
    trafo3w = network["trafo3w"]
    if len(trafo3w):
        vn_kv = np.concatenate([vn_kv, vn_kv[network.bus_row(trafo3w["hv_bus"])]])
    switch_rows = np.flatnonzero(network["switch"]["et"] == "b")
    parts = {
        "line": (line_pi(network), *line_loading(network)),
        "trafo": (trafo_pi(snapshot), *trafo_loading(network)),
        "trafo3w": (trafo3w_pi(snapshot, vn_kv), *trafo3w_loading(network)),
        "impedance": (impedance_pi(network), *impedance_loading(network)),
        "switch": (switch_pi(network, switch_rows), *switch_loading(network, switch_rows)),
    }
    ends = np.cumsum([0, *(len(p[0]) for p in parts.values())])
    places = {name: slice(int(ends[k]), int(ends[k + 1])) for k, name in enumerate(parts)}
    fields = PiBranches.__dataclass_fields__
    pi = PiBranches(*(np.concatenate([getattr(p[0], f) for p in parts.values()]) for f in fields))
    loading = [np.concatenate([p[side] for p in parts.values()]) for side in (1, 2)]
    return BranchModel(pi, FrozenMap(places), switch_rows, len(trafo3w), vn_kv, loading[0], loading[1])


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


def line_loading(network: Network) -> tuple[Array, Array]:
    """Percent per ampere at both ends of lines."""
    line = network["line"]
    factor = percent_per_ampere(line["max_i_ka"] * line["df"] * line["parallel"])
    return factor, factor


def percent_per_ampere(rated_ka: Array) -> Array:
    """Loading per ampere of a rated current; NaN where there is no rating (or none above zero)."""
    factor: Array = np.divide(0.1, rated_ka, out=np.full(len(rated_ka), np.nan), where=rated_ka > 0)
    return factor


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


def trafo_loading(network: Network) -> tuple[Array, Array]:
    """Percent per ampere at both sides of transformers, by current on the rated voltage."""
    trafo = network["trafo"]
    rated = trafo["sn_mva"] * trafo["df"] * trafo["parallel"]
    return tuple(0.1 * np.sqrt(3) * trafo[f"vn_{side}_kv"] / rated for side in ("hv", "lv"))


def trafo3w_pi(snapshot: Snapshot, vn_kv: Array) -> PiBranches:
    """The three legs of three-winding transformers: hv bus to star point, star point to mv and lv bus."""
    network, trafo = snapshot.network, snapshot.network["trafo3w"]
    n = len(trafo)
    if n == 0:
        return PiBranches(*(np.empty(0, np.int64) for _ in range(2)), *(np.empty(0) for _ in range(7)))
    star = len(network.bus) + np.arange(n)
    vk, vkr, sn = leg_impedances(trafo)
    loss_side = column(trafo, "loss_side", "hv")
    legs = []
    for k, side in enumerate(TRAFO3W_SIDES):
        terminal = network.bus_row(trafo[f"{side}_bus"])
        has_tap = column(trafo, "tap_side", "") == side
        tap = TapChanger(
            np.where(has_tap, "hv" if side == "hv" else "lv", ""),
            column(trafo, "tap_changer_type", ""),
            snapshot.column("trafo3w", "tap_pos"),
            column(trafo, "tap_neutral", np.nan).astype(float),
            column(trafo, "tap_step_percent", np.nan).astype(float),
            column(trafo, "tap_step_degree", np.nan).astype(float),
        )
        rated_lv = trafo[f"vn_{side}_kv"].astype(float)
        shift = np.zeros(n) if side == "hv" else column(trafo, f"shift_{side}_degree", 0.0).astype(float)
        vn_hv, vn_lv, shift = apply_tap(tap, trafo["vn_hv_kv"].astype(float), rated_lv, shift)
        winding = Winding(
            terminal if side == "hv" else star,
            star if side == "hv" else terminal,
            sn[k],
            vk[k],
            vkr[k],
            np.where(loss_side == side, column(trafo, "pfe_kw", 0.0), 0.0),
            np.where(loss_side == side, column(trafo, "i0_percent", 0.0), 0.0),
            rated_lv,
            np.ones(n),
            np.full(n, 0.5),
            np.full(n, 0.5),
        )
        legs.append(winding_pi(winding, vn_kv, vn_hv, vn_lv, shift))
    return PiBranches(*(np.concatenate([getattr(leg, f) for leg in legs]) for f in PiBranches.__dataclass_fields__))


def leg_impedances(trafo: Table) -> tuple[Array, Array, Array]:
    """Short-circuit voltages of the star's legs, from those measured between the windings: (vk, vkr, sn)."""
    sn = np.stack([trafo[f"sn_{s}_mva"].astype(float) for s in TRAFO3W_SIDES])
    between = np.stack([sn[[0, 1]].min(axis=0), sn[[1, 2]].min(axis=0), sn[[0, 2]].min(axis=0)])
    vk = np.stack([trafo[f"vk_{s}_percent"].astype(float) for s in TRAFO3W_SIDES]) * sn[0] / between
    vkr = np.stack([trafo[f"vkr_{s}_percent"].astype(float) for s in TRAFO3W_SIDES]) * sn[0] / between
    vkx = np.sqrt(np.maximum(vk**2 - vkr**2, 0.0))

    def star(z: Array) -> Array:
        own = np.stack([z[0] + z[2] - z[1], z[0] + z[1] - z[2], z[1] + z[2] - z[0]])
        return np.asarray(0.5 * sn / sn[0] * own)

    real, imaginary = star(vkr), star(vkx)
    return np.sign(imaginary) * np.hypot(real, imaginary), real, sn


def trafo3w_loading(network: Network) -> tuple[Array, Array]:
    """Percent per ampere at the terminals; the star point's end has no rating."""
    trafo = network["trafo3w"]
    if len(trafo) == 0:
        return np.empty(0), np.empty(0)
    own = [percent_per_ampere(trafo[f"sn_{s}_mva"] / np.sqrt(3) / trafo[f"vn_{s}_kv"]) for s in TRAFO3W_SIDES]
    none = np.full(len(trafo), np.nan)
    return np.concatenate([own[0], none, none]), np.concatenate([none, own[1], own[2]])


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


def impedance_loading(network: Network) -> tuple[Array, Array]:
    """Impedances have no rating: their ``sn_mva`` is only the base of their values."""
    none = np.full(len(network["impedance"]), np.nan)
    return none, none


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


def switch_loading(network: Network, rows: Array) -> tuple[Array, Array]:
    """Percent per ampere of bus-bus switches on their rated current."""
    factor = percent_per_ampere(network["switch"]["in_ka"][rows])
    return factor, factor


def switch_sides(network: Network, model: BranchModel) -> tuple[Array, Array, Array]:
    """Which branch end each line or transformer switch opens: (switch row, branch, is at the "to" end)."""
    switch = network["switch"]
    found: list[tuple[Array, Array, Array]] = []
    for et, table, ends in (("l", "line", ("from_bus", "to_bus")), ("t", "trafo", ("hv_bus", "lv_bus"))):
        rows = np.flatnonzero(switch["et"] == et)
        element = rows_of(network[table].index, switch["element"][rows])
        rows, element = rows[element >= 0], element[element >= 0]
        at_to = switch["bus"][rows] != network[table][ends[0]][element]
        found.append((rows, element + model.part[table].start, at_to))
    rows = np.flatnonzero(switch["et"] == "t3")
    element = rows_of(network["trafo3w"].index, switch["element"][rows])
    rows, element = rows[element >= 0], element[element >= 0]
    for k, side in enumerate(TRAFO3W_SIDES):
        here = switch["bus"][rows] == network["trafo3w"][f"{side}_bus"][element]
        leg = element[here] + model.part["trafo3w"].start + k * len(network["trafo3w"])
        found.append((rows[here], leg, np.full(len(leg), side != "hv")))
    return tuple(np.concatenate(parts) for parts in zip(*found, strict=True))  # type: ignore[return-value]


def branch_ends(snapshot: Snapshot, model: BranchModel, sides: tuple[Array, Array, Array]) -> tuple[Array, Array]:
    """Whether each branch's from and to end is connected: ``(n,)`` each.

    Only a switch known to be closed connects. A line with one open end, or one end at a bus out of service,
    stays charged from the other; every other branch at such a bus goes out as a whole.
    """
    pi, part = model.pi, model.part
    closed = snapshot.switch_closed
    in_service = np.concatenate(
        [
            snapshot.column("line", "in_service"),
            snapshot.column("trafo", "in_service"),
            *(snapshot.column("trafo3w", "in_service"),) * 3,
            snapshot.column("impedance", "in_service"),
            closed[model.switch_rows],
        ]
    )
    bus = snapshot.column("bus", "in_service")
    if bus.all():
        at_from, at_to = in_service.copy(), in_service
    else:
        bus = np.concatenate([bus, np.ones(model.n_star, bool)])
        at_from, at_to = in_service & bus[pi.from_row], in_service & bus[pi.to_row]
        whole = slice(part["line"].stop, len(pi))
        both = at_from[whole] & at_to[whole]
        at_from[whole], at_to[whole] = both, both
    switch_row, branch, is_to = sides
    is_open = ~closed[switch_row]
    at_from[branch[is_open & ~is_to]] = False
    at_to[branch[is_open & is_to]] = False
    return at_from, at_to

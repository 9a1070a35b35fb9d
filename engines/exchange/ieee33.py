"""The 33-bus feeder of Baran and Wu (IEEE Transactions on Power Delivery 4(2), 1989), made operable.

Buses and branches are numbered from 1 as in the paper. Branch 7-8 is 0.7114 + j0.2351 ohm, the values
under which 202.677 kW of losses are quoted. Every branch has a switch; the five ties are normally open.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.exchange.standard_profiles import add_standard_profiles
from engines.grid.limits import Limits, VoltageBand
from engines.grid.network import Network, Table, make_network, make_table
from engines.grid.switches import SwitchKind

Array = np.ndarray[Any, Any]

# from, to, ohm, ohm; the last five are the ties.
_BRANCHES = """
1 2 0.0922 0.0470  2 3 0.4930 0.2511  3 4 0.3660 0.1864  4 5 0.3811 0.1941  5 6 0.8190 0.7070
6 7 0.1872 0.6188  7 8 0.7114 0.2351  8 9 1.0300 0.7400  9 10 1.0440 0.7400  10 11 0.1966 0.0650
11 12 0.3744 0.1238  12 13 1.4680 1.1550  13 14 0.5416 0.7129  14 15 0.5910 0.5260
15 16 0.7463 0.5450  16 17 1.2890 1.7210  17 18 0.7320 0.5740  2 19 0.1640 0.1565
19 20 1.5042 1.3554  20 21 0.4095 0.4784  21 22 0.7089 0.9373  3 23 0.4512 0.3083
23 24 0.8980 0.7091  24 25 0.8960 0.7011  6 26 0.2030 0.1034  26 27 0.2842 0.1447
27 28 1.0590 0.9337  28 29 0.8042 0.7006  29 30 0.5075 0.2585  30 31 0.9744 0.9630
31 32 0.3105 0.3619  32 33 0.3410 0.5302
21 8 2.0 2.0  9 15 2.0 2.0  12 22 2.0 2.0  18 33 0.5 0.5  25 29 0.5 0.5
"""

# kW and kvar at buses 2..33.
_LOADS = """
100 60  90 40  120 80  60 30  60 20  200 100  200 100  60 20  60 20  45 30  60 35  60 35  120 80  60 10
60 20  60 20  90 40  90 40  90 40  90 40  90 40  90 50  420 200  420 200  60 25  60 25  60 20  120 70
200 600  150 70  210 100  60 40
"""

FIRST_TIE = 33
_TRUNK_KA, _LATERAL_KA = 0.40, 0.25
_LIMITS = Limits((VoltageBand(0.0, float("inf"), 0.90, 1.10, 0.88, 1.12),))
_CLASSES = {7: "commercial", 8: "public", 24: "industrial", 25: "industrial", 30: "industrial", 32: "commercial"}
_FAMILY = {"residential": "household", "commercial": "commercial", "industrial": "industry", "public": "public"}
_PRIORITY = {8: 2, 14: 1, 24: 1, 25: 1, 32: 1}
_CONTACT = {
    7: "shopping centre, facility desk",
    8: "hospital, technical duty desk",
    24: "works east, control room",
    25: "works south, control room",
    30: "foundry, energy desk",
    32: "office park, facility desk",
}


def ieee33() -> Network:
    """The feeder with switches, plausible customers, coordinates and limits, and a year of profiles.

    All indices are the paper's numbers, and ids are made of them: ``bus:18``, ``line:33``, ``switch:33``.
    Voltage is normal from 0.90 to 1.10: the published feeder stands at 0.913 in health.
    """
    numbers = np.array(_BRANCHES.split(), np.float64).reshape(-1, 4)
    power = np.array(_LOADS.split(), np.float64).reshape(-1, 2) / 1000
    network = make_network(
        "IEEE 33",
        {
            "bus": _buses(),
            "line": _lines(numbers),
            "switch": _switches(numbers),
            "load": _loads(power),
            "ext_grid": make_table(
                "ext_grid", {"bus": [1], "vm_pu": [1.0], "va_degree": [0.0], "name": ["Substation"]}, index=[1]
            ),
            "customer": _customers(power),
        },
        f_hz=60.0,
        sn_mva=10.0,
        limits=_LIMITS,
        source="ieee33",
    )
    return add_standard_profiles(network, {"load": [_FAMILY[_class(bus)] for bus in range(2, 34)]})


def _buses() -> Table:
    bus = np.arange(1, 34)
    x, y = _positions(bus)
    return make_table(
        "bus",
        {
            "name": bus.astype(np.str_),
            "vn_kv": np.full(33, 12.66),
            "zone": np.select(
                [bus <= 1, bus <= 18, bus <= 22, bus <= 25], ["source", "trunk", "north", "south"], "east"
            ),
            "substation": np.where(bus == 1, "Substation", ""),
            "x": x,
            "y": y,
        },
        index=bus,
    )


def _positions(bus: Array) -> tuple[Array, Array]:
    """Metres on a plane: the trunk runs east, 19-22 branch off north, 23-25 and 26-33 south."""
    column = np.select(
        [bus <= 18, bus <= 22, bus <= 25],
        [bus - 1, bus - 18, bus - 21],
        bus - 21,
    )
    lane = np.select([bus <= 18, bus <= 22, bus <= 25], [0, 1, -2], -1)
    bend = 0.18 * np.sin(1.3 * column + lane)
    return 1000.0 * column, 1000.0 * (lane + np.where(bus == 1, 0.0, bend))


def _lines(numbers: Array) -> Table:
    n = len(numbers)
    number = np.arange(1, n + 1)
    is_trunk = (number <= 5) | ((number >= 25) & (number <= 32)) | (number >= FIRST_TIE)
    return make_table(
        "line",
        {
            "name": number.astype(np.str_),
            "from_bus": numbers[:, 0],
            "to_bus": numbers[:, 1],
            "length_km": np.ones(n),
            "r_ohm_per_km": numbers[:, 2],
            "x_ohm_per_km": numbers[:, 3],
            "max_i_ka": np.where(is_trunk, _TRUNK_KA, _LATERAL_KA),
            "type": np.full(n, "ol"),
        },
        index=number,
    )


def _switches(numbers: Array) -> Table:
    n = len(numbers)
    number = np.arange(1, n + 1)
    closed = number < FIRST_TIE
    return make_table(
        "switch",
        {
            "name": [f"S{k}" for k in number],
            "bus": numbers[:, 0],
            "element": number,
            "et": np.full(n, "l"),
            "position": closed,
            "kind": np.where(number == 1, SwitchKind.BREAKER.value, SwitchKind.LOAD_BREAK_SWITCH.value),
            "normal_closed": closed,
        },
        index=number,
    )


def _loads(power: Array) -> Table:
    bus = np.arange(2, 34)
    return make_table(
        "load",
        {
            "name": [f"Load {k}" for k in bus],
            "bus": bus,
            "p_mw": power[:, 0],
            "q_mvar": power[:, 1],
            "type": [_class(int(k)) for k in bus],
        },
        index=bus,
    )


def _class(bus: int) -> str:
    return _CLASSES.get(bus, "residential")


def _customers(power: Array) -> Table:
    bus = np.arange(2, 34)
    # A home takes 1.5 kW of the feeder's peak, a shop or office 20 kW; a works or hospital is one customer.
    count = [
        {"residential": round(kw / 1.5), "commercial": round(kw / 20)}.get(_class(int(k)), 1)
        for k, kw in zip(bus, power[:, 0] * 1000, strict=True)
    ]
    return make_table(
        "customer",
        {
            "name": [f"Customers of bus {k}" for k in bus],
            "load": bus,
            "bus": bus,
            "count": count,
            "customer_class": [_class(int(k)) for k in bus],
            "priority": [_PRIORITY.get(int(k), 0) for k in bus],
            "contact": [_CONTACT.get(int(k), "") for k in bus],
        },
        index=bus,
    )

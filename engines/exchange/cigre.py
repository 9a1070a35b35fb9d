"""The CIGRE benchmark networks (Task Force C6.04.02, brochure 575) as pandapower carries them.

Runs in a worker: pandapower builds them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from engines.exchange.from_pandapower import from_pandapower
from engines.exchange.standard_profiles import add_standard_profiles
from engines.grid.limits import Limits, VoltageBand
from engines.grid.network import Network, Table, make_table, with_tables
from engines.values.validation import Finding

Array = np.ndarray[Any, Any]

# EN 50160: supply voltage within 10 % of nominal.
_LIMITS = Limits((VoltageBand(0.0, float("inf"), 0.90, 1.10, 0.85, 1.15),))
_METRES_PER_UNIT = {"cigre_mv": 600.0, "cigre_lv": 35.0}


def cigre_mv() -> tuple[Network, tuple[Finding, ...]]:
    """Medium voltage, 20 kV, two feeders, with photovoltaics and wind power."""
    from pandapower.networks import create_cigre_network_mv

    return _finished(create_cigre_network_mv(with_der="pv_wind"), "cigre_mv", "CIGRE MV")


def cigre_lv() -> tuple[Network, tuple[Finding, ...]]:
    """Low voltage, 400 V, a residential, an industrial and a commercial feeder."""
    from pandapower.networks import create_cigre_network_lv

    return _finished(create_cigre_network_lv(), "cigre_lv", "CIGRE LV")


def _finished(net: Any, source: str, name: str) -> tuple[Network, tuple[Finding, ...]]:
    network, findings = from_pandapower(net, name=name, source=source, limits=_LIMITS)
    names = network["load"]["name"].tolist()
    families = {
        "load": [_load_family(text) for text in names],
        "sgen": ["wind" if kind == "WP" else "pv" for kind in network["sgen"]["type"].tolist()],
    }
    tables = {
        "bus": _placed(network, _METRES_PER_UNIT[source]),
        "switch": _named(network["switch"]),
        "customer": _customers(network["load"], families["load"]),
        "load": network["load"].with_columns({"type": [_CLASS[family] for family in families["load"]]}),
    }
    return add_standard_profiles(replace(with_tables(network, tables), is_geographic=False), families), findings


_CLASS = {"household": "residential", "commercial": "commercial", "industry": "industrial"}


def _load_family(name: str) -> str:
    kind = name.removeprefix("Load ")
    return "household" if kind.startswith("R") else "industry" if kind.startswith("I") else "commercial"


def _placed(network: Network, metres: float) -> Table:
    return network.bus.with_columns({"x": network.bus["x"] * metres, "y": network.bus["y"] * metres})


def _named(switch: Table) -> Table:
    """Switches without a name get the numbers the named ones leave free."""
    taken = set(switch["name"].tolist())
    free = (f"S{k}" for k in range(1, 2 * len(switch) + 1) if f"S{k}" not in taken)
    return switch.with_columns({"name": [text or next(free) for text in switch["name"].tolist()]})


def _customers(load: Table, families: Sequence[str]) -> Table:
    kw = load["p_mw"] * 1000
    # A home takes 1.5 kW of the peak, a shop 20 kW, an industrial load is one customer.
    share = {"household": 1.5, "commercial": 20.0}
    count = [
        max(1, round(power / share[f])) if f in share else 1 for power, f in zip(kw.tolist(), families, strict=True)
    ]
    columns = {
        "name": [f"Customers of {text}" for text in load["name"].tolist()],
        "load": load.index,
        "bus": load["bus"],
        "count": count,
        "customer_class": [_CLASS[family] for family in families],
        "priority": [1 if family == "industry" else 0 for family in families],
    }
    return make_table("customer", columns, index=load.index)

"""Loads, generators, sources and shunts: missing values, and values of the wrong unit."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engines.exchange.checks.wording import ERROR, WARNING, in_service, tell
from engines.grid.network import Network
from engines.values.validation import Finding

_POWERS = {
    "load": ("p_mw", "q_mvar", "scaling"),
    "sgen": ("p_mw", "q_mvar", "scaling"),
    "storage": ("p_mw", "q_mvar", "scaling"),
    "gen": ("p_mw", "vm_pu", "scaling"),
    "ext_grid": ("vm_pu", "va_degree"),
    "shunt": ("p_mw", "q_mvar", "step"),
    **{
        f"asymmetric_{kind}": (*(f"p_{phase}_mw" for phase in "abc"), *(f"q_{phase}_mvar" for phase in "abc"))
        for kind in ("load", "sgen")
    },
}

_LARGEST_MW = ((1.0, 5.0), (60.0, 300.0), (np.inf, 20_000.0))
"""(up to kV, MW): more than this at one element of such a level is a wrong unit, not a customer."""


def check_injections(network: Network) -> Iterator[Finding]:
    """Everything that hangs on one bus."""
    for kind, columns in _POWERS.items():
        table = network[kind]
        for column in columns:
            missing = in_service(table) & ~np.isfinite(table[column])
            yield from tell(ERROR, network, kind, missing, column, f"has no number as {column}", "fill it in, or set 0")
    for kind in ("load", "sgen", "storage", "gen"):
        yield from _too_large(network, kind)
    for kind in ("ext_grid", "gen"):
        vm = network[kind]["vm_pu"]
        off = in_service(network[kind]) & ((vm < 0.7) | (vm > 1.3))
        yield from tell(
            WARNING, network, kind, off, "vm_pu", f"holds a voltage far from 1 pu ({kind})", "give it per unit, not kV"
        )


def _too_large(network: Network, kind: str) -> Iterator[Finding]:
    table = network[kind]
    rows = network.bus_row(table["bus"])
    if len(network.bus) == 0 or len(table) == 0:
        return
    kv = np.where(rows >= 0, network.bus["vn_kv"][rows], np.nan)
    largest = np.select([kv <= limit for limit, _ in _LARGEST_MW], [mw for _, mw in _LARGEST_MW], np.inf)
    power = np.abs(table["p_mw"] * table["scaling"])
    yield from tell(
        WARNING,
        network,
        kind,
        in_service(table) & (power > largest),
        "p_mw",
        lambda k: f"has {power[k]:g} MW at {kv[k]:g} kV, which looks like kW",
        "check the unit: p_mw is in MW",
    )

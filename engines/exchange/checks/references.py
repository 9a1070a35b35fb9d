"""What refers to what: duplicate indices, buses and elements that are not there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from engines.exchange.checks.wording import ERROR, WARNING, tell
from engines.grid.network import Network, rows_of
from engines.grid.schema import BUS_COLUMNS
from engines.values.validation import Finding

Array = np.ndarray[Any, Any]

SWITCHED_TABLE = {"b": "bus", "l": "line", "t": "trafo", "t3": "trafo3w"}
"""Table a switch's ``element`` points into, by its ``et``."""


def check_references(network: Network) -> Iterator[Finding]:
    """Duplicate indices, and references to what does not exist."""
    for kind, table in network.tables.items():
        _, first, counts = np.unique(table.index, return_index=True, return_counts=True)
        if np.any(counts > 1):
            again = np.zeros(len(table), bool)
            again[first[counts > 1]] = True
            yield from tell(
                ERROR, network, kind, again, "index", "shares its index with another row", "give every row its own"
            )
    for kind, columns in BUS_COLUMNS.items():
        for column in columns if kind in network.tables else ():
            if column in network[kind]:
                wanted = network[kind][column]
                lost = (network.bus_row(wanted) < 0) & ~((kind == "customer") & (wanted == -1))
                yield from _lost(network, kind, column, lost)
    yield from _switched(network)


def _lost(network: Network, kind: str, column: str, lost: Array) -> Iterator[Finding]:
    values = network[kind][column]
    yield from tell(
        ERROR,
        network,
        kind,
        lost,
        column,
        lambda row: f"refers to bus {values[row]}, which does not exist",
        "add the bus or correct the reference",
    )


def _switched(network: Network) -> Iterator[Finding]:
    switch = network["switch"]
    lost = ~np.isin(switch["et"], list(SWITCHED_TABLE))
    yield from tell(
        ERROR, network, "switch", lost, "et", lambda row: f"switches {str(switch['et'][row])!r}", "write b, l, t or t3"
    )
    for letter, kind in SWITCHED_TABLE.items():
        is_kind = switch["et"] == letter
        rows = rows_of(network[kind].index, switch["element"])
        reason = f"switches a {kind} that does not exist"
        yield from tell(ERROR, network, "switch", is_kind & (rows < 0), "element", reason, "correct the reference")
        if letter in ("l", "t"):
            yield from _elsewhere(network, kind, is_kind & (rows >= 0), rows)


def _elsewhere(network: Network, kind: str, known: Array, rows: Array) -> Iterator[Finding]:
    columns = BUS_COLUMNS[kind]
    at = np.zeros(len(known), bool)
    for column in columns:
        ends = network[kind][column]
        at[known] |= ends[rows[known]] == network["switch"]["bus"][known]
    yield from tell(
        WARNING,
        network,
        "switch",
        known & ~at,
        "bus",
        f"does not stand at an end of the {kind} it switches",
        "put it at one of the two ends",
    )

"""The table of what a load flow found: every broken limit."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.ma  # np.unique loads it at its first use: not while someone waits for a table

from engines.grid.loss_summary import branch_feeders
from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.grid.unsupplied import Unsupplied, unsupplied
from engines.values.loadflow import LoadFlowResult
from engines.values.topology import Topology
from widgets.numbers import number_text
from widgets.tables.columns import calculated, number, sign, text
from widgets.tables.content import ColumnSpec, TableContent, nothing
from widgets.tables.words import (
    failed_text,
    feeder_names,
    kind_words,
    labels,
    mapped,
    not_solved_text,
    origin_text,
    tr,
    violation_words,
)

Array = np.ndarray[Any, Any]


def violation_columns() -> tuple[ColumnSpec, ...]:
    """Columns of the violation table."""
    return (
        sign(),
        text("name", tr("Equipment")),
        text("what", tr("What")),
        number("vm_pu", tr("Voltage"), "pu", 4, tr("Magnitude against the nominal voltage")),
        number("vm_limit_pu", tr("Limit"), "pu", 3, tr("The normal voltage limit that is broken")),
        number("loading_percent", tr("Loading"), "%", 1, tr("Current against the rating")),
        number("loading_limit_percent", tr("Limit"), "%", 0, tr("The normal loading limit that is broken")),
        text("feeder", tr("Feeder"), tr("The feeder it belongs to at present")),
        text("kind", tr("Kind")),
        text("id", tr("Id"), tr("What files and other systems call it")),
    )


def violations(
    snapshot: Snapshot, topology: Topology | None, result: LoadFlowResult | None, clock: str = ""
) -> TableContent:
    """Every broken limit, worst first; "no violation" is only said of a converged result."""
    name = tr("Violations")
    if result is None:
        return nothing(not_solved_text(), name)
    if not result.is_converged:
        return nothing(failed_text(result), name)
    found, network = result.violations, snapshot.network
    is_bus = found.table == "bus"
    nan = np.nan
    values = {
        "severity": found.severity,
        "name": equipment_texts(network, found.table, found.row, labels_of=True),
        "what": mapped(violation_words(), found.kind),
        "vm_pu": np.where(is_bus, found.value, nan),
        "vm_limit_pu": np.where(is_bus, found.limit, nan),
        "loading_percent": np.where(is_bus, nan, found.value),
        "loading_limit_percent": np.where(is_bus, nan, found.limit),
        "feeder": equipment_feeders(network, topology, found.table, found.row),
        "kind": mapped(kind_words(), found.table),
        "id": equipment_texts(network, found.table, found.row, labels_of=False),
    }
    lost = Unsupplied() if topology is None else unsupplied(snapshot, topology)
    empty = tr("No violation: every voltage and loading is within its limits.")
    notices = []
    if lost.buses:
        empty = tr("Where there is voltage, every voltage and loading is within its limits.")
        without = tr("Without supply: {buses} buses, {customers} customers.")
        notices.append(without.format(buses=number_text(lost.buses, 0), customers=number_text(lost.customers, 0)))
    unrated = _unrated(result)
    if unrated:
        empty = tr("No violation of the limits that are known.")
        not_rated = tr("Not rated: {count} lines and transformers, whose loading is not known.")
        notices.append(not_rated.format(count=number_text(unrated, 0)))
    notice = " ".join(notices)
    origin = origin_text(snapshot, result, clock)
    columns = tuple(c for c in violation_columns() if not c.is_number or np.isfinite(values[c.key]).any())
    qualities = calculated(columns, ("vm_pu", "loading_percent"), result, len(found))
    return TableContent(columns, values, found.table, found.row, origin, empty, notice, name, qualities)


def _unrated(result: LoadFlowResult) -> int:
    """How many lines and transformers carry a current that no rating tells anything about."""
    flows = [result.branches[table] for table in ("line", "trafo", "trafo3w") if table in result.branches]
    return sum(int(np.count_nonzero(np.isfinite(f.i_from_ka) & np.isnan(f.loading_percent))) for f in flows)


def equipment_texts(network: Network, tables: Array, rows: Array, *, labels_of: bool) -> Array:
    """``(n,)`` name (or id) of each piece of equipment."""
    known = {t: labels(network, t) if labels_of else network[t].id for t in np.unique(tables).tolist()}
    texts = np.full(len(rows), "", f"U{max([1, *(k.itemsize // 4 for k in known.values())])}")
    for table, named in known.items():
        mine = tables == table
        texts[mine] = named[rows[mine]]
    return texts


def equipment_feeders(network: Network, topology: Topology | None, tables: Array, rows: Array) -> Array:
    """``(n,)`` name of the feeder of each bus or branch."""
    if topology is None or not len(rows):
        return np.full(len(rows), "", "U1")
    of_branch = branch_feeders(network, topology)
    feeder = np.full(len(rows), -1)
    for table in np.unique(tables).tolist():
        mine = tables == table
        if table == "bus":
            feeder[mine] = topology.feeder[rows[mine]]
        elif table in of_branch:
            feeder[mine] = of_branch[table][rows[mine]]
    return feeder_names(topology, feeder)

"""The table of lines, transformers and impedances."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.limit_check import limit_arrays
from engines.grid.loss_summary import branch_feeders
from engines.grid.network import Network
from engines.grid.schema import BRANCH_TABLES
from engines.grid.snapshot import Snapshot
from engines.values.loadflow import BranchFlow, LoadFlowResult
from engines.values.topology import Topology
from widgets.slices import OncePer, Steps, run_steps
from widgets.tables.columns import calculated, number, severities, sign, text
from widgets.tables.content import ColumnKind, ColumnSpec, TableContent
from widgets.tables.words import (
    bus_labels,
    feeder_names,
    kind_words,
    labels,
    notice_text,
    origin_text,
    supply_words,
    tr,
)

Array = np.ndarray[Any, Any]
BRANCH_VALUES = ("loading_percent", "p_mw", "q_mvar", "i_a", "loss_kw")
ENDS = {
    "line": ("from_bus", "to_bus"),
    "trafo": ("hv_bus", "lv_bus"),
    "trafo3w": ("hv_bus", "mv_bus"),
    "impedance": ("from_bus", "to_bus"),
}


def branch_columns() -> tuple[ColumnSpec, ...]:
    """Columns of the branch table."""
    return (
        sign(),
        text("name", tr("Branch")),
        text("kind", tr("Kind")),
        number("loading_percent", tr("Loading"), "%", 1, tr("Current against the rating, the more loaded end")),
        number("limit_percent", tr("Limit"), "%", 0, tr("Normal limit of the loading")),
        number("p_mw", tr("P"), "MW", 3, tr("Active power into the branch at its first end; negative comes out")),
        number("q_mvar", tr("Q"), "Mvar", 3, tr("Reactive power into the branch at its first end")),
        number("i_a", tr("Current"), "A", 1, tr("Current of the more loaded end")),
        number("loss_kw", tr("Losses"), "kW", 3, tr("Active losses")),
        text("first", tr("From"), tr("First end; the high side of a transformer")),
        text("second", tr("To"), tr("Second end")),
        text("feeder", tr("Feeder"), tr("The feeder it belongs to at present")),
        text("state", tr("State"), tr("What is known of its voltage")),
        text("id", tr("Id"), tr("What files and other systems call it")),
    )


def branches(
    snapshot: Snapshot, topology: Topology | None, result: LoadFlowResult | None, clock: str = ""
) -> TableContent:
    """Every line, transformer and impedance, in the network's order."""
    return run_steps(branch_steps(snapshot, topology, result, clock))


def branch_steps(
    snapshot: Snapshot, topology: Topology | None, result: LoadFlowResult | None, clock: str = ""
) -> Steps[TableContent]:
    """:func:`branches` in slices."""
    network = snapshot.network
    lasting = yield from _LASTING.steps(network)
    yield
    tables = [t for t in BRANCH_TABLES if len(network[t])]
    feeders = branch_feeders(network, topology) if topology is not None else {}
    yield
    columns = branch_columns()
    parts = [_changing(network, t, topology, result, feeders) for t in tables]
    yield
    values = dict(lasting.values)
    for column in columns:
        if column.key not in values:
            values[column.key] = _joined([part[column.key] for part in parts], column)
    yield
    return TableContent(
        columns,
        values,
        lasting.tables,
        lasting.rows,
        origin_text(snapshot, result, clock),
        tr("The network has no lines or transformers."),
        notice_text(result),
        tr("Branches"),
        calculated(columns, BRANCH_VALUES, result, len(lasting.rows)),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Lasting:
    """Columns that are the same in every state of a network."""

    values: dict[str, Array]
    tables: Array
    rows: Array


def _make_lasting(network: Network) -> Steps[_Lasting]:
    tables = [t for t in BRANCH_TABLES if len(network[t])]
    limits = limit_arrays(network).normal_percent
    yield
    parts = []
    for table in tables:
        rows = network[table]
        first, second = ENDS[table]
        part = {"name": labels(network, table), "id": rows.id, "limit_percent": limits[table]}
        part["kind"] = np.full(len(rows), kind_words().get(table, table))
        yield
        part["first"] = bus_labels(network, rows[first])
        yield
        part["second"] = bus_labels(network, rows[second])
        yield
        parts.append(part)
    values = {}
    for column in branch_columns():
        if column.key in LASTING:
            values[column.key] = _joined([part[column.key] for part in parts], column)
            yield
    return _Lasting(
        values,
        np.concatenate([np.full(len(network[t]), t, "U12") for t in tables] or [np.empty(0, "U12")]),
        np.concatenate([np.arange(len(network[t])) for t in tables] or [np.empty(0, np.int64)]),
    )


LASTING = ("name", "kind", "limit_percent", "first", "second", "id")
_LASTING = OncePer(_make_lasting)


def _joined(parts: list[Array], column: ColumnSpec) -> Array:
    if parts:
        return np.concatenate(parts)
    return np.empty(0, "U1" if column.kind is ColumnKind.TEXT else np.float64)


def _changing(
    network: Network,
    table: str,
    topology: Topology | None,
    result: LoadFlowResult | None,
    feeders: dict[str, Array],
) -> dict[str, Array]:
    n = len(network[table])
    flow = result.branches.get(table) if result is not None and result.is_converged else None
    supply = topology.branch_supply.get(table) if topology is not None else None
    return {
        "severity": severities(result, table, n),
        "feeder": feeder_names(topology, feeders[table] if feeders else np.full(n, -1)),
        "state": supply_words(supply) if supply is not None else np.full(n, "", "U1"),
        **_flow_values(flow, n),
    }


def _flow_values(flow: BranchFlow | None, n: int) -> dict[str, Array]:
    if flow is None:
        nan = np.full(n, np.nan)
        return {"loading_percent": nan, "p_mw": nan, "q_mvar": nan, "i_a": nan, "loss_kw": nan}
    return {
        "loading_percent": flow.loading_percent,
        "p_mw": flow.p_from_mw,
        "q_mvar": flow.q_from_mvar,
        "i_a": flow.i_ka * 1e3,
        "loss_kw": flow.loss_mw * 1e3,
    }

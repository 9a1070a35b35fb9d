"""Tables of what a load flow found: violations, losses, the difference to before."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from engines.grid.loss_summary import LossGroup, branch_feeders, summarise_losses
from engines.grid.network import Network
from engines.grid.quality import Origin, Quality
from engines.grid.snapshot import Snapshot
from engines.grid.unsupplied import Unsupplied, unsupplied
from engines.values.comparison import Comparison
from engines.values.loadflow import LoadFlowResult
from engines.values.topology import Topology
from widgets.numbers import number_text
from widgets.tables.content import ColumnSpec, TableContent, nothing
from widgets.tables.equipment import Qualities, calculated, number, sign, text
from widgets.tables.quality import cell_quality
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
LOSS_VALUES = ("loss_kw", "share_percent", "loss_kvar")


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
        "name": _by_row(network, found.table, found.row, labels_of=True),
        "what": mapped(violation_words(), found.kind),
        "vm_pu": np.where(is_bus, found.value, nan),
        "vm_limit_pu": np.where(is_bus, found.limit, nan),
        "loading_percent": np.where(is_bus, nan, found.value),
        "loading_limit_percent": np.where(is_bus, nan, found.limit),
        "feeder": _feeders(network, topology, found.table, found.row),
        "kind": mapped(kind_words(), found.table),
        "id": _by_row(network, found.table, found.row, labels_of=False),
    }
    lost = Unsupplied() if topology is None else unsupplied(snapshot, topology)
    empty = tr("No violation: every voltage and loading is within its limits.")
    notice = ""
    if lost.buses:
        empty = tr("Where there is voltage, every voltage and loading is within its limits.")
        notice = tr("Without supply: {buses} buses, {customers} customers.")
        notice = notice.format(buses=number_text(lost.buses, 0), customers=number_text(lost.customers, 0))
    origin = origin_text(snapshot, result, clock)
    columns = tuple(c for c in violation_columns() if not c.is_number or np.isfinite(values[c.key]).any())
    qualities = calculated(columns, ("vm_pu", "loading_percent"), result, len(found))
    return TableContent(columns, values, found.table, found.row, origin, empty, notice, name, qualities)


def _by_row(network: Network, tables: Array, rows: Array, *, labels_of: bool) -> Array:
    texts = np.full(len(rows), "", object)
    for table in np.unique(tables).tolist():
        mine = tables == table
        texts[mine] = (labels(network, table) if labels_of else network[table].id)[rows[mine]]
    return texts.astype(np.str_) if len(rows) else np.empty(0, "U1")


def _feeders(network: Network, topology: Topology | None, tables: Array, rows: Array) -> Array:
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


# Losses ----------------------------------------------------------------------------------------------------


def _loss_numbers() -> tuple[ColumnSpec, ...]:
    return (
        number("loss_kw", tr("Losses"), "kW", 3, tr("Active losses")),
        number("share_percent", tr("Share"), "%", 1, tr("Share of all active losses")),
        number("loss_kvar", tr("Reactive"), "kvar", 2, tr("Negative where cables charge more than is used")),
    )


def losses_by_element(
    snapshot: Snapshot, topology: Topology | None, result: LoadFlowResult | None, clock: str = ""
) -> TableContent:
    """Every branch, greatest losses first."""
    stop = _no_losses(result, topology)
    if stop is not None or result is None or topology is None:
        return stop if stop is not None else nothing(not_solved_text())
    network = snapshot.network
    summary = summarise_losses(network, result, topology)
    values = {
        "name": _by_row(network, summary.table, summary.row, labels_of=True),
        "kind": mapped(kind_words(), summary.table),
        "feeder": _feeders(network, topology, summary.table, summary.row),
        "id": _by_row(network, summary.table, summary.row, labels_of=False),
        **_loss_values(summary.loss_kw, summary.loss_kvar, summary.total_kw),
    }
    columns = (text("name", tr("Branch")), text("kind", tr("Kind")), *_loss_numbers())
    columns = (*columns, text("feeder", tr("Feeder")), text("id", tr("Id")))
    origin = origin_text(snapshot, result, clock)
    empty = tr("No branch carries a current.")
    qualities = calculated(columns, LOSS_VALUES, result, len(summary.row))
    name = tr("Losses by element")
    return TableContent(columns, values, summary.table, summary.row, origin, empty, name=name, qualities=qualities)


def losses_by_feeder(
    snapshot: Snapshot, topology: Topology | None, result: LoadFlowResult | None, clock: str = ""
) -> TableContent:
    """Sum of each feeder, greatest first; a row goes to the feeder's head."""
    stop = _no_losses(result, topology)
    if stop is not None or result is None or topology is None:
        return stop if stop is not None else nothing(not_solved_text())
    groups = summarise_losses(snapshot.network, result, topology).by_feeder
    heads = [topology.feeders[g.key] if g.key >= 0 else None for g in groups]
    content = _group_content(groups, tr("Feeder"), tr("before the feeders"), tr("Losses by feeder"))
    tables = np.array([h.head_table if h else "" for h in heads], np.str_)
    rows = np.array([h.head_row if h else -1 for h in heads], np.int64)
    origin = origin_text(snapshot, result, clock)
    return replace(content, tables=tables, rows=rows, origin=origin, qualities=_loss_qualities(content, result))


def losses_by_level(
    snapshot: Snapshot, topology: Topology | None, result: LoadFlowResult | None, clock: str = ""
) -> TableContent:
    """Sum of each voltage level; transformers stand between two."""
    stop = _no_losses(result, topology)
    if stop is not None or result is None or topology is None:
        return stop if stop is not None else nothing(not_solved_text())
    groups = summarise_losses(snapshot.network, result, topology).by_level
    content = _group_content(groups, tr("Voltage level"), "", tr("Losses by voltage level"))
    origin = origin_text(snapshot, result, clock)
    return replace(content, origin=origin, qualities=_loss_qualities(content, result))


def _loss_qualities(content: TableContent, result: LoadFlowResult) -> Qualities:
    return calculated(content.columns, LOSS_VALUES, result, len(content))


def _no_losses(result: LoadFlowResult | None, topology: Topology | None) -> TableContent | None:
    if result is not None and not result.is_converged:
        return nothing(failed_text(result))
    return nothing(not_solved_text()) if result is None or topology is None else None


def _group_content(groups: tuple[LossGroup, ...], title: str, none: str, name: str) -> TableContent:
    kw, kvar = np.array([g.loss_kw for g in groups]), np.array([g.loss_kvar for g in groups])
    names = np.array([g.name or none for g in groups] or [""], np.str_)[: len(groups)]
    values = {"name": names, **_loss_values(kw, kvar, float(kw.sum()))}
    n = len(groups)
    return TableContent((text("name", title), *_loss_numbers()), values, np.full(n, "", "U1"), np.arange(n), name=name)


def _loss_values(kw: Array, kvar: Array, total_kw: float) -> dict[str, Array]:
    share = 100.0 * kw / total_kw if total_kw else np.full(len(kw), np.nan)
    return {"loss_kw": kw, "share_percent": share, "loss_kvar": kvar}


# Before and after ------------------------------------------------------------------------------------------


def _three(key: str, title: str, unit: str, decimals: int) -> tuple[ColumnSpec, ...]:
    return (
        number(f"{key}_before", tr("{title} before").format(title=title), unit, decimals, tr("Without the changes")),
        number(f"{key}_after", tr("after"), unit, decimals, tr("With the changes")),
        number(f"{key}_change", tr("difference"), unit, decimals, tr("After minus before")),
    )


def compared_buses(network: Network, comparison: Comparison) -> TableContent:
    """Voltages before and after, greatest difference first; lost and regained buses on top."""
    n = len(network.bus)
    lost, regained = comparison.lost_bus, comparison.regained_bus
    supply = np.where(lost, tr("lost"), np.where(regained, tr("regained"), ""))
    supply = np.where(comparison.before_bus_row < 0, tr("new"), supply)
    values = {
        "name": labels(network, "bus"),
        "vm_before": comparison.vm_before_pu,
        "vm_after": comparison.vm_after_pu,
        "vm_change": comparison.dvm_pu,
        "supply": supply,
        "id": network.bus.id,
    }
    columns = (
        text("name", tr("Bus")),
        *_three("vm", tr("Voltage"), "pu", 4),
        text("supply", tr("Supply"), tr("Lost or regained by the changes")),
        text("id", tr("Id")),
    )
    content = TableContent(
        columns,
        values,
        np.full(n, "bus"),
        np.arange(n),
        *_compared(comparison),
        name=tr("Comparison of buses"),
        qualities=_sides(columns, comparison, n),
    )
    weight = np.where(lost | regained, np.inf, np.nan_to_num(np.abs(comparison.dvm_pu), nan=-1.0))
    return content.taken(np.argsort(-weight, kind="stable"))


def compared_branches(network: Network, comparison: Comparison) -> TableContent:
    """Loading and losses before and after, greatest difference of loading first."""
    tables = [t for t in comparison.branches if len(network[t]) and t != "switch"]
    sides = {
        "loading_before": "loading_before_percent",
        "loading_after": "loading_after_percent",
        "loading_change": "dloading_percent",
        "loss_before": "losses_before_kw",
        "loss_after": "losses_after_kw",
        "loss_change": "dlosses_kw",
    }
    values = {
        key: np.concatenate([getattr(comparison.branches[t], name) for t in tables] or [np.empty(0)])
        for key, name in sides.items()
    }
    table = np.concatenate([np.full(len(network[t]), t, "U12") for t in tables] or [np.empty(0, "U12")])
    row = np.concatenate([np.arange(len(network[t])) for t in tables] or [np.empty(0, np.int64)])
    values["name"] = _by_row(network, table, row, labels_of=True)
    values["kind"] = mapped(kind_words(), table)
    values["id"] = _by_row(network, table, row, labels_of=False)
    columns = (
        text("name", tr("Branch")),
        *_three("loading", tr("Loading"), "%", 1),
        *_three("loss", tr("Losses"), "kW", 3),
        text("kind", tr("Kind")),
        text("id", tr("Id")),
    )
    qualities, name = _sides(columns, comparison, len(row)), tr("Comparison of branches")
    content = TableContent(columns, values, table, row, *_compared(comparison), name=name, qualities=qualities)
    weight = np.nan_to_num(np.abs(values["loading_change"]), nan=-1.0)
    return content.taken(np.argsort(-weight, kind="stable"))


def compared_totals(comparison: Comparison) -> TableContent:
    """The network as a whole before and after."""
    before, after = comparison.before, comparison.after
    nan = float("nan")
    lines = (
        (tr("Active losses, kW"), before.losses_kw, after.losses_kw),
        (tr("Reactive losses, kvar"), before.losses_kvar, after.losses_kvar),
        (tr("Lowest voltage, pu"), before.vm_min_pu, after.vm_min_pu),
        (tr("Highest voltage, pu"), before.vm_max_pu, after.vm_max_pu),
        (tr("Highest loading, %"), before.max_loading_percent, after.max_loading_percent),
        (tr("Supplied by the grid, MW"), before.source_p_mw, after.source_p_mw),
        (tr("Violations"), _count(before.n_violation), _count(after.n_violation)),
        (tr("Buses with voltage"), _count(before.n_energized), _count(after.n_energized)),
        (tr("Equipment removed"), nan, float(len(comparison.removed))),
    )
    old, new = (np.array([line[k] for line in lines], float) for k in (1, 2))
    values = {"name": np.array([line[0] for line in lines]), "before": old, "after": new, "change": new - old}
    columns = (
        text("name", tr("Figure")),
        number("before", tr("Before"), "", 3, tr("Without the changes")),
        number("after", tr("After"), "", 3, tr("With the changes")),
        number("change", tr("Difference"), "", 3, tr("After minus before")),
    )
    n = len(lines)
    return TableContent(
        columns,
        values,
        np.full(n, "", "U1"),
        np.arange(n),
        *_compared(comparison),
        name=tr("Comparison"),
        qualities=_sides(columns, comparison, n) if comparison.is_complete else {},
    )


def _count(value: int) -> float:
    return float(value) if value >= 0 else float("nan")


def _sides(columns: tuple[ColumnSpec, ...], comparison: Comparison, n: int) -> Qualities:
    """Quality of each number: invalid where the side it comes from, or one of the two, did not converge."""
    before, after = _converged(comparison.before), _converged(comparison.after)
    quality = {
        is_good: cell_quality(n, Quality.GOOD if is_good else Quality.INVALID, Origin.CALCULATED)
        for is_good in (True, False)
    }
    known = {"before": before, "after": after}
    keys = [column.key for column in columns if column.is_number]
    return {key: quality[known.get(key.rpartition("_")[2], before and after)] for key in keys}


def _compared(comparison: Comparison) -> tuple[str, str, str]:
    """Origin, empty text and notice."""
    if comparison.is_complete:
        return tr("calculated, both sides converged"), tr("Nothing to compare."), ""
    failed = tr("before the changes") if not _converged(comparison.before) else tr("with the changes")
    notice = tr("▲ The load flow {side} did not converge: there is no difference to show.").format(side=failed)
    return notice, notice, notice


def _converged(totals: Any) -> bool:
    return str(totals.status) == "converged"

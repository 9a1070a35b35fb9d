"""Tables of the difference to before: totals, buses, branches."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.grid.quality import Origin, Quality
from engines.values.comparison import Comparison
from widgets.slices import Steps
from widgets.tables.columns import Qualities, number, text
from widgets.tables.content import ColumnSpec, TableContent
from widgets.tables.findings import equipment_texts
from widgets.tables.quality import cell_quality
from widgets.tables.words import kind_words, labels, mapped, tr

Array = np.ndarray[Any, Any]


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


def compared_branches(network: Network, comparison: Comparison) -> Steps[TableContent]:
    """Loading and losses before and after, greatest difference of loading first, in slices."""
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
    yield
    values["name"] = equipment_texts(network, table, row, labels_of=True)
    yield
    values["kind"] = mapped(kind_words(), table)
    values["id"] = equipment_texts(network, table, row, labels_of=False)
    yield
    columns = (
        text("name", tr("Branch")),
        *_three("loading", tr("Loading"), "%", 1),
        *_three("loss", tr("Losses"), "kW", 3),
        text("kind", tr("Kind")),
        text("id", tr("Id")),
    )
    qualities, name = _sides(columns, comparison, len(row)), tr("Comparison of branches")
    content = TableContent(columns, values, table, row, *_compared(comparison), name=name, qualities=qualities)
    yield
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

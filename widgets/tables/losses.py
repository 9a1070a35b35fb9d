"""Tables of losses: by element, by feeder, by voltage level; made in slices."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from engines.grid.loss_summary import LossGroup, LossSummary, summarise_losses
from engines.grid.snapshot import Snapshot
from engines.values.loadflow import LoadFlowResult
from engines.values.topology import Topology
from widgets.slices import Steps
from widgets.tables.columns import calculated, number, text
from widgets.tables.content import ColumnSpec, TableContent, nothing
from widgets.tables.findings import equipment_feeders, equipment_texts
from widgets.tables.words import failed_text, kind_words, mapped, not_solved_text, origin_text, tr

Array = np.ndarray[Any, Any]
LOSS_VALUES = ("loss_kw", "share_percent", "loss_kvar")


def _loss_numbers() -> tuple[ColumnSpec, ...]:
    return (
        number("loss_kw", tr("Losses"), "kW", 3, tr("Active losses")),
        number("share_percent", tr("Share"), "%", 1, tr("Share of all active losses")),
        number("loss_kvar", tr("Reactive"), "kvar", 2, tr("Negative where cables charge more than is used")),
    )


def losses_by_element(
    snapshot: Snapshot, topology: Topology | None, result: LoadFlowResult | None, clock: str = ""
) -> Steps[TableContent]:
    """Every branch, greatest losses first."""
    summary = yield from _summary(snapshot, topology, result)
    if isinstance(summary, TableContent):
        return summary
    network = snapshot.network
    names = equipment_texts(network, summary.table, summary.row, labels_of=True)
    yield
    ids = equipment_texts(network, summary.table, summary.row, labels_of=False)
    yield
    feeders = equipment_feeders(network, topology, summary.table, summary.row)
    yield
    values = {
        "name": names,
        "kind": mapped(kind_words(), summary.table),
        "feeder": feeders,
        "id": ids,
        **_loss_values(summary.loss_kw, summary.loss_kvar, summary.total_kw),
    }
    yield
    columns = (text("name", tr("Branch")), text("kind", tr("Kind")), *_loss_numbers())
    columns = (*columns, text("feeder", tr("Feeder")), text("id", tr("Id")))
    qualities = calculated(columns, LOSS_VALUES, result, len(summary.row))
    return TableContent(
        columns,
        values,
        summary.table,
        summary.row,
        origin_text(snapshot, result, clock),
        tr("No branch carries a current."),
        name=tr("Losses by element"),
        qualities=qualities,
    )


def losses_by_feeder(
    snapshot: Snapshot, topology: Topology | None, result: LoadFlowResult | None, clock: str = ""
) -> Steps[TableContent]:
    """Sum of each feeder, greatest first; a row goes to the feeder's head."""
    summary = yield from _summary(snapshot, topology, result)
    if isinstance(summary, TableContent) or topology is None:
        return summary if isinstance(summary, TableContent) else nothing(not_solved_text())
    groups = summary.by_feeder
    heads = [topology.feeders[g.key] if g.key >= 0 else None for g in groups]
    content = _group_content(groups, tr("Feeder"), tr("before the feeders"), tr("Losses by feeder"))
    tables = np.array([h.head_table if h else "" for h in heads], np.str_)
    rows = np.array([h.head_row if h else -1 for h in heads], np.int64)
    origin = origin_text(snapshot, result, clock)
    qualities = calculated(content.columns, LOSS_VALUES, result, len(content))
    return replace(content, tables=tables, rows=rows, origin=origin, qualities=qualities)


def losses_by_level(
    snapshot: Snapshot, topology: Topology | None, result: LoadFlowResult | None, clock: str = ""
) -> Steps[TableContent]:
    """Sum of each voltage level; transformers stand between two."""
    summary = yield from _summary(snapshot, topology, result)
    if isinstance(summary, TableContent):
        return summary
    content = _group_content(summary.by_level, tr("Voltage level"), "", tr("Losses by voltage level"))
    qualities = calculated(content.columns, LOSS_VALUES, result, len(content))
    return replace(content, origin=origin_text(snapshot, result, clock), qualities=qualities)


def _summary(
    snapshot: Snapshot, topology: Topology | None, result: LoadFlowResult | None
) -> Steps[LossSummary | TableContent]:
    """Who loses how much, or the table that says why that is not known."""
    if result is not None and not result.is_converged:
        return nothing(failed_text(result))
    if result is None or topology is None:
        return nothing(not_solved_text())
    summary = summarise_losses(snapshot.network, result, topology)
    yield
    return summary


def _group_content(groups: tuple[LossGroup, ...], title: str, none: str, name: str) -> TableContent:
    kw, kvar = np.array([g.loss_kw for g in groups]), np.array([g.loss_kvar for g in groups])
    names = np.array([g.name or none for g in groups] or [""], np.str_)[: len(groups)]
    values = {"name": names, **_loss_values(kw, kvar, float(kw.sum()))}
    n = len(groups)
    return TableContent((text("name", title), *_loss_numbers()), values, np.full(n, "", "U1"), np.arange(n), name=name)


def _loss_values(kw: Array, kvar: Array, total_kw: float) -> dict[str, Array]:
    share = 100.0 * kw / total_kw if total_kw else np.full(len(kw), np.nan)
    return {"loss_kw": kw, "share_percent": share, "loss_kvar": kvar}

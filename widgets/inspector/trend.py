"""The course of the selection over its day: from the profiles, and from the solved day where it was kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.network import ElementRef
from engines.grid.snapshot import Snapshot
from engines.values.series import SeriesResult
from widgets.inspector.facts import tr

Array = np.ndarray[Any, Any]
SIGNS = {"load": 1.0, "sgen": -1.0, "storage": 1.0}


@dataclass(frozen=True, slots=True, eq=False)
class Trend:
    """A curve over a day.

    Attributes:
        seconds: ``(n,)`` since 1970; values: ``(n,)``, NaN leaves a gap.
        limits: drawn dashed; NaN where there is none.
        now_s: where the shown moment stands; NaN for nominal values.
    """

    title: str
    unit: str
    seconds: Array
    values: Array
    limits: tuple[float, float] = (float("nan"), float("nan"))
    now_s: float = float("nan")
    decimals: int = 3


def trend_of(snapshot: Snapshot | None, refs: Sequence[ElementRef], series: SeriesResult | None = None) -> Trend | None:
    """What the selection does on the shown day; ``None`` where nothing is known about it.

    A bus shows its voltage where ``series`` kept every step, else the power taken at it. Powers are given
    ones (the profiles'), consumed positive; for generation, injected positive.
    """
    if snapshot is None or len(refs) != 1:
        return None
    ref = refs[0]
    if ref.table == "bus" and series is not None and series.kept is not None:
        found = _voltage(snapshot, ref.row, series)
        if found is not None:
            return found
    return _power(snapshot, ref)


def _now(snapshot: Snapshot) -> float:
    return float("nan") if snapshot.time is None else float(snapshot.time.astype("datetime64[s]").astype(np.int64))


def _voltage(snapshot: Snapshot, bus_row: int, series: SeriesResult) -> Trend | None:
    if series.kept is None or series.structure_revision != snapshot.network.structure_revision:
        return None
    if series.times.dtype.kind != "M":
        return None
    bands = [b for b in snapshot.network.limits.voltage_bands if b.from_kv <= snapshot.network.bus["vn_kv"][bus_row]]
    limits = (bands[-1].normal_min_pu, bands[-1].normal_max_pu) if bands else (float("nan"), float("nan"))
    seconds = series.times.astype("datetime64[s]").astype(np.float64)
    values = np.asarray(series.kept.vm_pu[:, bus_row], np.float64)
    return Trend(tr("Voltage over the day"), "pu", seconds, values, limits, _now(snapshot), 4)


def _power(snapshot: Snapshot, ref: ElementRef) -> Trend | None:
    profiles = snapshot.network.profiles
    if profiles is None or snapshot.time is None:
        return None
    day = snapshot.time.astype("datetime64[D]").astype("datetime64[s]")
    first = max(0, int((day - profiles.start).astype(int)) // profiles.step_s)
    last = min(profiles.n_step, first + 86400 // profiles.step_s)
    total, is_known = np.zeros(last - first), False
    for table, sign in SIGNS.items():
        rows = _rows(snapshot, ref, table)
        if len(rows):
            own_sign = 1.0 if ref.table == table else sign
            powers, follows = _given_power(snapshot, table, rows, first, last)
            total, is_known = total + own_sign * powers, is_known or follows
    if not is_known:
        return None
    seconds = (profiles.start + np.arange(first, last) * np.timedelta64(profiles.step_s, "s")).astype(np.float64)
    title = tr("Power taken here over the day") if ref.table == "bus" else tr("Power over the day")
    return Trend(title, "MW", seconds, total, now_s=_now(snapshot))


def _rows(snapshot: Snapshot, ref: ElementRef, table: str) -> Array:
    if ref.table == table:
        return np.array([ref.row])
    if ref.table == "bus":
        return np.flatnonzero(snapshot.network[table]["bus"] == snapshot.network.bus.index[ref.row])
    return np.empty(0, np.int64)


def _given_power(snapshot: Snapshot, table: str, rows: Array, first: int, last: int) -> tuple[Array, bool]:
    network, profiles = snapshot.network, snapshot.network.profiles
    assert profiles is not None
    factor = snapshot.column(table, "scaling")[rows] * snapshot.column(table, "in_service")[rows]
    total, is_constant = np.zeros(last - first), np.ones(len(rows), bool)
    for a in profiles.assignments:
        if (a.table, a.column) != (table, "p_mw"):
            continue
        for k, row in enumerate(rows.tolist()):
            at = np.flatnonzero(a.row == row)
            if len(at):
                total += network[table]["p_mw"][row] * factor[k] * profiles.shapes[a.shape[at[0]], first:last]
                is_constant[k] = False
    total += float((snapshot.column(table, "p_mw")[rows] * factor)[is_constant].sum())
    return total, not bool(is_constant.all())

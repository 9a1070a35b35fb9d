"""SimBench's year of quarter hours as the history of a case that has none.

SimBench (simbench.de) is an optional extra; its tables are under the ODbL and stay in its package. The units of a
case are no real ones: the k-th photovoltaic unit follows the series PV k, the k-th wind unit WP k, all loads together
``mv_semiurb_pload``. A unit beyond these has no history: giving two units one series would make them one.
"""

from __future__ import annotations

import csv
import importlib.util
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from engines.dispatch.joint.raw_series import RawSeries
from engines.values.joint_model import Dropped, Unit, UnitKind
from engines.values.validation import InputError

Array = np.ndarray[Any, Any]

PV_SERIES = tuple(f"PV{k}" for k in range(1, 9))
WIND_SERIES = tuple(f"WP{k}" for k in range(1, 13))
LOAD_SERIES = "mv_semiurb_pload"
LOAD_AT_PEAK = 0.427
"""What the load series counts as its peak; the case's load at 1 is its peak."""
_FOLDER = "networks/1-complete_data-mixed-all-0-sw"
_FILES = {UnitKind.LOAD: "LoadProfile.csv", UnitKind.PV: "RESProfile.csv", UnitKind.WIND: "RESProfile.csv"}


def simbench_folder() -> Path | None:
    """Where SimBench's series lie; ``None`` where it is not installed. SimBench itself is not loaded."""
    found = importlib.util.find_spec("simbench")
    if found is None or not found.submodule_search_locations:
        return None
    folder = Path(found.submodule_search_locations[0]) / _FOLDER
    return folder if folder.is_dir() else None


def follow_simbench(units: Sequence[Unit]) -> tuple[tuple[Unit, ...], tuple[Dropped, ...]]:
    """The units with the series each follows, and those that have none."""
    taken = {UnitKind.PV: 0, UnitKind.WIND: 0, UnitKind.LOAD: 0}
    series = {UnitKind.PV: PV_SERIES, UnitKind.WIND: WIND_SERIES, UnitKind.LOAD: (LOAD_SERIES,)}
    followed: list[Unit] = []
    without: list[Dropped] = []
    for unit in units:
        k = taken.get(unit.kind, 0)
        names = series.get(unit.kind, ())
        if k >= len(names):
            without.append(Dropped("unit", unit.name, f"SimBench has {len(names)} series of its kind"))
            continue
        taken[unit.kind] = k + 1
        followed.append(replace(unit, series=names[k]))
    return tuple(followed), tuple(without)


def read_simbench_series(units: Sequence[Unit], folder: Path) -> tuple[RawSeries, tuple[Dropped, ...]]:
    """The series of the units. Raises ``InputError`` where a table is not as expected."""
    followed, without = follow_simbench(units)
    time: Array = np.empty(0, "datetime64[s]")
    columns: dict[str, Array] = {}
    for file in sorted({_FILES[unit.kind] for unit in followed}):
        wanted = [unit.series for unit in followed if _FILES[unit.kind] == file]
        time, read = _read(folder / file, wanted)
        columns |= read
    lengths = {len(values) for values in columns.values()}
    if len(lengths) != 1:
        raise InputError(str(folder), "has tables of different lengths", "install simbench anew")
    values = [columns[u.series] * u.rating_mw / (LOAD_AT_PEAK if u.kind is UnitKind.LOAD else 1.0) for u in followed]
    return RawSeries("SimBench", time, followed, np.stack(values, axis=1)), without


def _read(path: Path, wanted: list[str]) -> tuple[Array, dict[str, Array]]:
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = csv.reader(lines, delimiter=";")
            heading = next(rows)
            at = [heading.index(name) for name in ("time", *wanted)]
            fields = [[row[k] for k in at] for row in rows]
        moments = [f"{t[6:10]}-{t[3:5]}-{t[:2]}T{t[11:16]}" for t, *_ in fields]
        values = np.array([row[1:] for row in fields], np.float64)
        time = np.array(moments, "datetime64[s]")
    except (OSError, UnicodeDecodeError, ValueError, StopIteration, IndexError) as error:
        raise InputError(str(path), "is not the table of SimBench 1.6", "install simbench anew") from error
    return time, {name: values[:, k] for k, name in enumerate(wanted)}

"""The units of a case whose future is uncertain, and their history."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

from engines.dispatch.joint.cleaning import clean
from engines.dispatch.joint.csv_series import read_csv_series
from engines.dispatch.joint.simbench_series import read_simbench_series, simbench_folder
from engines.values.dispatch_case import DispatchCase
from engines.values.joint_model import Unit, UnitDays, UnitKind
from engines.values.validation import InputError

LOAD = "load"


def case_units(case: DispatchCase, load_mw: float) -> tuple[Unit, ...]:
    """Renewables by kind and bus (``pv 7``), and ``load``: all loads together, ``load_mw`` at their peak."""
    count: Counter[str] = Counter()
    units = []
    for renewable in case.renewables:
        name = f"{renewable.kind} {renewable.bus}"
        count[name] += 1
        if count[name] > 1:
            name = f"{name} ({count[name]})"
        units.append(Unit(name, UnitKind(renewable.kind), renewable.p_mw))
    if load_mw > 0:
        units.append(Unit(LOAD, UnitKind.LOAD, load_mw))
    return tuple(units)


def history_of(case: DispatchCase, load_mw: float, path: Path | None = None) -> UnitDays:
    """The days of the case's units from a CSV file, else from SimBench where that is installed.

    Raises:
        InputError: there is no history, or nothing of it can be used.
    """
    units = case_units(case, load_mw)
    if not units:
        raise InputError(case.name, "has no unit whose power is uncertain", "add pv, wt or load")
    if path is not None:
        raw, apart = read_csv_series(path, units)
    else:
        folder = simbench_folder()
        if folder is None:
            reason = "has one profile of each kind and no history, so nothing tells what its units do together"
            remedy = "give --history FILE, or install the extra with: pip install 'tieline[simbench]'"
            raise InputError(case.name, reason, remedy)
        raw, apart = read_simbench_series(units, folder)
    days = clean(raw, case.step_hours)
    return replace(days, dropped=(*apart, *days.dropped))


def without_history(case: DispatchCase, load_mw: float, days: UnitDays) -> tuple[str, ...]:
    """Units of the case that the days do not tell of."""
    told = {unit.name for unit in days.units}
    return tuple(unit.name for unit in case_units(case, load_mw) if unit.name not in told)

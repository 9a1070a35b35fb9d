"""The units of a case whose future is uncertain, and their history."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from engines.dispatch.joint.cleaning import clean
from engines.dispatch.joint.csv_series import read_csv_series
from engines.dispatch.joint.simbench_series import read_simbench_series, simbench_folder
from engines.exchange.simbench_remedy import simbench_remedy
from engines.values.dispatch_case import DispatchCase
from engines.values.joint_model import Scenarios, Unit, UnitDays, UnitKind
from engines.values.validation import InputError

Array = np.ndarray[Any, Any]

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
            remedy = f"give --history FILE, or, for SimBench's profiles, {simbench_remedy()}"
            raise InputError(case.name, reason, remedy)
        raw, apart = read_simbench_series(units, folder)
    days = clean(raw, case.step_hours)
    return replace(days, dropped=(*apart, *days.dropped))


def without_history(case: DispatchCase, load_mw: float, days: UnitDays) -> tuple[str, ...]:
    """Units of the case that the days do not tell of."""
    told = {unit.name for unit in days.units}
    return tuple(unit.name for unit in case_units(case, load_mw) if unit.name not in told)


def on_case(case: DispatchCase, scenarios: Scenarios) -> tuple[Array, Array]:
    """Scenarios in the order of the case: what each renewable may give, and the factor on all loads.

    Returns:
        ``(n_scenario, n_renewable, n_step)`` MW and ``(n_scenario, n_step)`` per unit of the loads' peak.

    Raises:
        InputError: a unit without scenarios, or another length of step than the case's.
    """
    place = {unit.name: k for k, unit in enumerate(scenarios.units)}
    names = [unit.name for unit in case_units(case, 1.0)]
    lacking = [name for name in names if name not in place]
    if lacking:
        reason = f"has no scenarios of {', '.join(lacking)}"
        raise InputError(case.name, reason, "give a history that tells of them")
    if scenarios.p_mw.shape[2] != case.n_step or scenarios.step_hours != case.step_hours:
        reason = f"has {case.n_step} steps of {case.step_hours:g} h, the scenarios {scenarios.p_mw.shape[2]}"
        raise InputError(case.name, reason, "let the case be one day in steps of the same length")
    renewables = scenarios.p_mw[:, [place[name] for name in names[:-1]]]
    load = place[LOAD]
    return renewables, scenarios.p_mw[:, load] / scenarios.units[load].rating_mw

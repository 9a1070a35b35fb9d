"""Figures of a plan that is one of one forecast, or over scenarios: of the latter what is expected. Free of Qt."""

from __future__ import annotations

from typing import Any

import numpy as np

from console.dispatch.figures import WeatherUse, by_unit_and_day, weather_use
from console.dispatch.kept import KeptPlan
from engines.values.dispatch import DeviceKind, DeviceSchedule

Array = np.ndarray[Any, Any]
NAN = float("nan")


def costs_of(kept: KeptPlan) -> dict[str, float]:
    """Cost by kind, of a plan over scenarios what is expected; empty where nothing holds."""
    if kept.over is not None:
        outcomes = kept.over.plan.outcomes if kept.over.plan.schedule else ()
        kinds = dict.fromkeys(kind for outcome in outcomes for kind in outcome.cost_by_kind)
        return {kind: sum(o.probability * o.cost_by_kind.get(kind, 0.0) for o in outcomes) for kind in kinds}
    return {} if kept.planned is None else dict(kept.planned.plan.cost_by_kind)


def cost_of(kept: KeptPlan) -> float:
    """The cost that is compared with that of rules: of a plan over scenarios what is expected."""
    if kept.over is not None:
        return kept.over.plan.expected_cost
    return NAN if kept.planned is None else kept.planned.plan.cost


def bought_mw(kept: KeptPlan) -> Array:
    """``(n_step,)`` from the upper grid, of a plan over scenarios what is expected; empty where it is not known."""
    if kept.over is not None:
        outcomes = kept.over.plan.outcomes if kept.over.plan.schedule else ()
        if not outcomes:
            return np.empty(0)
        exchange = np.stack([o.exchange_mw for o in outcomes])
        return np.asarray(np.einsum("s,st->t", [o.probability for o in outcomes], exchange))
    return np.empty(0) if kept.planned is None else np.asarray(kept.planned.plan.purchase_mw)


def uses_of(kept: KeptPlan) -> tuple[WeatherUse, ...]:
    """Of each unit and day, of a plan over scenarios what is expected; empty where it is not known."""
    if kept.over is None:
        return () if kept.planned is None else weather_use(kept.case, kept.planned.plan.schedule)
    outcomes = kept.over.plan.outcomes
    if not outcomes or any(not o.available_mwh.size for o in outcomes):
        return ()
    p = np.array([o.probability for o in outcomes])
    available, used = (
        np.einsum("s,sdu->du", p, np.stack([getattr(o, name) for o in outcomes]))
        for name in ("available_mwh", "used_mwh")
    )
    units = [(DeviceKind(r.kind), f"{'PV' if r.kind == 'pv' else 'wind'} at bus {r.bus}") for r in kept.case.renewables]
    return by_unit_and_day(units, available, used)


def losses_mwh_of(kept: KeptPlan) -> float:
    """Energy lost; NaN where it is not known."""
    if kept.over is None:
        return NAN if kept.planned is None else kept.planned.plan.losses_mwh
    found = kept.over.plan.outcomes if kept.over.plan.schedule else ()
    return sum(o.probability * o.losses_mwh for o in found) if found else NAN


def bought_mwh_of(kept: KeptPlan) -> float:
    """Energy bought, less what was given back; NaN where it is not known."""
    if kept.over is None:
        return NAN if kept.planned is None else kept.planned.plan.purchase_mwh
    found = kept.over.plan.outcomes if kept.over.plan.schedule else ()
    return sum(o.probability * o.purchase_mwh for o in found) if found else NAN


def bound_and_gap(kept: KeptPlan) -> tuple[float, float]:
    """Lower bound and relative gap; NaN where there are none."""
    if kept.over is not None:
        return kept.over.plan.lower_bound, kept.over.plan.gap
    return (NAN, NAN) if kept.planned is None else (kept.planned.plan.lower_bound, kept.planned.plan.gap)


def schedule_of(kept: KeptPlan) -> tuple[DeviceSchedule, ...]:
    """All devices; of a plan over scenarios what its scenarios share."""
    if kept.over is not None:
        return kept.over.plan.schedule
    return () if kept.planned is None else kept.planned.plan.schedule

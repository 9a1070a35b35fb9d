"""What a day really came to: the one and only way in which the cost of any mode is made."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.dispatch.ac_check import AcChecker
from engines.dispatch.candidate import costs_by_kind
from engines.dispatch.evaluation.periods import PERIODS, price_periods
from engines.dispatch.instance import Instance
from engines.dispatch.rounding import Switching
from engines.dispatch.setpoints import Setpoints
from engines.values.dispatch import AcViolation
from engines.values.dispatch_evaluation import DayResult, OperatingMode
from engines.values.frozen import FrozenMap, frozen_array

Array = np.ndarray[Any, Any]

ENERGY_MARGIN_MWH = 1e-4
"""By this much an energy may be missed: what is left of a solver's tolerance over a day."""


class NotSettled(Exception):
    """The load flow of a step has no solution; the text says which and why."""


def settle_day(
    mode: OperatingMode,
    day: np.datetime64,
    checker: AcChecker,
    points: Setpoints,
    switching: Switching,
    purchase_mw: Array | None = None,
) -> DayResult:
    """The day with the devices as told, by load flow.

    Args:
        checker: of the case in the day as it really was.
        purchase_mw: ``(n_step, n_source)`` bought the day before; ``None`` where leaving it is free.

    Raises:
        NotSettled: a load flow has no solution, so that nothing can be said of the day.
    """
    instance = checker.instance
    flows = checker.check(points, switching)
    if flows.proof.solved < flows.proof.steps:
        raise NotSettled(f"the load flow has no solution: {flows.proof.cause}")
    costs = costs_by_kind(instance, points, flows, switching)
    if purchase_mw is not None and instance.case.prices.has_imbalance:
        costs["imbalance"] = imbalance_cost(instance, flows.source_p_mw, purchase_mw)
    hours, case = instance.horizon.hours, instance.case
    period, exchange = price_periods(instance.price), flows.source_p_mw.sum(axis=1)
    is_wind = np.array([r.kind == "wt" for r in case.renewables], bool)
    used = points.p_mw["renewables"]
    loss = float(flows.loss_mw.sum())
    generated = float(used.sum() + points.p_mw["turbines"].sum())
    return DayResult(
        mode=mode,
        day=day,
        cost=float(sum(costs.values())),
        cost_by_kind=FrozenMap(costs),
        violations=(*flows.proof.violations, *_devices(instance, points)),
        purchase_mwh=FrozenMap({name: hours * float(exchange[period == name].sum()) for name in PERIODS}),
        losses_mwh=hours * loss,
        wind_available_mwh=hours * float(instance.available_mw[:, is_wind].sum()),
        wind_used_mwh=hours * float(used[:, is_wind].sum()),
        end_vm_pu=frozen_array(flows.vm_pu[:, end_bus(instance)]),
        exchange_mw=frozen_array(flows.source_p_mw),
        losses_mw=frozen_array(flows.loss_mw),
        storage_mw=frozen_array(points.p_mw["storages"]),
        energy_mwh=frozen_array(points.energy_mwh),
        generation_mwh=hours * generated,
        load_mwh=hours * float(instance.p_load_mw.sum() - points.p_mw["responses"].sum()),
    )


def imbalance_cost(instance: Instance, exchange_mw: Array, purchase_mw: Array) -> float:
    """What it costs that the exchange was not what had been bought; both ``(n_step, n_source)``."""
    prices, off = instance.case.prices, exchange_mw - purchase_mw
    each = prices.imbalance_short * np.maximum(off, 0.0) + prices.imbalance_long * np.maximum(-off, 0.0)
    return instance.horizon.hours * float(each.sum())


def end_bus(instance: Instance) -> int:
    """Row of the bus with the greatest impedance up to its source."""
    feeder = instance.feeder
    away = np.zeros(feeder.n_node)
    # A branch always comes after the one that feeds it.
    for parent, child, r, x in zip(feeder.parent, feeder.child, feeder.r_pu, feeder.x_pu, strict=True):
        away[child] = away[parent] + np.hypot(r, x)
    away[feeder.bus_of_node >= len(instance.snapshot.network.bus)] = -1.0
    return int(feeder.bus_of_node[int(away.argmax())])


def unknown_flows(instance: Instance) -> dict[str, Array]:
    """The model's own quantities of setpoints that come from no model: NaN."""
    m, feeder = len(instance.horizon), instance.feeder
    branches = np.full((m, len(feeder.child)), np.nan)
    return {
        "vm_pu": np.full((m, feeder.n_node), np.nan),
        "loss_mw": np.full(m, np.nan),
        "flow_p_mw": branches,
        "flow_q_mvar": branches,
    }


def _devices(instance: Instance, points: Setpoints) -> list[AcViolation]:
    """Energies that were not kept."""
    found, last = [], instance.horizon.n_step - 1
    for k, unit in enumerate(instance.case.storages):
        place, energy = f"storage at bus {unit.bus}", points.energy_mwh[:, k]
        for kind, limit, step in (
            ("energy held", unit.e_min_mwh, int(energy.argmin())),
            ("energy at the end", unit.e_final_mwh, last),
        ):
            if energy[step] < limit - ENERGY_MARGIN_MWH:
                found.append(AcViolation(kind, place, step, float(energy[step]), limit))
        step = int(energy.argmax())
        if energy[step] > unit.e_mwh + ENERGY_MARGIN_MWH:
            found.append(AcViolation("energy room", place, step, float(energy[step]), unit.e_mwh))
    for k, response in enumerate(instance.case.responses):
        ahead = float(points.ahead_mwh[last, k])
        if abs(ahead) > ENERGY_MARGIN_MWH:
            place = f"demand response at bus {response.bus}"
            found.append(AcViolation("energy of demand response", place, last, ahead, 0.0))
    return found


def flows_of(checker: AcChecker, points: Setpoints, switching: Switching, moment: int) -> tuple[Array, Array]:
    """``(n_source,)`` MW and Mvar exchanged in one moment. Raises :class:`NotSettled`."""
    result = checker.solver.solve(checker.snapshot(points, switching, moment))
    if not result.is_converged:
        raise NotSettled(f"the load flow has no solution: {checker.instance.case.clock(moment)}: {result.cause}")
    source = checker.instance.feeder.root_source
    return result.source_p_mw[source], result.source_q_mvar[source]

"""Today's practice: each device by a rule of its own. Nothing is coordinated and nothing is forecast."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engines.dispatch.ac_check import AcChecker
from engines.dispatch.evaluation.local_control import LocalControl
from engines.dispatch.evaluation.periods import PEAK, VALLEY, price_periods
from engines.dispatch.evaluation.settlement import settle_day, unknown_flows
from engines.dispatch.instance import Instance
from engines.dispatch.rounding import Switching
from engines.dispatch.setpoints import Setpoints
from engines.values.dispatch_evaluation import DayResult, OperatingMode

Array = np.ndarray[Any, Any]

SET_POINTS = np.linspace(0.1, 0.9, 7)
"""Voltages a tap changer may be set to, as shares of the way from the lowest to the highest allowed."""

_MOST_CUTS = 12
_AT_LIMIT_MW = 1e-6
"""So little beyond the least import is none: less than the check of limits lets pass."""


def settle_rules(day: np.datetime64, checker: AcChecker, set_pu: float, purchase_mw: Array | None = None) -> DayResult:
    """A day operated by rules.

    Args:
        set_pu: voltage the tap changers hold.
        purchase_mw: as for :func:`settle_day`.

    Raises:
        NotSettled: a load flow has no solution.
    """
    points, switching = operate_by_rules(checker, set_pu)
    return settle_day(OperatingMode.RULES, day, checker, points, switching, purchase_mw)


def operate_by_rules(checker: AcChecker, set_pu: float) -> tuple[Setpoints, Switching]:
    """What the rules make of a day.

    Wind and sun give all there is at unit power factor, storages follow the tariff, turbines run while energy from the
    grid is dearer than theirs, loads stay as they are; taps, banks and compensators follow their own voltage. Where a
    source may not take back what is too much, turbines give way first, then storages, then wind and sun alike.
    """
    instance = checker.instance
    case, m = instance.case, len(instance.horizon)
    charge, discharge, energy = (np.zeros((m, len(case.storages))) for _ in range(3))
    turbine = np.zeros((m, len(case.turbines)))
    renewable = np.minimum(instance.available_mw, np.array([u.s_mva for u in case.renewables]))
    none = {kind: np.zeros((m, len(getattr(case, kind)))) for kind in ("responses", "capacitors", "compensators")}
    p_mw = {"renewables": renewable, "storages": discharge - charge, "turbines": turbine, **none}
    q_mvar = {kind: np.zeros_like(values) for kind, values in p_mw.items()}
    control, least_import = LocalControl(checker, set_pu), _least_import(instance)
    behind = {kind: _sources(instance)[instance.node[kind]] for kind in ("mt", "es", "ren")}
    held = np.array([u.e_initial_mwh for u in case.storages])
    for step in range(m):
        charge[step], discharge[step] = tariff_storage(instance, step, held)
        turbine[step], floor = price_turbines(instance, step, turbine[step - 1] if step else None)
        giving_way = (
            (turbine[step], floor, behind["mt"]),
            (discharge[step], np.zeros(len(held)), behind["es"]),
            (renewable[step], np.zeros(renewable.shape[1]), behind["ren"]),
        )
        for _ in range(_MOST_CUTS):
            p_mw["storages"][step] = discharge[step] - charge[step]
            sgen = {kind: (p_mw[kind][step], q_mvar[kind][step]) for kind in p_mw}
            q_mvar["capacitors"][step], q_mvar["compensators"][step], imported = control.settle(step, sgen)
            if not cut(giving_way, least_import - imported):
                break
        control.keep(step)
        held += stored(instance, charge[step], discharge[step])
        energy[step] = held
    points = Setpoints(
        p_mw=p_mw,
        q_mvar=q_mvar,
        charge_mw=charge,
        discharge_mw=discharge,
        energy_mwh=energy,
        response_mw=instance.response_p_mw,
        ahead_mwh=np.zeros_like(instance.response_p_mw),
        **unknown_flows(instance),
    )
    return points, Switching(control.positions, charge > 0)


def _sources(instance: Instance) -> Array:
    """``(n_node,)`` source each node lies behind."""
    feeder = instance.feeder
    source = np.zeros(feeder.n_node, np.int64)
    source[feeder.roots] = np.arange(len(feeder.roots))
    for parent, child in zip(feeder.parent, feeder.child, strict=True):
        source[child] = source[parent]
    return source


def _least_import(instance: Instance) -> Array:
    """``(n_source,)`` MW each must import at least."""
    ties = [instance.case.ties[k] if k >= 0 else None for k in instance.tie]
    return np.array([-np.inf if t is None else t.p_min_mw for t in ties])


def cut(giving_way: Sequence[tuple[Array, Array, Array]], excess_mw: Array) -> bool:
    """Take what is exported too much, in place; whether there was anything to take.

    Args:
        giving_way: by kind of unit, the first first: power, the least it may have, and the source it lies behind.
        excess_mw: ``(n_source,)`` too much, 0 or less where nothing is.
    """
    any_cut = False
    for source, excess in enumerate(excess_mw):
        # A hair more than asked, or losses would keep this going for ever.
        left = excess + _AT_LIMIT_MW / 2 if excess > _AT_LIMIT_MW else 0.0
        for power, least, behind in giving_way:
            room = np.where(behind == source, np.maximum(power - least, 0.0), 0.0)
            taken = min(left, float(room.sum()))
            if taken > 0:
                power -= room * (taken / room.sum())
                left, any_cut = left - taken, True
    return any_cut


def tariff_storage(instance: Instance, step: int, held_mwh: Array) -> tuple[Array, Array]:
    """``(n_es,)`` MW charged and discharged: charged in the valley of the price, discharged at its peak.

    What the end of the day needs is never given away, and is charged as late as it can be.
    """
    units, hours = instance.case.storages, instance.horizon.hours
    period = price_periods(instance.price)[step]
    charge, discharge = np.zeros(len(units)), np.zeros(len(units))
    for k, (unit, held) in enumerate(zip(units, held_mwh.tolist(), strict=True)):
        later = instance.horizon.n_step - 1 - step
        least = max(unit.e_min_mwh, unit.e_final_mwh - later * unit.p_mw * unit.efficiency_charge * hours)
        if period == VALLEY or held < least:
            wanted = unit.e_mwh if period == VALLEY else least
            charge[k] = min(unit.p_mw, max(wanted - held, 0.0) / (unit.efficiency_charge * hours))
        elif period == PEAK:
            discharge[k] = min(unit.p_mw, (held - least) * unit.efficiency_discharge / hours)
    return charge, discharge


def stored(instance: Instance, charge_mw: Array, discharge_mw: Array) -> Array:
    """``(n_es,)`` MWh by which a step changes what is held."""
    units = instance.case.storages
    into, out = (np.array([getattr(u, f"efficiency_{way}") for u in units]) for way in ("charge", "discharge"))
    return np.asarray(instance.horizon.hours * (charge_mw * into - discharge_mw / out))


def price_turbines(instance: Instance, step: int, before_mw: Array | None) -> tuple[Array, Array]:
    """``(n_mt,)`` MW: all there is while the grid's energy costs more, else the least; and the least ramps allow.

    ``before_mw`` is ``None`` before the first step.
    """
    units, is_dear = instance.case.turbines, instance.price[step] > instance.case.prices.mt
    wanted = np.array([u.s_mva if is_dear else u.p_min_mw for u in units])
    initial = np.array([u.initial_p_mw for u in units]) if before_mw is None else before_mw
    change = np.array([u.ramp_mw_per_h for u in units]) * instance.horizon.hours
    least, most = np.array([u.p_min_mw for u in units]), np.array([u.s_mva for u in units])
    least = np.fmax(least, initial - change)
    return np.clip(wanted, least, np.fmin(most, initial + change)), least


def choose_set_point(checkers: list[AcChecker]) -> float:
    """The voltage for the tap changers with the fewest violations over some days, then the least cost.

    Raises:
        NotSettled: a load flow has no solution.
    """
    low, high = (float(getattr(checkers[0].instance, f"v_{end}_pu")[0]) for end in ("min", "max"))
    if not any(s.kind != "capacitor" for s in checkers[0].instance.staircases):
        return (low + high) / 2
    found = []
    for share in SET_POINTS:
        set_pu = float(low + share * (high - low))
        results = [settle_rules(np.datetime64("NaT"), checker, set_pu) for checker in checkers]
        found.append((sum(len(r.violations) for r in results), sum(r.cost for r in results), set_pu))
    return min(found)[2]


def with_purchase_of(usual: AcChecker, set_pu: float) -> Array:
    """``(n_step, n_source)`` MW bought the day before: what the rules would exchange on a usual day."""
    return np.asarray(settle_rules(np.datetime64("NaT"), usual, set_pu).exchange_mw)

"""The first stage as a value, and what holds a programme at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.dispatch.conic import Fixing
from engines.dispatch.holding import held, together
from engines.dispatch.instance import Instance
from engines.dispatch.rounding import Switching, fix_switching
from engines.dispatch.scenarios.first_stage import SharedColumns, SharedProgramme

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class FirstStage:
    """What every scenario shares.

    Attributes:
        turbine_mw: ``(n_step, n_mt)``.
        purchase_mw: ``(n_step, n_root)`` bought the day before; ``None`` where deviations from it are free, so that no
            scenario depends on it.
    """

    switching: Switching
    turbine_mw: Array
    purchase_mw: Array | None


def fix_first_stage(shared: SharedProgramme, first: FirstStage) -> Fixing:
    """What holds a programme at a first stage."""
    programme, columns = shared.programme, shared.shared
    switched = fix_switching(programme, first.switching)
    chosen = [columns.turbine.ravel()]
    values = [first.turbine_mw.ravel()]
    if first.purchase_mw is not None and columns.purchase.size:
        chosen.append(columns.purchase.ravel())
        values.append(first.purchase_mw.ravel())
    own = held(np.concatenate(values), np.concatenate(chosen), programme.layout.n_column)
    return together(switched, own)


@dataclass(frozen=True, slots=True, eq=False)
class SharedValues:
    """Values of the shared columns, read by what they are; see :class:`SharedColumns`."""

    stairs: tuple[Array, ...]
    mode: Array
    turbine: Array
    purchase: Array


def read_shared(columns: SharedColumns, x: Array) -> SharedValues:
    """``x`` in the order of :attr:`SharedColumns.all`."""
    shapes = [*(s.shape for s in columns.stairs), columns.mode.shape, columns.turbine.shape, columns.purchase.shape]
    parts, at = [], 0
    for shape in shapes:
        n = int(np.prod(shape))
        parts.append(x[at : at + n].reshape(shape))
        at += n
    n_stair = len(columns.stairs)
    return SharedValues(tuple(parts[:n_stair]), parts[n_stair], parts[n_stair + 1], parts[n_stair + 2])


def whole_first_stage(instance: Instance, columns: SharedColumns, x: Array, switching: Switching) -> FirstStage:
    """Turbines and purchase of shared values ``x`` beside what is switched."""
    values = read_shared(columns, x)
    purchase = values.purchase if columns.purchase.size else None
    return FirstStage(switching, _within(instance, values.turbine), purchase)


def _within(instance: Instance, turbine_mw: Array) -> Array:
    low = np.array([u.p_min_mw for u in instance.case.turbines])
    high = np.array([u.s_mva for u in instance.case.turbines])
    return np.clip(turbine_mw, low, high) if turbine_mw.size else turbine_mw


def shared_box(instance: Instance, columns: SharedColumns) -> tuple[Array, Array]:
    """Least and largest values of the shared columns, in their order; the value at risk has none."""
    low, high = [], []
    for s, own in zip(instance.staircases, columns.stairs, strict=True):
        worth = np.square(s.value * instance.v_grid_pu[s.at]) if s.kind == "substation" else s.value
        low.append(np.full(len(own), worth.min()))
        high.append(np.full(len(own), worth.max()))
    low.append(np.zeros(columns.mode.size))
    high.append(np.ones(columns.mode.size))
    n_step = instance.horizon.n_step
    low.append(np.tile([u.p_min_mw for u in instance.case.turbines], n_step))
    high.append(np.tile([u.s_mva for u in instance.case.turbines], n_step))
    if columns.purchase.size:
        from engines.dispatch.scenarios.first_stage import purchase_range

        least, most = purchase_range(instance)
        low.append(np.tile(least, n_step))
        high.append(np.tile(most, n_step))
    low.append(np.full(columns.value_at_risk.size, -np.inf))
    high.append(np.full(columns.value_at_risk.size, np.inf))
    return np.concatenate(low), np.concatenate(high)

"""Limits drawn tighter where the load flow breaks what the model kept (charging currents, ends of a branch)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from engines.dispatch.ac_check import AcDay
from engines.dispatch.instance import Instance

Array = np.ndarray[Any, Any]

_BEYOND = 1.2
"""Of what was missed, so that the next round does not miss it narrowly."""


def with_tighter_branches(instance: Instance, day: AcDay) -> Instance:
    """The same for branches alone."""
    return replace(tightened(instance, day), v_min_pu=instance.v_min_pu, v_max_pu=instance.v_max_pu)


def tightened(instance: Instance, day: AcDay) -> Instance:
    """The instance with tighter limits of the voltages and branches that ``day`` breaks."""
    node = instance.feeder.node_of_bus
    live = np.flatnonzero(node >= 0)
    low, high = instance.v_min_pu.copy(), instance.v_max_pu.copy()
    under = np.maximum(instance.v_min_pu[node[live]] - np.nanmin(day.vm_pu[:, live], axis=0), 0.0)
    over = np.maximum(np.nanmax(day.vm_pu[:, live], axis=0) - instance.v_max_pu[node[live]], 0.0)
    np.add.at(low, node[live], _BEYOND * under)
    np.add.at(high, node[live], -_BEYOND * over)
    normal = instance.snapshot.network.limits.loading_normal_percent
    percent = np.nan_to_num(day.branch_percent).max(axis=0, initial=0.0)
    mva = np.nan_to_num(day.branch_mva).max(axis=0, initial=0.0)
    current = instance.branch_pu / (1 + _BEYOND * np.maximum(percent / normal - 1, 0.0))
    with np.errstate(invalid="ignore"):
        power = instance.branch_mva - _BEYOND * np.maximum(mva - instance.branch_mva, 0.0)
    power = np.where(np.isfinite(instance.branch_mva), power, np.inf)
    return replace(instance, v_min_pu=low, v_max_pu=high, branch_pu=current, branch_mva=power)

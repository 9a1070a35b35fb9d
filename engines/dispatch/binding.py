"""The limits a plan runs into, and what a little more room would save; what the weather gives is not one of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from engines.dispatch.attaching import tree_branch_name
from engines.dispatch.conic import ConicSolution
from engines.dispatch.instance import Instance
from engines.dispatch.programme import Programme
from engines.values.dispatch import BindingConstraint

Array = np.ndarray[Any, Any]

_LEAST_PRICE = 0.01
"""Money per unit below which a limit is not worth naming."""
_SHOWN = 400

Place = Callable[[Instance, int], str]


def _node(instance: Instance, k: int) -> str:
    return instance.node_label(k)


def _source(instance: Instance, k: int) -> str:
    return f"source at {instance.node_label(int(instance.feeder.roots[k]))}"


def _device(field: str, words: str) -> Place:
    return lambda instance, k: f"{words} at bus {getattr(instance.case, field)[k].bus}"


_UPPER: dict[str, tuple[str, str, Place]] = {
    "voltage_min": ("lowest voltage", "pu", _node),
    "voltage_max": ("highest voltage", "pu", _node),
    "branch_current": ("current", "MVA", tree_branch_name),
    "tie_p_min": ("least import", "MW", _source),
    "tie_p_max": ("largest import", "MW", _source),
    "tie_q_min": ("least reactive import", "Mvar", _source),
    "tie_q_max": ("largest reactive import", "Mvar", _source),
    "tie_p_ramp_up": ("ramp of the import", "MW", _source),
    "tie_p_ramp_down": ("ramp of the import", "MW", _source),
    "tie_q_ramp_up": ("ramp of the reactive import", "Mvar", _source),
    "tie_q_ramp_down": ("ramp of the reactive import", "Mvar", _source),
    "storage_power": ("power", "MW", _device("storages", "storage")),
    "energy_min": ("least energy", "MWh", _device("storages", "storage")),
    "energy_max": ("largest energy", "MWh", _device("storages", "storage")),
    "energy_final": ("energy at the end", "MWh", _device("storages", "storage")),
    "turbine_ramp_up": ("ramp", "MW", _device("turbines", "turbine")),
    "turbine_ramp_down": ("ramp", "MW", _device("turbines", "turbine")),
    "response_min": ("least load", "MW", _device("responses", "demand response")),
    "response_max": ("largest load", "MW", _device("responses", "demand response")),
    "svc_min": ("least reactive power", "Mvar", _device("compensators", "SVC")),
    "svc_max": ("largest reactive power", "Mvar", _device("compensators", "SVC")),
}
_CONES: dict[str, tuple[str, str, Place]] = {
    "tie_s": ("exchange", "MVA", _source),
    "branch_send": ("power", "MVA", tree_branch_name),
    "branch_receive": ("power", "MVA", tree_branch_name),
    "ren_s": ("inverter", "MVA", _device("renewables", "unit")),
    "storage_s": ("inverter", "MVA", _device("storages", "storage")),
    "turbine_s": ("rating", "MVA", _device("turbines", "turbine")),
}
_SQUARED = ("voltage_min", "voltage_max", "branch_current")


def binding_constraints(programme: Programme, solution: ConicSolution) -> tuple[BindingConstraint, ...]:
    """The dearest limits of a solution, everything switched held."""
    instance, found = programme.instance, []
    left = programme.upper @ solution.x
    for name, block in programme.upper_blocks.items():
        if name not in _UPPER:
            continue
        words, unit, place = _UPPER[name]
        price, limit = solution.upper_dual[block.rows], programme.upper_right[block.rows]
        value = left[block.rows]
        if name in _SQUARED:
            # A squared quantity: one unit of the quantity itself is twice its size of the square.
            limit, value = np.sqrt(np.abs(limit)), np.sqrt(np.abs(value))
            price = price * 2 * limit
        for k in np.flatnonzero(price > _LEAST_PRICE):
            step, where = int(instance.horizon.step[block.moment[k]]), place(instance, int(block.element[k]))
            bound = abs(float(limit[k])) if name.endswith(("min", "final", "down")) else float(limit[k])
            own = abs(float(value[k])) if name.endswith(("min", "final", "down")) else float(value[k])
            found.append(BindingConstraint(words, where, step, own, bound, unit, float(price[k])))
    slack = programme.cone_right - programme.cone @ solution.x
    for name, block in programme.cone_blocks.items():
        if name not in _CONES:
            continue
        words, unit, place = _CONES[name]
        head, body = slack[block.rows[:, 0]], np.linalg.norm(slack[block.rows[:, 1:]], axis=1)
        price = solution.cone_dual[block.rows[:, 0]]
        for k in np.flatnonzero((price > _LEAST_PRICE) & (body > 0.999 * head)):
            step, where = int(instance.horizon.step[block.moment[k]]), place(instance, int(block.element[k]))
            found.append(BindingConstraint(words, where, step, float(body[k]), float(head[k]), unit, float(price[k])))
    return tuple(sorted(found, key=lambda b: -b.shadow_price)[:_SHOWN])

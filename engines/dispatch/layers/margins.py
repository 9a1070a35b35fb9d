"""Limits kept with a little to spare while what regions and the layer above agree on still differs a little."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from engines.dispatch.ac_check import AcDay
from engines.dispatch.programme import Programme

Array = np.ndarray[Any, Any]

MARGINS_PU = (5e-5, 1e-5, 0.0)
"""Of voltages, and of currents and powers of branches in shares of their limit: the first that leaves a plan."""
NARROWED = 0.1
"""Share of the margins that is kept once what was agreed holds: with them the best may be out of reach."""
LOOKED_PU = MARGINS_PU[-1]
"""The same while positions are looked at: in narrow limits the best of them may leave no more."""


def with_margins(programme: Programme, margin_pu: float, margin_mw: float = 0.0) -> Programme:
    """The programme with voltages and branches kept within their limits by ``margin_pu``, the exchange with the upper
    grid by ``margin_mw``. Its bound is no bound on the cost."""
    upper, cone = programme.upper_right.copy(), programme.cone_right.copy()
    for name, block in programme.upper_blocks.items():
        if name in ("voltage_min", "voltage_max"):
            # A squared voltage near 1 moves by twice as much. Where a voltage is given there is nothing to spare.
            free = ~np.isin(block.element, programme.instance.feeder.roots)
            upper[block.rows[free]] -= 2 * margin_pu
        elif name == "branch_current":
            upper[block.rows] *= 1 - 2 * margin_pu
        elif name.startswith("tie_"):
            upper[block.rows] -= margin_mw
    for name, block in programme.cone_blocks.items():
        if name in ("branch_send", "branch_receive"):
            cone[block.rows[:, 0]] *= 1 - margin_pu
        elif name == "tie_s":
            cone[block.rows[:, 0]] -= margin_mw
    return replace(programme, upper_right=upper, cone_right=cone)


def with_spare(programme: Programme, spare: Array) -> Programme:
    """The programme further within its limits, but for voltages that are given.

    ``spare``: ``(2, n_moment)`` pu² of voltages, and shares of currents and powers of branches.
    """
    upper, cone = programme.upper_right.copy(), programme.cone_right.copy()
    for name in ("voltage_min", "voltage_max"):
        block = programme.upper_blocks[name]
        free = ~np.isin(block.element, programme.instance.feeder.roots)
        upper[block.rows[free]] -= spare[0][block.moment[free]]
    current = programme.upper_blocks.get("branch_current")
    if current is not None:
        upper[current.rows] *= 1 - spare[1][current.moment]
    for name in ("branch_send", "branch_receive"):
        sending = programme.cone_blocks.get(name)
        if sending is not None:
            cone[sending.rows[:, 0]] *= 1 - spare[1][sending.moment]
    return replace(programme, upper_right=upper, cone_right=cone)


def missed_by(programme: Programme, x: Array, day: AcDay | None = None) -> tuple[Array, Array]:
    """``(n_moment, n_node)`` pu² by which voltages miss a limit, and ``(n_moment, n_branch)`` shares by which squared
    currents and powers of branches do; with the load flow's ``day`` also those only it finds (what charges a cable)."""
    at_node, on_branch = np.zeros(programme.layout["u"].shape), np.zeros(programme.layout["l"].shape)
    excess = programme.upper @ x - programme.upper_right
    for name in ("voltage_min", "voltage_max"):
        block = programme.upper_blocks[name]
        np.maximum.at(at_node, (block.moment, block.element), excess[block.rows])
    current = programme.upper_blocks.get("branch_current")
    if current is not None:
        share = excess[current.rows] / np.maximum(programme.upper_right[current.rows], 1e-9)
        np.maximum.at(on_branch, (current.moment, current.element), share)
    sending = programme.cone_blocks.get("branch_send")
    if sending is not None:
        feeder, x_of = programme.instance.feeder, programme.layout
        at = sending.moment, sending.element
        for share_lost in (0.0, 1.0):
            p, q = (
                (x[x_of[name]] - share_lost * z * x[x_of["l"]])[at]
                for name, z in (("p", feeder.r_pu), ("q", feeder.x_pu))
            )
            share = np.hypot(p, q) / programme.instance.branch_mva[sending.element] - 1.0
            np.maximum.at(on_branch, at, share)
    if day is not None:
        normal = programme.instance.snapshot.network.limits.loading_normal_percent
        loaded = np.maximum(np.nan_to_num(day.branch_percent) / normal, 1.0) ** 2 - 1.0
        with np.errstate(invalid="ignore", divide="ignore"):
            power = np.nan_to_num(day.branch_mva / programme.instance.branch_mva - 1.0)
        on_branch = np.maximum(on_branch, np.maximum(loaded, power))
    return at_node, on_branch


def missed_limit(programme: Programme, x: Array) -> float:
    """The worst of :func:`missed_by`."""
    return max(float(found.max(initial=0.0)) for found in missed_by(programme, x))

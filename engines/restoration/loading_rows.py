"""Constraints on what a branch carries and loses, from outside: a polygon around its rating, tangents to its losses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engines.restoration.core_network import CoreBranch

if TYPE_CHECKING:
    from engines.restoration.linear_model import LinearModel

_ANGLES = 2 * np.pi * np.array([0.0, *(np.arange(-2, 10) / 64), 0.25, 0.5, 0.5 + 3 / 64, 0.75])
"""Directions in which loading is cut: dense where loads' power factors lie, wherever the flow goes."""
_LEAST_LOSS_MW = 2e-3
_TANGENTS = (0.15, 0.35, 0.55, 0.75, 0.95)
"""Shares of what a branch may carry at which the parabola of its losses is touched."""
_USUAL = complex(0.97, 0.24)
"""Direction of apparent power where none is known yet: what loads usually take."""


def has_loss(branch: CoreBranch, most_mva: float) -> bool:
    """Whether the losses of a branch can come to anything when ``most_mva`` is added to what it carries."""
    most = min(most_mva + float(np.hypot(branch.p0_mw, branch.q0_mvar)), branch.cap_mva)
    return bool(max(branch.r_pu, branch.x_pu) * most**2 > _LEAST_LOSS_MW)


def add_losses(model: LinearModel) -> None:
    """The squared current of each branch, less what it is already, by tangents to (p² + q²)/w at the highest w."""
    for k, branch in enumerate(model.core.branches):
        column = model.loss + k
        if not has_loss(branch, model.most_mva):
            model.low[column] = model.high[column] = 0.0
            continue
        p0, q0, top = branch.p0_mw, branch.q0_mvar, model.top_w
        now = (p0**2 + q0**2) / top
        model.low[column] = 0.0 if branch.zone >= 0 else -now
        carried = float(np.hypot(p0, q0))
        most = min(branch.cap_mva, model.most_mva + carried)
        ways = (complex(p0, q0) / carried,) if carried else (_USUAL, -_USUAL)
        for share in _TANGENTS:
            for way in ways:
                p, q = share * most * way.real, share * most * way.imag
                # l + now >= (2 p^ (p0 + p) - p^² + 2 q^ (q0 + q) - q^²) / w
                terms = {column: 1.0, model.p + k: -2 * p / top, model.q + k: -2 * q / top}
                least = (2 * p * p0 - p * p + 2 * q * q0 - q * q) / top - now
                model.rows.add(terms, least, np.inf)


def add_cap(model: LinearModel, k: int, cap_mva: float) -> None:
    """What a branch may carry at both its ends, less at a lower voltage: v <= (w + w^)/(2 v^), a tangent."""
    branch = model.core.branches[k]
    carried = float(np.hypot(branch.p0_mw, branch.q0_mvar))
    cap = max(cap_mva, carried)
    if cap >= carried + model.most_mva:
        return
    ends = [0j] if branch.near_mva == 0 == branch.far_mva else [branch.near_mva, -branch.far_mva]
    for more in ends:
        for angle in _ANGLES:
            c, s = float(np.cos(angle)), float(np.sin(angle))
            terms = {model.p + k: c, model.q + k: s, model.w + branch.far: -cap / (2 * branch.cap_w)}
            along = more.real * c + more.imag * s
            if along and branch.zone in model.y:
                terms[model.y[branch.zone]] = along
            model.rows.add(terms, -np.inf, cap / 2 - branch.p0_mw * c - branch.q0_mvar * s)

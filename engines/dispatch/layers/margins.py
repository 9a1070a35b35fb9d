"""Limits kept with a little to spare while what regions and the layer above agree on still differs a little."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engines.dispatch.programme import Programme

MARGIN_PU = 5e-5
"""Of voltages, and of currents and powers of branches in shares of their limit."""


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

"""Static generators: what sun and wind offer, what they may give, and their reactive power."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.plant.options import GenerationOptions

Array = np.ndarray[Any, Any]


class Generation:
    """All static generators of a network; injected power is positive.

    Attributes:
        sn_mva: ``(n,)`` rating; the power of the base case where there is none.
        p_limit_mw: ``(n,)`` what each may inject at most.
        q_setpoint_mvar: ``(n,)`` reactive power asked for.
        p_mw, q_mvar: ``(n,)`` what each injects at present.
    """

    def __init__(self, network: Network, options: GenerationOptions) -> None:
        table = network["sgen"]
        base = np.abs(np.nan_to_num(table["p_mw"]))
        self.sn_mva: Array = np.where(table["sn_mva"] > 0, table["sn_mva"], base)
        self.p_limit_mw: Array = self.sn_mva.copy()
        self.q_setpoint_mvar: Array = np.nan_to_num(table["q_mvar"] * table["scaling"])
        self.p_mw: Array = np.nan_to_num(table["p_mw"] * table["scaling"])
        self.q_mvar: Array = self.q_setpoint_mvar.copy()
        self.largest_q_mvar: Array = self.sn_mva * np.sqrt(1 - options.power_factor**2)

    def settle(self, available_mw: Array, share: Array) -> None:
        """Work out the present power.

        Args:
            available_mw: ``(n,)`` what the weather offers.
            share: ``(n,)`` share of its power each may give (0 while disconnected).
        """
        self.p_mw = np.minimum(np.minimum(available_mw, self.p_limit_mw), self.sn_mva * share)
        most = np.sqrt(np.maximum(self.sn_mva**2 - self.p_mw**2, 0.0))
        self.q_mvar = np.where(share > 0, np.clip(self.q_setpoint_mvar, -most, most), 0.0)

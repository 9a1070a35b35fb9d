"""Storage: state of charge, setpoints and what they can really give."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.plant.clock import NEVER
from engines.plant.options import GenerationOptions

Array = np.ndarray[Any, Any]
US_PER_HOUR = 3_600_000_000
NEARLY_MWH = 1e-9


class Storage:
    """All storages of a network; consumed power is positive, charging.

    Without capacity (``max_e_mwh`` not known) the state of charge stays unknown and nothing limits the power.

    Attributes:
        energy_mwh: ``(n,)`` stored; max_e_mwh: ``(n,)`` capacity, NaN where not known.
        p_setpoint_mw, q_setpoint_mvar: ``(n,)`` what was asked for.
        is_scheduled: ``(n,)`` the active power follows the profile until somebody commands it.
        p_mw, q_mvar: ``(n,)`` what it takes at present.
        next_us: when the first of them is full or empty at its present power.
    """

    def __init__(self, network: Network, options: GenerationOptions) -> None:
        table = network["storage"]
        n = len(table)
        scaling = np.nan_to_num(table["scaling"], nan=1.0)
        self.max_e_mwh: Array = _column(table, "max_e_mwh", n)
        soc = np.nan_to_num(_column(table, "soc_percent", n), nan=50.0)
        self.energy_mwh: Array = np.clip(soc, 0.0, 100.0) / 100 * self.max_e_mwh
        self.sn_mva: Array = np.where(table["sn_mva"] > 0, table["sn_mva"], np.inf)
        self.p_setpoint_mw: Array = np.nan_to_num(table["p_mw"] * scaling)
        self.q_setpoint_mvar: Array = np.nan_to_num(table["q_mvar"] * scaling)
        self.is_scheduled: Array = np.ones(n, bool)
        self.p_mw: Array = np.zeros(n)
        self.q_mvar: Array = np.zeros(n)
        self._efficiency = options.efficiency
        self._now_us = 0
        self.next_us = NEVER

    @property
    def soc_percent(self) -> Array:
        """``(n,)`` state of charge; NaN without a known capacity."""
        return np.asarray(100.0 * self.energy_mwh / self.max_e_mwh)

    def pass_time(self, now_us: int) -> None:
        """Charge or discharge up to this moment at the present power."""
        hours = (now_us - self._now_us) / US_PER_HOUR
        self._now_us = now_us
        if hours > 0 and len(self.p_mw):
            self.energy_mwh = np.clip(self.energy_mwh + self._rate_mw() * hours, 0.0, self.max_e_mwh)

    def follow(self, scheduled_p_mw: Array) -> None:
        """Take over what the profile says, where nobody has commanded anything."""
        self.p_setpoint_mw = np.where(self.is_scheduled, scheduled_p_mw, self.p_setpoint_mw)

    def settle(self, is_connected: Array) -> None:
        """Work out the present power from setpoints, charge and connection."""
        p = np.clip(self.p_setpoint_mw, -self.sn_mva, self.sn_mva)
        is_full = self.energy_mwh >= self.max_e_mwh - NEARLY_MWH
        is_empty = self.energy_mwh <= NEARLY_MWH
        p = np.where(((p > 0) & is_full) | ((p < 0) & is_empty), 0.0, p)
        most = np.sqrt(np.maximum(self.sn_mva**2 - p**2, 0.0))
        self.p_mw = np.where(is_connected, p, 0.0)
        self.q_mvar = np.where(is_connected, np.clip(self.q_setpoint_mvar, -most, most), 0.0)
        self.next_us = self._full_or_empty_us()

    def _full_or_empty_us(self) -> int:
        rate = self._rate_mw()
        room = np.where(rate > 0, self.max_e_mwh - self.energy_mwh, self.energy_mwh)
        with np.errstate(divide="ignore", invalid="ignore"):
            hours = np.where(rate != 0, room / np.abs(rate), np.inf)
        least = float(np.nanmin(hours, initial=np.inf))
        # Rounded up, so that it is full (and not nearly so) when its time has come.
        return NEVER if not np.isfinite(least) else self._now_us + int(np.ceil(least * US_PER_HOUR)) + 1

    def _rate_mw(self) -> Array:
        """``(n,)`` growth of the stored energy per hour."""
        return np.where(self.p_mw > 0, self.p_mw * self._efficiency, self.p_mw / self._efficiency)


def _column(table: Any, name: str, n: int) -> Array:
    return table[name].astype(np.float64) if name in table else np.full(n, np.nan)

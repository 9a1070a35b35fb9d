"""The district the console starts with."""

from __future__ import annotations

from engines.grid.network import Network
from engines.synthesis.district import synthesise

N_BUS, SEED = 300, 40
YEAR = 2026


def north() -> Network:
    """North district: two primary substations, ten feeders, 300 buses, 2,000 customers, a year of profiles.

    The seed is one with something to see: on a winter evening every voltage is in order, and moving the end of F8
    to F7 (close T6, open F8-S2) brings a few buses just below 0.95.
    """
    return synthesise(N_BUS, SEED, name="North district", source="north", year=YEAR)

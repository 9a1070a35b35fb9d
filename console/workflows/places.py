"""Where equipment is, in kilometres on a plane, and how long people take from one place to another. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from console.workflows.work import DETOUR, SPEED_KMH
from engines.grid.network import ElementRef, Network

Place = tuple[float, float]
UNKNOWN: Place = (math.nan, math.nan)
KM_PER_DEGREE = 111.195
"""Of latitude, on a sphere of the earth's mean radius."""
UNKNOWN_MIN = 30.0
"""What the way is taken for where nobody knows the places."""
_ENDS = {"line": ("from_bus", "to_bus"), "trafo": ("hv_bus",), "trafo3w": ("hv_bus",), "impedance": ("from_bus",)}


class Places:
    """The places of a network's equipment.

    Coordinates of the network (degrees, or metres on a plane) become kilometres; ``UNKNOWN`` where there are none.
    """

    def __init__(self, network: Network) -> None:
        self._network = network
        x, y = (np.asarray(network.bus[axis], float) for axis in ("x", "y"))
        known = np.isfinite(y)
        middle = float(y[known].mean()) if known.any() else 0.0
        north_km = KM_PER_DEGREE if network.is_geographic else 1e-3
        self._scale = (north_km * math.cos(math.radians(middle)) if network.is_geographic else 1e-3, north_km)
        self._x, self._y = x * self._scale[0], y * self._scale[1]

    def on_plane(self, x: float, y: float) -> Place:
        """A point in the network's own coordinates as a place."""
        return x * self._scale[0], y * self._scale[1]

    def of(self, element_id: str) -> Place:
        """Place of an element: its bus, the middle between the ends of a line; of a switch, where it stands."""
        ref = self._network.find(element_id)
        if ref is None:
            return UNKNOWN
        rows = [row for row in self._bus_rows(ref) if row >= 0]
        if not rows:
            return UNKNOWN
        return float(np.mean(self._x[rows])), float(np.mean(self._y[rows]))

    def middle(self, element_ids: Iterable[str]) -> Place:
        """Middle of several elements; those without a place do not count."""
        known = [place for place in map(self.of, element_ids) if not math.isnan(place[0])]
        if not known:
            return UNKNOWN
        return sum(p[0] for p in known) / len(known), sum(p[1] for p in known) / len(known)

    def _bus_rows(self, ref: ElementRef) -> list[int]:
        table = self._network[ref.table]
        if ref.table == "bus":
            return [ref.row]
        columns = _ENDS.get(ref.table, ("bus",) if "bus" in table else ())
        return [int(self._network.bus_row(int(table[column][ref.row]))) for column in columns]

    def km_of(self, element_id: str) -> float:
        """Length of a line, 0 for anything else."""
        ref = self._network.find(element_id)
        if ref is None or ref.table != "line":
            return 0.0
        return float(np.nan_to_num(self._network["line"]["length_km"][ref.row]))


def travel_min(here: Place, there: Place, *, detour: float = DETOUR, speed_kmh: float = SPEED_KMH) -> float:
    """Minutes on the road: the straight line times a detour; a fixed time where a place is not known."""
    km = math.hypot(here[0] - there[0], here[1] - there[1])
    return UNKNOWN_MIN if math.isnan(km) else km * detour / speed_kmh * 60.0

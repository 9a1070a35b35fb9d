"""GeoJSON texts, as pandapower keeps coordinates, to and from plain numbers."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
EARTH_RADIUS_KM = 6371.0


def point_text(x: float, y: float) -> str:
    """A GeoJSON point."""
    return json.dumps({"coordinates": [x, y], "type": "Point"})


def point_of(geo: Any) -> tuple[float, float]:
    """x and y of a GeoJSON point given as text or object; NaN where there is none or it cannot be read."""
    try:
        shape = json.loads(geo) if isinstance(geo, str) else geo
        x, y = shape["coordinates"][:2]
        return float(x), float(y)
    except (TypeError, ValueError, KeyError, IndexError):
        return float("nan"), float("nan")


def looks_geographic(x: Array, y: Array, from_row: Array, to_row: Array, length_km: Array) -> bool:
    """Whether coordinates are degrees: line lengths must agree with distances on the globe.

    Args:
        x, y: ``(n_bus,)``.
        from_row, to_row: ``(n_line,)`` rows of the ends, -1 where unknown.
        length_km: ``(n_line,)``.
    """
    known = np.isfinite(x) & np.isfinite(y)
    if not known.any() or np.abs(x[known]).max() > 180.0 or np.abs(y[known]).max() > 90.0:
        return False
    ends = (from_row >= 0) & (to_row >= 0) & np.isfinite(length_km) & (length_km > 0)
    a, b = from_row[ends], to_row[ends]
    straight = globe_distance_km(x[a], y[a], x[b], y[b])
    ratio = straight[np.isfinite(straight) & (straight > 0)] / length_km[ends][np.isfinite(straight) & (straight > 0)]
    return bool(ratio.size and 0.02 < np.median(ratio) < 2.0)


def globe_distance_km(lon_a: Array, lat_a: Array, lon_b: Array, lat_b: Array) -> Array:
    """Great-circle distance (haversine) between points in degrees."""
    half_lat, half_lon = np.radians(lat_b - lat_a) / 2, np.radians(lon_b - lon_a) / 2
    chord = np.sin(half_lat) ** 2 + np.cos(np.radians(lat_a)) * np.cos(np.radians(lat_b)) * np.sin(half_lon) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0))))

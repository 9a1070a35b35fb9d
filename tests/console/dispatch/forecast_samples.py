"""A made-up past of the sample case's units: one weather over all of them, each with some of its own."""

from __future__ import annotations

from pathlib import Path

import numpy as np

UNITS = ("wt 18", "wt 22", "wt 33", "pv 7", "pv 14", "pv 25", "load")


def write_history(path: Path, n_day: int, units: tuple[str, ...] = UNITS) -> Path:
    """Hourly values per unit of the rating, ``n_day`` days from 1 January 2025 on."""
    rng = np.random.default_rng(7)
    hour = np.tile(np.arange(24), n_day)
    day = np.repeat(np.arange(n_day), 24)
    wind, sky = rng.uniform(0.1, 0.9, n_day), rng.uniform(0.3, 1.0, n_day)
    sun = np.clip(np.sin((hour - 6) / 12 * np.pi), 0.0, None) * (hour > 6) * (hour < 18)
    columns = {}
    for unit in units:
        own = rng.uniform(0.85, 1.0, len(hour))
        if unit.startswith("wt"):
            columns[unit] = wind[day] * own
        elif unit.startswith("pv"):
            columns[unit] = sky[day] * sun * own
        else:
            columns[unit] = (0.6 + 0.3 * np.sin((hour - 9) / 12 * np.pi)) * own
    times = np.datetime64("2025-01-01T00:00") + np.arange(len(hour)) * np.timedelta64(1, "h")
    lines = [",".join(["time", *units])]
    for k, time in enumerate(times):
        lines.append(",".join([str(time), *(f"{columns[unit][k]:.6f}" for unit in units)]))
    path.write_text("\n".join(lines), "utf-8")
    return path

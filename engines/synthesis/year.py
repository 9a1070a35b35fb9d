"""A year of quarter hours for a whole district: thirty-odd shapes, and which load or plant follows which."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.grid.profiles import ProfileAssignment, Profiles, from_steps, in_steps, make_profiles
from engines.synthesis.calendar import Calendar
from engines.synthesis.habits import HABITS, LoadClass
from engines.synthesis.weather import Weather, between, steps_at, wander

__all__ = ["LOAD_CLASSES", "LoadClass", "Year"]

Array = np.ndarray[Any, Any]

STEP_S = 900
LOAD_CLASSES = tuple(LoadClass)
SUN_AZIMUTH = {"south": 0.0, "south-east": -42.0, "south-west": 42.0, "east": -88.0, "west": 88.0, "park": 5.0}
N_WIND = 3
HIGHEST_STEP_SHARE = 0.9999


class Year:
    """The shapes of one year, equal for equal seeds.

    Attributes:
        calendar: the days.
        names: of the shapes; shapes: ``(n_shape, n_step)`` factors on a peak (loads) or a rating (plants).
    """

    def __init__(self, seed: int, year: int = 2026) -> None:
        random = np.random.default_rng([seed, year])
        self.calendar = Calendar(year)
        weather = Weather(self.calendar, random)
        named: dict[str, Array] = {}
        for habits in HABITS.values():
            for name, habit in habits.items():
                named[name] = _lively(habit(self.calendar, weather, random.normal(0, 0.25)), random)
        for name, azimuth in SUN_AZIMUTH.items():
            named[f"pv {name}"] = weather.sun(azimuth)
        for number in range(1, N_WIND + 1):
            named[f"wind {number}"] = weather.wind()
        named["battery at noon"] = _battery(self.calendar, charge=12.6)
        named["battery at night"] = _battery(self.calendar, charge=2.6)
        self.names = tuple(named)
        # As a file will keep them, so that a district read back is the very same.
        self.shapes = from_steps(*in_steps(np.array(list(named.values()), np.float32)))
        kinds = [[self.names.index(name) for name in HABITS[kind]] for kind in LOAD_CLASSES]
        self._of_class = [np.array(rows) for rows in kinds]

    def at_evening(self, shape: Array) -> Array:
        """Mean factor of each of these shapes on a winter working day's evening."""
        mean = self.shapes[:, self.calendar.winter_evenings].mean(axis=1, dtype=np.float64)
        return np.asarray(mean[shape])

    def load_shapes(self, kind: Array, random: np.random.Generator) -> Array:
        """A shape of its class for every load; ``kind`` is a position in ``LOAD_CLASSES``."""
        found = np.empty(len(kind), np.int64)
        for k, rows in enumerate(self._of_class):
            mine = kind == k
            found[mine] = random.choice(rows, int(mine.sum()))
        return found

    def plant_shapes(self, kind: Array, is_park: Array, random: np.random.Generator) -> Array:
        """A shape for every plant; ``kind`` is ``"pv"`` or ``"wind"``, parks of panels face south."""
        roofs = [self.names.index(f"pv {name}") for name in SUN_AZIMUTH if name != "park"]
        winds = [self.names.index(f"wind {number}") for number in range(1, N_WIND + 1)]
        found = random.choice(roofs, len(kind), p=[0.4, 0.15, 0.15, 0.15, 0.15])
        found[is_park] = self.names.index("pv park")
        is_wind = kind == "wind"
        found[is_wind] = random.choice(winds, int(is_wind.sum()))
        return np.asarray(found, np.int64)

    def battery_shapes(self, n: int) -> Array:
        """A schedule for every battery, by turns."""
        return self.names.index("battery at noon") + np.arange(n) % 2

    def profiles(self, load: Array, sgen: Array, storage: Array) -> Profiles:
        """Profiles of tables whose rows follow these shapes."""
        rows = [np.arange(len(shape)) for shape in (load, sgen, storage)]
        assignments = (
            ProfileAssignment("load", "p_mw", rows[0], load),
            ProfileAssignment("load", "q_mvar", rows[0], load),
            ProfileAssignment("sgen", "p_mw", rows[1], sgen),
            ProfileAssignment("storage", "p_mw", rows[2], storage),
        )
        used = tuple(a for a in assignments if len(a.row))
        return make_profiles(self.calendar.start, STEP_S, self.shapes, self.names, used)


def _lively(shape: Array, random: np.random.Generator) -> Array:
    """The shape with what people do differently every day, scaled to a peak of one."""
    n = len(shape)
    lively = shape * (1 + 0.03 * wander(random, n, 0.97) + 0.02 * random.standard_normal(n))
    lively = np.clip(lively, 0.02 * float(shape.max()), None)
    return np.clip(lively / np.quantile(lively, HIGHEST_STEP_SHARE), 0.0, 1.0)


def _battery(calendar: Calendar, charge: float) -> Array:
    """Charging around one hour, discharging in the evening; what is taken out was put in, less the losses."""
    put_in = 0.85 * between(calendar.hour, charge - 1.6, charge + 1.6, 5.0)
    taken_out = steps_at(calendar.hour, 18.8, 1.05)
    efficiency = 0.88
    return np.asarray(put_in - taken_out * efficiency * put_in.sum() / taken_out.sum())

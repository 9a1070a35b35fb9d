"""Sun, wind and warmth of a made-up year; clouds and gusts wander as autoregressive processes."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.synthesis.calendar import Calendar

Array = np.ndarray[Any, Any]

LATITUDE, LONGITUDE = 53.9, 11.2
TIME_ZONE_LONGITUDE = 15.0
TILT = np.radians(32.0)


def wander(random: np.random.Generator, n: int, keep: float) -> Array:
    """``(n,)`` a first-order autoregressive process of unit variance; ``keep`` is its correlation a step later."""
    taps = int(np.ceil(np.log(1e-3) / np.log(keep)))
    noise = random.standard_normal(n + taps - 1) * np.sqrt(1 - keep**2)
    return np.convolve(noise, keep ** np.arange(taps), mode="valid")


class Weather:
    """The sky over the district, ``(n_step,)`` each.

    Attributes:
        temperature: degrees Celsius.
        is_dark: 0 by day, 1 by night, between them in twilight.
    """

    def __init__(self, calendar: Calendar, random: np.random.Generator) -> None:
        n = calendar.n_step
        self._random = random
        spell = wander(random, calendar.n_day, 0.8)[calendar.day]
        daily = 2.6 * np.cos(2 * np.pi * (calendar.hour - 15) / 24)
        self.temperature = 18.2 - 17.0 * calendar.winter + 3.2 * spell + daily
        # Bright days and dull days, and clouds that pass within the hour.
        self._overcast = wander(random, calendar.n_day, 0.45)[calendar.day]
        self._passing = wander(random, n, 0.9)
        self._wind = wander(random, n, 0.994)
        self._winter = calendar.winter
        angle = 2 * np.pi * (calendar.day - 80) / calendar.n_day
        self._declination = np.radians(23.45) * np.sin(angle)
        # Equation of time, Spencer 1971 as in Duffie and Beckman, "Solar Engineering", eq. 1.5.3, first terms.
        late_h = (9.87 * np.sin(2 * angle) - 7.53 * np.cos(angle) - 1.5 * np.sin(angle)) / 60
        solar_hour = calendar.hour + (LONGITUDE - TIME_ZONE_LONGITUDE) / 15 + late_h
        self._hour_angle = np.radians(15.0) * (solar_hour - 12)
        self._height = self._incidence(0.0, 0.0)
        self.is_dark = 1 / (1 + np.exp(40 * (self._height - 0.02)))

    def _incidence(self, tilt: float, azimuth: float) -> Array:
        """Cosine between the sun and a plane's normal (Duffie and Beckman, eq. 1.6.2); azimuth from south to west."""
        sin_d, cos_d = np.sin(self._declination), np.cos(self._declination)
        sin_l, cos_l = np.sin(np.radians(LATITUDE)), np.cos(np.radians(LATITUDE))
        cos_h, sin_h = np.cos(self._hour_angle), np.sin(self._hour_angle)
        return np.asarray(
            sin_d * (sin_l * np.cos(tilt) - cos_l * np.sin(tilt) * np.cos(azimuth))
            + cos_d * cos_h * (cos_l * np.cos(tilt) + sin_l * np.sin(tilt) * np.cos(azimuth))
            + cos_d * np.sin(tilt) * np.sin(azimuth) * sin_h
        )

    def sun(self, azimuth_degree: float) -> Array:
        """Feed-in per unit of the rating of roofs that face ``azimuth_degree`` (0 south, 90 west)."""
        height = np.clip(self._height, 1e-3, None)
        # Clear sky after Haurwitz, J. Meteorology 3, 1946.
        clear = 1098.0 * height * np.exp(-0.057 / height) * (self._height > 0.02)
        own = wander(self._random, len(height), 0.85)
        clearness = 0.61 + 0.24 * self._overcast + 0.10 * self._passing + 0.04 * own
        clearness = np.clip(clearness, 0.08, 1.0)
        diffuse_share = np.clip(1.12 - clearness, 0.15, 1.0)
        beam = clear * clearness * (1 - diffuse_share) / np.maximum(height, 0.05)
        on_plane = beam * np.clip(self._incidence(TILT, np.radians(azimuth_degree)), 0, None)
        on_plane += clear * clearness * diffuse_share * (1 + np.cos(TILT)) / 2
        heat = 1 - 0.0035 * np.clip(self.temperature + 0.025 * on_plane - 25, 0, None)
        return np.asarray(np.clip(on_plane / 1000 * 0.9 * heat, 0.0, 0.9))

    def wind(self) -> Array:
        """Feed-in per unit of the rating of a turbine: cubic from 3 to 12 m/s, off above 25 m/s."""
        own = 0.92 * self._wind + 0.39 * wander(self._random, len(self._wind), 0.97)
        speed = np.clip(6.0 + 1.4 * self._winter + 2.7 * own, 0.0, None)
        return np.where((speed > 3.0) & (speed <= 25.0), np.clip(((speed - 3.0) / 9.0) ** 3, 0.0, 1.0), 0.0)


def steps_at(hour: Array, at: float, width: float) -> Array:
    """A bump of height 1 around ``at`` o'clock, ``width`` hours to its shoulder, around midnight too."""
    away = np.abs((hour - at + 12) % 24 - 12)
    return np.asarray(np.exp(-0.5 * (away / width) ** 2))


def between(hour: Array, begin: float, end: float, sharpness: float = 2.2) -> Array:
    """1 from ``begin`` to ``end`` o'clock, with shoulders; ``end`` may lie after midnight."""
    length = (end - begin) % 24
    into = (hour - begin + 6) % 24 - 6
    return np.asarray(1 / (1 + np.exp(-sharpness * into)) / (1 + np.exp(sharpness * (into - length))))

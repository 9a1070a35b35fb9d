"""A district to break, and words to ask it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from engines.exchange.shipped import load_shipped
from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.plant.events import PlantEvent
from engines.plant.options import MeterOptions, PlantOptions
from engines.plant.plant import Plant
from engines.protection.grading import derive_settings
from engines.protection.settings import ProtectionSettings
from engines.values.points import PointQuality

QUIET = PlantOptions(  # no noise, no wandering loads
    fluctuation_percent=0.0, meter=MeterOptions(noise=0.0, last_gasp_lost=0.0)
)


PATIENT = replace(QUIET, solve_s=60.0, meter=replace(QUIET.meter, scan_s=20.0))
"""For long spans: looks seldom."""


@cache
def normal_settings(network: Network) -> ProtectionSettings:
    return derive_settings(Snapshot(network), QUIET.short_circuit)


class Field:
    """A plant, asked by point id."""

    def __init__(self, network: Network, options: PlantOptions = QUIET, seed: int = 0, **more: Any) -> None:
        if options.short_circuit == QUIET.short_circuit:
            options = replace(options, protection=normal_settings(network))
        self.plant = Plant(network, options=options, seed=seed, **more)
        self.row = {point.point_id: row for row, point in enumerate(self.plant.points)}

    def value(self, point_id: str) -> float:
        return float(self.plant.readings().value[self.row[point_id]])

    def quality(self, point_id: str) -> PointQuality:
        return PointQuality(self.plant.readings().quality[self.row[point_id]])

    def position(self, switch: str) -> int:
        """The true one, of any switch."""
        table = self.plant.network["switch"]
        at = int(np.flatnonzero(table.id == f"switch:{switch}")[0])
        return int(self.plant.snapshot.switch_position[at])

    def inject(self, event: PlantEvent, seconds: float = 0.0) -> str:
        event_id = self.plant.inject(event)
        self.plant.step(seconds)
        return event_id

    def command(self, point_id: str, value: float, seconds: float = 0.0) -> None:
        reply = self.plant.command(point_id, value)
        assert reply.accepted, reply.reason
        self.plant.step(seconds)

    def history(self, point_id: str, seconds: float, step_s: float = 0.02) -> list[float]:
        """The values of a point over a span, without repeats."""
        seen = [self.value(point_id)]
        for _ in range(round(seconds / step_s)):
            self.plant.step(step_s)
            if self.value(point_id) != seen[-1]:
                seen.append(self.value(point_id))
        return seen


@pytest.fixture(scope="session")
def north() -> Network:
    return load_shipped("north").network


@pytest.fixture
def field(north: Network) -> Field:
    """The north district without noise, ten seconds after its start."""
    made = Field(north)
    made.plant.step(10)
    return made


@pytest.fixture
def patient(north: Network) -> Field:
    """The same for long spans."""
    made = Field(north, PATIENT)
    made.plant.step(20)
    return made


@pytest.fixture
def make_field(north: Network) -> Callable[..., Field]:
    def make(**how: Any) -> Field:
        return Field(north, **how)

    return make


@pytest.fixture
def make_field_of() -> Callable[..., Field]:
    return Field

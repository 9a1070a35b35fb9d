"""Random commands and events one after the other: nothing breaks, and nothing false is called good."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from engines.grid.switches import SwitchPosition
from engines.plant.events import (
    BlockedDrive,
    HandOperation,
    LostCommunication,
    NetworkFault,
    PlantEvent,
    StickingPlace,
    StuckDrive,
    SwitchedToLocal,
)
from engines.plant.options import PlantOptions
from engines.plant.plant import Plant
from engines.protection.fault import FaultKind
from engines.values.points import PointKind, PointQuality


def random_event(plant: Plant, random: np.random.Generator) -> PlantEvent:
    network = plant.network
    switch = str(random.choice(network["switch"].id))
    remote = str(random.choice(network["switch"].id[network["switch"]["remote"]]))
    table = str(random.choice(["line", "bus"]))
    place = str(random.choice(network[table].id))
    kind = FaultKind(random.choice(list(FaultKind)))
    choices: list[PlantEvent] = [
        NetworkFault(place, kind, float(random.random()), bool(random.random() < 0.5), float(random.choice([0, 10]))),
        StuckDrive(switch, StickingPlace(random.choice(list(StickingPlace)))),
        LostCommunication(remote),
        SwitchedToLocal(switch),
        BlockedDrive(switch),
        HandOperation(switch, bool(random.random() < 0.6)),
    ]
    return choices[random.integers(len(choices))]


def act(plant: Plant, random: np.random.Generator) -> None:
    active = plant.active_events
    if random.random() < 0.3:
        plant.inject(random_event(plant, random))
    elif active and random.random() < 0.4:
        plant.clear(active[random.integers(len(active))][0])
    else:
        commanded = [p for p in plant.points if p.is_controllable]
        point = commanded[random.integers(len(commanded))]
        low, high = (0, 1) if point.kind is PointKind.POSITION else (point.low, point.high)
        value = random.uniform(low, high)
        plant.command(point.point_id, value if point.kind is PointKind.ANALOG else round(value))


@pytest.mark.parametrize("seed", range(4))
def test_a_long_bad_day(make_field: Callable[..., Any], seed: int) -> None:
    plant = make_field(options=PlantOptions(), seed=seed).plant
    random = np.random.default_rng(seed)
    for _ in range(60):
        act(plant, random)
        before = plant.readings()
        changed = plant.step(float(random.choice([0.0, 0.1, 1.0, 7.3])))
        after = plant.readings()
        still = np.setdiff1d(np.arange(len(plant.points)), changed)
        np.testing.assert_array_equal(before.value[still], after.value[still])
        np.testing.assert_array_equal(before.quality[still], after.quality[still])
        good = after.quality == PointQuality.GOOD
        assert np.all(np.isfinite(after.value[good]))
        for row in np.flatnonzero(good & np.array([p.kind is PointKind.POSITION for p in plant.points])):
            SwitchPosition(int(after.value[row]))
        soc = [r for r, p in enumerate(plant.points) if p.quantity == "soc_percent"]
        assert np.all((after.value[soc] >= 0) & (after.value[soc] <= 100))
    for event_id, _ in plant.active_events:
        plant.clear(event_id)
    plant.step(30)
    assert plant.status.is_solved
    assert np.all(plant.readings().is_reachable)

"""Meters without voltage where nothing has tripped."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from console.faults import silent_meters
from console.faults.silent_meters import SilentMeters
from console.points.store import PointStore
from console.workflows.customers import CustomerList, customers_of_network
from engines.exchange.opening import open_network
from engines.grid.network import Network
from engines.values.points import LinkHealth, LinkState, PointBatch, PointDefinition, PointKind, PointQuality, Quantity
from engines.values.repair import Customer


@pytest.fixture(scope="module")
def network() -> Network:
    return open_network("north")[0]


class Field:
    """A store with one meter a load, and a clock for the patience."""

    def __init__(self, network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
        self.loads = [str(i) for i in network["load"].id[:6]]
        meters = [PointDefinition(load, Quantity.IS_POWERED, PointKind.FLAG) for load in self.loads]
        self.store = PointStore([("field", meters)])
        self.store.set_health(LinkHealth("field", LinkState.UP))
        self.now = 100.0
        monkeypatch.setattr(silent_meters.time, "monotonic", lambda: self.now)
        self.tell(dict.fromkeys(self.loads, 1.0))

    def tell(self, values: dict[str, float], quality: PointQuality = PointQuality.GOOD) -> None:
        """Meters say something."""
        rows = np.array([self.loads.index(load) for load in values], np.int32)
        n = len(rows)
        at = np.full(n, 1_790_000_000_000_000, np.int64)
        self.store.apply(0, PointBatch(rows, np.array(list(values.values())), np.full(n, quality, np.uint8), at, at))


@pytest.fixture
def field(network: Network, monkeypatch: pytest.MonkeyPatch) -> Field:
    return Field(network, monkeypatch)


def feeder(_load: str) -> str:
    return "F1"


def found(
    meters: SilentMeters, explained: frozenset[str] = frozenset(), of: Callable[[str], str] = feeder
) -> list[frozenset[str]]:
    return [silence.loads for silence in meters.unexplained(meters.dead(), explained, of)]


def test_meters_that_fall_silent_together_are_told_once_it_is_sure(network: Network, field: Field) -> None:
    meters = SilentMeters(network, field.store, customers_of_network(network))
    field.tell({field.loads[0]: 0.0, field.loads[1]: 0.0})
    assert found(meters) == [], "not before it is sure"
    field.now += silent_meters.SURE_S
    assert found(meters) == [frozenset(field.loads[:2])]
    assert meters.unexplained(meters.dead(), frozenset(), feeder)[0].since_us == 1_790_000_000_000_000


def test_one_that_is_back_meanwhile_begins_anew(network: Network, field: Field) -> None:
    meters = SilentMeters(network, field.store, customers_of_network(network))
    field.tell({field.loads[0]: 0.0, field.loads[1]: 0.0})
    found(meters)
    field.now += silent_meters.SURE_S / 2
    field.tell({field.loads[0]: 1.0, field.loads[1]: 1.0})
    found(meters)
    field.now += silent_meters.SURE_S
    field.tell({field.loads[0]: 0.0, field.loads[1]: 0.0})
    assert found(meters) == []


def test_what_is_explained_or_not_believed_is_not_told(network: Network, field: Field) -> None:
    meters = SilentMeters(network, field.store, customers_of_network(network))
    field.tell({field.loads[0]: 0.0, field.loads[1]: 0.0})
    field.tell({field.loads[2]: 0.0, field.loads[3]: 0.0}, PointQuality.INVALID)
    explained = frozenset(field.loads[:2])
    found(meters, explained)
    field.now += silent_meters.SURE_S
    assert found(meters, explained) == []
    field.store.set_health(LinkHealth("field", LinkState.DOWN))
    assert meters.dead() == frozenset(), "what is not heard is not without supply"


def test_one_customer_alone_is_no_incident(network: Network, field: Field) -> None:
    one = CustomerList({load: (Customer(f"customer:{load}", load),) for load in field.loads})
    meters = SilentMeters(network, field.store, one)
    field.tell({field.loads[0]: 0.0})
    found(meters)
    field.now += silent_meters.SURE_S
    assert found(meters) == []


def test_each_feeder_has_its_own(network: Network, field: Field) -> None:
    meters = SilentMeters(network, field.store, customers_of_network(network))
    field.tell(dict.fromkeys(field.loads[:4], 0.0))
    feeders = {load: "F1" if k < 2 else "F2" for k, load in enumerate(field.loads)}
    meters.unexplained(meters.dead(), frozenset(), feeders.__getitem__)
    field.now += silent_meters.SURE_S
    told = meters.unexplained(meters.dead(), frozenset(), feeders.__getitem__)
    assert {silence.feeder: silence.loads for silence in told} == {
        "F1": frozenset(field.loads[:2]), "F2": frozenset(field.loads[2:4])
    }  # fmt: skip

"""One cause is one alarm: what the simulated district's devices raise when they break."""

from __future__ import annotations

import pytest

from engines.exchange.shipped import load_shipped
from engines.grid.network import Network
from engines.plant.events import DriftingMeasurement, LostCommunication, NetworkFault, WrongIndication
from engines.values.alarms import AlarmKind
from engines.values.points import PointQuality, Quantity
from tests.console.alarms.watched_plant import WatchedPlant


@pytest.fixture(scope="module")
def network() -> Network:
    return load_shipped("north").network


@pytest.fixture
def watched(network: Network) -> WatchedPlant:
    plant = WatchedPlant(network)
    plant.run(5)
    assert not plant.raised, "all is well"
    return plant


def test_a_meter_that_has_lost_its_voltage_raises_that_and_nothing_else(
    watched: WatchedPlant, network: Network
) -> None:
    watched.inject(NetworkFault(str(network["line"].id[10])))
    watched.run(90)
    dark = {watched.watch.definition(i).element_id for i in watched.raised if i.endswith("is_powered#state")}
    assert len(dark) > 10
    assert {meter: watched.of(meter) for meter in dark} == {meter: [f"{meter}/is_powered#state"] for meter in dark}


@pytest.mark.parametrize("element_id", ["load:F1-02", "switch:NORTH TR1-Q1", "bus:NORTH 110", "storage:BAT F2-07"])
def test_a_device_that_is_not_heard_raises_one_alarm(watched: WatchedPlant, element_id: str) -> None:
    event = watched.inject(LostCommunication(element_id))
    assert watched.run(40) == [f"{element_id}#silent"]
    watched.plant.clear(event)
    watched.run(40)
    assert not watched.active


def test_a_meter_without_voltage_that_cannot_be_reached_either_is_no_second_alarm(
    watched: WatchedPlant, network: Network
) -> None:
    watched.inject(NetworkFault(str(network["line"].id[10])))
    watched.run(60)
    meter = next(watched.watch.definition(i).element_id for i in watched.raised if i.endswith("is_powered#state"))
    watched.inject(LostCommunication(meter))
    assert watched.run(40) == []


def test_one_failed_measurement_of_a_device_that_is_heard_is_no_silence(watched: WatchedPlant) -> None:
    breaker = "switch:NORTH TR1-Q1"
    for quantity in (Quantity.POSITION, Quantity.I_KA):
        watched.say(f"{breaker}/{quantity}", float("nan"), PointQuality.INVALID)
    for _ in range(12):
        watched.now_us += 1_000_000
        watched.tick()
    assert sorted(watched.raised) == [f"{breaker}/i_ka#invalid", f"{breaker}/position#invalid"]


def test_an_hour_without_events_raises_no_rate(network: Network) -> None:
    watched = WatchedPlant(network)
    watched.run(3600)
    assert not [i for i in watched.raised if watched.watch.definition(i).kind is AlarmKind.RATE]


def test_a_voltage_that_jumps_raises_a_rate_that_ends_by_itself(watched: WatchedPlant) -> None:
    bus = next(p.element_id for p in watched.plant.points if p.element_id.startswith("bus:"))
    watched.inject(WrongIndication(bus, Quantity.VM_PU, 0.94))
    assert f"{bus}/vm_pu#rate_above" in watched.run(5)
    watched.run(15)
    assert f"{bus}/vm_pu#rate_above" not in watched.active


def test_a_voltage_that_drifts_raises_no_rate(watched: WatchedPlant) -> None:
    bus = next(p.element_id for p in watched.plant.points if p.element_id.startswith("bus:"))
    watched.inject(DriftingMeasurement(bus, Quantity.VM_PU, 6.0))
    watched.run(120)
    assert f"{bus}/vm_pu#above" in watched.raised
    assert f"{bus}/vm_pu#rate_above" not in watched.raised


def test_a_trip_is_no_rate(watched: WatchedPlant, network: Network) -> None:
    watched.inject(NetworkFault(str(network["line"].id[0])))
    raised = watched.run(60)
    assert any(i.endswith("has_tripped#state") for i in raised)
    assert not [i for i in raised if i.endswith("#rate_above")]

"""Prediction from failure rates: a published system, hand calculations, and a network as it stands."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engines.exchange.opening import open_network
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.indices.analytic import ELSEWHERE, Component, Device, LoadPoint, ReliabilitySystem, ZoneLink, predict
from engines.indices.network_system import FailureRates, system_of_network
from engines.indices.system_file import rates_from_document, system_from_document
from engines.values.validation import InputError
from tests.engines.indices.rbts import rbts_bus2_a

RATES = FailureRates(0.065, 5.0, 0.015, 200.0, 1.0, line_temporary_failures_per_km_year=0.2)


def test_rbts_bus_2_has_the_published_indices() -> None:
    # SAIFI 0.248, SAIDI 3.61 h, ENS 37.7 MWh (Allan et al. 1991, arrangement A).
    found = predict(system_from_document(rbts_bus2_a(), "RBTS bus 2"))
    assert found.customers.sum() == 1908
    assert found.saifi == pytest.approx(0.2482, abs=5e-5)
    assert found.saidi_hours == pytest.approx(3.613, abs=5e-4)
    assert found.caidi_hours == pytest.approx(14.55, abs=5e-3)
    assert found.ens_mwh == pytest.approx(37.746, abs=5e-4)
    assert found.asai == pytest.approx(0.999588, abs=5e-7)
    assert np.isnan(found.maifi)
    assert np.isnan(found.momentary_per_year).all()


def test_rbts_load_points_have_the_published_rates() -> None:
    found = predict(system_from_document(rbts_bus2_a(), "RBTS bus 2"))
    at = {name: k for k, name in enumerate(found.names)}
    # By hand, load point 1: 2.85 km of trunk and 0.6 km of its own lateral at 0.065, one transformer at 0.015.
    trunk, own = 0.065 * (0.75 + 0.75 + 0.75 + 0.60), 0.065 * 0.60
    k = at["1"]
    assert found.failures_per_year[k] == pytest.approx(trunk + own + 0.015)
    # Its own trunk section and lateral wait for the repair, the other three are switched.
    hours = 0.065 * 0.75 * 5 + 0.065 * 2.10 * 1 + own * 5 + 0.015 * 200
    assert found.outage_hours_per_year[k] == pytest.approx(hours)
    # The published table: 0.240 failures a year, 14.90 h; load point 9 without a transformer: 0.140 and 3.60 h.
    assert found.failures_per_year[at["9"]] == pytest.approx(0.140, abs=5e-4)
    assert found.hours_per_outage[at["9"]] == pytest.approx(3.60, abs=5e-3)


def test_without_ties_everything_behind_a_failure_waits_for_the_repair() -> None:
    document = rbts_bus2_a()
    document["supply"]["alternative_supply_buses"] = []
    alone, tied = (predict(system_from_document(d, "x")) for d in (document, rbts_bus2_a()))
    assert alone.saifi == tied.saifi
    assert alone.saidi_hours > tied.saidi_hours
    # Load point 7, last of its feeder: every failure of its trunk is repaired first.
    at = alone.names.index("7")
    assert alone.outage_hours_per_year[at] == pytest.approx(0.065 * (2.85 + 0.8) * 5 + 0.015 * 200)


def chain(**changes: Any) -> ReliabilitySystem:
    """Source zone 0, breaker, zone 1, disconnector, zone 2; a fuse to zone 3 from zone 1; a tie at zone 2."""
    system: dict[str, Any] = {
        "name": "chain",
        "n_zone": 4,
        "source": (0,),
        "links": (
            ZoneLink(0, 1, Device.BREAKER),
            ZoneLink(1, 2, Device.DISCONNECTOR),
            ZoneLink(1, 3, Device.FUSE),
            ZoneLink(2, ELSEWHERE, Device.DISCONNECTOR, False),
        ),
        "components": (
            Component("a", 1, 0.1, 4.0, 1.0),
            Component("b", 2, 0.2, 6.0),
            Component("c", 3, 0.3, 0.5, 2.0),
        ),
        "load_points": (
            LoadPoint("at the source", 0, 1.0, 10),
            LoadPoint("one", 1, 1.0, 10),
            LoadPoint("two", 2, 1.0, 10),
            LoadPoint("three", 3, 1.0, 10),
        ),
        "switching_hours": 1.0,
    }
    return ReliabilitySystem(**{**system, **changes})


def test_a_chain_by_hand() -> None:
    found = predict(chain())
    assert found.failures_per_year == pytest.approx([0.0, 0.3, 0.3, 0.6])
    # One: its own failure repaired, that of two switched. Two: the other way round. Three: hangs on one.
    assert found.outage_hours_per_year == pytest.approx([0.0, 0.4 + 0.2, 0.1 + 1.2, 0.4 + 0.2 + 0.15])
    assert np.isnan(found.hours_per_outage[0])
    # Reclosing belongs to breakers: what passes behind the fuse makes the whole feeder blink.
    assert found.momentary_per_year == pytest.approx([0.0, 3.0, 3.0, 3.0])
    assert found.saifi == pytest.approx(1.2 / 4)
    assert found.maifi == pytest.approx(9.0 / 4)
    assert found.ens_mwh == pytest.approx(0.6 + 1.3 + 0.75)


def test_a_tie_between_two_feeders_helps_only_while_its_other_side_is_supplied() -> None:
    links = (
        ZoneLink(0, 1, Device.BREAKER),
        ZoneLink(0, 2, Device.BREAKER),
        ZoneLink(1, 3, Device.DISCONNECTOR),
        ZoneLink(2, 3, Device.DISCONNECTOR, False),
    )
    points = tuple(LoadPoint(str(k), k, 1.0, 1) for k in range(4))
    failing = (Component("bar", 0, 1.0, 8.0), Component("head", 1, 1.0, 8.0))
    found = predict(ReliabilitySystem("tie", 4, (0,), links, failing, points, 1.0))
    # The bar takes everything with it; the head of feeder 1 only what lies before the tie.
    assert found.outage_hours_per_year == pytest.approx([8.0, 16.0, 8.0, 9.0])


def test_a_network_as_it_stands_is_predicted_from_its_switches() -> None:
    network = open_network("ieee33")[0]
    found = predict(system_of_network(Snapshot(network), RATES))
    # One breaker at the head: each of the 32 closed sections of 1 km takes all customers with it, and so does the
    # body of each open tie, which hangs on the bus at its far end without a switch.
    assert found.failures_per_year == pytest.approx(np.full(32, 37 * 0.065))
    assert found.maifi == pytest.approx(37 * 0.2)
    assert found.customers.sum() == network["customer"]["count"].sum()
    # What can be isolated by the load-break switches is switched, not repaired.
    assert found.outage_hours_per_year.max() < 37 * 0.065 * 5
    isolated = Snapshot(network).with_values("switch", "position", 16, SwitchPosition.OPEN)
    with pytest.raises(InputError, match="load point 18 is not supplied"):
        predict(system_of_network(isolated, RATES))


def test_ties_of_a_network_shorten_outages_and_leave_their_number() -> None:
    district = open_network("north")[0]
    with_ties = system_of_network(Snapshot(district), RATES)
    closed_only = ReliabilitySystem(
        "no ties",
        with_ties.n_zone,
        with_ties.source,
        tuple(link for link in with_ties.links if link.is_closed),
        with_ties.components,
        with_ties.load_points,
        with_ties.switching_hours,
    )
    first, second = predict(with_ties), predict(closed_only)
    assert first.saifi == second.saifi
    assert first.saidi_hours < second.saidi_hours
    assert (first.outage_hours_per_year <= second.outage_hours_per_year + 1e-9).all()


def test_loops_and_unknown_positions_are_named() -> None:
    network = open_network("ieee33")[0]
    loop = Snapshot(network).with_values("switch", "position", 36, SwitchPosition.CLOSED)
    with pytest.raises(InputError, match="closed ways make a loop"):
        predict(system_of_network(loop, RATES))
    unknown = Snapshot(network).with_values("switch", "position", 36, SwitchPosition.UNKNOWN)
    with pytest.raises(InputError, match="switch S37: its position is not known"):
        system_of_network(unknown, RATES)
    double = chain(links=(*chain().links, ZoneLink(1, 2, Device.DISCONNECTOR)))
    with pytest.raises(InputError, match="loop"):
        predict(double)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d["sections"][2].update(length_km=-1.0), "section 3: length_km -1.0 cannot be"),
        (lambda d: d["sections"][2].update(length_km="far"), "section 3: length_km 'far' is not a number"),
        (lambda d: d["sections"][2].pop("length_km"), "section 3: length_km is missing"),
        (lambda d: d["sections"][2].update(protection="magic"), "protection 'magic' is not known"),
        (lambda d: d["sections"][2].update(lenght_km=1.0), "sections 3: lenght_km is not known"),
        (lambda d: d["sections"][2].update(to=25), "section 3: leads from bus 25 to itself"),
        (lambda d: d["load_points"][4].update(bus=99), "load point 5: bus 99 is at the end of no section"),
        (lambda d: d["load_points"][4].pop("customers"), "load point 5: customers is missing"),
        (lambda d: d["rates"].pop("switching_h"), "rates: switching_h is missing"),
        (lambda d: d["rates"].update(line_repair_h=float("nan")), "line_repair_h nan cannot be"),
        (lambda d: d.pop("supply"), "table supply is missing"),
        (lambda d: d["supply"].pop("source_bus"), "source_bus is missing"),
        (lambda d: d["sections"].pop(0), "is at the end of|is not supplied"),
        (
            lambda d: d["sections"].append({"from": 28, "to": 30, "length_km": 1.0, "protection": "disconnector"}),
            "closed ways make a loop",
        ),
    ],
)
def test_a_system_that_cannot_be_is_named(change: Any, said: str) -> None:
    document = rbts_bus2_a()
    change(document)
    with pytest.raises(InputError, match=said):
        predict(system_from_document(document, "system.toml"))


def test_rates_of_a_network_come_from_a_document() -> None:
    rates = rates_from_document({"rates": {**rbts_bus2_a()["rates"], "load_factor": 0.6}}, "rates.toml")
    assert (rates.line_failures_per_km_year, rates.load_factor) == (0.065, 0.6)
    with pytest.raises(InputError, match="table rates is missing"):
        rates_from_document({}, "rates.toml")

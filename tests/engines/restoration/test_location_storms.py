"""Random faults whose evidence comes from a generator that knows nothing of the scorer, at the rates of a storm.

The generator gasps, flags, fails to report and is out of reach at rates that are none of the scorer's. The bounds
are those of the product less three standard deviations of so few faults; the whole measurement is
``benchmarks/location.py``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from engines.grid.snapshot import Snapshot
from engines.restoration.location import Locator
from engines.restoration.location_options import IndicatorRates, LocationOptions, MeterRates
from engines.values.fault_evidence import until
from engines.values.location import FaultType, Location
from tests.engines.restoration.sectionalised import sectionalised_network
from tests.engines.restoration.storm_generator import START_US, Storm, StormGenerator, Truth

FAULTS = 80
ASSUMED_FIXED = LocationOptions(
    caution=1.0,
    meters=MeterRates(gasp=(0.9,), gathering=(1e4,), momentary=(0.001,), lost=1e-9),
    indicators=IndicatorRates(report=(0.95,), false=(0.003,), lost=1e-9),
)
"""What a scorer that believes its rates would say."""

Judged = list[tuple[Truth, Location]]


@dataclass(frozen=True)
class District:
    """The network of 351 zones, ready to be asked."""

    locator: Locator

    def faults(self, storm: Storm, seed: int, kind: FaultType = FaultType.SHORT_CIRCUIT) -> Judged:
        generator = StormGenerator(self.locator.paths.snapshot.network, seed)
        drawn = [generator.draw(storm, kind) for _ in range(FAULTS)]
        return [(truth, self.locator.locate(truth.evidence, generator.instruments)) for truth in drawn]


@pytest.fixture(scope="module")
def district() -> District:
    return District(Locator(Snapshot(sectionalised_network())))


def covered(judged: Judged, level: float = 0.9) -> float:
    return float(np.mean([set(truth.zones) <= set(found.credible_zones(level)) for truth, found in judged]))


def slack(share: float) -> float:
    return 3.0 * float(np.sqrt(share * (1 - share) / FAULTS))


def test_the_district_has_the_zones_it_is_said_to_have(district: District) -> None:
    assert district.locator.paths.zones.count == 351
    assert len(district.locator.paths.devices) == 71


@pytest.mark.parametrize(("gasps", "indicators"), [(0.95, 0.95), (0.8, 0.7), (0.5, 0.0), (0.2, 0.7), (0.2, 0.0)])
@pytest.mark.parametrize("clusters", [0, 3])
def test_the_ninety_percent_set_holds_the_fault(
    district: District, gasps: float, indicators: float, clusters: int
) -> None:
    judged = district.faults(Storm(gasps=gasps, indicators=indicators, dark_clusters=clusters), 21)
    assert covered(judged) >= 0.88 - slack(0.88)
    assert covered(judged, 0.99) >= 0.97 - slack(0.97)


def test_with_most_meters_and_indicators_few_zones_remain(district: District) -> None:
    judged = district.faults(Storm(), 22)
    assert np.median([len(found.credible_zones(0.9)) for _, found in judged]) <= 5
    top3 = [truth.zones[0] in np.argsort(-found.zone_probability)[:3] for truth, found in judged]
    assert np.mean(top3) >= 0.90 - slack(0.90)
    device = [found.device_probability[0][0] == truth.device_ids[0] for truth, found in judged]
    assert np.mean(device) >= 0.99 - slack(0.99)


def test_without_indicators_the_set_says_how_little_is_known(district: District) -> None:
    """Below one device every zone gets dark alike: the set is about as large as the part behind it."""
    judged = district.faults(Storm(indicators=0.0, damage_calls=0.0, wire_down=0.0), 23)
    area = district.locator.paths.area
    shares = [
        len(found.credible_zones(0.9)) / np.count_nonzero(area == area[truth.zones[0]]) for truth, found in judged
    ]
    assert np.median(shares) >= 0.75


def test_rates_that_are_believed_instead_of_weighed_are_overconfident(district: District) -> None:
    """At a fifth of the gasps: the averaged scorer keeps its promise, one with fixed rates does not."""
    generator = StormGenerator(district.locator.paths.snapshot.network, 24)
    drawn = [generator.draw(Storm(gasps=0.2)) for _ in range(FAULTS)]
    locate = district.locator.locate
    believed = [(truth, locate(truth.evidence, generator.instruments, ASSUMED_FIXED)) for truth in drawn]
    weighed = [(truth, locate(truth.evidence, generator.instruments)) for truth in drawn]
    assert covered(weighed) >= 0.88 - slack(0.88)
    assert covered(believed) < covered(weighed) - 0.1


def test_two_faults_at_once_are_found_as_two(district: District) -> None:
    judged = district.faults(Storm(), 25, FaultType.DOUBLE)
    assert np.mean([found.hypotheses[0].kind is FaultType.DOUBLE for _, found in judged]) >= 0.8
    assert covered(judged) >= 0.88 - slack(0.88)


def test_faults_without_any_trip_stay_in_the_set(district: District) -> None:
    for kind in (FaultType.EARTH_FAULT, FaultType.OPEN_CONDUCTOR):
        assert covered(district.faults(Storm(), 26, kind)) >= 0.88 - slack(0.88)


def test_distances_and_currents_narrow_what_is_left_without_indicators(district: District) -> None:
    bare = district.faults(Storm(indicators=0.0), 27)
    measured = district.faults(Storm(indicators=0.0, distance=1.0, current=1.0), 27)
    size = [np.mean([len(found.credible_zones(0.9)) for _, found in judged]) for judged in (bare, measured)]
    assert size[1] < 0.7 * size[0]
    assert covered(measured) >= 0.88 - slack(0.88)


def test_as_evidence_comes_in_the_truth_gains(district: District) -> None:
    generator = StormGenerator(district.locator.paths.snapshot.network, 28)
    gained = []
    for _ in range(30):
        truth = generator.draw(Storm(late=0.0))
        moments = [START_US + int(1e6 * s) for s in (0.5, 5.0, 60.0, 3600.0)]
        told = [district.locator.locate(until(truth.evidence, moment), generator.instruments) for moment in moments]
        gained.append([found.zone_probability[truth.zones[0]] for found in told])
    mean = np.mean(gained, axis=0)
    assert (np.diff(mean) > 0).all()


def test_the_generator_draws_the_same_faults_again() -> None:
    network = sectionalised_network(feeders=2)
    one, other = (StormGenerator(network, 5).draw(Storm()) for _ in range(2))
    assert one == other
    assert replace(one, evidence=()) != replace(StormGenerator(network, 6).draw(Storm()), evidence=())

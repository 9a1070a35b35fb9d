"""A device that is reported to have tripped, and the silence of meters of which nothing is known."""

from __future__ import annotations

from functools import cache

import pytest

from engines.exchange.opening import open_network
from engines.grid.snapshot import Snapshot
from engines.restoration.location import Locator
from engines.values.fault_evidence import EvidenceKind, FaultEvidence, Instruments, Reading

KIND = EvidenceKind


@cache
def locator() -> Locator:
    return Locator(Snapshot(open_network("north")[0]))


def tripped(device: str) -> FaultEvidence:
    return FaultEvidence(KIND.BREAKER_OPERATION, device, reading=Reading.TRIPPED)


@pytest.mark.parametrize("fleet", ["every customer", "named one by one", "no meter"])
def test_the_one_device_reported_to_have_tripped_is_the_likeliest(fleet: str) -> None:
    network = locator().paths.snapshot.network
    named = {"every customer": None, "named one by one": tuple(network["customer"].id.tolist()), "no meter": ()}
    devices = {str(network["switch"].id[row]) for rows in locator().paths.devices for row in rows}
    assert len(devices) > 50
    for device in sorted(devices):
        found = locator().locate([tripped(device)], Instruments(meter_ids=named[fleet]))
        assert found.device_probability[0][0] == device


def test_meters_of_which_none_was_ever_heard_hardly_speak_against_a_breaker() -> None:
    with_meters, without = (
        dict(locator().locate([tripped("switch:F4-Q0")], Instruments(meter_ids=ids)).device_probability)
        for ids in (None, ())
    )
    assert with_meters["switch:F4-Q0"] > 0.8
    assert with_meters["switch:F4-Q0"] == pytest.approx(without["switch:F4-Q0"], abs=0.05)


def test_once_a_meter_has_gasped_the_silence_of_the_others_counts() -> None:
    network = locator().paths.snapshot.network
    other_feeder = [str(bus) for bus in network.bus.id if str(bus).startswith("bus:F7-")]
    heard = [FaultEvidence(KIND.LAST_GASP, bus, value=9.0) for bus in other_feeder]
    found = locator().locate([tripped("switch:F4-Q0"), *heard])
    assert found.device_probability[0][0] == "switch:F7-Q0"
    assert found.gasp_rate.mean > 0.5


def test_a_gasp_rate_is_not_told_from_silence() -> None:
    rate = locator().locate([tripped("switch:F4-Q0")]).gasp_rate
    assert rate.mean != rate.mean


def test_nothing_is_said_of_meters_where_there_is_none() -> None:
    for evidence in ([tripped("switch:F4-Q0")], [FaultEvidence(KIND.WIRE_DOWN, "line:F9-W03")]):
        for found in locator().locate(evidence).hypotheses:
            texts = [reason.words.text for reason in found.reasons]
            assert not any("of 0 meters" in text or "the 0 customers" in text for text in texts)
            assert not any("yet 0 meters" in text for text in texts)


@pytest.mark.parametrize(("kind", "value"), [(KIND.FAULT_CURRENT, 1e9), (KIND.DISTANCE, 4000.0)])
def test_absurd_measurements_are_left_out_and_named(kind: EvidenceKind, value: float) -> None:
    heard = [tripped("switch:F4-Q0"), FaultEvidence(kind, "switch:F4-Q0", value=value)]
    found = locator().locate(heard)
    (finding,) = found.left_out
    assert finding.element == "switch:F4-Q0"
    assert "is beyond" in finding.reason
    assert found.device_probability == locator().locate(heard[:1]).device_probability

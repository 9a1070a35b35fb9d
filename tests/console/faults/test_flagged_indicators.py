"""Fault passage indicators that tell where nothing has tripped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from console.faults import flagged_indicators
from console.faults.flagged_indicators import SURE_S, FlaggedIndicators, Indicated
from engines.values.incidents import Incident, IncidentState
from engines.values.points import PointQuality, Quantity
from tests.console.faults.field import NOW_US, Field, definitions

INDICATORS = [d.element_id for d in definitions() if d.quantity is Quantity.FAULT_PASSAGE][:3]
MINUTE = 60_000_000


class Watch:
    """Indicators with a clock of their own."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.field = Field()
        self.seconds = 100.0
        monkeypatch.setattr(flagged_indicators.time, "monotonic", lambda: self.seconds)
        self.indicators = FlaggedIndicators(self.field.store)

    def flag(self, element_id: str, value: float = 1.0, quality: int = PointQuality.GOOD) -> None:
        """An indicator tells."""
        self.field.say(element_id, Quantity.FAULT_PASSAGE, value, quality)

    def found(
        self, *incidents: Incident, dead: tuple[str, ...] = (), of: Callable[[str], str] = lambda _element: "F1"
    ) -> tuple[Indicated, ...]:
        """What is not explained."""
        return self.indicators.unexplained(incidents, lambda element: element in dead, of)


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    return Watch(monkeypatch)


def test_what_stays_flagged_without_a_trip_is_told_by_feeder(watch: Watch) -> None:
    watch.flag(INDICATORS[0])
    watch.flag(INDICATORS[1])
    assert not watch.found(), "a trip may still be told"
    watch.seconds += SURE_S
    assert watch.found() == (Indicated("F1", tuple(sorted(INDICATORS[:2])), NOW_US),)
    by_feeder = {INDICATORS[0]: "F1", INDICATORS[1]: "F2"}
    assert {i.feeder for i in watch.found(of=by_feeder.__getitem__)} == {"F1", "F2"}
    watch.flag(INDICATORS[0], 0.0)
    watch.flag(INDICATORS[1], 1.0, PointQuality.INVALID)
    assert not watch.found(), "reset, or not to be believed"


def test_a_short_earth_fault_that_clears_itself_is_no_incident(watch: Watch) -> None:
    watch.flag(INDICATORS[0])
    assert not watch.found()
    watch.flag(INDICATORS[0], 0.0)
    watch.seconds += SURE_S
    assert not watch.found()
    watch.flag(INDICATORS[0])
    assert not watch.found(), "it begins anew"


def told(opened_us: int, **more: object) -> Incident:
    return Incident("incident:1", "trip", opened_us, **more)  # type: ignore[arg-type]


def test_what_a_trip_explains_opens_nothing(watch: Watch) -> None:
    watch.flag(INDICATORS[0])
    watch.found()
    watch.seconds += SURE_S
    closed = IncidentState.CLOSED
    assert not watch.found(dead=(INDICATORS[0],))
    trip = told(NOW_US + 1_000, feeder="F1", device_ids=("q",))
    assert not watch.found(trip)
    assert not watch.found(replace(trip, opened_us=NOW_US - 30 * MINUTE)), "it is being dealt with"
    over = replace(trip, state=closed, closed_us=NOW_US + 2_000)
    assert not watch.found(over)
    assert not watch.found(replace(over, opened_us=NOW_US - 30 * MINUTE)), "told in its course"
    assert not watch.found(replace(over, opened_us=NOW_US - MINUTE // 2, closed_us=NOW_US - 1)), "reclosed at once"
    assert watch.found(replace(over, opened_us=NOW_US - 30 * MINUTE, closed_us=NOW_US - MINUTE))
    assert watch.found(replace(trip, feeder="F2")), "another feeder has tripped at the same moment"


def test_what_has_moved_to_another_feeder_told_of_the_trip_of_its_own(watch: Watch) -> None:
    trip = told(NOW_US, feeder="F1", device_ids=("q",))
    watch.flag(INDICATORS[0])
    watch.found(of=lambda _element: "F1")
    watch.seconds += SURE_S
    assert not watch.found(trip, of=lambda _element: "F2")


def test_what_was_dead_when_it_was_first_seen_may_belong_to_any_trip_of_its_moment(watch: Watch) -> None:
    trip = told(NOW_US, feeder="F1", device_ids=("q",))
    watch.flag(INDICATORS[0])
    watch.found(of=lambda _element: "")
    watch.seconds += SURE_S
    assert not watch.found(trip, of=lambda _element: "F2")


def test_one_that_was_looked_at_does_not_come_again(watch: Watch) -> None:
    watch.flag(INDICATORS[0])
    watch.found()
    watch.seconds += SURE_S
    assert not watch.found(told(NOW_US, feeder="F1", state=IncidentState.CLOSED, closed_us=NOW_US + MINUTE))

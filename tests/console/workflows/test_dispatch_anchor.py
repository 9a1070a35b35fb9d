"""When steps are due: wall clock hours, also on the days the clock changes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from console.workflows.dispatch_anchor import local_time, local_us, possible_begins, step_spans
from engines.values.dispatch_case import DispatchCase
from engines.values.dispatch_prices import Prices

CASE = DispatchCase("a day", "north", 24, 1.0, Prices(np.full(24, 50.0)))
HOUR = 3_600_000_000


@pytest.fixture(autouse=True)
def in_berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_an_ordinary_day_has_steps_of_their_length() -> None:
    spans = step_spans(np.datetime64("2027-01-14"), 96, 0.25)
    assert {end - begin for begin, end in spans} == {HOUR // 4}
    assert spans[0][0] == local_us(np.datetime64("2027-01-14T00:00"))
    assert str(local_time(spans[40][0])) == "2027-01-14T10:00:00"


def test_in_spring_the_hour_that_is_not_has_no_time() -> None:
    spans = step_spans(np.datetime64("2027-03-28"), 24, 1.0)
    lengths = [(end - begin) // HOUR for begin, end in spans]
    assert lengths == [1, 1, 0, *[1] * 21] or lengths == [1, 1, 1, 0, *[1] * 20]
    assert str(local_time(spans[10][0])) == "2027-03-28T10:00:00"


def test_in_autumn_the_hour_that_comes_twice_lasts_two() -> None:
    spans = step_spans(np.datetime64("2027-10-31"), 24, 1.0)
    assert [(end - begin) // HOUR for begin, end in spans] == [1, 1, 2, *[1] * 21]


def test_a_case_without_a_date_begins_today_or_tomorrow() -> None:
    now = np.datetime64("2027-01-14T13:05:00")
    assert [str(b) for b in possible_begins(CASE, now)] == ["2027-01-14T00:00:00", "2027-01-15T00:00:00"]


def test_a_case_with_a_date_begins_there_and_not_once_it_is_over() -> None:
    dated = replace(CASE, start=np.datetime64("2027-01-14T06:00"))
    assert [str(b) for b in possible_begins(dated, np.datetime64("2027-01-14T23:00"))] == ["2027-01-14T06:00:00"]
    assert possible_begins(dated, np.datetime64("2027-01-15T06:00")) == ()

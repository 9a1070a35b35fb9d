"""Interruptions stage by stage: every customer's minutes are counted once."""

from __future__ import annotations

import random

import pytest

from console.workflows.outages import merged, observed, split
from engines.values.repair import Outage, OutageStage

COUNTS = {f"load:{k}": k + 1 for k in range(12)}
MINUTE = 60_000_000


def customers(loads: tuple[str, ...]) -> int:
    """One at the first load, two at the second, and so on."""
    return sum(COUNTS[load] for load in loads)


def test_a_fault_restored_in_two_stages() -> None:
    outage = observed(Outage(), ["load:0", "load:1", "load:2"], customers, 0)
    assert outage.customers_out == 6
    outage = observed(outage, ["load:1", "load:2"], customers, 10 * MINUTE)
    outage = observed(outage, [], customers, 60 * MINUTE)
    assert outage.stages == (
        OutageStage(("load:0",), 1, 0, 10 * MINUTE),
        OutageStage(("load:1", "load:2"), 5, 0, 60 * MINUTE),
    )
    assert outage.customer_minutes(99 * MINUTE) == 1 * 10 + 5 * 60
    assert outage.customers_out == 0


def test_what_stays_the_same_stays_the_same_object() -> None:
    outage = observed(Outage(), ["load:0", "load:1"], customers, 0)
    assert observed(outage, ["load:1", "load:0"], customers, 5) is outage


def test_who_loses_supply_again_has_a_second_interruption() -> None:
    outage = observed(observed(Outage(), ["load:3"], customers, 0), [], customers, MINUTE)
    outage = observed(outage, ["load:3"], customers, 2 * MINUTE)
    assert [(s.begin_us, s.end_us) for s in outage.stages] == [(0, MINUTE), (2 * MINUTE, 0)]


def test_a_clock_set_back_makes_no_negative_minutes() -> None:
    outage = observed(observed(Outage(), ["load:3"], customers, 5 * MINUTE), [], customers, MINUTE)
    assert outage.customer_minutes(0) == 0


@pytest.mark.parametrize("seed", range(8))
def test_minutes_are_those_of_each_load_by_itself(seed: int) -> None:
    chance = random.Random(seed)
    outage, dead, minutes = Outage(), set[str](), 0.0
    for minute in range(200):
        outage = observed(outage, dead, customers, minute * MINUTE)
        minutes += customers(tuple(dead))
        if chance.random() < 0.3:
            dead ^= {chance.choice(list(COUNTS)) for _ in range(chance.randint(1, 5))}
    outage = observed(outage, [], customers, 200 * MINUTE)
    assert outage.customer_minutes(0) == pytest.approx(minutes)
    assert outage.customers_out == 0


def test_two_that_turn_out_to_be_one_count_nobody_twice() -> None:
    first = observed(observed(Outage(), ["load:0", "load:1"], customers, 10), ["load:1"], customers, 20)
    second = observed(Outage(), ["load:1", "load:2"], customers, 5)
    both = merged(first, second, customers)
    assert both.customers_out == 5
    assert both.stages == (
        OutageStage(("load:1", "load:2"), 5, 5),
        OutageStage(("load:0",), 1, 10, 20),
    )


def test_one_that_turns_out_to_be_two_is_divided() -> None:
    outage = observed(observed(Outage(), ["load:0", "load:1", "load:2"], customers, 10), ["load:2"], customers, 20)
    rest, mine = split(outage, {"load:1", "load:2"}, customers)
    assert rest.stages == (OutageStage(("load:0",), 1, 10, 20),)
    assert mine.customers_out == 3
    assert rest.customer_minutes(30) + mine.customer_minutes(30) == pytest.approx(outage.customer_minutes(30))

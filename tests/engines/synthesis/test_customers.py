"""Customers: exactly as many as asked for, each at a load, nobody reachable by mistake."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest

from engines.grid.network import Network
from engines.synthesis.district import synthesise

Make = Callable[[int, int], Network]


@pytest.mark.parametrize(("n_bus", "expected"), [(300, 2000), (1000, 6667), (30, 200)])
def test_there_are_twenty_customers_for_three_buses(district: Make, n_bus: int, expected: int) -> None:
    assert district(n_bus, 1)["customer"]["count"].sum() == expected


def test_the_number_of_customers_can_be_given() -> None:
    assert synthesise(60, 1, customers=777)["customer"]["count"].sum() == 777


def test_every_load_has_a_customer_and_every_customer_its_loads_bus(district: Make) -> None:
    network = district(300, 1)
    customer, load = network["customer"], network["load"]
    assert set(customer["load"].tolist()) == set(load.index.tolist())
    assert np.array_equal(customer["bus"], load["bus"][customer["load"]])
    assert np.array_equal(customer["customer_class"], load["type"][customer["load"]])


def test_households_are_many_and_works_are_few(district: Make) -> None:
    network = district(1000, 1)
    kind, count = np.unique(network["customer"]["customer_class"], return_counts=True)
    of = dict(zip(kind.tolist(), count.tolist(), strict=True))
    assert of["residential"] > 0.8 * count.sum()
    assert 0 < of["industrial"] < 0.05 * count.sum()
    a_household = network["load"]["p_mw"][network["load"]["type"] == "residential"].sum() / of["residential"]
    assert 0.001 < a_household < 0.012


def test_some_customers_are_critical_but_few(district: Make) -> None:
    priority = district(1000, 1)["customer"]["priority"]
    assert set(priority.tolist()) == {0, 1, 2, 3}
    assert np.mean(priority >= 2) < 0.03


def test_contacts_are_numbers_and_addresses_kept_for_fiction(district: Make) -> None:
    reserved = re.compile(
        r"\+44 (1632 960|7700 900|20 7946 0|29 2018 0|191 498 0|1[1-6]\d 496 0)\d{3}(, c\d+@example\.net)?"
    )
    for contact in district(1000, 1)["customer"]["contact"].tolist():
        assert reserved.fullmatch(contact), contact

"""Open points over a day: the sequence, the cap and the proof of every step."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from engines.exchange.opening import open_network
from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.grid.topology import analyse
from engines.loadflow.solving import LoadFlowSolver
from engines.restoration.reconfiguration_day import DayOptions, reconfigure_day
from engines.restoration.reconfiguration_sequence import cheapest_sequence
from engines.values.reconfiguration import DayReconfiguration, ReconfigurationStatus
from engines.values.validation import InputError
from tests.engines.restoration.reconfiguration_cases import civanlar16

DAY = np.datetime64("2025-01-15")


@pytest.fixture(scope="module")
def ieee33() -> Network:
    """The feeder with a year of profiles."""
    return open_network("ieee33")[0]


@pytest.fixture(scope="module")
def days(ieee33: Network) -> dict[int, DayReconfiguration]:
    """One winter day under several caps."""
    return {cap: reconfigure_day(Snapshot(ieee33), DAY, DayOptions(cap, seconds=60.0)) for cap in (0, 2, 8, 16)}


@pytest.mark.parametrize("seed", range(6))
def test_the_sequence_is_that_of_brute_force(seed: int) -> None:
    random = np.random.default_rng(seed)
    n, periods, cap = 4, 5, int(random.integers(0, 9))
    cost = random.uniform(0, 10, (n, periods))
    marks = random.integers(0, 2, (n, 6)).astype(bool)
    distance = (marks[:, None] ^ marks[None]).sum(axis=2)
    price = float(random.choice([0.0, 0.7]))

    def total(sequence: tuple[int, ...]) -> float:
        moves = [int(distance[a, b]) for a, b in itertools.pairwise((0, *sequence))]
        if sum(moves) > cap:
            return np.inf
        return float(sum(cost[c, k] for k, c in enumerate(sequence)) + price * sum(moves))

    found = cheapest_sequence(cost, distance, cap, price)
    assert total(tuple(found)) == pytest.approx(min(total(s) for s in itertools.product(range(n), repeat=periods)))


def test_more_operations_never_cost_more_and_the_cap_is_kept(days: dict[int, DayReconfiguration]) -> None:
    energies = []
    for cap, day in days.items():
        assert day.status is ReconfigurationStatus.BEST_FOUND
        assert day.operations <= cap
        energies.append(day.energy_after_kwh)
    assert days[0].energy_after_kwh == pytest.approx(days[0].energy_before_kwh)
    assert energies == sorted(energies, reverse=True)
    assert energies[-1] < 0.75 * energies[0]


def test_every_step_of_the_day_is_that_of_the_real_engine(ieee33: Network, days: dict[int, DayReconfiguration]) -> None:
    day, solver, snapshot = days[16], LoadFlowSolver(ieee33), Snapshot(ieee33)
    ids = ieee33["switch"].id
    energy = 0.0
    for k, time in enumerate(day.times):
        change = next(c for c in reversed(day.changes) if c.time <= time)
        position = np.where(np.isin(ids, change.open_switches), SwitchPosition.OPEN, SwitchPosition.CLOSED)
        moment = snapshot.at(time).with_state({("switch", "position"): position})
        result = solver.solve(moment)
        assert result.is_energized.all()
        assert not analyse(moment).loop_branches
        assert day.losses_after_kw[k] == pytest.approx(result.losses_kw, rel=1e-9)
        assert day.violations_after[k] == len(result.violations) == 0
        energy += result.losses_kw * day.step_hours
    assert energy == pytest.approx(day.energy_after_kwh)


def test_operations_lead_from_each_configuration_to_the_next(
    ieee33: Network, days: dict[int, DayReconfiguration]
) -> None:
    for day in days.values():
        present = {f"switch:{k}" for k in range(33, 38)}
        for change in day.changes:
            for step in change.steps:
                assert step.is_converged
                present ^= {step.switch_id}
                assert (step.switch_id in present) != step.is_closing
            assert present == set(change.open_switches)
            assert change.time.astype("datetime64[h]") == change.time


def test_an_operation_that_saves_too_little_is_left_out(ieee33: Network, days: dict[int, DayReconfiguration]) -> None:
    thrifty = reconfigure_day(Snapshot(ieee33), DAY, DayOptions(16, seconds=60.0, kwh_per_operation=5.0))
    assert thrifty.operations < days[16].operations
    saved = thrifty.energy_before_kwh - thrifty.energy_after_kwh
    assert saved >= 5.0 * thrifty.operations
    assert thrifty.energy_after_kwh < days[2].energy_after_kwh


def test_a_day_that_cannot_be_solved_as_it_stands_is_said(ieee33: Network) -> None:
    load = ieee33["load"]
    heavy = Snapshot(ieee33).with_state({("load", "scaling"): np.full(len(load), 30.0)})
    day = reconfigure_day(heavy, DAY, DayOptions(4, seconds=60.0))
    assert day.status is ReconfigurationStatus.NOT_CONVERGED
    assert "2025-01-15T" in day.reason
    assert (day.violations_before == -1).any()
    assert np.isnan(day.energy_before_kwh)


def test_wrong_input_is_named(ieee33: Network) -> None:
    with pytest.raises(InputError, match="has no profiles"):
        reconfigure_day(Snapshot(civanlar16()), DAY)
    with pytest.raises(InputError, match="do not hold the whole day"):
        reconfigure_day(Snapshot(ieee33), np.datetime64("2030-01-01"))
    with pytest.raises(InputError, match="give 0 or more"):
        reconfigure_day(Snapshot(ieee33), DAY, DayOptions(-1))
    loop = Snapshot(ieee33).with_values("switch", "position", 36, SwitchPosition.CLOSED)
    assert reconfigure_day(loop, DAY).status is ReconfigurationStatus.NOT_POSSIBLE

"""Today's practice, rule by rule, against figures made by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from engines.dispatch.attaching import attach
from engines.dispatch.evaluation.periods import price_periods
from engines.dispatch.evaluation.rules import (
    choose_set_point,
    cut,
    operate_by_rules,
    price_turbines,
    stored,
    tariff_storage,
)
from engines.dispatch.evaluation.settlement import end_bus, settle_day
from engines.values.dispatch_case import MicroTurbine, StorageUnit, SubstationTapChanger
from engines.values.dispatch_evaluation import OperatingMode
from engines.values.frozen import FrozenMap
from tests.engines.dispatch.cases import bare, constant_prices, sample
from tests.engines.dispatch.evaluation.days import operated_case, scene
from tests.engines.dispatch.scenarios.small import snapshot

Array = np.ndarray[Any, Any]
DAY = np.datetime64("2021-02-01")


@pytest.mark.parametrize(
    ("price", "said"),
    [
        ([50.0, 50.0], "FF"),
        ([40.0, 120.0, 40.0], "VPV"),
        ([40.0, 85.0, 120.0, 85.0], "VFPF"),
        ([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], "VVFFPP"),
    ],
)
def test_periods_follow_the_price(price: list[float], said: str) -> None:
    assert "".join(name[0].upper() for name in price_periods(np.array(price))) == said


def test_the_periods_of_the_sample_are_those_of_its_tariff() -> None:
    periods = price_periods(sample().prices.grid)
    assert np.flatnonzero(periods == "valley").tolist() == [0, 1, 2, 3, 4, 5, 6, 23]
    assert np.flatnonzero(periods == "peak").tolist() == [10, 11, 12, 13, 14, 18, 19, 20]


def _instance(price: list[float], **fields: Any) -> Any:
    n = len(price)
    case = bare(n, network="three", profiles=FrozenMap({"load": np.ones(n)}), **fields)
    return attach(replace(case, prices=replace(constant_prices(n, 1.0, mt=95.0), grid=np.array(price))), snapshot())


def _storage_day(instance: Any) -> tuple[Array, Array, Array]:
    held = np.array([u.e_initial_mwh for u in instance.case.storages])
    rows = []
    for step in range(len(instance.price)):
        charge, discharge = tariff_storage(instance, step, held)
        held = held + stored(instance, charge, discharge)
        rows.append((charge, discharge, held))
    charge, discharge, energy = (np.stack(column) for column in zip(*rows, strict=True))
    return charge, discharge, energy


def test_a_storage_follows_the_tariff_and_ends_as_it_has_to() -> None:
    unit = StorageUnit(2, 0.5, 0.5, 2.0, 1.0, 0.2, 1.0, 0.9, 0.8)
    price = [45.0, 45.0, 135.0, 135.0, 85.0, 85.0]
    charge, discharge, energy = _storage_day(_instance(price, storages=(unit,)))
    # What the last two hours can bring back may be given away at the peak; the last of them brings it.
    assert charge[:2, 0].tolist() == [0.5, 0.5]
    assert discharge[2, 0] == pytest.approx(0.5)
    assert energy[2, 0] == pytest.approx(1.9 - 0.625)
    assert discharge[3, 0] == pytest.approx(0.5)
    assert energy[3, 0] == pytest.approx(0.65)
    assert energy[4, 0] == pytest.approx(0.65)
    assert energy[5, 0] == pytest.approx(1.0)
    assert charge[5, 0] == pytest.approx(0.35 / 0.9)


def test_a_full_storage_takes_no_more_and_an_empty_one_gives_none() -> None:
    unit = StorageUnit(2, 1.0, 1.0, 1.0, 0.9, 0.2, 0.2)
    charge, discharge, energy = _storage_day(_instance([40.0, 40.0, 120.0, 120.0], storages=(unit,)))
    assert charge[:, 0] == pytest.approx([0.1, 0.0, 0.0, 0.0])
    assert discharge[:, 0] == pytest.approx([0.0, 0.0, 0.8, 0.0])
    assert energy[:, 0] == pytest.approx([1.0, 1.0, 0.2, 0.2])


def test_a_turbine_runs_while_the_grid_is_dearer_and_keeps_its_ramp() -> None:
    units = (MicroTurbine(1, 0.8, ramp_mw_per_h=0.3), MicroTurbine(2, 0.5, 0.1, initial_p_mw=0.5))
    instance = _instance([45.0, 135.0, 135.0, 135.0, 85.0], turbines=units)
    power, before = np.zeros((5, 2)), None
    for step in range(5):
        power[step], least = price_turbines(instance, step, before)
        assert np.all(least <= power[step])
        before = power[step]
    assert power[:, 0] == pytest.approx([0.0, 0.3, 0.6, 0.8, 0.5])
    assert power[:, 1] == pytest.approx([0.1, 0.5, 0.5, 0.5, 0.1])


def test_taps_bring_their_voltage_back_and_stay_within_their_dead_band() -> None:
    taps = SubstationTapChanger(0.95, 1.05, 17, 8, 8, 4)
    one = scene(operated_case(substation_taps=(taps,), storages=(), capacitors=()))
    _, switching = operate_by_rules(one.checker(one.chosen.p_mw[0]), 1.04)
    # From 1.0 by four positions at once to 1.025, then on to 1.04 less what the band lets be.
    assert switching.positions[0].tolist() == [12, 14, 14]
    _, still = operate_by_rules(one.checker(one.chosen.p_mw[0]), 1.005)
    assert still.positions[0].tolist() == [8, 8, 8]


def test_a_tap_changer_that_may_not_move_again_stays() -> None:
    taps = SubstationTapChanger(0.95, 1.05, 17, 8, 1, 4)
    one = scene(operated_case(substation_taps=(taps,), storages=(), capacitors=()))
    _, switching = operate_by_rules(one.checker(one.chosen.p_mw[0]), 1.04)
    assert switching.positions[0].tolist() == [12, 12, 12]


def test_a_bank_comes_in_at_a_low_voltage_only() -> None:
    one = scene(operated_case(compensators=(), storages=(), turbines=()))
    heavy, light = np.array([[0.0] * 3, [3.0] * 3]), np.array([[0.0] * 3, [0.5] * 3])
    banks = [operate_by_rules(one.checker(p), 1.0)[1].positions[1].tolist() for p in (heavy, light)]
    assert banks == [[1, 1, 1], [0, 0, 0]]


def test_a_compensator_lifts_a_low_voltage_and_stays_within_its_limits() -> None:
    one = scene(operated_case(storages=(), turbines=(), capacitors=()))
    heavy = np.array([[0.0] * 3, [3.0] * 3])
    points, switching = operate_by_rules(one.checker(heavy), 1.0)
    q = points.q_mvar["compensators"][:, 0]
    assert np.all((q > 0.05) & (q <= 0.3 + 1e-9))
    with_it = settle_day(OperatingMode.RULES, DAY, one.checker(heavy), points, switching)
    bare_scene = scene(operated_case(storages=(), turbines=(), capacitors=(), compensators=()))
    without = settle_day(
        OperatingMode.RULES, DAY, bare_scene.checker(heavy), *operate_by_rules(bare_scene.checker(heavy), 1.0)
    )
    assert np.all(with_it.end_vm_pu > without.end_vm_pu)


def test_turbines_give_way_before_storages_and_these_before_wind() -> None:
    turbine, storage, wind = np.array([0.5]), np.array([0.4]), np.array([1.0, 3.0])
    sides = np.zeros(1, int), np.zeros(1, int), np.zeros(2, int)
    giving_way = tuple(
        (power, least, side)
        for power, least, side in zip(
            (turbine, storage, wind), (np.array([0.2]), np.zeros(1), np.zeros(2)), sides, strict=True
        )
    )
    assert not cut(giving_way, np.array([-1.0]))
    assert cut(giving_way, np.array([0.5]))
    assert (turbine[0], storage[0]) == (0.2, pytest.approx(0.2, abs=1e-6))
    assert wind.tolist() == [1.0, 3.0]
    assert cut(giving_way, np.array([1.2]))
    assert storage[0] == pytest.approx(0.0, abs=1e-12)
    assert wind == pytest.approx([0.75, 2.25], abs=1e-6)


def test_units_behind_another_source_are_left_alone() -> None:
    wind = np.array([1.0, 1.0])
    assert cut([(wind, np.zeros(2), np.array([0, 1]))], np.array([0.0, 0.5]))
    assert wind == pytest.approx([1.0, 0.5], abs=1e-6)


def test_what_a_source_may_not_take_back_is_cut_and_no_more() -> None:
    one = scene(operated_case(storages=(), turbines=()))
    windy = np.array([[2.0] * 3, [0.9] * 3])
    checker = one.checker(windy)
    points, switching = operate_by_rules(checker, 1.0)
    result = settle_day(OperatingMode.RULES, DAY, checker, points, switching)
    assert "export" not in {v.kind for v in result.violations}
    assert result.exchange_mw.min() >= -2e-6
    assert result.exchange_mw.max() < 1e-3
    assert 0 < result.wind_used_mwh < result.wind_available_mwh


def test_the_set_point_is_the_one_that_keeps_limits() -> None:
    one = scene(operated_case(substation_taps=(SubstationTapChanger(0.95, 1.05, 17, 8, 8, 17),)))
    checkers = [one.checker(np.array([[0.0] * 3, [load] * 3])) for load in (2.4, 2.8)]
    set_pu = choose_set_point(checkers)
    assert set_pu > 1.0

    def broken(at: float) -> int:
        return sum(len(settle_day(OperatingMode.RULES, DAY, c, *operate_by_rules(c, at)).violations) for c in checkers)

    assert broken(set_pu) <= min(broken(at) for at in (0.97, 1.0, 1.03))


def test_the_end_bus_is_the_farthest() -> None:
    one = scene()
    assert end_bus(one.checker(one.chosen.p_mw[0]).instance) == 2

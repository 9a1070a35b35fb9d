"""Plans as files, cases that are different, and figures read off a schedule."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.dispatch.figures import moves, power_mw, price_periods, used_share
from console.dispatch.folder import read_plans, remove_plan, write_plan
from console.dispatch.jobs import open_case_job, plan_job
from console.dispatch.kept import KeptPlan
from console.dispatch.packing import pack, unpack
from console.dispatch.sheet import schedule_sheet
from console.dispatch.what_if import SCALED, case_devices, case_prices, changed_case
from engines.values.dispatch import DeviceKind, DispatchStatus
from engines.values.validation import InputError
from engines.values.work import DirectContext, WorkCancelled


class GivenUp(DirectContext):
    """Work that nobody wants any more."""

    def is_cancelled(self) -> bool:
        return True

    def check_cancelled(self) -> None:
        raise WorkCancelled


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("site") / "dispatch"


@pytest.fixture(scope="module")
def case(folder: Path) -> KeptPlan:
    return open_case_job(DirectContext(), folder, "ieee33", "anna")


@pytest.fixture(scope="module")
def planned(folder: Path, case: KeptPlan) -> KeptPlan:
    return plan_job(DirectContext(), folder, case)


def test_a_plan_comes_back_from_its_file_as_it_was(folder: Path, planned: KeptPlan) -> None:
    found = read_plans(folder)
    assert [plan.plan_id for plan in found.plans] == [planned.plan_id]
    assert not found.problems
    # Text for text: every array, NaN and infinity, of the case and of the plan.
    assert pack(found.plans[0]) == pack(planned)
    assert found.plans[0].case.ties[0].initial_p_mw != found.plans[0].case.ties[0].initial_p_mw
    again = found.plans[0].planned
    assert again is not None
    assert planned.planned is not None
    assert again.plan.is_acceptable
    np.testing.assert_array_equal(again.plan.vm_pu, planned.planned.plan.vm_pu)
    assert not again.plan.vm_pu.flags.writeable


def test_what_is_planned_from_the_file_costs_the_same(folder: Path, planned: KeptPlan, tmp_path: Path) -> None:
    again = plan_job(DirectContext(), tmp_path, read_plans(folder).plans[0])
    assert again.planned is not None
    assert planned.planned is not None
    assert again.planned.plan.cost == pytest.approx(planned.planned.plan.cost, rel=1e-9)


def test_a_file_that_is_no_plan_is_told_of_and_the_others_are_read(planned: KeptPlan, tmp_path: Path) -> None:
    write_plan(tmp_path, planned)
    whole = (tmp_path / f"{planned.plan_id}.json").read_text("utf-8")
    for name, text in {
        "cut": whole[: len(whole) // 2],
        "empty": "",
        "other": "tieline dispatch 99\n{}",
        "list": "tieline dispatch 1\n[]",
        "borrowed": whole,
    }.items():
        (tmp_path / f"{name}.json").write_text(text, "utf-8")
    found = read_plans(tmp_path)
    assert [plan.plan_id for plan in found.plans] == [planned.plan_id]
    assert len(found.problems) == 5
    assert all("cannot be read as a plan" in sentence and ".json" in sentence for sentence in found.problems)


def test_a_plan_that_is_given_up_leaves_what_was_kept(case: KeptPlan, tmp_path: Path) -> None:
    with pytest.raises(WorkCancelled):
        plan_job(GivenUp(), tmp_path, case)
    assert not list(tmp_path.glob("*"))


def test_a_folder_that_cannot_be_written_is_named(case: KeptPlan, tmp_path: Path) -> None:
    place = tmp_path / "taken"
    place.write_text("a file", "utf-8")
    with pytest.raises(InputError, match=r"taken: the plan cannot be kept"):
        write_plan(place, case)


def test_no_name_leads_out_of_the_folder(tmp_path: Path) -> None:
    outside = tmp_path / "outside.json"
    outside.write_text("", "utf-8")
    (tmp_path / "plans").mkdir()
    with pytest.raises(InputError):
        remove_plan(tmp_path / "plans", "../outside")
    assert outside.exists()


@given(st.sets(st.integers(0, 15)), st.floats(1.0, 500.0))
@settings(max_examples=30, deadline=None)
def test_what_is_out_is_gone_and_the_rest_is_as_it_was(case: KeptPlan, out: set[int], price: float) -> None:
    devices = case_devices(case.case)
    assert len(devices) == 16
    keys = frozenset(devices[k].key for k in out)
    changed = changed_case(case.case, keys, {"grid_2": price, "loss": 61.0})
    # A tap changer that is out of service stays where it is.
    held = [d for d in devices if d.key in keys and d.kind is DeviceKind.SUBSTATION_TAP]
    assert len(case_devices(changed)) == 16 - len(out) + len(held)
    assert all(taps.max_moves_per_day == (0 if held else 8) for taps in changed.substation_taps)
    assert changed.prices.loss == 61.0
    before = case.case.prices.grid
    np.testing.assert_array_equal(changed.prices.grid, np.where(before == 135.0, price, before))


def test_nothing_different_is_no_what_if(case: KeptPlan) -> None:
    same = {price.key: price.value for price in case_prices(case.case)}
    with pytest.raises(InputError, match="nothing is different"):
        changed_case(case.case, frozenset(), same)


def test_many_prices_are_scaled_together(case: KeptPlan) -> None:
    grid = np.linspace(20.0, 90.0, case.case.n_step)
    many = replace(case.case, prices=replace(case.case.prices, grid=grid))
    assert case_prices(many)[0].key == SCALED
    np.testing.assert_allclose(changed_case(many, frozenset(), {SCALED: 110.0}).prices.grid, 1.1 * grid)
    assert len(price_periods(replace(_with_purchase(case, grid), case=many))) == 3


def _with_purchase(case: KeptPlan, purchase: np.ndarray) -> KeptPlan:
    from console.dispatch.kept import PlannedDay
    from engines.values.dispatch import DispatchPlan

    plan = DispatchPlan("", 0, "", DispatchStatus.OPTIMAL, "", 1.0, purchase_mw=purchase)
    return replace(case, planned=PlannedDay(plan, 1e-4, np.empty(0)))


def test_figures_add_up(planned: KeptPlan) -> None:
    assert planned.planned is not None
    plan, case = planned.planned.plan, planned.case
    periods = price_periods(planned)
    assert [period.low for period in periods] == [45.0, 85.0, 135.0]
    assert sum(period.energy_mwh for period in periods) == pytest.approx(plan.purchase_mwh)
    assert sum(period.low * period.energy_mwh for period in periods) == pytest.approx(plan.cost_by_kind["purchase"])
    told = moves(case, plan.schedule)
    assert {name: move.allowed for name, move in told.items()} == {
        "tap": 8, "capacitor bank at bus 13": 6, "capacitor bank at bus 30": 6,
    }  # fmt: skip
    assert all(0 <= move.used <= move.allowed for move in told.values())
    assert 0.9 < used_share(plan.schedule, DeviceKind.WIND) <= 1.0 + 1e-9


def test_power_is_balanced_at_every_step(planned: KeptPlan) -> None:
    day = planned.planned
    assert day is not None
    kinds = (DeviceKind.WIND, DeviceKind.PV, DeviceKind.TURBINE, DeviceKind.STORAGE)
    given_mw = day.plan.purchase_mw + sum(power_mw(day.plan.schedule, kind, 24) for kind in kinds)
    np.testing.assert_allclose(given_mw, day.load_mw + day.plan.losses_mw, atol=1e-8)


def test_the_worst_buses_are_those_of_the_load_flow(planned: KeptPlan) -> None:
    day = planned.planned
    assert day is not None
    assert day.lowest is not None
    assert day.highest is not None
    np.testing.assert_array_equal(day.lowest.vm_pu, np.nanmin(day.plan.vm_pu, axis=1))
    np.testing.assert_array_equal(day.highest.vm_pu, np.nanmax(day.plan.vm_pu, axis=1))
    assert set(day.lowest.limit_pu.tolist()) == {0.95}
    assert all(name.startswith("bus ") for name in day.lowest.buses)


def test_the_sheet_holds_every_quantity_of_every_device(planned: KeptPlan) -> None:
    assert planned.planned is not None
    sheet = schedule_sheet(planned)
    assert len(sheet) == 24
    values = dict(zip(sheet.headers, sheet.columns, strict=True))
    assert values["begin"][19] == "19:00"
    np.testing.assert_array_equal(values["purchase MW"], planned.planned.plan.purchase_mw)
    storage = next(d for d in planned.planned.plan.schedule if d.kind is DeviceKind.STORAGE)
    np.testing.assert_array_equal(values[f"{storage.name} MWh"], storage.energy_mwh)
    assert len(set(sheet.headers)) == len(sheet.headers)


def test_an_infeasible_case_has_no_schedule_and_comes_back(case: KeptPlan, tmp_path: Path) -> None:
    out = frozenset(device.key for device in case_devices(case.case))
    kept = plan_job(DirectContext(), tmp_path, replace(case, case=changed_case(case.case, out, {})))
    assert kept.planned is not None
    assert not kept.planned.plan.is_acceptable
    assert kept.planned.plan.conflicts
    assert kept.planned.lowest is None
    assert not kept.has_schedule
    assert pack(read_plans(tmp_path).plans[0]) == pack(kept)


def test_text_that_is_no_value_is_refused() -> None:
    for text in ("{}", "3", '{"plan_id": 3}', "[", '{"plan_id": "a", "name": null}'):
        with pytest.raises((ValueError, KeyError, TypeError, AttributeError)):
            unpack(KeptPlan, text)

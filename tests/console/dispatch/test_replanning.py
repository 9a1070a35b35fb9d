"""Measured against the plan; the rest of the day from what is measured."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from console.cli.case import open_case as open_network
from console.control.ports import Reading
from console.dispatch.control_points import FieldPoints
from console.dispatch.measuring import Band, Measure, deviations
from console.dispatch.replanning import RealState, remaining_case
from engines.dispatch.attaching import attach
from engines.dispatch.case_file import open_case
from engines.dispatch.planning import plan_dispatch
from engines.grid.network import make_network, make_table
from engines.values.dispatch import AcProof, DeviceKind, DeviceSchedule, DispatchPlan, DispatchStatus
from engines.values.dispatch_case import DispatchCase, FeederTapChanger, StorageUnit, UpperGridTie
from engines.values.dispatch_prices import Prices
from engines.values.loadflow import LoadFlowResult, SolveStatus
from engines.values.points import PointFreshness, PointQuality
from engines.values.validation import InputError

NETWORK = make_network("two", {"bus": make_table("bus", {"vn_kv": np.full(3, 20.0)})})
UNIT = StorageUnit(1, 0.4, 0.5, 2.0, 1.0, 0.2, 1.0, element="storage:A")
CASE = DispatchCase(
    "day", "two", 3, 1.0, Prices(np.array([50.0, 60.0, 70.0])), storages=(UNIT,),
    ties=(UpperGridTie(initial_p_mw=1.0),),
    feeder_taps=(FeederTapChanger("T", 0, max_moves_per_day=3),),
)  # fmt: skip
SCHEDULE = (
    DeviceSchedule(DeviceKind.TIE, "source", "bus:0", p_mw=np.ones(3)),
    DeviceSchedule(DeviceKind.STORAGE, "storage at bus 1", "bus:1", "storage:A", p_mw=np.zeros(3),
                   energy_mwh=np.array([1.4, 1.2, 1.0])),
    DeviceSchedule(DeviceKind.FEEDER_TAP, "tap", "bus:1", "trafo:T", position=np.array([1, 1, 2])),
)  # fmt: skip
PLAN = DispatchPlan(
    "", 0, "day", DispatchStatus.OPTIMAL, "", 1.0, ac=AcProof(3, 3, cause=""), schedule=SCHEDULE,
    purchase_mw=np.array([2.0, 3.0, 4.0]), vm_pu=np.array([[1.0, 0.97, np.nan]] * 3),
)  # fmt: skip
STATE = RealState(np.datetime64("2027-01-14T11:00"), (2.5,), (0.4,))


def field(**values: float) -> FieldPoints:
    def reading(point_id: str) -> Reading:
        value = values.get(point_id.replace(":", "_").replace("/", "_"), math.nan)
        return Reading(value, PointQuality.GOOD, PointFreshness.FRESH) if math.isfinite(value) else Reading()

    return FieldPoints(lambda _p: None, reading, lambda _p: True, lambda _e: False)


def result(exchange: float, *vm_pu: float, status: SolveStatus = SolveStatus.CONVERGED) -> LoadFlowResult:
    solved = object.__new__(LoadFlowResult)
    for name, value in (("status", status), ("vm_pu", np.array(vm_pu)), ("source_p_mw", np.array([exchange]))):
        object.__setattr__(solved, name, value)
    return solved


def measured(found: LoadFlowResult | None, share: float = 0.5, **values: float) -> dict[Measure, tuple[float, bool]]:
    told = deviations(CASE, PLAN, 1, share, NETWORK, found, field(**values), Band(0.5, 0.01, 0.1))
    return {d.measure: (d.difference, d.is_beyond) for d in told}


def test_each_measure_is_held_against_the_step_whose_time_it_is() -> None:
    found = measured(result(3.4, 1.0, 0.955, 0.5), storage_A_soc_percent=61.0)
    assert found[Measure.EXCHANGE] == (pytest.approx(0.4), False)
    # The third bus is dead in the plan: it is no matter of it.
    assert found[Measure.LOWEST_VOLTAGE] == (pytest.approx(-0.015), True)
    # Half of the step is over: half of its energy has come and gone.
    assert found[Measure.ENERGY] == (pytest.approx(1.22 - 1.3), False)


def test_what_is_not_known_is_neither_within_nor_beyond() -> None:
    for found in (None, result(3.0, 1.0, 0.97, 0.97, status=SolveStatus.DIVERGED), result(math.nan, 1.0, math.nan, 1)):
        told = deviations(CASE, PLAN, 1, 0.5, NETWORK, found, field(), Band())
        assert not any(d.is_known or d.is_beyond for d in told)
        assert len(told) == 3


def test_the_rest_begins_with_what_the_field_shows() -> None:
    rest = remaining_case(CASE, SCHEDULE, 2, STATE, field(storage_A_soc_percent=70.0, trafo_T_tap_pos=-1.0))
    assert (rest.n_step, rest.clock(0)) == (1, "11:00")
    assert rest.prices.grid.tolist() == [70.0]
    assert rest.storages[0].e_initial_mwh == pytest.approx(1.4)
    assert rest.storages[0].e_final_mwh == 1.0
    assert rest.feeder_taps[0].initial_position == -1
    assert rest.feeder_taps[0].max_moves_per_day == 2, "one of three was used"
    assert (rest.ties[0].initial_p_mw, rest.ties[0].initial_q_mvar) == (2.5, 0.4)


def test_what_the_field_does_not_tell_stands_where_the_plan_left_it() -> None:
    rest = remaining_case(CASE, SCHEDULE, 1, replace(STATE, p_mw=(), q_mvar=()), field())
    assert rest.storages[0].e_initial_mwh == 1.4
    assert rest.feeder_taps[0].initial_position == 1
    assert math.isnan(rest.ties[0].initial_p_mw)
    full = remaining_case(CASE, SCHEDULE, 1, STATE, field(storage_A_soc_percent=4.0))
    assert full.storages[0].e_initial_mwh == UNIT.e_min_mwh, "a meter may lie below what the case allows"


@pytest.mark.parametrize("first", [0, 3, 7])
def test_without_a_step_left_nothing_is_planned(first: int) -> None:
    with pytest.raises(InputError, match="no step left"):
        remaining_case(CASE, SCHEDULE, first, STATE, field())


def test_the_rest_of_the_sample_can_be_planned_from_another_state() -> None:
    case = open_case("ieee33")
    snapshot = open_network("ieee33")[0]
    plan = plan_dispatch(case, snapshot)
    rest = remaining_case(case, plan.schedule, 9, replace(STATE, begins=np.datetime64("2027-01-14T09:00")), field())
    attach(rest, snapshot)
    again = plan_dispatch(rest, snapshot)
    assert again.is_acceptable, again.reason
    assert again.times[0] == "09:00"
    # From where the plan left it, its own rest is as good as any other.
    assert again.cost <= plan.cost

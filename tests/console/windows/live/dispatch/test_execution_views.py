"""What is said of a plan that is carried out: clocks, values with their quality, what becomes of a setpoint."""

from __future__ import annotations

import math

import numpy as np
import pytest

from console.control.ports import Reading
from console.dispatch.control_points import FieldPoints, NotSent, Setpoint
from console.windows.live.dispatch.execution_views import countdown, state_text
from console.windows.live.dispatch.setpoint_views import setpoint_line
from console.workflows import dispatch_execution as turns
from console.workflows.dispatch_values import FOUND_SO, SentSetpoint
from engines.grid.network import make_network, make_table
from engines.values.dispatch import DeviceKind
from engines.values.points import PointDefinition, PointFreshness, PointKind, PointQuality, Quantity

NETWORK = make_network("one", {"bus": make_table("bus", {"vn_kv": np.full(2, 20.0)})})
P = PointDefinition("storage:A", Quantity.P_SETPOINT_MW, PointKind.ANALOG, -0.5, 0.5, is_controllable=True)
SETPOINT = Setpoint(DeviceKind.STORAGE, "storage at bus 1", P.quantity, P.point_id, -0.3, P)
S = 1_000_000


def field(value: float, quality: PointQuality = PointQuality.GOOD,
          freshness: PointFreshness = PointFreshness.FRESH) -> FieldPoints:  # fmt: skip
    points = {P.point_id: P}
    return FieldPoints(points.get, lambda _p: Reading(value, quality, freshness), lambda _p: True, lambda _e: False)


@pytest.mark.parametrize(
    ("span_us", "text"), [(751 * S, "12:31"), (3751 * S, "1:02:31"), (1, "00:01"), (0, "00:00"), (-5 * S, "00:00")]
)
def test_the_countdown_runs_like_a_clock(span_us: int, text: str) -> None:
    assert countdown(span_us) == text


def test_a_row_says_what_is_measured_wanted_and_between() -> None:
    line = setpoint_line(SETPOINT, field(0.1), NETWORK, None, is_sending=False)
    assert (line.now, line.wanted, line.difference, line.state) == ("0.100", "−0.300", "−0.400", "to be sent")
    assert (line.device, line.quantity) == ("storage:A", "P, MW")
    assert "Charging is positive." in line.tip
    assert setpoint_line(SETPOINT, field(-0.3), NETWORK, None, is_sending=False).state == "stands so"
    assert setpoint_line(SETPOINT, field(0.1), NETWORK, None, is_sending=True).state == "on its way"


@pytest.mark.parametrize(
    ("quality", "freshness", "now", "difference"),
    [
        (PointQuality.QUESTIONABLE, PointFreshness.FRESH, "0.100 ?", "−0.400"),
        (PointQuality.GOOD, PointFreshness.STALE, "0.100 (stale)", "−0.400"),
        (PointQuality.GOOD, PointFreshness.SUSPECT, "0.100 (suspect)", "−0.400"),
        (PointQuality.INVALID, PointFreshness.FRESH, "–", "–"),
    ],
)
def test_a_value_says_how_far_it_is_to_be_believed(
    quality: PointQuality, freshness: PointFreshness, now: str, difference: str
) -> None:
    line = setpoint_line(SETPOINT, field(0.1, quality, freshness), NETWORK, None, is_sending=False)
    assert (line.now, line.difference) == (now, difference)


@pytest.mark.parametrize(
    ("outcome", "state", "severity"),
    [
        ("done", "done", ""),
        (FOUND_SO, "stands so", ""),
        ("refused", "refused", "high"),
        ("unknown", "outcome unknown", "high"),
        ("cancelled", "withdrawn", "medium"),
    ],
)
def test_what_became_of_it(outcome: str, state: str, severity: str) -> None:
    told = SentSetpoint(P.point_id, -0.3, outcome, "because")
    line = setpoint_line(SETPOINT, field(0.1), NETWORK, told, is_sending=False)
    assert (line.state, line.severity) == (state, severity)
    assert "because" in line.tip


def test_what_is_told_by_telephone_is_never_said_to_be_sent() -> None:
    turbine = Setpoint(DeviceKind.TURBINE, "turbine at bus 36", P.quantity, "", 0.3, None, NotSent.NO_CONTROL)
    line = setpoint_line(turbine, field(0.3), NETWORK, None, is_sending=True)
    assert (line.device, line.now, line.wanted, line.state, line.is_sent) == (
        "turbine, bus 36", "–", "0.300", "by telephone", False
    )  # fmt: skip
    unplanned = Setpoint(DeviceKind.STORAGE, "s", P.quantity, P.point_id, math.nan, P, NotSent.NOT_A_NUMBER)
    line = setpoint_line(unplanned, field(0.3), NETWORK, None, is_sending=False)
    assert (line.wanted, line.state, line.severity) == ("–", "not planned", "medium")


def test_each_state_has_words() -> None:
    execution = turns.drafted("plan:1", ("p", 1.0, "T"), ((1, 9),), "anna", 0, "d", needs_approval=True)
    assert state_text(execution) == "Draft: a second person has to approve it"
    execution = turns.approved(execution, "ben", 1)
    assert state_text(execution) == "Approved by ben"
    assert state_text(turns.armed(execution, "anna")) == "Armed by anna"
    assert state_text(turns.suspended(execution, "a trip", 1)) == "Suspended"
    assert state_text(turns.ended(execution, "enough", 1)) == "Ended"

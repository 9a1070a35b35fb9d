"""A plan lies ahead of now on the time axis of a live console: its steps are looked at, and nothing is operated."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from console.dispatch.kept import KeptPlan
from console.dispatch.planned_district import PlannedDistrict
from console.live.replay import ReplayDistrict
from console.windows.live.dispatch.plan_ahead import PlanAhead
from console.workflows.dispatch_values import ExecutionState, PlanExecution
from engines.grid.snapshot import Mode
from engines.values.dispatch import DeviceKind
from engines.values.loadflow import SolveStatus
from tests.console.windows.keys import press_key
from tests.console.windows.live.conftest import NAME, PASSWORD, Desk, wait_until
from tests.console.windows.live.dispatch.test_live_execution import CASE
from widgets.numbers import MISSING, number_text
from widgets.time_axis.planned_track import PlannedTrack

pytestmark = pytest.mark.slow

HOURS = 8
PRICE_BY_THE_CLOCK = ("grid_peak = 135.0\n", 'grid_peak_hours = ["12:00-15:00"]\n', "grid_flat = 85.0\n")
LOAD_BY_STEP = [0.5, 0.5, 0.55, 0.6, 0.65, 0.6, 0.55, 0.5]
PRICE_BY_STEP = [50.0, 50.0, 50.0, 140.0, 140.0, 140.0, 60.0, 60.0]


class Ahead:
    """The live console with a plan of the hours that come."""

    def __init__(self, desk: Desk, folder: object) -> None:
        console = desk.console
        assert console.executor is not None
        assert console.dispatch is not None
        assert console.ahead is not None
        assert console.operations is not None
        assert console.replaying is not None
        self.desk, self.window, self.executor, self.plans = desk, desk.window, console.executor, console.dispatch
        self.ahead: PlanAhead = console.ahead
        self.track: PlannedTrack = console.replaying.axis.track
        self.axis = console.replaying.axis
        self.replay = console.replaying.replay
        begun = console.operations.session.begin_site(NAME, PASSWORD)
        wait_until(begun.done, "the sign-in")
        self.start = datetime.now().replace(minute=0, second=0, microsecond=0)
        text = CASE.format(day=self.start.date()).replace("T10:00", f"T{self.start.hour:02d}:00")
        path = folder / "today.toml"  # type: ignore[operator]
        for line in PRICE_BY_THE_CLOCK:
            text = text.replace(line, "")
        # Whatever the time of day the test runs at, the plan is the same.
        text = text.replace("[price]\n", f"[price]\ngrid = {PRICE_BY_STEP}\n").replace("v_max_pu = 1.04\n", "")
        path.write_text(text.replace("[profiles]\n", f"[profiles]\nload = {LOAD_BY_STEP}\n"), "utf-8")
        self.plans.look()
        wait_until(lambda: self.plans.is_known, "the plans")
        self.plans.open_case(str(path))
        wait_until(lambda: not self.plans.is_busy, "the case")
        (plan_id,) = self.plans.plans
        self.plans.plan(plan_id)
        wait_until(lambda: not self.plans.is_busy, "the plan")
        self.kept: KeptPlan = self.plans.plans[plan_id]
        assert self.kept.planned is not None
        assert self.kept.planned.plan.is_acceptable, self.kept.planned.plan.reason

    @property
    def execution(self) -> PlanExecution:
        current = self.executor.current
        assert current is not None
        return current

    def approve(self) -> None:
        """As the button does."""
        assert self.kept.case.start is not None
        before = self.executor.current
        self.executor.approve(self.kept, self.kept.case.start)
        wait_until(lambda: self.executor.current is not before and self.execution.state.is_active, "the approval", 20.0)
        wait_until(lambda: self.track.plan is not None, "the plan on the axis", 10.0)

    def pixel(self, step: int) -> QPoint:
        """The middle of a step on the strip."""
        plan = self.track.plan
        assert plan is not None
        middle = (int(plan.begins[step]) + int(plan.ends[step])) / 2
        return QPoint(round(self.track._x(middle)), 20)

    def click(self, step: int) -> PlannedDistrict:
        """Click into a step and wait until it is solved."""
        QTest.mouseClick(self.track, Qt.MouseButton.LeftButton, pos=self.pixel(step))
        return self.shown(step)

    def shown(self, step: int) -> PlannedDistrict:
        """What stands in front once the step is solved."""
        front = self.desk.console.desk.front
        assert isinstance(front, PlannedDistrict)
        assert front.step == step
        wait_until(lambda: front.ahead is not None or bool(front.problem), "the load flow of the step", 20.0)
        return front

    def home(self) -> None:
        QTest.keyClick(self.track, Qt.Key.Key_Home)
        assert self.desk.console.desk.front is self.desk.console.district


@pytest.fixture(scope="module")
def room(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Ahead:
    """Signed in, with a plan that nobody has approved yet."""
    return Ahead(desk, tmp_path_factory.mktemp("cases"))


def test_before_a_plan_is_approved_the_axis_is_as_it_was(room: Ahead) -> None:
    assert room.track.plan is None
    now = room.track._now
    assert now is not None
    room.track.choose(now + 900)
    assert room.desk.console.desk.front is room.desk.console.district
    assert not room.ahead.is_shown


def test_an_approved_plan_lies_ahead_to_its_end(room: Ahead) -> None:
    room.approve()
    plan = room.track.plan
    assert plan is not None
    assert room.kept.name in plan.title
    assert "approved" in plan.title
    assert plan.begins[0] == round(room.start.timestamp())
    assert plan.end == round((room.start + timedelta(hours=HOURS)).timestamp())
    assert room.track.span[1] >= plan.end
    assert room.kept.planned is not None
    np.testing.assert_allclose(plan.exchange_mw, room.kept.planned.plan.purchase_mw)
    storage = next(d for d in room.kept.planned.plan.schedule if d.kind is DeviceKind.STORAGE)
    assert storage.p_mw is not None
    way = np.where(np.abs(storage.p_mw) < 1e-4, 0, np.sign(storage.p_mw))
    changes = np.flatnonzero(np.diff(way, prepend=0.0))
    assert all("BAT F2-07" in plan.moves[k] for k in changes.tolist())
    assert not any("BAT F2-07" in plan.moves[k] for k in range(HOURS) if k not in changes)


def test_a_click_ahead_shows_the_step_and_its_own_load_flow(room: Ahead) -> None:
    district, window, plan = room.click(3), room.window, room.kept.planned
    assert plan is not None
    assert district.moment is not None
    result = district.moment.result
    assert result is not None
    np.testing.assert_allclose(result.vm_pu, plan.plan.vm_pu[3], atol=1e-7)
    assert window.mode is Mode.PLAN
    assert "PLAN" in window.windowTitle()
    begin = (room.start + timedelta(hours=3)).strftime("%H:%M:%S")
    assert window.mode_bar.clock_text.endswith(begin)
    banner = window.diagram_panel.plan_banner
    assert banner.isVisible()
    assert f"step 4 of {HOURS}" in banner.text
    assert "not the present" in banner.text
    assert "load flow of the planned step" in window.diagram_panel.provenance
    assert "not in this network: turbine, bus 36" in window.diagram_panel.provenance
    shown = window.diagram._moment
    assert shown.result is not None
    assert shown.result.snapshot_revision == district.snapshot.revision
    battery = room.desk.select("storage:BAT F2-07")
    storage = next(d for d in plan.plan.schedule if d.kind is DeviceKind.STORAGE)
    assert storage.p_mw is not None
    consumed = float(district.snapshot.column("storage", "p_mw")[battery.row])
    assert consumed == pytest.approx(-float(storage.p_mw[3]), abs=1e-9)
    assert storage.energy_mwh is not None
    window.describe_selection()
    assert window.inspector._shown is not None
    described = window.inspector._shown[0]
    facts = {fact.label: fact for section in described.sections for fact in section.facts}
    assert facts["Energy at the end"].value == number_text(float(storage.energy_mwh[3]), 4)
    assert facts["State of charge"].value == MISSING, "what the network says is of no hour"
    assert not any(fact.origin == "telemetered" for fact in facts.values())


def test_the_others_are_solved_meanwhile_and_shown_at_once(room: Ahead) -> None:
    wait_until(lambda: all(room.ahead.steps.get(k) for k in range(1, HOURS)), "the steps ahead", 30.0)
    QTest.mouseClick(room.track, Qt.MouseButton.LeftButton, pos=room.pixel(6))
    front = room.desk.console.desk.front
    assert isinstance(front, PlannedDistrict)
    assert front.ahead is not None, "no turn of the event loop in between"
    assert front.ahead.step == front.step == 6


def test_arrows_go_from_step_to_step_and_home_to_the_present(room: Ahead) -> None:
    room.click(4)
    QTest.keyClick(room.track, Qt.Key.Key_Right)
    room.shown(5)
    QTest.keyClick(room.track, Qt.Key.Key_Left)
    QTest.keyClick(room.track, Qt.Key.Key_Left)
    room.shown(3)
    QTest.keyClick(room.track, Qt.Key.Key_PageDown)
    assert room.desk.console.desk.front is room.desk.console.district
    QTest.keyClick(room.track, Qt.Key.Key_Right)
    district = room.desk.console.desk.front
    assert isinstance(district, PlannedDistrict)
    assert district.step in (0, 1), "the hour that runs now"
    room.home()
    assert room.window.mode is Mode.SIMULATOR
    assert not room.window.diagram_panel.plan_banner.isVisible()
    assert "field read" in room.window.diagram_panel.provenance
    assert not room.axis.now_button.isVisible()


def test_nothing_can_be_operated_from_a_step_ahead(room: Ahead) -> None:
    room.click(5)
    operating, operations = room.desk.console.commands.operating, room.desk.console.operations
    assert operating is not None
    assert operations is not None
    before = len(operations.site.journal.read(kinds=("command",)))
    room.desk.select("switch:F3-Q0")
    assert {action.dialog for action in operating.present()} <= {"trend"}
    for key in (Qt.Key.Key_O, Qt.Key.Key_C):
        press_key(room.window.diagram, key)
    operating.press_key("O")
    assert "planned moment" in room.window.said
    assert operating.panels == {}
    assert not room.axis.play_button.isEnabled()
    QTest.keyClick(room.axis, Qt.Key.Key_Space)
    assert isinstance(room.desk.console.desk.front, PlannedDistrict), "a plan is never played"
    assert len(operations.site.journal.read(kinds=("command",))) == before
    room.home()
    room.desk.select("switch:F3-Q0")
    assert any(action.point_id for action in operating.present())


def test_looking_ahead_does_not_suspend_an_armed_plan(room: Ahead) -> None:
    room.executor.arm()
    wait_until(lambda: room.execution.state is ExecutionState.ARMED, "the plan to be armed", 20.0)
    wait_until(lambda: room.track.plan is not None and "armed" in room.track.plan.title, "the zone", 10.0)
    room.click(5)
    for _ in range(3):
        room.executor.look()
    assert room.execution.state is ExecutionState.ARMED
    assert room.ahead.is_shown
    room.executor.stop()
    wait_until(lambda: room.execution.state is ExecutionState.SUSPENDED, "the stop", 20.0)
    wait_until(lambda: room.track.plan is not None and "SUSPENDED" in room.track.plan.title, "the zone", 10.0)
    assert room.ahead.is_shown, "it can be looked at while it is suspended"
    room.home()


def test_from_a_step_ahead_to_the_past_and_back(room: Ahead) -> None:
    room.click(5)
    now = room.track._now
    assert now is not None
    room.track.choose(now - 5)
    assert not room.ahead.is_shown
    wait_until(lambda: isinstance(room.desk.console.desk.front, ReplayDistrict), "the past", 20.0)
    assert room.window.mode is Mode.REPLAY
    assert not room.window.diagram_panel.plan_banner.isVisible()
    room.click(6)
    assert room.replay.district is None
    assert room.window.mode is Mode.PLAN
    room.home()
    assert room.window.mode is Mode.SIMULATOR


def test_a_step_without_a_solution_is_shown_as_such(room: Ahead) -> None:
    room.click(5)
    district = room.desk.console.desk.front
    assert isinstance(district, PlannedDistrict)
    ahead = room.ahead.steps.get(4)
    assert ahead is not None
    assert ahead.moment.result is not None
    result = ahead.moment.result
    nothing = np.full(len(result.vm_pu), np.nan)
    failed = replace(
        result, status=SolveStatus.DIVERGED, cause="the voltage collapses", vm_pu=nothing, losses_kw=np.nan
    )
    room.ahead.steps._steps[4] = replace(ahead, moment=replace(ahead.moment, result=failed))
    try:
        room.click(4)
        panel = room.window.diagram_panel
        assert "NOT SOLVED" in panel.provenance
        assert "the voltage collapses" in panel.warning
        assert "not known" in room.window.mode_bar.violations_text
        room.ahead.steps._steps.pop(4)
        district.fail("the worker has gone")
        assert "the worker has gone" in panel.warning
        assert room.window.diagram._moment.result is None
    finally:
        room.home()
    assert room.window.diagram_panel.warning == ""


def test_an_ended_plan_leaves_the_axis(room: Ahead) -> None:
    room.click(5)
    room.executor.end("given up")
    wait_until(lambda: room.track.plan is None, "the axis", 20.0)
    assert room.desk.console.desk.front is room.desk.console.district
    assert "does not lie ahead any more" in room.window.said
    assert room.window.mode is Mode.SIMULATOR

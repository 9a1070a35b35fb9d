"""A plan is carried out hour by hour on the simulated district, through the command path; time is the test's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel

from console.authority.rights import Role
from console.control.command import CommandView, Stage
from console.control.feedback import is_believed
from console.dispatch.control_points import NotSent
from console.dispatch.executor import PlanExecutor
from console.dispatch.forecast import HistoryChoice, ScenarioDay, ScenarioRequest
from console.dispatch.jobs import new_id
from console.dispatch.joining import make_executor
from console.dispatch.kept import KeptPlan
from console.dispatch.measuring import Band
from console.windows.authority_dialogs import SecondPersonDialog
from console.workflows import dispatch_execution as turns
from console.workflows.dispatch_anchor import local_us
from console.workflows.dispatch_values import FINE, ExecutionState, PlanExecution, ReleaseState
from engines.values.commands import CommandOutcome
from engines.values.dispatch import DeviceKind, DispatchStatus
from engines.values.dispatch_scenarios import ScenarioOutcome, ScenarioPlan
from engines.values.points import LinkState
from engines.values.site import TagKind
from tests.console.windows.keys import press_key
from tests.console.windows.live.conftest import NAME, PASSWORD, Desk, wait_until
from widgets.faults.choice_dialog import ChoiceDialog
from widgets.faults.form import FormDialog

pytestmark = pytest.mark.slow

HOURS = 8
SECOND, SECOND_PASSWORD = "ben", "eleven loud feeders"
CASE = """
[horizon]
steps = 8
step_hours = 1.0
start = "{day}T10:00"

[network]
file = "north"
v_max_pu = 1.04

[price]
loss = 60.0
es = 9.0
grid_peak = 135.0
grid_peak_hours = ["12:00-15:00"]
grid_flat = 85.0

[profiles]
wind = [0.5, 0.6, 0.7, 0.8, 0.8, 0.7, 0.6, 0.5]

[[es]]
bus = 31
element = "storage:BAT F2-07"
p_mw = 0.4
s_mva = 0.44
e_mwh = 1.6
e_initial_mwh = 0.8
e_min_mwh = 0.16
efficiency_charge = 0.95
efficiency_discharge = 0.95

[[wt]]
bus = 11
element = "sgen:WT F1-08"
s_mva = 1.2397
p_mw = 1.1
profile = "wind"

[[mt]]
bus = 36
s_mva = 0.3

[[cb]]
bus = 11
element = "shunt:CAP F1-08"
step_mvar = 0.15
steps = 4
initial_step = 1
follows_voltage = true

[[regulator]]
trafo = "trafo:NORTH TR1"
is_automatic = true
"""
SENT = ("storage:BAT F2-07/p_setpoint_mw", "storage:BAT F2-07/q_setpoint_mvar", "sgen:WT F1-08/p_limit_mw",
        "sgen:WT F1-08/q_setpoint_mvar", "shunt:CAP F1-08/step", "trafo:NORTH TR1/vm_setpoint_pu")  # fmt: skip


class Time:
    """The clock of the plan."""

    def __init__(self, executor: PlanExecutor) -> None:
        self.us = 0
        executor.now_us = lambda: self.us


class Room:
    """The live console with a plan for its own district."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        console = desk.console
        assert console.executor is not None
        assert console.dispatch is not None
        assert console.commands.execution is not None
        self.desk, self.executor, self.plans = desk, console.executor, console.dispatch
        self.panel = console.commands.execution.panel
        self.time = Time(self.executor)
        self.day = np.datetime64("2027-03-17", "D")
        self.time.us = self.at("09:50")
        assert console.operations is not None
        begun = console.operations.session.begin_site(NAME, PASSWORD)
        wait_until(begun.done, "the sign-in")
        assert console.commands.instructor is not None
        console.commands.instructor.panel.speed_asked.emit(4.0)
        console.commands.workspaces.choose("dispatch")
        path = folder / "north.toml"
        path.write_text(CASE.format(day=self.day), "utf-8")
        wait_until(lambda: self.plans.is_known, "the plans")
        self.plans.open_case(str(path))
        wait_until(lambda: not self.plans.is_busy, "the case")
        self.kept = self.plan()

    def plan(self) -> KeptPlan:
        (plan_id,) = self.plans.plans
        self.plans.plan(plan_id)
        wait_until(lambda: not self.plans.is_busy, "the plan")
        kept = self.plans.plans[plan_id]
        assert kept.planned is not None
        assert kept.planned.plan.is_acceptable, kept.planned.plan.reason
        shown = self.desk.console.commands.dispatch
        assert shown is not None
        wait_until(lambda: not shown.is_showing, "the plan to be drawn")
        return kept

    def at(self, clock: str) -> int:
        return local_us(np.datetime64(f"{self.day}T{clock}", "s"))

    @property
    def execution(self) -> PlanExecution:
        current = self.executor.current
        assert current is not None
        return current

    def press(self, key: str) -> None:
        def can() -> bool:
            button = self.panel.action_row.buttons.get(key)
            return button is not None and button.isEnabled()

        wait_until(can, f"the button {key}", 20.0)
        QTest.mouseClick(self.panel.action_row.buttons[key], Qt.MouseButton.LeftButton)

    def accept(self, kind: type[QDialog] = FormDialog) -> None:
        dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())
        assert isinstance(dialog, FormDialog)
        QTest.mouseClick(dialog.done_button, Qt.MouseButton.LeftButton)

    def until_state(self, state: ExecutionState) -> None:
        wait_until(lambda: self.execution.state is state, f"{state}: {self.execution}", 20.0)

    def until_sent(self, number: int) -> None:
        wait_until(
            lambda: self.execution.step(number).state not in (ReleaseState.WAITING, ReleaseState.SENDING),
            f"step {number}", 30.0,
        )  # fmt: skip
        step = self.execution.step(number)
        assert step.state is ReleaseState.SENT, (step, self.execution.reason)

    def wanted(self, number: int) -> dict[str, float]:
        return {s.point_id: s.value for s in self.executor.setpoints(self.kept, number) if s.why_not is None}

    def field_shows(self, number: int) -> None:
        for point_id, value in self.wanted(number).items():
            definition = self.executor.field.definition(point_id)
            assert definition is not None
            assert self.desk.value(point_id) == pytest.approx(value, abs=definition.tolerance), point_id


@pytest.fixture(scope="module", autouse=True)
def in_the_morning() -> Iterator[None]:
    """The district's loads are those of the plan's first hour, whatever the clock on the wall shows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("console.live.clock.local_standard_time", lambda: np.datetime64("2027-03-17T09:50:00", "s"))
        yield


@pytest.fixture(scope="module")
def room(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    made = Room(desk, tmp_path_factory.mktemp("case"))
    yield made
    made.executor.close()


def count_commands(room: Room) -> Callable[[], int]:
    """How many commands have left for the field."""
    assert room.desk.console.operations is not None
    journal = room.desk.console.operations.site.journal
    return lambda: len(journal.read(kinds=("command",), limit=1000))


def test_a_plan_is_approved_and_its_first_step_released_by_hand(room: Room) -> None:
    sent = count_commands(room)
    room.press("approve")
    room.accept(ChoiceDialog)
    wait_until(lambda: room.executor.current is not None, "the approval")
    assert room.execution.state is ExecutionState.APPROVED
    assert set(room.wanted(0)) == set(SENT)
    by_telephone = [s for s in room.executor.setpoints(room.kept, 0) if s.why_not is not None]
    assert {s.kind for s in by_telephone} == {DeviceKind.TURBINE}
    assert {s.why_not for s in by_telephone} == {NotSent.NO_CONTROL}
    wait_until(lambda: room.panel.countdown.text() == "begins in 10:00", "the countdown")
    button = room.panel.action_row.buttons["release"]
    assert not button.isEnabled()
    assert "no step is due" in room.panel.action_row.reason
    assert sent() == 0
    room.time.us = room.at("10:01")
    assert room.execution.state is ExecutionState.APPROVED
    room.press("release")
    room.until_sent(0)
    assert room.execution.state is ExecutionState.BY_HAND
    room.field_shows(0)
    states = {line.state for line in room.panel.table.lines_model.lines}
    assert "by telephone" in states
    assert sent() == sum(s.outcome == "done" for s in room.execution.step(0).sent)


def test_armed_it_goes_out_hour_by_hour(room: Room) -> None:
    room.executor.watching.band = Band(1e3, 1.0, 1e3)
    room.press("arm")
    room.accept()
    room.until_state(ExecutionState.ARMED)
    for number in range(1, HOURS):
        room.time.us = room.at(f"{10 + number}:00")
        room.until_sent(number)
        room.field_shows(number)
        assert all(s.outcome in FINE for s in room.execution.step(number).sent)
    storage = [room.wanted(k)["storage:BAT F2-07/p_setpoint_mw"] for k in range(HOURS)]
    assert min(storage) < 0 < max(storage)
    room.time.us = room.at("18:00")
    room.until_state(ExecutionState.ENDED)
    assert [step.state for step in room.execution.steps] == [ReleaseState.SENT] * HOURS


SHARED = (DeviceKind.TIE, DeviceKind.FEEDER_TAP, DeviceKind.CAPACITOR, DeviceKind.TURBINE)


def over_two_scenarios(room: Room) -> KeptPlan:
    """The plan there is as the expected day of a plan over two scenarios; planning such a one takes a minute here."""
    assert room.kept.planned is not None
    plan, half = room.kept.planned.plan, np.full(2, 0.5)
    shared = tuple(device for device in plan.schedule if device.kind in SHARED)
    storage = next(device for device in plan.schedule if device.kind is DeviceKind.STORAGE)
    assert storage.p_mw is not None
    assert storage.energy_mwh is not None
    lowest, highest = np.nanmin(plan.vm_pu, axis=1), np.nanmax(plan.vm_pu, axis=1)
    outcome = ScenarioOutcome(
        0.5, plan.cost, plan.cost_by_kind, plan.purchase_mw, plan.losses_mw, lowest, highest, storage.p_mw[:, None],
        storage.energy_mwh[:, None], 0.0, plan.losses_mwh, plan.purchase_mwh, plan.ac,
    )  # fmt: skip
    over = ScenarioPlan(
        plan.structure_revision, plan.snapshot_revision, plan.case, DispatchStatus.OPTIMAL, "holds", 1.0, half,
        plan.times, shared, outcomes=(outcome, outcome), cost=plan.cost, expected_cost=plan.cost, cvar=plan.cost,
        lower_bound=plan.cost,
        ac=replace(plan.ac, steps=2 * HOURS, solved=2 * HOURS),
    )  # fmt: skip
    request = ScenarioRequest(HistoryChoice(), 2)
    day = ScenarioDay(over, request, "made up", 2, 2, half, 0.9, 1.04)
    kept = replace(room.kept, plan_id=new_id(), name="over two", scenario_request=request, over=day, planned_at=1.0)
    return replace(kept, expected_case=room.kept.case)


def test_a_plan_over_scenarios_goes_out_as_shared_and_expected(room: Room) -> None:
    kept = over_two_scenarios(room)
    assert kept.over is not None
    assert kept.planned is not None
    room.plans.plans[kept.plan_id] = kept
    assert room.executor.why_not_approve(kept) == ""
    lost = replace(kept, planned=None)
    assert "no course of the expected day" in room.executor.why_not_approve(lost)
    refuted = replace(kept, over=replace(kept.over, plan=replace(kept.over.plan, status=DispatchStatus.NO_PLAN)))
    assert room.executor.why_not_approve(refuted) == "its proof does not hold"
    shown = room.desk.console.commands.dispatch
    assert shown is not None
    shown.choose(kept.plan_id)
    room.time.us = room.at("09:50")
    before = room.execution.execution_id
    execution = room.desk.console.commands.execution
    assert execution is not None
    execution.deeds.act("approve", kept)
    wait_until(lambda: any(isinstance(w, ChoiceDialog) and w.isVisible() for w in QApplication.topLevelWidgets()), "it")
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, ChoiceDialog) and w.isVisible())
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "planned over 2 scenarios" in said
    assert "as on the day that is expected" in said
    room.accept(ChoiceDialog)
    wait_until(lambda: room.execution.execution_id != before, "the approval", 20.0)
    room.executor.watching.band = Band(1e3, 1.0, 1e3)
    alone, room.kept = room.kept, kept
    last = HOURS - 1
    room.time.us = room.at("17:00")
    room.press("release")
    room.until_sent(last)
    room.field_shows(last)
    bank = next(d for d in kept.over.plan.schedule if d.kind is DeviceKind.CAPACITOR)
    assert bank.position is not None
    assert room.wanted(last)["shunt:CAP F1-08/step"] == bank.position[last]
    wait_until(lambda: "Decided for 2 scenarios" in room.panel.reason.text(), "the panel to say so", 10.0)
    # What the step came to is written down once it is over.
    room.time.us = room.at("17:05")
    wait_until(lambda: bool(room.executor.deviations()), "something measured", 20.0)
    for _ in range(3):
        room.executor.look()
    room.time.us = room.at("18:00")
    wait_until(lambda: bool(room.execution.step(last).deviations), "the deviations of the step", 20.0)
    assert "exchange" in {found.measure for found in room.execution.step(last).deviations}
    told: list[tuple[PlanExecution, ...]] = []
    room.executor.executions.of_plan(kept.plan_id, told.append)
    wait_until(lambda: bool(told), "the record")
    assert [execution.plan_id for execution in told[0]] == [kept.plan_id]
    room.until_state(ExecutionState.ENDED)
    room.kept = alone
    room.plans.plans.pop(kept.plan_id)


def begin_anew(room: Room, clock: str = "09:50") -> None:
    """The same plan approved once more, ten minutes before its first step."""
    room.time.us = room.at(clock)
    before = room.execution.execution_id
    room.executor.watching.band = Band(1e3, 1.0, 1e3)
    room.executor.approve(room.kept, room.kept.case.start)
    wait_until(lambda: room.execution.execution_id != before, "the new approval", 20.0)
    assert room.execution.state is ExecutionState.APPROVED


def suspended_for(room: Room, words: str) -> None:
    wait_until(lambda: room.execution.state is ExecutionState.SUSPENDED, f"suspension: {words}", 30.0)
    assert words in room.execution.reason
    wait_until(lambda: words[1:] in room.panel.reason.text(), "the reason in the panel", 10.0)
    assert room.panel.state.text() == "▲ Suspended"


def resume(room: Room) -> None:
    room.press("resume")
    room.accept()
    room.until_state(ExecutionState.BY_HAND)


def inject(room: Room, **event: str) -> Callable[[], None]:
    """Let something happen in the field; what is returned clears it."""
    instructor = room.desk.console.commands.instructor
    assert instructor is not None
    active = instructor.panel._active
    instructor.panel.inject_asked.emit(event)
    wait_until(lambda: active.count() == 1, f"{event}", 20.0)
    event_id = str(active.item(0).data(Qt.ItemDataRole.UserRole))

    def clear() -> None:
        instructor.panel.clear_asked.emit(event_id)
        wait_until(lambda: active.count() == 0, "nothing to be broken", 20.0)

    return clear


def test_the_key_stops_it_and_only_a_person_lets_it_go_on(room: Room) -> None:
    begin_anew(room)
    room.press("arm")
    room.accept()
    room.until_state(ExecutionState.ARMED)
    room.desk.window.activateWindow()
    wait_until(room.desk.window.isActiveWindow, "the window to be in front", 10.0)
    press_key(room.desk.window, Qt.Key.Key_F12)
    suspended_for(room, f"stopped by {NAME}")
    sent = count_commands(room)
    before = sent()
    room.time.us = room.at("10:10")
    for _ in range(3):
        room.executor.look()
    wait_until(lambda: room.panel.countdown.text().startswith("due"), "the panel")
    assert sent() == before
    assert room.execution.step(0).state is ReleaseState.WAITING
    resume(room)
    assert room.execution.armed_by == ""
    for _ in range(3):
        room.executor.look()
    assert room.execution.step(0).state is ReleaseState.WAITING
    room.time.us = room.at("10:31")
    wait_until(lambda: room.execution.step(0).state is ReleaseState.SKIPPED, "the step to be skipped", 20.0)
    assert sent() == before


def test_a_tag_keeps_a_setpoint_from_being_sent_and_suspends(room: Room) -> None:
    begin_anew(room)
    assert room.desk.console.operations is not None
    assert room.desk.console.district is not None
    site, district = room.desk.console.operations.site.store, room.desk.console.district
    tag = site.place_tag("storage:BAT F2-07", TagKind.DO_NOT_OPERATE, "people at work", NAME).result(10)
    wait_until(lambda: bool(district.site.tags), "the tag")
    room.time.us = room.at("10:00")
    room.press("release")
    suspended_for(room, "people at work")
    step = room.execution.step(0)
    assert step.state is ReleaseState.FAILED
    outcomes = {s.point_id: s.outcome for s in step.sent}
    assert outcomes["storage:BAT F2-07/p_setpoint_mw"] == "refused"
    wait_until(lambda: "▲ refused" in shown_states(room), "the row")
    site.lift_tag(tag.tag_id, NAME).result(10)
    wait_until(lambda: not district.site.tags, "the tag to go")


def shown_states(room: Room) -> set[str]:
    model = room.panel.table.lines_model
    return {str(model.index(row, model.columnCount() - 1).data()) for row in range(model.rowCount())}


def test_a_switch_that_moves_suspends(room: Room) -> None:
    begin_anew(room)
    tie, operating = room.desk.remote_tie(), room.desk.operating
    for value in (1.0, 0.0):
        command = operating.desk.request(f"{tie}/position", value)  # type: ignore[attr-defined]

        def view(command: str = command) -> CommandView:
            found = operating.desk.view(command)  # type: ignore[attr-defined]
            assert found is not None
            return found

        wait_until(lambda: view().stage is Stage.AWAITING_CONFIRMATION, "the question", 20.0)
        operating.desk.confirm(command, has_read=True)  # type: ignore[attr-defined]
        wait_until(lambda: view().outcome is CommandOutcome.DONE, "the switch", 30.0)
        suspended_for(room, "not the plan's doing")
        assert room.desk.value(f"{tie}/position") == value
        resume(room)


def test_local_control_and_a_lost_device_suspend(room: Room) -> None:
    begin_anew(room)
    clear = inject(room, event="switched_to_local", element_id="shunt:CAP F1-08")
    suspended_for(room, "CAP F1-08 stands on local control")
    clear()
    wait_until(lambda: room.desk.value("shunt:CAP F1-08/is_local") == 0.0, "remote again", 20.0)
    resume(room)
    clear = inject(room, event="lost_communication", element_id="storage:BAT F2-07")
    suspended_for(room, "of BAT F2-07 is")
    clear()
    point = "storage:BAT F2-07/p_setpoint_mw"
    wait_until(lambda: is_believed(room.executor.field.reading(point)), "the device", 30.0)
    resume(room)


def test_a_regulator_put_on_manual_suspends_and_then_its_tap_is_moved_step_by_step(room: Room) -> None:
    begin_anew(room)
    commands = room.desk.operating.desk  # type: ignore[attr-defined]
    regulating, tap = "trafo:NORTH TR1/is_regulating", "trafo:NORTH TR1/tap_pos"

    def command(point_id: str, value: float) -> None:
        command_id = commands.request(point_id, value)
        wait_until(lambda: commands.view(command_id).stage is Stage.AWAITING_CONFIRMATION, "the question", 20.0)
        commands.confirm(command_id, has_read=True)
        wait_until(lambda: commands.view(command_id).outcome is CommandOutcome.DONE, f"{point_id}", 40.0)

    command(regulating, 0.0)
    suspended_for(room, "the regulator of NORTH TR1 was switched off")
    resume(room)
    begun, moves = room.desk.value(tap), taps_commanded(room, tap)
    number = max((0, 1), key=lambda k: abs(room.wanted(k)[tap] - begun))
    wanted = room.wanted(number)[tap]
    room.time.us = room.at(f"{10 + number}:00")
    room.press("release")
    room.until_sent(number)
    assert room.desk.value(tap) == wanted
    assert taps_commanded(room, tap) - moves == abs(wanted - begun) > 0
    command(regulating, 1.0)
    suspended_for(room, "the regulator of NORTH TR1 was switched on")


def taps_commanded(room: Room, point_id: str) -> int:
    """How often a point was commanded."""
    assert room.desk.console.operations is not None
    journal = room.desk.console.operations.site.journal
    return sum(e.details["point_id"] == point_id for e in journal.read(kinds=("command",), limit=1000))


def test_a_look_back_and_an_empty_desk_suspend_an_armed_plan(room: Room) -> None:
    operations = room.desk.console.operations
    assert operations is not None
    begin_anew(room)
    room.press("arm")
    room.accept()
    room.until_state(ExecutionState.ARMED)
    room.desk.operating.rest("The past is shown.")  # type: ignore[attr-defined]
    suspended_for(room, "the window shows a past moment")
    room.desk.operating.resume()  # type: ignore[attr-defined]
    resume(room)
    room.press("arm")
    room.accept()
    room.until_state(ExecutionState.ARMED)
    operations.session.sign_out()
    suspended_for(room, "nobody is signed in")
    back = operations.session.sign_in(NAME, PASSWORD)
    wait_until(lambda: back.done() and operations.session.name == NAME, "the sign-in")


def test_a_lost_link_suspends(room: Room) -> None:
    begin_anew(room)
    room.press("arm")
    room.accept()
    room.until_state(ExecutionState.ARMED)
    room.desk.freeze()
    try:
        suspended_for(room, "no link to simulator")
    finally:
        room.desk.thaw()
    wait_until(lambda: room.desk.link_state() is LinkState.UP, "the link", 60.0)
    room.time.us = room.at("10:10")
    for _ in range(3):
        room.executor.look()
    assert room.execution.state is ExecutionState.SUSPENDED
    assert room.execution.step(0).state is ReleaseState.WAITING


def test_what_does_not_come_true_is_planned_anew_and_never_carried_out_unapproved(room: Room) -> None:
    begin_anew(room)
    room.press("arm")
    room.accept()
    room.until_state(ExecutionState.ARMED)
    room.time.us = room.at("10:00")
    room.until_sent(0)
    executor = room.executor
    executor.watching.band = Band(1e-6, 1.0, 1e3, hold_s=60.0)
    executor.look()
    assert room.execution.state is ExecutionState.ARMED
    room.time.us = room.at("10:02")
    suspended_for(room, "the exchange is")
    wait_until(lambda: bool(executor.watching.proposal_id) and not room.plans.is_busy, "the plan of the rest")
    proposal = room.plans.plans[executor.watching.proposal_id]
    assert proposal.planned is not None
    assert proposal.planned.plan.is_acceptable, proposal.planned.plan.reason
    assert (proposal.case.n_step, proposal.planned.plan.times[0]) == (HOURS - 1, "11:00")
    held = room.desk.value("storage:BAT F2-07/soc_percent") / 100 * 1.6
    assert proposal.case.storages[0].e_initial_mwh == pytest.approx(held, abs=0.05)
    assert proposal.case.capacitors[0].initial_step == room.desk.value("shunt:CAP F1-08/step")
    room.time.us = room.at("11:01")
    for _ in range(3):
        executor.look()
    assert room.execution.step(1).state is ReleaseState.WAITING
    room.press("show")
    shown = room.desk.console.commands.dispatch
    assert shown is not None
    wait_until(lambda: not shown.is_showing, "both plans")
    assert (shown.chosen, shown.beside, shown.is_comparing) == (proposal.plan_id, room.kept.plan_id, True)
    first = room.execution.execution_id
    room.press("approve")
    room.accept(ChoiceDialog)
    wait_until(lambda: room.execution.execution_id != first, "the proposal to take its place", 20.0)
    assert room.execution.plan_id == proposal.plan_id
    room.press("release")
    room.until_sent(0)


def test_a_second_person_approves_where_the_site_asks_for_it(room: Room) -> None:
    operations, executor = room.desk.console.operations, room.executor
    assert operations is not None
    made = operations.users.create_user(NAME, SECOND, SECOND_PASSWORD, roles=[Role.OPERATOR])
    wait_until(made.done, "the second person")
    executor.approving.needs_approval = True
    try:
        room.time.us = room.at("09:50")
        before = room.execution.execution_id
        executor.approve(room.kept, room.kept.case.start)
        wait_until(lambda: room.execution.execution_id != before, "the draft", 20.0)
    finally:
        executor.approving.needs_approval = False
    assert room.execution.state is ExecutionState.DRAFT
    wait_until(lambda: room.panel.state.text().startswith("■ Draft"), "the panel", 10.0)
    assert "release" not in room.panel.action_row.buttons
    room.press("second")
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, SecondPersonDialog) and w.isVisible())
    dialog.name.setText(SECOND)
    dialog.password.setText(SECOND_PASSWORD)
    QTest.keyClick(dialog.password, Qt.Key.Key_Return)
    room.until_state(ExecutionState.APPROVED)
    assert (room.execution.author, room.execution.approved_by) == (NAME, SECOND)


def test_after_a_restart_it_is_suspended_and_never_armed(room: Room) -> None:
    begin_anew(room)
    room.press("arm")
    room.accept()
    room.until_state(ExecutionState.ARMED)
    console = room.desk.console
    assert console.district is not None
    assert console.operations is not None
    assert console.links is not None
    assert console.faults is not None
    # What a console that starts does: it knows nothing but what is kept.
    room.executor.close()
    again = room.executor = make_executor(
        console.district, console.operations, console.links, room.plans, lambda: "", console, needs_approval=False
    )
    again.now_us = lambda: room.time.us
    console.faults.noticing.tripped.connect(again.on_trip)
    room.time.us = room.at("10:01")
    wait_until(lambda: again.current is not None and again.current.state is ExecutionState.SUSPENDED, "it", 20.0)
    assert room.execution.reason == turns.RESTARTED
    for _ in range(3):
        again.look()
    assert room.execution.state is ExecutionState.SUSPENDED
    assert room.execution.step(0).state is ReleaseState.WAITING
    again.resume()
    room.until_state(ExecutionState.BY_HAND)
    again.release()
    room.until_sent(0)


def test_a_trip_suspends_an_armed_plan(room: Room) -> None:
    room.executor.arm()
    room.until_state(ExecutionState.ARMED)
    inject(room, event="network_fault", element_id="line:F9-W05")
    room.until_state(ExecutionState.SUSPENDED)
    assert "tripped" in room.execution.reason or "not the plan's doing" in room.execution.reason
    room.time.us = room.at("11:05")
    for _ in range(3):
        room.executor.look()
    assert room.execution.step(1).state is ReleaseState.WAITING
    why_not = room.executor.why_not_approve
    wait_until(lambda: "stands otherwise" in why_not(room.kept), "the breaker to stay open", 60.0)

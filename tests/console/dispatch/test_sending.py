"""Setpoints on their way: one command a device at a time, a failure stops the rest, limits are looked at twice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from console.control.command import CommandFacts, CommandView, PredictionState, Stage
from console.control.ports import Reading
from console.dispatch.control_points import FieldPoints, Setpoint
from console.dispatch.sending import Sending, why_not_confirmed
from console.workflows.dispatch_values import SentSetpoint
from engines.switching.consequence import Consequence, VoltageChange
from engines.switching.verdicts import Check, Rule, Verdict
from engines.values.commands import CommandOrigin, CommandOutcome
from engines.values.dispatch import DeviceKind
from engines.values.loadflow import SolveStatus
from engines.values.phrase import Phrase, phrase
from engines.values.points import PointDefinition, PointFreshness, PointKind, PointQuality, Quantity

FINE = Consequence(1, "s", SolveStatus.CONVERGED)
BROKEN = replace(FINE, voltages=(VoltageChange("bus:9", "bus 9", 0.96, 0.94, 0.95, False, True),))


class PlayedPath(QObject):
    """The command path as it looks from outside; a test says how each command goes on."""

    command_changed = Signal(object)
    ended = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, float] = {}
        self.views: dict[str, CommandView] = {}
        self.confirmed: list[str] = []

    def request(self, point_id: str, value: float, origin: CommandOrigin, note: str) -> str:
        assert origin is CommandOrigin.PLAN
        definition = DEFINITIONS[point_id]
        command_id = f"{len(self.views)} {point_id}"
        facts = CommandFacts(command_id, definition, value, origin, "anna", point_id, 0.0, 0, note)
        self.views[command_id] = CommandView(facts, Stage.CHECKED)
        return command_id

    def view(self, command_id: str) -> CommandView | None:
        return self.views.get(command_id)

    def confirm(self, command_id: str) -> Phrase | None:
        self.confirmed.append(command_id)
        return None

    def cancel(self, command_id: str, reason: Phrase) -> bool:
        if command_id in self.confirmed:
            return False
        self.end(command_id, CommandOutcome.CANCELLED, reason.text)
        return True

    def predict(self, command_id: str, found: Consequence = FINE, state: PredictionState = PredictionState.CURRENT,
                checks: tuple[Check, ...] = ()) -> None:  # fmt: skip
        view = replace(self.views[command_id], stage=Stage.AWAITING_CONFIRMATION, consequence=found, prediction=state,
                       checks=checks)  # fmt: skip
        self.views[command_id] = view
        self.command_changed.emit(view)

    def end(self, command_id: str, outcome: CommandOutcome, reason: str = "it is so") -> None:
        view = replace(self.views[command_id], stage=Stage.ENDED, outcome=outcome, reason=phrase(reason))
        self.views[command_id] = view
        if outcome is CommandOutcome.DONE:
            self.values[view.facts.point_id] = view.facts.value
        self.ended.emit(view)

    @property
    def open(self) -> list[str]:
        return [i for i, view in self.views.items() if view.outcome is None]


def definition(element: str, quantity: Quantity) -> PointDefinition:
    kind = PointKind.STEP if quantity is Quantity.TAP_POS else PointKind.ANALOG
    return PointDefinition(element, quantity, kind, -9.0, 9.0, is_controllable=True)


POINTS = [
    definition("storage:A", Quantity.P_SETPOINT_MW), definition("storage:A", Quantity.Q_SETPOINT_MVAR),
    definition("sgen:W", Quantity.P_LIMIT_MW), definition("trafo:T", Quantity.TAP_POS),
]  # fmt: skip
DEFINITIONS = {d.point_id: d for d in POINTS}
P, Q, W, T = (d.point_id for d in POINTS)


class Course:
    """One sending under way."""

    def __init__(self, values: dict[str, float], shown: dict[str, float] | None = None) -> None:
        self.path = PlayedPath()
        self.path.values = dict(shown or {})

        def reading(point_id: str) -> Reading:
            value = self.path.values.get(point_id, 0.0)
            return Reading(value, PointQuality.GOOD, PointFreshness.FRESH)

        field = FieldPoints(DEFINITIONS.get, reading, lambda _p: True, lambda _e: False)
        self.sending = Sending(self.path, field)  # type: ignore[arg-type]
        self.told: list[tuple[SentSetpoint, ...]] = []
        wanted = [
            Setpoint(DeviceKind.STORAGE, p, DEFINITIONS[p].quantity, p, value, DEFINITIONS[p])
            for p, value in values.items()
        ]
        self.sending.begin("plan:1 step 10:00", wanted, self.told.append)

    @property
    def outcomes(self) -> dict[str, str]:
        assert len(self.told) == 1
        assert not self.sending.is_busy
        return {s.point_id: s.outcome for s in self.told[0]}


def test_devices_go_side_by_side_the_points_of_one_after_the_other(qtbot: QtBot) -> None:
    course = Course({P: 0.3, Q: 0.1, W: 0.5})
    path = course.path
    assert path.open == [f"0 {P}", f"1 {W}"]
    for command in path.open:
        path.predict(command)
    qtbot.waitUntil(lambda: len(path.confirmed) == 2)
    path.end(f"0 {P}", CommandOutcome.DONE)
    qtbot.waitUntil(lambda: f"2 {Q}" in path.open)
    path.predict(f"2 {Q}")
    qtbot.waitUntil(lambda: len(path.confirmed) == 3)
    path.end(f"2 {Q}", CommandOutcome.DONE)
    path.end(f"1 {W}", CommandOutcome.DONE)
    qtbot.waitUntil(lambda: bool(course.told))
    assert course.outcomes == dict.fromkeys((P, Q, W), "done")


def test_what_the_field_shows_already_is_not_sent() -> None:
    course = Course({P: 0.3}, {P: 0.3})
    assert course.path.views == {}
    assert course.outcomes == {P: "found_so"}


def test_a_tap_changer_goes_step_by_step(qtbot: QtBot) -> None:
    course = Course({T: -2.0}, {T: 1.0})
    path = course.path
    for number, value in enumerate((0.0, -1.0, -2.0)):
        qtbot.waitUntil(lambda number=number: len(path.views) == number + 1)
        (command,) = path.open
        assert path.views[command].facts.value == value
        path.predict(command)
        qtbot.waitUntil(lambda command=command: command in path.confirmed)
        path.end(command, CommandOutcome.DONE)
    qtbot.waitUntil(lambda: bool(course.told))
    assert course.outcomes == {T: "done"}


def test_a_late_prediction_is_waited_for(qtbot: QtBot) -> None:
    course = Course({P: 0.3})
    (command,) = course.path.open
    course.path.predict(command, state=PredictionState.LATE)
    course.path.predict(command)
    qtbot.waitUntil(lambda: course.path.confirmed == [command])


def test_a_consequence_that_changes_at_the_last_moment_is_looked_at_once_more(qtbot: QtBot) -> None:
    course = Course({P: 0.3})
    path, (command,) = course.path, course.path.open
    path.predict(command)
    qtbot.waitUntil(lambda: path.confirmed == [command])
    path.command_changed.emit(replace(path.views[command], stage=Stage.CONFIRMED))
    path.confirmed.clear()
    path.predict(command, BROKEN)
    qtbot.waitUntil(lambda: bool(course.told))
    assert course.outcomes == {P: "refused"}
    assert path.confirmed == []


def test_what_would_break_a_limit_waits_for_the_others_and_is_looked_at_again(qtbot: QtBot) -> None:
    course = Course({P: 0.3, W: 0.5})
    path = course.path
    path.predict(f"0 {P}", BROKEN)
    path.predict(f"1 {W}")
    qtbot.waitUntil(lambda: path.views[f"0 {P}"].outcome is CommandOutcome.CANCELLED and len(path.confirmed) == 1)
    path.end(f"1 {W}", CommandOutcome.DONE)
    qtbot.waitUntil(lambda: path.open == [f"2 {P}"])
    path.predict(f"2 {P}")
    qtbot.waitUntil(lambda: len(path.confirmed) == 2)
    path.end(f"2 {P}", CommandOutcome.DONE)
    qtbot.waitUntil(lambda: bool(course.told))
    assert course.outcomes == {P: "done", W: "done"}


def test_what_breaks_a_limit_alone_is_never_sent_and_said(qtbot: QtBot) -> None:
    course = Course({P: 0.3})
    course.path.predict(f"0 {P}", BROKEN)
    qtbot.waitUntil(lambda: bool(course.told))
    assert course.outcomes == {P: "refused"}
    assert course.told[0][0].reason == "it would break a limit: bus 9 at 0.9400 pu, limit 0.950 pu"
    assert course.path.confirmed == []


def test_one_failure_withdraws_what_has_not_been_sent(qtbot: QtBot) -> None:
    course = Course({P: 0.3, Q: 0.1, W: 0.5})
    path = course.path
    path.predict(f"1 {W}")
    qtbot.waitUntil(lambda: len(path.confirmed) == 1)
    path.end(f"0 {P}", CommandOutcome.REFUSED, "tagged")
    assert not course.told, "what was sent ends by its feedback"
    path.end(f"1 {W}", CommandOutcome.DONE)
    qtbot.waitUntil(lambda: bool(course.told))
    assert course.outcomes == {P: "refused", Q: "cancelled", W: "done"}
    assert len(path.views) == 2


def test_stopped_nothing_further_is_confirmed(qtbot: QtBot) -> None:
    course = Course({P: 0.3, Q: 0.1, W: 0.5})
    for command in course.path.open:
        course.path.predict(command)
    course.sending.withdraw(phrase("stopped"))
    qtbot.waitUntil(lambda: bool(course.told))
    assert course.outcomes == dict.fromkeys((P, Q, W), "cancelled")
    assert course.path.confirmed == []


TAGGED = Check(Rule.TAG, Verdict.NEEDS_READING, phrase("caution: people near"))
HARD = Check(Rule.QUALITY, Verdict.NEEDS_OVERRIDE, phrase("what it shows is not to be believed"))


@pytest.mark.parametrize(
    ("changes", "never"),
    [
        ({"checks": (TAGGED,)}, "caution: people near"),
        ({"checks": (HARD,)}, "what it shows is not to be believed"),
        ({"needs_second_person": True}, "two persons must confirm it"),
        ({"prediction": PredictionState.FAILED, "consequence": None}, "its consequence is not known"),
        ({"consequence": replace(FINE, status=SolveStatus.DIVERGED, cause="too much load")}, "too much load"),
        ({"consequence": replace(FINE, customers_lost=3)}, "3 customers would lose supply"),
    ],
)
def test_what_a_person_must_look_at_is_not_confirmed_by_itself(changes: dict[str, object], never: str) -> None:
    facts = CommandFacts("1", POINTS[0], 0.3, CommandOrigin.PLAN, "anna", "A", 0.0, 0)
    view = CommandView(facts, Stage.AWAITING_CONFIRMATION, consequence=FINE, prediction=PredictionState.CURRENT)
    assert why_not_confirmed(view) == ("", "")
    assert never in why_not_confirmed(replace(view, **changes))[0]  # type: ignore[arg-type]

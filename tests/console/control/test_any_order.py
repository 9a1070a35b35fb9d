"""Whatever happens in whatever order: never sent twice, never late, never unjournaled; one true outcome each."""

from __future__ import annotations

from collections.abc import Callable

import hypothesis.strategies as st
from control_world import BREAKER, FEEDBACK_S, OTHER, SETPOINT, Ended, World, consequence
from hypothesis import event, given, settings

from console.control.command import Override, Stage
from console.control.records import COMMAND, COMMAND_END
from engines.switching.device import Authority
from engines.values.commands import CommandOrigin, CommandOutcome, FieldAnswer, FieldReply
from engines.values.loadflow import SolveStatus
from engines.values.points import LinkState, PointQuality
from engines.values.site import Tag, TagKind

GRACE = Override("Grace", "agreed by telephone")
POINTS = (BREAKER, OTHER, SETPOINT)
LINKS = (LinkState.UP, LinkState.SUSPECT, LinkState.DOWN, LinkState.CONNECTING)


class Chaos:
    """One action after another; each takes a number that says which of its ways it goes."""

    def __init__(self) -> None:
        self.world = World()
        self.world.answers_at_once = False
        self.world.disk.is_held = True
        self.ids: list[str] = []
        self.answers: dict[str, FieldAnswer] = {}

    # People and programs.

    def request(self, n: int) -> None:
        point_id, origin = POINTS[n % 3], list(CommandOrigin)[n % 4]
        shown = self.world.values[point_id]
        value = (0.0, 0.1, 0.2)[n % 3] if point_id is SETPOINT else float(shown == 0.0)
        self.ids.append(self.world.path.request(point_id, value, origin))

    def request_anything(self, n: int) -> None:
        self.ids.append(self.world.path.request(POINTS[n % 3], (0.0, 1.0, 7.0)[n % 2], CommandOrigin.SCRIPT))

    def confirm(self, n: int) -> None:
        for command_id in self.ids:
            view = self.world.path.view(command_id)
            if view is not None and view.stage is Stage.AWAITING_CONFIRMATION:
                self.world.path.confirm(command_id, GRACE if n % 4 else None, has_read=True)

    def confirm_any(self, n: int) -> None:
        if self.ids:
            self.world.path.confirm(self.ids[n % len(self.ids)], GRACE, has_read=True)

    def cancel(self, n: int) -> None:
        if self.ids:
            self.world.path.cancel(self.ids[n % len(self.ids)])

    def resolve(self, n: int) -> None:
        self.world.path.resolve(POINTS[n % 3], "seen on site")

    def tag(self, n: int) -> None:
        tags = (Tag("t", "switch:CB", TagKind.DO_NOT_OPERATE, "crew", "Eve", 0),) if n % 4 == 0 else ()
        self.world.site.change(tags=tags)
        self.world.path.on_network_changed()

    def authority(self, n: int) -> None:
        self.world.authority_now = Authority(n % 4 > 0, "This desk was left alone.")

    # The field.

    def accept(self, n: int) -> None:
        for sent in self.world.sent[-3:]:
            self._reply(sent.command.command_id, FieldAnswer.ACCEPTED)

    def answer(self, n: int) -> None:
        if self.world.sent:
            sent = self.world.sent[n % len(self.world.sent)]
            self._reply(sent.command.command_id, list(FieldAnswer)[n % 4])

    def _reply(self, command_id: str, answer: FieldAnswer) -> None:
        # A link whose console has died answers nobody.
        if command_id not in self.world.lost:
            self.answers.setdefault(command_id, answer)
            self.world.path.on_reply(FieldReply(command_id, answer, "as the test says"))

    def obey(self, n: int) -> None:
        if self.world.sent:
            command = self.world.sent[-1 - n % min(3, len(self.world.sent))].command
            self.world.show(command.point_id, command.value)

    def disobey(self, n: int) -> None:
        point_id = POINTS[n % 3]
        self.world.show(point_id, (0.1, 0.25, 0.3)[n % 3] if point_id is SETPOINT else float(n % 4))

    def link(self, n: int) -> None:
        self.world.set_link(LINKS[n % 4])

    def link_back(self, n: int) -> None:
        self.world.set_link(LinkState.UP)

    def quality(self, n: int) -> None:
        self.world.quality = PointQuality.INVALID if n % 4 == 0 else PointQuality.GOOD

    def link_breaks(self, n: int) -> None:
        self.world.breaks_link = n % 4 == 0

    # Worker, disk, time.

    def predict(self, n: int) -> None:
        self.world.answer = ((), consequence(customers_lost=5 if n % 8 == 0 else 0))
        self.world.predict()

    def predict_badly(self, n: int) -> None:
        if n % 2 and self.world.asked:
            self.world.asked.pop().failed("the worker died")
            return
        self.world.answer = ((), consequence(SolveStatus.DIVERGED))
        self.world.predict()

    def disk_fills(self, n: int) -> None:
        self.world.disk.is_full = n % 3 == 0

    def commit(self, n: int) -> None:
        self.world.disk.commit()

    def time_passes(self, n: int) -> None:
        self.world.time.advance((0.1, 1.1, FEEDBACK_S + 0.1, 16.0)[n % 4])

    def load_changes(self, n: int) -> None:
        self.world.snapshot_now = self.world.snapshot_now.with_values("load", "p_mw", [0], 1.0 + n % 4 / 10)

    def crash_and_come_back(self, n: int) -> None:
        world = self.world
        world.disk.lose()
        world.lost |= {i for i in self.ids if i not in world.ended}
        world.asked.clear()
        world.time.forget()
        world.time.advance(n % 4)
        world.path = world.make_path()
        if world.link is LinkState.UP:
            world.sync()
        world.path.recover(world.disk.pending())

    # What must hold at any moment.

    def check(self) -> None:
        """See the module."""
        assert not self.world.resolved_falsely
        sent = self.world.sent
        assert len({s.command.command_id for s in sent}) == len(sent)
        for s in sent:
            assert s.at < s.command.send_before
            assert s.was_journaled
            assert s.link is LinkState.UP
            assert not s.was_locked
            assert not s.was_tagged
            assert not s.was_in_flight
        for command_id in self.ids:
            assert len(self.world.disk.of(COMMAND, command_id)) <= 1
            assert len(self.world.disk.of(COMMAND_END, command_id)) <= 1
        for command_id, ends in self.world.ended.items():
            assert len(ends) == 1
            self._is_true(command_id, ends[0])

    def _is_true(self, command_id: str, end: Ended) -> None:
        outcome, facts = end.view.outcome, end.view.facts
        is_sent = command_id in {s.command.command_id for s in self.world.sent}
        answer = self.answers.get(command_id)
        if outcome is CommandOutcome.CANCELLED:
            assert not is_sent
        elif outcome is CommandOutcome.REFUSED:
            assert not is_sent or answer in (FieldAnswer.REFUSED, FieldAnswer.NOT_SENT)
        elif outcome is CommandOutcome.UNKNOWN:
            assert is_sent
            assert end.is_locked
        elif outcome is CommandOutcome.DONE:
            assert is_sent
            assert end.truth == facts.value or self._was_fulfilled_since(command_id)
        else:
            assert is_sent
            assert answer is FieldAnswer.ACCEPTED
            assert end.link is LinkState.UP
            expected = {
                CommandOutcome.TIMED_OUT: end.truth == facts.value_before,
                CommandOutcome.STUCK: end.truth == 2.0,
                CommandOutcome.CLAMPED: end.truth not in (facts.value_before, facts.value),
            }
            assert outcome is not None
            assert expected[outcome]

    def _was_fulfilled_since(self, command_id: str) -> bool:
        sent = next(s for s in self.world.sent if s.command.command_id == command_id)
        return any(
            at >= sent.at and point == sent.command.point_id and abs(value - sent.command.value) < 1e-6
            for at, point, value in self.world.shown
        )

    def settle(self) -> None:
        """Everything comes to rest: each command of a living console has its end, each lock its reading."""
        world = self.world
        world.disk.is_full = world.breaks_link = world.disk.is_held = False
        world.quality = PointQuality.GOOD
        for _ in range(3):
            world.disk.commit()
            world.time.advance(400.0)
        for command_id in set(self.ids) - world.lost:
            assert len(world.ended.get(command_id, [])) == 1
        world.path.recover(world.disk.pending())
        assert not [p for p in world.disk.pending() if p.command_id in world.lost]
        world.set_link(LinkState.UP)
        world.time.advance(5.0)
        for point_id, value in ((BREAKER, 0.0), (OTHER, 1.0), (SETPOINT, 0.3)):
            world.show(point_id, value)
        world.time.advance(60.0)
        world.path.locks.look()
        assert not world.path.locks.all()
        self.check()


OFTEN = ("request", "predict", "confirm", "commit", "accept", "obey", "time_passes", "link_back")
SELDOM = tuple(
    name for name, part in vars(Chaos).items() if callable(part) and name[0] != "_" and name not in ("check", "settle")
)
ACTIONS = OFTEN * 6 + SELDOM


def apply(chaos: Chaos, name: str, number: int) -> None:
    action: Callable[[int], None] = getattr(chaos, name)
    action(number)
    chaos.check()


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 23)), min_size=40, max_size=120))
def test_one_true_outcome_each_whatever_happens(script: list[tuple[str, int]]) -> None:
    chaos = Chaos()
    for name, number in script:
        apply(chaos, name, number)
    chaos.settle()
    for (end,) in chaos.world.ended.values():
        event(str(end.view.outcome))
    event("lost in a crash" if chaos.world.lost & {s.command.command_id for s in chaos.world.sent} else "no crash")

"""A command from request to its one outcome, with everything on the way that can go wrong."""

from __future__ import annotations

import math

import pytest
from control_world import BREAKER, FEEDBACK_S, OTHER, SETPOINT, SYNC_S, World, consequence

from console.control.command import Override, PredictionState, Stage
from console.control.delivery import ANSWER_WITHIN_S, SEND_WITHIN_S
from console.control.link_watch import TRUE_AFTER_S
from console.control.locks import SETTLED_AFTER_S
from console.control.path import UnknownPoint
from console.control.process import CONFIRM_WITHIN_S, LATE_AFTER_S
from console.control.records import COMMAND, COMMAND_END
from engines.switching.device import Authority
from engines.switching.verdicts import Check, Rule, Verdict
from engines.values.commands import CommandOrigin, CommandOutcome, FieldAnswer, FieldReply
from engines.values.loadflow import SolveStatus
from engines.values.phrase import phrase
from engines.values.points import LinkState, PointQuality
from engines.values.site import PortableEarth, Tag, TagKind

GRACE = Override("Grace", "the hospital is without supply")


@pytest.fixture
def world() -> World:
    return World()


def requested(world: World, point_id: str = BREAKER, value: float = 0.0) -> str:
    return world.path.request(point_id, value, CommandOrigin.CLICK)


def confirmed(world: World, point_id: str = BREAKER, value: float = 0.0) -> str:
    command_id = requested(world, point_id, value)
    assert world.path.confirm(command_id) is None
    return command_id


def accepted(world: World, point_id: str = BREAKER, value: float = 0.0) -> str:
    command_id = confirmed(world, point_id, value)
    world.path.on_reply(FieldReply(command_id, FieldAnswer.ACCEPTED))
    return command_id


def stage(world: World, command_id: str) -> Stage:
    view = world.path.view(command_id)
    assert view is not None
    return view.stage


def reason(world: World, command_id: str) -> str:
    view = world.path.view(command_id)
    assert view is not None
    assert view.reason is not None
    return view.reason.text


# The whole way.


def test_every_stage_is_passed_and_the_journal_comes_before_the_command(world: World) -> None:
    world.disk.is_held = True
    command_id = requested(world)
    assert world.path.confirm(command_id) is None
    assert stage(world, command_id) is Stage.JOURNALING
    assert not world.sent
    world.disk.commit()
    assert stage(world, command_id) is Stage.SENT
    assert [s.was_journaled for s in world.sent] == [True]
    command = world.sent[0].command
    assert (command.point_id, command.value, command.originator) == (BREAKER, 0.0, "Ada (click)")
    assert command.send_before == pytest.approx(world.time.now + SEND_WITHIN_S)
    world.path.on_reply(FieldReply(command_id, FieldAnswer.ACCEPTED))
    assert stage(world, command_id) is Stage.AWAITING_FEEDBACK
    world.disk.is_held = False
    world.show(BREAKER, 0.0)
    assert world.outcome(command_id) is CommandOutcome.DONE
    assert reason(world, command_id) == "CB is open"
    seen = list(dict.fromkeys(v.stage for v in world.changes))
    assert seen == [
        Stage.CHECKED,
        Stage.PREDICTED,
        Stage.AWAITING_CONFIRMATION,
        Stage.JOURNALING,
        Stage.JOURNALED,
        Stage.SENT,
        Stage.AWAITING_FEEDBACK,
        Stage.ENDED,
    ]
    assert [e.view.outcome for e in world.ended[command_id]] == [CommandOutcome.DONE]


@pytest.mark.parametrize("origin", list(CommandOrigin))
def test_the_journal_names_origin_author_and_end(world: World, origin: CommandOrigin) -> None:
    command_id = world.path.request(BREAKER, 0.0, origin, note="step 4")
    world.path.confirm(command_id)
    world.path.on_reply(FieldReply(command_id, FieldAnswer.ACCEPTED))
    world.show(BREAKER, 0.0)
    (begun,), (end,) = world.disk.of(COMMAND, command_id), world.disk.of(COMMAND_END, command_id)
    assert begun.sentence == f"Ada ({origin}): open CB"
    assert (begun.author, begun.element_id, begun.details["note"]) == ("Ada", "switch:CB", "step 4")
    assert begun.details["origin"] == str(origin)
    assert end.details["outcome"] == "done"


def test_a_symbol_moves_only_on_feedback(world: World) -> None:
    command_id = accepted(world)
    world.time.advance(FEEDBACK_S / 2)
    assert world.outcome(command_id) is None
    assert world.values[BREAKER] == 1.0


def test_a_point_that_nobody_knows_is_named(world: World) -> None:
    with pytest.raises(UnknownPoint) as error:
        world.path.request("switch:gone/position", 0.0, CommandOrigin.CLICK)
    assert "switch:gone/position" in error.value.sentence.text


# Named failures.


def test_timed_out_when_nothing_moves(world: World) -> None:
    command_id = accepted(world)
    world.time.advance(FEEDBACK_S - 0.01)
    assert world.outcome(command_id) is None
    world.time.advance(0.02)
    assert world.outcome(command_id) is CommandOutcome.TIMED_OUT
    assert not world.path.locks.all()


def test_stuck_between_positions(world: World) -> None:
    command_id = accepted(world)
    world.show(BREAKER, 2.0)
    world.time.advance(FEEDBACK_S + 0.1)
    assert world.outcome(command_id) is CommandOutcome.STUCK


def test_clamped_when_the_value_read_back_differs(world: World) -> None:
    command_id = accepted(world, SETPOINT, 0.1)
    world.show(SETPOINT, 0.2)
    world.time.advance(FEEDBACK_S + 0.1)
    assert world.outcome(command_id) is CommandOutcome.CLAMPED
    assert reason(world, command_id) == "sgen:0 shows 0.2 instead of 0.1"


@pytest.mark.parametrize("answer", [FieldAnswer.REFUSED, FieldAnswer.NOT_SENT])
def test_refused_by_device_or_link(world: World, answer: FieldAnswer) -> None:
    command_id = confirmed(world)
    world.path.on_reply(FieldReply(command_id, answer, "blocked by interlocking"))
    assert world.outcome(command_id) is CommandOutcome.REFUSED
    assert "blocked by interlocking" in reason(world, command_id)
    assert not world.path.locks.all()


def test_no_answer_is_unknown_and_locks_the_device(world: World) -> None:
    command_id = confirmed(world)
    world.time.advance(SEND_WITHIN_S + ANSWER_WITHIN_S + 0.1)
    assert world.outcome(command_id) is CommandOutcome.UNKNOWN
    assert [lock.command_id for lock in world.site.now.locks] == [command_id]


def test_feedback_that_cannot_be_seen_is_unknown_never_timed_out(world: World) -> None:
    command_id = accepted(world)
    world.set_link(LinkState.DOWN)
    world.time.advance(FEEDBACK_S + 0.1)
    assert world.outcome(command_id) is CommandOutcome.UNKNOWN


def test_a_link_that_breaks_under_the_command_leaves_it_unknown(world: World) -> None:
    world.breaks_link = True
    command_id = confirmed(world)
    assert world.outcome(command_id) is CommandOutcome.UNKNOWN
    assert "the pipe is broken" in reason(world, command_id)


def test_a_link_that_comes_back_in_time_shows_the_truth(world: World) -> None:
    command_id = accepted(world)
    world.set_link(LinkState.DOWN)
    world.time.advance(FEEDBACK_S / 4)
    world.show(BREAKER, 0.0)
    world.set_link(LinkState.UP)
    assert world.outcome(command_id) is None
    world.time.advance(SYNC_S)
    assert world.outcome(command_id) is CommandOutcome.DONE


def test_a_link_just_back_is_not_believed_that_nothing_has_moved(world: World) -> None:
    command_id = accepted(world)
    world.set_link(LinkState.DOWN)
    world.show(BREAKER, 0.0)
    world.time.advance(FEEDBACK_S - 0.1)
    world.set_link(LinkState.UP)
    world.time.advance(0.2)
    assert world.outcome(command_id) is None
    world.time.advance(SYNC_S)
    assert world.outcome(command_id) is CommandOutcome.DONE


def test_feedback_before_the_answer_counts(world: World) -> None:
    command_id = confirmed(world)
    world.show(BREAKER, 0.0)
    assert world.outcome(command_id) is None
    world.path.on_reply(FieldReply(command_id, FieldAnswer.UNKNOWN, "the server is gone"))
    assert world.outcome(command_id) is CommandOutcome.DONE


def test_a_value_that_was_there_before_is_no_sign_that_the_command_arrived(world: World) -> None:
    command_id = confirmed(world, SETPOINT, 0.3)
    world.show(SETPOINT, 0.3)
    world.path.on_reply(FieldReply(command_id, FieldAnswer.UNKNOWN, "the server is gone"))
    assert world.outcome(command_id) is CommandOutcome.UNKNOWN


def test_a_reading_that_is_not_good_fulfils_nothing(world: World) -> None:
    command_id = accepted(world)
    world.quality = PointQuality.QUESTIONABLE
    world.show(BREAKER, 0.0)
    assert world.outcome(command_id) is None
    world.time.advance(FEEDBACK_S + 0.1)
    assert world.outcome(command_id) is CommandOutcome.UNKNOWN


def test_a_second_reply_changes_nothing(world: World) -> None:
    command_id = accepted(world)
    world.path.on_reply(FieldReply(command_id, FieldAnswer.REFUSED, "late"))
    assert world.outcome(command_id) is None
    world.show(BREAKER, 0.0)
    world.path.on_reply(FieldReply(command_id, FieldAnswer.UNKNOWN, "later still"))
    assert [e.view.outcome for e in world.ended[command_id]] == [CommandOutcome.DONE]


# What forbids.


def test_a_second_command_to_the_same_device_is_refused_whatever_its_point(world: World) -> None:
    first = requested(world)
    second = requested(world)
    assert world.outcome(second) is CommandOutcome.REFUSED
    assert world.outcome(first) is None
    third = requested(world, OTHER)
    assert world.outcome(third) is None
    # The refused one does not give the device free.
    assert world.outcome(requested(world)) is CommandOutcome.REFUSED
    world.path.cancel(first)
    assert world.outcome(requested(world)) is None


@pytest.mark.parametrize("state", [LinkState.SUSPECT, LinkState.DOWN, LinkState.CONNECTING])
def test_nothing_is_queued_while_the_link_is_not_up(world: World, state: LinkState) -> None:
    world.link = state
    command_id = requested(world)
    assert world.outcome(command_id) is CommandOutcome.REFUSED
    world.set_link(LinkState.UP)
    world.time.advance(60)
    assert not world.sent


def test_the_link_is_looked_at_again_in_the_moment_of_sending(world: World) -> None:
    world.disk.is_held = True
    command_id = confirmed(world)
    world.link = LinkState.SUSPECT
    world.disk.commit()
    assert world.outcome(command_id) is CommandOutcome.REFUSED
    assert not world.sent


def test_a_tag_placed_while_the_journal_is_written_stops_the_command(world: World) -> None:
    world.disk.is_held = True
    command_id = confirmed(world)
    world.site.change(tags=(Tag("t", "switch:CB", TagKind.DO_NOT_OPERATE, "crew", "Eve", 0),))
    world.disk.commit()
    assert world.outcome(command_id) is CommandOutcome.REFUSED
    assert not world.sent
    assert "crew" in reason(world, command_id)


def test_without_the_right_nothing_begins_and_lost_rights_stop_a_confirmation(world: World) -> None:
    world.authority_now = Authority(False, "This desk was left alone.")
    assert world.outcome(requested(world)) is CommandOutcome.REFUSED
    world.authority_now = Authority()
    command_id = requested(world)
    world.authority_now = Authority(False, "This desk was left alone.")
    said = world.path.confirm(command_id)
    assert said is not None
    assert said.text == "This desk was left alone."
    assert world.outcome(command_id) is CommandOutcome.REFUSED
    assert not world.sent


def test_nobody_signed_in_and_a_view_only_console_command_nothing(world: World) -> None:
    world.author_name = ""
    assert world.outcome(requested(world)) is CommandOutcome.REFUSED
    world.author_name = "Ada"
    world.site.view_only_reason = "the site's folder cannot be shared"
    assert "cannot be shared" in reason(world, requested(world))


def test_a_device_another_console_holds_is_not_touched(world: World) -> None:
    world.site.held_elsewhere = {"switch:CB"}
    assert reason(world, requested(world)) == "CB is held by console desk 2"


def test_an_earthed_part_is_refused_without_asking_any_worker(world: World) -> None:
    world.show(BREAKER, 0.0)
    world.site.change(earths=(PortableEarth("e", "bus:1", "Ada", 0),))
    world.answers_at_once = False
    command_id = requested(world, BREAKER, 1.0)
    assert world.outcome(command_id) is CommandOutcome.REFUSED
    assert not world.asked


def test_what_the_network_forbids_ends_the_command(world: World) -> None:
    world.answer = ((Check(Rule.LOAD_BREAK, Verdict.FORBIDDEN, phrase("carries load")),), consequence())
    assert world.outcome(requested(world)) is CommandOutcome.REFUSED


# The journal.


def test_nothing_is_sent_when_the_disk_is_full_and_that_is_said(world: World) -> None:
    command_id = requested(world)
    world.disk.is_full = True
    world.path.confirm(command_id)
    assert world.outcome(command_id) is CommandOutcome.REFUSED
    assert "disk is full" in reason(world, command_id)
    assert not world.sent
    assert any("could not be recorded" in p.text for p in world.problems)
    world.disk.is_full = False
    assert world.outcome(requested(world)) is None


def test_a_journal_that_takes_too_long_sends_nothing_ever(world: World) -> None:
    world.disk.is_held = True
    command_id = confirmed(world)
    world.time.advance(SEND_WITHIN_S + 0.1)
    assert world.outcome(command_id) is CommandOutcome.REFUSED
    world.disk.commit()
    assert not world.sent


# Prediction and confirmation.


def test_a_prediction_of_another_moment_is_made_again_at_confirm(world: World) -> None:
    command_id = requested(world)
    world.snapshot_now = world.snapshot_now.with_values("load", "p_mw", [0], 1.01)
    world.answers_at_once = False
    assert world.path.confirm(command_id) is None
    assert stage(world, command_id) is Stage.CONFIRMED
    assert world.asked[0].snapshot is world.snapshot_now
    world.predict()
    assert stage(world, command_id) is Stage.SENT


def test_a_consequence_that_changed_must_be_looked_at_again(world: World) -> None:
    command_id = requested(world)
    world.snapshot_now = world.snapshot_now.with_values("load", "p_mw", [0], 1.5)
    world.answer = ((), consequence(customers_lost=12))
    assert world.path.confirm(command_id) is None
    assert stage(world, command_id) is Stage.AWAITING_CONFIRMATION
    view = world.path.view(command_id)
    assert view is not None
    assert view.note is not None
    assert "changed meanwhile" in view.note.text
    assert world.path.confirm(command_id) is None
    assert stage(world, command_id) is Stage.SENT


def test_a_doubt_that_is_new_at_confirm_must_be_read_too(world: World) -> None:
    command_id = requested(world)
    world.snapshot_now = world.snapshot_now.with_values("load", "p_mw", [0], 1.5)
    world.answer = ((Check(Rule.SOURCES, Verdict.NEEDS_READING, phrase("joins two sources")),), consequence())
    world.path.confirm(command_id)
    assert stage(world, command_id) is Stage.AWAITING_CONFIRMATION
    assert not world.sent


def test_a_prediction_is_void_when_the_network_changed(world: World) -> None:
    command_id = requested(world)
    world.answers_at_once = False
    world.show(OTHER, 0.0)
    assert len(world.asked) == 1
    said = world.path.confirm(command_id)
    assert said is not None
    assert not world.sent
    world.predict()
    assert world.path.confirm(command_id) is None
    assert stage(world, command_id) is Stage.SENT


def test_an_answer_to_an_old_question_is_never_shown(world: World) -> None:
    world.answers_at_once = False
    command_id = requested(world)
    world.predict()
    world.show(OTHER, 0.0)
    old = world.asked.pop()
    world.show(OTHER, 1.0)
    old.done((), consequence(customers_lost=999))
    view = world.path.view(command_id)
    assert view is not None
    assert view.prediction is PredictionState.WAITING
    assert view.consequence is None or view.consequence.customers_lost == 0


def test_a_late_prediction_never_keeps_anyone_from_opening(world: World) -> None:
    world.answers_at_once = False
    command_id = requested(world)
    assert world.path.confirm(command_id) is not None
    world.time.advance(LATE_AFTER_S)
    view = world.path.view(command_id)
    assert view is not None
    assert view.prediction is PredictionState.LATE
    assert any("late" in c.sentence.text for c in view.checks)
    assert world.path.confirm(command_id) is None
    assert stage(world, command_id) is Stage.SENT
    # What comes even later disturbs nothing.
    world.predict()
    assert stage(world, command_id) is Stage.SENT


def test_closing_without_prediction_needs_a_supervisor_and_the_journal_says_so(world: World) -> None:
    world.show(BREAKER, 0.0)
    world.answers_at_once = False
    command_id = requested(world, BREAKER, 1.0)
    world.time.advance(LATE_AFTER_S)
    for override in (None, Override("Grace", " "), Override("Ada", "in a hurry")):
        assert world.path.confirm(command_id, override) is not None
        assert not world.sent
    assert world.path.confirm(command_id, GRACE) is None
    assert len(world.sent) == 1
    (record,) = world.disk.of(COMMAND, command_id)
    assert record.details["override_by"] == "Grace"
    assert record.details["override_reason"] == "the hospital is without supply"


@pytest.mark.parametrize("is_failed", [True, False])
def test_a_failed_or_unconverged_prediction_counts_like_a_late_one(world: World, is_failed: bool) -> None:
    world.show(BREAKER, 0.0)
    world.answers_at_once = False
    for point_id, value, goes in ((OTHER, 0.0, True), (BREAKER, 1.0, False)):
        command_id = requested(world, point_id, value)
        if is_failed:
            world.asked.pop().failed("the worker died")
        else:
            world.answer = ((), consequence(SolveStatus.DIVERGED))
            world.predict()
        view = world.path.view(command_id)
        assert view is not None
        assert any(c.rule is Rule.PREDICTION for c in view.checks)
        assert (world.path.confirm(command_id) is None) == goes


def test_an_end_in_the_midst_of_asking_again_is_told_once(world: World) -> None:
    command_id = requested(world, "switch:D/position", 0.0)
    world.fails_at_once = "the worker died"
    world.show(OTHER, 0.0)
    assert [e.view.outcome for e in world.ended[command_id]] == [CommandOutcome.REFUSED]
    assert world.ends_in_journal(command_id) == ["refused"]


def test_a_disconnector_is_not_opened_blindly(world: World) -> None:
    world.answers_at_once = False
    command_id = requested(world, "switch:D/position", 0.0)
    world.time.advance(LATE_AFTER_S)
    assert world.outcome(command_id) is CommandOutcome.REFUSED


def test_tags_are_never_overridden(world: World) -> None:
    world.show(BREAKER, 0.0)
    command_id = requested(world, BREAKER, 1.0)
    world.site.change(tags=(Tag("t", "switch:CB", TagKind.DO_NOT_OPERATE, "crew", "Eve", 0),))
    assert world.path.confirm(command_id, GRACE) is not None
    assert world.outcome(command_id) is CommandOutcome.REFUSED
    assert not world.sent


def test_a_caution_must_be_read(world: World) -> None:
    world.site.change(tags=(Tag("t", "switch:CB", TagKind.CAUTION, "noisy drive", "Eve", 0),))
    command_id = requested(world)
    said = world.path.confirm(command_id)
    assert said is not None
    assert "noisy drive" in said.text
    assert world.path.confirm(command_id, has_read=True) is None
    (record,) = world.disk.of(COMMAND, command_id)
    assert "noisy drive" in str(record.details["read"])


def test_two_persons_confirm_where_the_device_demands_it(world: World) -> None:
    world.two_persons = {"switch:CB"}
    command_id = requested(world)
    for second in ("", "Ada", "Bob"):
        assert world.path.confirm(command_id, second_person=second) is not None
    assert world.path.confirm(command_id, second_person="Grace") is None
    (record,) = world.disk.of(COMMAND, command_id)
    assert record.details["second_person"] == "Grace"


def test_what_nobody_confirms_gives_its_device_free(world: World) -> None:
    command_id = requested(world)
    world.time.advance(CONFIRM_WITHIN_S + 1)
    assert world.outcome(command_id) is CommandOutcome.CANCELLED
    assert world.outcome(requested(world)) is None


def test_withdrawing_works_until_it_is_sent_and_not_after(world: World) -> None:
    first = requested(world)
    assert world.path.cancel(first)
    assert world.outcome(first) is CommandOutcome.CANCELLED
    world.disk.is_held = True
    second = confirmed(world)
    assert world.path.cancel(second)
    world.disk.is_held = False
    world.disk.commit()
    assert not world.sent
    third = confirmed(world)
    assert not world.path.cancel(third)
    assert world.outcome(third) is None


def test_confirming_twice_sends_once(world: World) -> None:
    command_id = confirmed(world)
    assert world.path.confirm(command_id) is not None
    assert len(world.sent) == 1


# Outcome unknown, locks, restart.


def test_an_unknown_outcome_is_resolved_by_reading_back_and_not_too_early(world: World) -> None:
    command_id = confirmed(world)
    world.path.on_reply(FieldReply(command_id, FieldAnswer.UNKNOWN, "the session broke"))
    assert world.outcome(requested(world)) is CommandOutcome.REFUSED
    assert BREAKER in world.read
    world.time.advance(SETTLED_AFTER_S - 0.5)
    assert world.path.locks.all()
    world.time.advance(1.0)
    assert not world.path.locks.all()
    assert not world.site.now.locks
    assert world.outcome(requested(world)) is None


@pytest.mark.parametrize("shown", [2.0, 3.0, math.nan])
def test_a_position_that_says_nothing_resolves_nothing(world: World, shown: float) -> None:
    command_id = confirmed(world)
    world.show(BREAKER, shown)
    world.path.on_reply(FieldReply(command_id, FieldAnswer.UNKNOWN, "the session broke"))
    world.time.advance(3600)
    assert world.path.locks.all()
    world.show(BREAKER, 1.0)
    assert not world.path.locks.all()


def test_a_link_that_is_down_resolves_nothing_until_it_is_back(world: World) -> None:
    command_id = confirmed(world)
    world.set_link(LinkState.DOWN)
    world.path.on_reply(FieldReply(command_id, FieldAnswer.UNKNOWN, "the session broke"))
    world.time.advance(3600)
    assert world.path.locks.all()
    world.read.clear()
    world.show(BREAKER, 0.0)
    world.set_link(LinkState.UP)
    assert world.read == [BREAKER]
    assert world.path.locks.all(), "what it shows may be from before"
    world.time.advance(TRUE_AFTER_S)
    assert not world.path.locks.all()
    assert not world.resolved_falsely


def test_a_person_may_say_what_became_of_it(world: World) -> None:
    command_id = confirmed(world)
    world.set_link(LinkState.DOWN)
    world.path.on_reply(FieldReply(command_id, FieldAnswer.UNKNOWN, "the session broke"))
    world.path.resolve(BREAKER, "seen open by the crew")
    assert not world.path.locks.all()


def test_a_lock_the_disk_does_not_take_holds_for_this_console_and_is_said(world: World) -> None:
    command_id = confirmed(world)
    world.disk.is_full = True
    world.path.on_reply(FieldReply(command_id, FieldAnswer.UNKNOWN, "the session broke"))
    assert world.outcome(command_id) is CommandOutcome.UNKNOWN
    assert [lock.point_id for lock in world.path.locks.all()] == [BREAKER]
    assert any("this console only" in p.text for p in world.problems)
    world.disk.is_full = False
    assert world.outcome(requested(world)) is CommandOutcome.REFUSED
    world.time.advance(3 * SETTLED_AFTER_S)
    world.path.locks.look()
    assert not world.path.locks.all()


def test_killed_in_mid_command_the_console_comes_back_with_outcome_unknown(world: World) -> None:
    command_id = accepted(world)
    world.disk.lose()
    world.path = world.make_path()
    sent = len(world.sent)
    world.path.recover(world.disk.pending())
    assert world.ends_in_journal(command_id) == ["unknown"]
    assert [lock.command_id for lock in world.site.now.locks] == [command_id]
    assert world.outcome(requested(world)) is CommandOutcome.REFUSED
    world.show(BREAKER, 0.0)
    world.time.advance(SETTLED_AFTER_S + 1)
    assert not world.site.now.locks
    assert len(world.sent) == sent
    assert not world.disk.pending()


def test_a_command_under_way_here_is_not_recovered(world: World) -> None:
    command_id = accepted(world)
    world.path.recover(world.disk.pending())
    assert world.outcome(command_id) is None
    assert not world.site.now.locks


def test_closing_the_console_withdraws_what_is_not_sent_and_leaves_the_rest_pending(world: World) -> None:
    waiting, under_way = requested(world, OTHER), accepted(world)
    world.path.close()
    assert world.outcome(waiting) is CommandOutcome.CANCELLED
    assert world.outcome(under_way) is None
    assert [p.command_id for p in world.disk.pending()] == [under_way]


# Controls.


def test_controls_tell_why_they_are_disabled(world: World) -> None:
    (control,) = world.path.controls_of("switch:CB")
    opening, closing = control.actions
    assert (opening.label.text, opening.is_enabled, opening.reasons) == ("Open", True, ())
    assert [r.text for r in closing.reasons] == ["CB is closed already"]
    world.extra["switch:CB/is_local"] = 1.0
    world.site.change(tags=(Tag("t", "switch:CB", TagKind.DO_NOT_OPERATE, "crew", "Eve", 0),))
    (control,) = world.path.controls_of("switch:CB")
    said = [r.text for r in control.actions[0].reasons]
    assert said == ["CB stands on local control", "CB is tagged do not operate by Eve: crew"]


def test_a_typed_value_is_enabled_with_its_range(world: World) -> None:
    (control,) = world.path.controls_of("sgen:0")
    (action,) = control.actions
    assert (control.low, control.high, control.value) == (0.0, 0.5, 0.3)
    assert math.isnan(action.value)
    assert action.is_enabled
    world.link = LinkState.DOWN
    assert not world.path.controls_of("sgen:0")[0].actions[0].is_enabled


def test_a_device_with_a_command_under_way_says_so(world: World) -> None:
    accepted(world)
    assert "not finished" in world.path.controls_of("switch:CB")[0].actions[0].reasons[0].text

"""The way of a confirmed command out to the field: journal, send once, wait for the field, end once.

::

    begin ── token ── journal committed ── checked once more ── sent ── answer ── feedback ── ended
      └────────┴───────────┴──────────────────┴── nothing sent ─────┴── unknown ──┴── judged ──┘
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import Any

from console.control import wording
from console.control.command import CommandFacts, Stage
from console.control.feedback import done_sentence, is_fulfilled, judge
from console.control.link_watch import LinkWatch
from console.control.ports import Ports, Reading
from console.journal.record import JournalRecord
from engines.values.commands import CommandOutcome, FieldAnswer, FieldCommand, FieldReply
from engines.values.phrase import Phrase, phrase

SEND_WITHIN_S = 5.0
"""A command that could not leave within that time after it was confirmed does not leave at all."""
ANSWER_WITHIN_S = 10.0
"""How long after the last moment of sending an answer is waited for."""

_log = logging.getLogger(__name__)


class Delivery:
    """One command from its confirmation to its outcome. Everything happens on control's thread.

    Args:
        record: committed before anything is sent.
        why_not: asked at the last moment: why it must not be sent after all, ``None`` where it may.
        on_stage: told of ``JOURNALED``, ``SENT`` and ``AWAITING_FEEDBACK``.
        on_end: told exactly once.
    """

    def __init__(
        self,
        ports: Ports,
        facts: CommandFacts,
        record: JournalRecord,
        why_not: Callable[[], Phrase | None],
        on_stage: Callable[[Stage], None],
        on_end: Callable[[CommandOutcome, Phrase], None],
        links: LinkWatch,
    ) -> None:
        self._ports, self._facts, self._record, self._links = ports, facts, record, links
        self._why_not, self._on_stage, self._on_end = why_not, on_stage, on_end
        self._send_before = 0.0
        self._is_sent = self._is_accepted = self._is_ended = False
        self._has_been_fulfilled = False
        self._was_fulfilled_before = False
        self._stop_timer: Callable[[], None] = lambda: None

    @property
    def is_sent(self) -> bool:
        """Whether it has been handed to the link."""
        return self._is_sent

    def begin(self) -> None:
        """Take the device's token, then commit the record; nothing is sent before both have succeeded."""
        # Watched from here on, so that its coming back in between is noticed.
        self._links.untrue_for_s(self._facts.point_id)
        self._send_before = self._ports.clock.monotonic() + SEND_WITHIN_S
        self._stop_timer = self._ports.scheduler.after(SEND_WITHIN_S, self._on_too_late)
        token = self._ports.site.take_token(self._facts.element_id, self._facts.author)
        self._ports.when_done(token, self._on_token)

    def withdraw(self, reason: Phrase) -> bool:
        """End it as cancelled; false once it has been sent."""
        if self._is_sent or self._is_ended:
            return False
        self._end(CommandOutcome.CANCELLED, reason)
        return True

    def on_reply(self, reply: FieldReply) -> None:
        """The link's answer; only the first one counts."""
        if not self._is_sent or self._is_accepted or self._is_ended:
            return
        reason = reply.reason
        if reply.answer is FieldAnswer.ACCEPTED:
            self._is_accepted = True
            self._stop_timer()
            if self._look():
                return
            self._on_stage(Stage.AWAITING_FEEDBACK)
            if not self._is_ended:
                self._stop_timer = self._ports.scheduler.after(self._facts.definition.feedback_s, self._on_time_over)
        elif reply.answer is FieldAnswer.NOT_SENT:
            self._end(CommandOutcome.REFUSED, phrase(wording.NOT_SENT, reason=reason))
        elif reply.answer is FieldAnswer.REFUSED:
            self._end(CommandOutcome.REFUSED, phrase(wording.REFUSED_BY_DEVICE, reason=reason))
        else:
            self._end_unknown(phrase(wording.UNKNOWN_ANSWER, reason=reason))

    def on_reading(self, reading: Reading) -> None:
        """The commanded point has changed in the field's own words."""
        if not self._is_sent or self._is_ended or not is_fulfilled(self._facts, reading):
            return
        # What showed the commanded value all along is no sign that the command has arrived.
        self._has_been_fulfilled = self._has_been_fulfilled or not self._was_fulfilled_before
        if self._is_accepted:
            self._end(CommandOutcome.DONE, done_sentence(self._facts))

    def _on_token(self, token: Future[Any]) -> None:
        if self._is_ended:
            return
        problem = _problem_of(token)
        if problem:
            self._end(CommandOutcome.REFUSED, phrase(wording.NOT_SENT, reason=problem))
            return
        self._ports.when_done(self._ports.journal.write(self._record), self._on_committed)

    def _on_committed(self, commit: Future[int]) -> None:
        if self._is_ended:
            return
        problem = _problem_of(commit)
        if problem:
            self._end(CommandOutcome.REFUSED, phrase(wording.NOT_JOURNALED, reason=problem))
            return
        self._on_stage(Stage.JOURNALED)
        if self._is_ended:
            return
        forbidden = self._why_not()
        if forbidden is not None:
            self._end(CommandOutcome.REFUSED, phrase(wording.NOT_SENT, reason=forbidden.text))
        elif self._ports.clock.monotonic() >= self._send_before:
            self._on_too_late()
        else:
            self._send()

    def _send(self) -> None:
        self._stop_timer()
        facts = self._facts
        self._was_fulfilled_before = is_fulfilled(facts, self._ports.district.reading(facts.point_id))
        left_s = self._send_before - self._ports.clock.monotonic() + ANSWER_WITHIN_S
        self._stop_timer = self._ports.scheduler.after(left_s, self._on_no_answer)
        self._is_sent = True
        self._on_stage(Stage.SENT)
        originator = f"{facts.author} ({facts.origin})"
        command = FieldCommand(facts.command_id, facts.point_id, facts.value, self._send_before, originator)
        try:
            self._ports.field.operate(command)
        except Exception as error:
            # Nobody knows how far it got before it broke.
            _log.exception("command %s could not be handed to the link", facts.command_id)
            self._end_unknown(phrase(wording.LINK_BROKE, reason=str(error)))

    def _look(self) -> bool:
        reading = self._ports.district.reading(self._facts.point_id)
        if is_fulfilled(self._facts, reading):
            self._end(CommandOutcome.DONE, done_sentence(self._facts))
        return self._is_ended

    def _on_time_over(self) -> None:
        if self._is_ended or self._look():
            return
        untrue_s = self._links.untrue_for_s(self._facts.point_id)
        if untrue_s:
            # The link is back but may still show what was before it broke.
            self._stop_timer = self._ports.scheduler.after(untrue_s, self._on_time_over)
            return
        reading = self._ports.district.reading(self._facts.point_id)
        self._end(*judge(self._facts, reading, is_seen=untrue_s is not None))

    def _on_too_late(self) -> None:
        if not self._is_sent and not self._is_ended:
            self._end(CommandOutcome.REFUSED, phrase(wording.TOO_LATE))

    def _on_no_answer(self) -> None:
        if not self._is_accepted and not self._is_ended:
            self._end_unknown(phrase(wording.NO_ANSWER))

    def _end_unknown(self, reason: Phrase) -> None:
        if self._has_been_fulfilled:
            self._end(CommandOutcome.DONE, done_sentence(self._facts))
        else:
            self._end(CommandOutcome.UNKNOWN, reason)

    def _end(self, outcome: CommandOutcome, reason: Phrase) -> None:
        if self._is_ended:
            return
        self._is_ended = True
        self._stop_timer()
        self._on_end(outcome, reason)


def _problem_of(future: Future[Any]) -> str:
    """Why a future failed, one sentence; empty where it succeeded."""
    try:
        error = future.exception()
    except CancelledError:
        return "the journal is closed"
    if error is None:
        return ""
    return str(error) or type(error).__name__

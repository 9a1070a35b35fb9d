"""Acknowledgements of a server's own alarms go back to that server; what became of each is journaled and said."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Protocol

from PySide6.QtCore import QCoreApplication

from console.field.link.messages import InstructorReply
from console.journal.journal import Journal
from console.journal.record import JournalRecord
from engines.values.field_events import FieldEvent

KIND = "alarm_there"
Send = Callable[[str, str, str, str, Callable[[InstructorReply], None]], None]
"""Server, condition, event, comment, and what to do with the answer, which comes from the event loop."""


class HasEvents(Protocol):
    """Knows what servers have told."""

    def owed_there(self, alarm_id: str) -> FieldEvent | None:
        """See :meth:`console.alarms.watching.Watch.owed_there`."""


class AcknowledgingThere:
    """Sends them, each at most once.

    Args:
        say: told a sentence where a server has not taken note.
    """

    def __init__(self, journal: Journal, known: HasEvents, say: Callable[[str], None]) -> None:
        self._journal, self._known, self._say = journal, known, say
        self._under_way: set[tuple[str, str]] = set()
        self.send: Send | None = None

    def acknowledge(self, alarm_ids: Iterable[str], author: str) -> None:
        """Somebody has acknowledged these alarms here."""
        if self.send is None:
            return
        for alarm_id in alarm_ids:
            event = self._known.owed_there(alarm_id)
            if event is not None and (event.server, event.event_id) not in self._under_way:
                self._under_way.add((event.server, event.event_id))
                self._note(event, author, "is acknowledged there")
                answered = partial(self._on_reply, event, author)
                self.send(event.server, event.condition_id, event.event_id, author, answered)

    def _on_reply(self, event: FieldEvent, author: str, reply: InstructorReply) -> None:
        self._under_way.discard((event.server, event.event_id))
        if reply.is_done:
            self._note(event, author, "was acknowledged there")
            return
        self._note(event, author, f"was not acknowledged there: {reply.reason}")
        sentence = QCoreApplication.translate(
            "AcknowledgingThere", "{server} has not taken note that {alarm} was acknowledged: {reason}"
        )
        self._say(sentence.format(server=event.server, alarm=_name(event), reason=reply.reason))

    def _note(self, event: FieldEvent, author: str, what: str) -> None:
        sentence = f"Alarm {_name(event)} of {event.server} {what}"
        details = {"server": event.server, "condition_id": event.condition_id, "event_id": event.event_id}
        self._journal.keep(JournalRecord(KIND, author, event.element_id, sentence, details))


def _name(event: FieldEvent) -> str:
    return event.condition_name or event.source_name or event.condition_id

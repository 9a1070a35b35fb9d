"""Every alarm of a district that is not over: shown at once, kept with the journal, shared with other consoles."""

from __future__ import annotations

import uuid
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType

from console.alarms import reading, table
from console.alarms.keeping import KeptTurn, TurnKeeper
from console.journal.journal import Journal
from console.journal.record import Detail, JournalRecord
from engines.alarms import turns
from engines.alarms.counter import AlarmCounter
from engines.alarms.metrics import Raising
from engines.values.alarms import AlarmCondition, AlarmDefinition, AlarmOccurrence
from engines.values.validation import InputError

DAY_US = 24 * 3600 * 1_000_000
MOST_FORGOTTEN = 600
"""Raisings that leave the last day at one tick; after a storm the rest of them goes with the next ones."""
LATELY = 16
LATEST = 2000
MOST_LOOKED_AT = 500
MOST_NAMED = 3
"""Damaged alarms that are named; of more it is said how many."""
RESTLESS_US = 3 * turns.CHATTER_US


class AlarmBook:
    """Alarms by occurrence id; free of Qt, one thread (the journal's own thread does the writing).

    A turn holds here at once, whatever the disk does; it is written in order, and what another console made of the
    same alarm meanwhile is joined with it in the file. What comes back from there is taken over by :meth:`refresh`.

    Attributes:
        changed: ids of occurrences that turned since they were last taken; new: those raised since.
        counter: measures of the last day, kept up with every turn.
        problem: why turns are not kept at present, one sentence; "" where they are.
        damage: which alarms of the file cannot be read and are not shown, one sentence; "" where all can.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._open: dict[str, AlarmOccurrence] = {}
        self._by_alarm: dict[str, str] = {}
        self._lately: dict[str, deque[int]] = {}
        self._restless: set[str] = set()
        self._low: set[str] = set()
        self._shelved: set[str] = set()
        self._round: list[str] = []
        self.changed: set[str] = set()
        self.new: set[str] = set()
        self.counter = AlarmCounter()
        self.problem = self.damage = ""
        self._damaged: dict[str, reading.Damaged] = {}
        self._keeper = TurnKeeper(journal)
        self._version: tuple[int, int] | None = None
        self._read_up_to = 0
        self._last_us = 0
        self._journal.submit(table.prepare)

    @property
    def occurrences(self) -> Mapping[str, AlarmOccurrence]:
        """Everything that is not over, by id."""
        return MappingProxyType(self._open)

    def of_alarm(self, alarm_id: str) -> AlarmOccurrence | None:
        """The occurrence of a definition that is not over."""
        occurrence_id = self._by_alarm.get(alarm_id)
        return None if occurrence_id is None else self._open[occurrence_id]

    def now_us(self) -> int:
        """By the wall clock, which may be set back; what is noted here never goes back."""
        self._last_us = max(self._last_us, self._journal.now_us())
        return self._last_us

    # Turns of the condition --------------------------------------------------------------------------------

    def raise_alarm(self, definition: AlarmDefinition, value: float, time_us: int) -> AlarmOccurrence:
        """The condition has come about."""
        now = self.now_us()

        def again(alarm: AlarmOccurrence) -> AlarmOccurrence:
            # The worst element of a feeder may be another one by now.
            return replace(turns.raised_again(alarm, value, now), element_id=definition.element_id)

        standing = self.of_alarm(definition.alarm_id)
        self._note_raising(definition, now)
        if standing is not None:
            if not standing.is_active:
                self.new.add(standing.occurrence_id)
            self._turn(standing.occurrence_id, again, "raised again")
            return self._open.get(standing.occurrence_id, standing)
        alarm = turns.raised(definition, uuid.uuid4().hex[:16], value, time_us, now)
        self._take(alarm)
        self.new.add(alarm.occurrence_id)
        record = partial(table.record_of, what="raised")
        self._keeper.keep(
            KeptTurn(None, alarm, record, lambda batch: table.open_or_join(batch, alarm, again, record), now)
        )
        return alarm

    def return_alarm(self, alarm_id: str) -> None:
        """The condition has gone."""
        standing = self.of_alarm(alarm_id)
        if standing is not None and standing.is_active:
            self._turn(standing.occurrence_id, partial(turns.returned, now_us=self.now_us()), "returned")

    def suppress(self, occurrence_id: str, is_suppressed: bool) -> None:
        """Suppressed by design, or no longer."""
        what = "suppressed by design" if is_suppressed else "suppressed no longer"
        now = self.now_us()
        self._turn(occurrence_id, lambda alarm: turns.suppressed(alarm, is_suppressed, now), what)

    # What people do ----------------------------------------------------------------------------------------

    def acknowledge(self, occurrence_ids: Iterable[str], author: str) -> None:
        """Somebody has taken note of them."""
        now = self.now_us()
        for occurrence_id in list(occurrence_ids):
            turn = partial(turns.acknowledged, author=author, now_us=now)
            self._turn(occurrence_id, turn, "acknowledged", author)

    def shelve(self, occurrence_id: str, author: str, seconds: float, reason: str) -> None:
        """Put aside for a time. Raises ``InputError`` without a reason or a sensible time."""
        why = _need(reason)
        if not 0 < seconds <= 7 * 24 * 3600:
            raise InputError("shelving", f"{seconds:g} s is no time to shelve for", "choose up to seven days")
        now = self.now_us()
        until = now + round(seconds * 1e6)
        turn = partial(turns.shelved, author=author, until_us=until, reason=why, now_us=now)
        self._turn(occurrence_id, turn, f"shelved for {seconds / 60:g} min, {why},", author, until_us=until)

    def unshelve(self, occurrence_id: str, author: str = "") -> None:
        """Back on the desk."""
        self._turn(occurrence_id, partial(turns.unshelved, now_us=self.now_us()), "unshelved", author)

    def take_out_of_service(self, occurrence_id: str, author: str, reason: str) -> None:
        """Out of service until it is put back. Raises ``InputError`` without a reason."""
        why = _need(reason)
        turn = partial(turns.taken_out, author=author, reason=why, now_us=self.now_us())
        self._turn(occurrence_id, turn, f"taken out of service, {why},", author)

    def return_to_service(self, occurrence_id: str, author: str) -> None:
        """In service again."""
        self._turn(occurrence_id, partial(turns.put_back, now_us=self.now_us()), "put back into service", author)

    def comment(self, occurrence_id: str, author: str, text: str) -> None:
        """Write something to it. Raises ``InputError`` for nothing."""
        words = _need(text)
        turn = partial(turns.commented, author=author, text=words, now_us=self.now_us())
        self._turn(occurrence_id, turn, f"commented, {words},", author)

    def reset_latch(self, occurrence_ids: Iterable[str], author: str) -> None:
        """Release latched alarms whose condition has gone."""
        now = self.now_us()
        for occurrence_id in list(occurrence_ids):
            self._turn(occurrence_id, partial(turns.reset, now_us=now), "reset", author)

    # Time --------------------------------------------------------------------------------------------------

    def tick(self) -> None:
        """Once a second: shelves end, alarms chatter or grow stale. A part of them each time where they are many."""
        self._keeper.try_again()
        now = self.now_us()
        for occurrence_id in [i for i in self._shelved if i in self._open]:
            if self._open[occurrence_id].shelved_until_us <= now:
                self.unshelve(occurrence_id)
        ids = {self._by_alarm[i] for i in self._restless if i in self._by_alarm}
        self._round = self._round or list(self._open)
        ids.update(self._round[-MOST_LOOKED_AT:])
        del self._round[-MOST_LOOKED_AT:]
        self._restless = {i for i in self._restless if self._lately[i] and self._lately[i][-1] > now - RESTLESS_US}
        for alarm in [self._open[i] for i in ids if i in self._open]:
            after = turns.aged(alarm, self._lately.get(alarm.alarm_id, ()), now)
            if after is not alarm:
                # What follows from the clock alone is not written: every console finds it by itself.
                self._take(after)
        self.counter.forget(now - DAY_US, MOST_FORGOTTEN)

    def low_voltages(self) -> list[AlarmOccurrence]:
        """Alarms of voltages below a limit."""
        return [self._open[i] for i in self._low if i in self._open]

    # The file ----------------------------------------------------------------------------------------------

    def restore(self) -> None:
        """What the site's file holds: alarms that stood when the last console ended. Raises ``InputError``."""
        self._journal.submit(table.prepare).result(10)
        self._keeper.adopt()
        found = self._journal.query(reading.read_open)
        self._read_up_to = found.last_change
        self._note_damaged(found.damaged)
        for alarm in found.alarms:
            self._take(alarm)

    def refresh(self) -> None:
        """Take over what other consoles have done, and what came of our own turns in the file."""
        verdict = self._keeper.take_verdict()
        self.problem = self.problem if verdict is None else verdict
        version = self._journal.query(lambda connection: connection.version)
        if version == self._version:
            return
        self._version = version
        mine = self._journal.console
        found = self._journal.query(lambda rows: reading.read_changed(rows, self._read_up_to, mine))
        self._read_up_to = found.last_change
        self._note_damaged(found.damaged)
        for alarm in (*found.alarms, *self._keeper.take_joined()):
            self._join(alarm)

    def _note_damaged(self, rows: Iterable[reading.Damaged]) -> None:
        """Whose alarms cannot be shown: the others are."""
        self._damaged.update((row.occurrence_id, row) for row in rows)
        names = [str(row) for row in list(self._damaged.values())[:MOST_NAMED]]
        more = len(self._damaged) - len(names)
        self.damage = "; ".join(names) + (f"; and {more} more" if more else "")
        self.damage += "; restore a backup" if names else ""

    def close(self) -> None:
        """What could not be written stays on this machine's disk."""
        self._keeper.close()

    def at(self, time_us: int) -> tuple[AlarmOccurrence, ...]:
        """The alarms that stood at a past moment, as they stood then. From any thread. Raises ``InputError``."""
        # Whoever else asks the file waits for the question, not for what is made of its answer.
        bodies = self._journal.query(lambda rows: reading.bodies_at(rows, time_us), is_long=True)
        return tuple(_as_of(alarm, time_us) for alarm in reading.unpacked(bodies))

    def between(self, from_us: int, to_us: int, most: int) -> list[AlarmOccurrence]:
        """The gravest of the latest raised in a span, the gravest first. From any thread. Raises ``InputError``."""
        bodies = self._journal.query(lambda rows: reading.bodies_between(rows, from_us, to_us, LATEST), is_long=True)
        return list(reading.unpacked(reading.gravest(bodies, most)))

    def _join(self, kept: AlarmOccurrence) -> None:
        """The file's word counts, unless a turn of ours is still on its way there."""
        mine = self._by_alarm.get(kept.alarm_id)
        if mine is not None and mine != kept.occurrence_id and not kept.ended_us:
            # Two consoles raised it at once: the one that came first into the file stands for both.
            self._drop(mine)
        if self._keeper.is_on_its_way(kept.occurrence_id):
            return
        known = self._open.get(kept.occurrence_id)
        if known is not None:
            kept = replace(kept, is_chattering=known.is_chattering, is_stale=known.is_stale)
        if known is None and not kept.ended_us:
            self.new.add(kept.occurrence_id)
        if known != kept:
            self._take(kept)

    def _turn(
        self,
        occurrence_id: str,
        turn: table.Change,
        what: str,
        author: str = "",
        **more: Detail,
    ) -> None:
        before = self._open.get(occurrence_id)
        if before is None:
            return
        after = turn(before)
        if after == before:
            return
        self._take(after)

        def record(kept: AlarmOccurrence) -> JournalRecord:
            return table.record_of(kept, what, author, **more)

        job = partial(table.change, known=after, turn=turn, record=record)
        self._keeper.keep(KeptTurn(before, after, record, job, self.now_us()))

    def _take(self, alarm: AlarmOccurrence) -> None:
        self.changed.add(alarm.occurrence_id)
        if alarm.ended_us:
            self._drop(alarm.occurrence_id)
            return
        self._open[alarm.occurrence_id] = alarm
        self.counter.turned(alarm.occurrence_id, alarm)
        self._by_alarm[alarm.alarm_id] = alarm.occurrence_id
        if alarm.condition is AlarmCondition.BELOW:
            self._low.add(alarm.occurrence_id)
        if alarm.shelved_until_us:
            self._shelved.add(alarm.occurrence_id)
        else:
            self._shelved.discard(alarm.occurrence_id)

    def _drop(self, occurrence_id: str) -> None:
        gone = self._open.pop(occurrence_id, None)
        self.counter.turned(occurrence_id, None)
        self._low.discard(occurrence_id)
        self._shelved.discard(occurrence_id)
        self.changed.add(occurrence_id)
        if gone is not None and self._by_alarm.get(gone.alarm_id) == occurrence_id:
            del self._by_alarm[gone.alarm_id]

    def _note_raising(self, definition: AlarmDefinition, now: int) -> None:
        self.counter.raised(Raising(now, definition.alarm_id, definition.message, definition.priority))
        lately = self._lately.setdefault(definition.alarm_id, deque(maxlen=LATELY))
        lately.append(now)
        if len(lately) >= turns.CHATTER_COUNT:
            self._restless.add(definition.alarm_id)


def _need(text: str) -> str:
    if not text.strip():
        raise InputError("alarm", "words are missing", "say why, in a few words")
    return text.strip()


def _as_of(alarm: AlarmOccurrence, time_us: int) -> AlarmOccurrence:
    """What was known of it at that moment."""
    was_acknowledged = alarm.is_acknowledged and 0 < alarm.acknowledged_us <= time_us
    had_returned = 0 < alarm.returned_us <= time_us and not (alarm.is_active and alarm.last_raised_us <= time_us)
    return replace(
        alarm,
        is_active=not had_returned,
        is_acknowledged=was_acknowledged,
        is_latched=alarm.is_latching and had_returned,
        ended_us=0,
        shelved_until_us=alarm.shelved_until_us if alarm.aside_us and alarm.aside_us <= time_us else 0,
        comments=tuple(c for c in alarm.comments if c.time_us <= time_us),
    )

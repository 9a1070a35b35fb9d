"""What becomes of an alarm when something happens to it: the state diagram of ISA-18.2, as functions on values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from engines.values.alarms import AlarmComment, AlarmDefinition, AlarmOccurrence

DAY_US = 24 * 3600 * 1_000_000
CHATTER_US = 60 * 1_000_000
CHATTER_COUNT = 3
"""Raised so often within a minute it chatters (ISA-18.2: three or more a minute)."""


def raised(definition: AlarmDefinition, occurrence_id: str, value: float, time_us: int, now_us: int) -> AlarmOccurrence:
    """A new occurrence. A source's time in the future is not believed."""
    source_us = time_us if 0 < time_us <= now_us else now_us
    return AlarmOccurrence(
        occurrence_id,
        definition.alarm_id,
        definition.element_id,
        definition.kind,
        definition.condition,
        definition.priority,
        definition.point_id,
        definition.message,
        definition.threshold,
        definition.unit,
        is_latching=definition.is_latching,
        value=value,
        raised_us=source_us,
        received_us=now_us,
        last_raised_us=now_us,
    )


def raised_again(alarm: AlarmOccurrence, value: float, now_us: int) -> AlarmOccurrence:
    """The condition came back before the occurrence was over: it is to be acknowledged anew."""
    if alarm.is_active:
        return alarm
    return replace(
        alarm,
        is_active=True,
        is_latched=False,
        is_acknowledged=False,
        value=value,
        last_raised_us=now_us,
        count=alarm.count + 1,
    )


def returned(alarm: AlarmOccurrence, now_us: int) -> AlarmOccurrence:
    """The condition has gone."""
    if not alarm.is_active:
        return alarm
    gone = replace(alarm, is_active=False, is_latched=alarm.is_latching, returned_us=now_us, is_stale=False)
    return ended_if_over(gone, now_us)


def acknowledged(alarm: AlarmOccurrence, author: str, now_us: int) -> AlarmOccurrence:
    """A person has taken note of it."""
    if alarm.is_acknowledged:
        return alarm
    seen = replace(alarm, is_acknowledged=True, acknowledged_by=author, acknowledged_us=now_us, count=1)
    return ended_if_over(seen, now_us)


def reset(alarm: AlarmOccurrence, now_us: int) -> AlarmOccurrence:
    """A person releases a latched alarm whose condition has gone."""
    if alarm.is_active or not alarm.is_latched:
        return alarm
    return ended_if_over(replace(alarm, is_latched=False), now_us)


def shelved(alarm: AlarmOccurrence, author: str, until_us: int, reason: str, now_us: int) -> AlarmOccurrence:
    """Put aside until then."""
    return replace(alarm, shelved_until_us=until_us, aside_by=author, aside_reason=reason, aside_us=now_us)


def unshelved(alarm: AlarmOccurrence, now_us: int) -> AlarmOccurrence:
    """Back on the desk; what is still active is to be acknowledged anew."""
    if not alarm.shelved_until_us:
        return alarm
    back = replace(alarm, shelved_until_us=0, aside_by="", aside_reason="", aside_us=0)
    return ended_if_over(_owed_again(back), now_us)


def taken_out(alarm: AlarmOccurrence, author: str, reason: str, now_us: int) -> AlarmOccurrence:
    """Out of service until somebody puts it back."""
    return replace(
        alarm, is_out_of_service=True, shelved_until_us=0, aside_by=author, aside_reason=reason, aside_us=now_us
    )


def put_back(alarm: AlarmOccurrence, now_us: int) -> AlarmOccurrence:
    """In service again."""
    if not alarm.is_out_of_service:
        return alarm
    back = replace(alarm, is_out_of_service=False, aside_by="", aside_reason="", aside_us=0)
    return ended_if_over(_owed_again(back), now_us)


def suppressed(alarm: AlarmOccurrence, is_suppressed: bool, now_us: int) -> AlarmOccurrence:
    """Suppressed by design, or no longer."""
    if alarm.is_suppressed is is_suppressed:
        return alarm
    turned = replace(alarm, is_suppressed=is_suppressed)
    return turned if is_suppressed else ended_if_over(_owed_again(turned), now_us)


def commented(alarm: AlarmOccurrence, author: str, text: str, now_us: int) -> AlarmOccurrence:
    """With one more comment."""
    return replace(alarm, comments=(*alarm.comments, AlarmComment(author, now_us, text)))


def aged(alarm: AlarmOccurrence, raised_lately_us: Sequence[int], now_us: int) -> AlarmOccurrence:
    """Chattering and stale as of now; ``raised_lately_us``: when it was raised, at least the last minute of it."""
    is_chattering = sum(now_us - CHATTER_US < time_us <= now_us for time_us in raised_lately_us) >= CHATTER_COUNT
    is_stale = alarm.is_active and now_us - alarm.last_raised_us > DAY_US
    if (is_chattering, is_stale) == (alarm.is_chattering, alarm.is_stale):
        return alarm
    return replace(alarm, is_chattering=is_chattering, is_stale=is_stale)


def ended_if_over(alarm: AlarmOccurrence, now_us: int) -> AlarmOccurrence:
    """With its end noted where nothing is owed any more; put aside, it lasts until it comes back."""
    is_aside = alarm.shelved_until_us or alarm.is_out_of_service or alarm.is_suppressed
    is_over = not alarm.is_active and not alarm.is_latched and alarm.is_acknowledged and not is_aside
    return replace(alarm, ended_us=now_us) if is_over and not alarm.ended_us else alarm


def _owed_again(alarm: AlarmOccurrence) -> AlarmOccurrence:
    return replace(alarm, is_acknowledged=False) if alarm.is_active else replace(alarm, is_acknowledged=True)

"""How many alarms there are for the people who must answer them; ISA-18.2, clause 16."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from engines.values.alarms import AlarmMetrics, AlarmOccurrence, AlarmPriority

HOUR_US = 3600 * 1_000_000
FLOOD_SPAN_US = 600 * 1_000_000
FLOOD_BEGINS, FLOOD_ENDS = 10, 5
"""More than ten alarms in ten minutes begin a flood, fewer than five end it."""
MOST = 10


@dataclass(frozen=True, slots=True)
class Raising:
    """An alarm was raised."""

    time_us: int
    alarm_id: str
    message: str
    priority: AlarmPriority


def alarm_metrics(
    raisings: Iterable[Raising],
    present: Iterable[AlarmOccurrence],
    from_us: int,
    to_us: int,
    operators: int = 1,
) -> AlarmMetrics:
    """Measures of a span; ``present`` are the alarms there are now, whatever their state."""
    inside = sorted((r for r in raisings if from_us <= r.time_us < to_us), key=lambda r: r.time_us)
    times = np.array([r.time_us for r in inside], np.int64)
    counts = Counter(r.alarm_id for r in inside)
    message_of = {r.alarm_id: r.message for r in inside}
    frequent = counts.most_common(MOST)
    floods = flood_spans(times.tolist(), to_us)
    hours = max((to_us - from_us) / HOUR_US, 1e-9)
    now = list(present)
    by_priority = Counter(r.priority for r in inside)
    operators = max(1, operators)
    return AlarmMetrics(
        from_us,
        to_us,
        raised=len(inside),
        operators=operators,
        per_operator_hour=len(inside) / hours / operators,
        most_frequent=tuple((alarm_id, message_of[alarm_id], count) for alarm_id, count in frequent),
        frequent_share=sum(count for _, count in frequent) / len(inside) if inside else 0.0,
        standing=sum(a.is_standing and a.is_active for a in now),
        stale=sum(a.is_stale for a in now),
        chattering=sum(a.is_chattering for a in now),
        shelved=sum(bool(a.shelved_until_us) for a in now),
        suppressed=sum(a.is_suppressed for a in now),
        out_of_service=sum(a.is_out_of_service for a in now),
        floods=floods,
        flood_share=sum(end - begin for begin, end, _ in floods) / max(1, to_us - from_us),
        by_priority=tuple((p, by_priority.get(p, 0)) for p in reversed(AlarmPriority)),
        peak_10_min=peak(times.tolist()),
    )


def flood_spans(times_us: Sequence[int], now_us: int) -> tuple[tuple[int, int, int], ...]:
    """Floods as ``(from_us, to_us, raised)``, oldest first; one that goes on ends at ``now_us``."""
    times = np.asarray(times_us, np.int64)
    spans: list[tuple[int, int, int]] = []
    n = len(times)
    begins = np.searchsorted(times, times - FLOOD_SPAN_US, side="right")
    crowded = np.flatnonzero(np.arange(n) - begins + 1 > FLOOD_BEGINS)
    # With nothing new, fewer than five remain once the fifth from the end is ten minutes old.
    quiet_us = times[np.maximum(np.arange(n) - FLOOD_ENDS + 1, 0)] + FLOOD_SPAN_US
    lasts = np.flatnonzero(np.append(times[1:] >= quiet_us[:-1], True)) if n else crowded
    k = 0
    while (place := int(np.searchsorted(crowded, k))) < len(crowded):
        first = int(crowded[place])
        last = int(lasts[np.searchsorted(lasts, first)])
        begin = int(begins[first])
        spans.append((int(times[begin]), min(int(quiet_us[last]), now_us), last - begin + 1))
        k = last + 1
    return tuple(spans)


def peak(times_us: Sequence[int]) -> int:
    """Most raised in any ten minutes; ``times_us`` in order."""
    times = np.asarray(times_us, np.int64)
    if not len(times):
        return 0
    begin = np.searchsorted(times, times - FLOOD_SPAN_US, side="right")
    return int((np.arange(len(times)) - begin + 1).max())


def is_flood(times_us: Sequence[int], now_us: int) -> bool:
    """Whether there is a flood now; ``times_us``: when alarms were raised, in order."""
    spans = flood_spans(times_us, now_us)
    return bool(spans) and spans[-1][1] >= now_us

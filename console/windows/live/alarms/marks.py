"""Alarms as signs at their equipment on the diagram."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import nsmallest

from console.windows.live.alarms.texts import alarm_sentence
from engines.grid.network import Network
from engines.values.alarms import AlarmOccurrence
from engines.values.violations import Severity
from widgets.alarms.shapes import TOKENS
from widgets.diagram.marks import Mark
from widgets.diagram.symbols import Symbol
from widgets.slices import Steps

CHUNK = 500
"""Alarms looked at in one step."""
MOST_MARKED = 30
"""In a flood the worst are marked; more would hide the network, and take longest of all to find places for."""
MOST_SAID = 12
_SYMBOLS = {
    Severity.HIGH: Symbol.VIOLATION_HIGH,
    Severity.MEDIUM: Symbol.VIOLATION_MEDIUM,
    Severity.LOW: Symbol.VIOLATION_LOW,
}


def mark_steps(network: Network, by_element: Mapping[str, Sequence[AlarmOccurrence]]) -> Steps[tuple[Mark, ...]]:
    """One sign an element: the shape of its worst alarm, and how many it has; worst first, in slices."""
    worst = []
    looked_at = 0
    for element_id, found in by_element.items():
        looked_at += len(found)
        if looked_at > CHUNK:
            looked_at = 0
            yield
        worst.append((min(map(_rank, found)), element_id))
    marks = []
    for _, element_id in nsmallest(MOST_MARKED, worst):
        yield
        ref, found = network.find(element_id), by_element[element_id]
        if ref is not None:
            severity = max(alarm.priority for alarm in found)
            gravest = nsmallest(MOST_SAID, found, key=_rank)
            said = tuple(alarm_sentence(alarm) for alarm in gravest)
            # The exact number of a flood helps nobody, and every change of it is painted anew.
            text = "" if len(found) < 2 else str(len(found)) if len(found) < 100 else "99+"
            marks.append(Mark(ref, _SYMBOLS[severity], TOKENS[severity], text, said))
    return tuple(marks)


def _rank(alarm: AlarmOccurrence) -> tuple[int, bool, int]:
    return -int(alarm.priority), not alarm.state.is_unacknowledged, -alarm.raised_us

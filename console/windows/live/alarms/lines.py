"""Alarms as lines and cards of the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from itertools import chain, islice

from console.windows.live.alarms.marks import mark_steps
from console.windows.live.alarms.texts import alarm_detail, alarm_sentence, clock, kind_text, message_text, tr
from engines.grid.network import Network
from engines.values.alarms import AlarmGroup, AlarmKind, AlarmOccurrence, AlarmState
from engines.values.violations import Severity
from widgets.alarms.line import AlarmLine, CauseLine
from widgets.diagram.marks import Mark
from widgets.numbers import number_text
from widgets.slices import Steps

CHUNK = 200
MOST_CARDS = 300
"""More causes than that are in the list alone."""


class LineMaker:
    """Gives alarms the names of the network; those of an element are looked up once."""

    def __init__(self, network: Network, place_of: Callable[[str], tuple[str, str]]) -> None:
        """``place_of`` an element: its feeder and substation, "" where it has none."""
        self._network, self._place_of = network, place_of
        self._places: dict[str, tuple[str, str]] = {}

    def forget_places(self) -> None:
        """Feeders have changed with the switches."""
        self._places.clear()

    def place(self, element_id: str) -> tuple[str, str]:
        """Name of an element, and of the feeder or substation it is on."""
        known = self._places.get(element_id)
        if known is None:
            ref = self._network.find(element_id) if element_id else None
            name = self._network.label(ref) if ref is not None else element_id
            feeder, substation = self._place_of(element_id) if ref is not None else ("", "")
            known = self._places[element_id] = name, feeder or substation
        return known

    def _whole(self, alarm: AlarmOccurrence) -> str:
        """What an alarm of no single equipment is about."""
        return self._network.name if alarm.kind is AlarmKind.CALCULATED else tr("console")

    def line(self, alarm: AlarmOccurrence) -> AlarmLine:
        """One alarm."""
        name, feeder = self.place(alarm.element_id)
        until = tr("until {time}").format(time=clock(alarm.shelved_until_us)) if alarm.shelved_until_us else ""
        return AlarmLine(
            alarm_id=alarm.occurrence_id,
            severity=alarm.priority,
            state=alarm.state,
            time_us=alarm.raised_us,
            element=name or self._whole(alarm),
            message=alarm_sentence(alarm),
            detail=alarm_detail(alarm),
            kind=kind_text(alarm.kind),
            feeder=feeder,
            element_id=alarm.element_id,
            person=alarm.aside_by if alarm.state.is_put_aside else alarm.acknowledged_by,
            comment=alarm.comments[-1].text if alarm.comments else "",
            reason=alarm.aside_reason if alarm.state.is_put_aside else "",
            until=until,
            count=alarm.count,
        )

    def card(self, group: AlarmGroup, members: Sequence[AlarmOccurrence]) -> CauseLine:
        """Standing alarms with one cause, the head first where it stands."""
        head = members[0]
        element_id = group.element_id or head.element_id
        name, feeder = self.place(element_id)
        detail = [feeder] if feeder else []
        if group.bus_count:
            detail.append(tr("{count} buses").format(count=number_text(group.bus_count, 0)))
        chattering = sum(alarm.is_chattering for alarm in members)
        if chattering and len(members) > 1:
            detail.append(tr("{count} chattering").format(count=number_text(chattering, 0)))
        if len(members) == 1 and (more := alarm_detail(head)):
            detail.append(more)
        return CauseLine(
            cause_id=group.cause_id,
            severity=group.priority,
            time_us=group.raised_us or min(alarm.raised_us for alarm in members),
            element=name or self._whole(head),
            sentence=alarm_sentence(head) if group.title in ("", head.message) else message_text(group.title),
            detail=" · ".join(detail),
            element_id=element_id,
            person=next((alarm.acknowledged_by for alarm in members if alarm.acknowledged_by), ""),
            members=tuple(alarm.occurrence_id for alarm in members),
            unacknowledged=sum(alarm.state.is_unacknowledged for alarm in members),
            active=sum(alarm.is_active for alarm in members),
        )

    def desk_steps(self, groups: Sequence[AlarmGroup], alarms: Mapping[str, AlarmOccurrence]) -> Steps[DeskView]:
        """What stands on the desk, in slices; an alarm in no group is a cause of its own."""
        standing: dict[str, AlarmOccurrence] = {}
        by_element: dict[str, list[AlarmOccurrence]] = {}
        counts, unacknowledged = dict.fromkeys(Severity, 0), 0
        for number, alarm in enumerate(alarms.values()):
            if number % CHUNK == CHUNK - 1:
                yield
            state = alarm.state
            if state is AlarmState.NORMAL or state.is_put_aside:
                continue
            standing[alarm.occurrence_id] = alarm
            if alarm.element_id:
                by_element.setdefault(alarm.element_id, []).append(alarm)
            counts[alarm.priority] += 1
            unacknowledged += state.is_unacknowledged
        cards, alone = [], dict(standing)
        marked: dict[str, list[AlarmOccurrence]] = {}
        for group in groups:
            members = []
            for number, member in enumerate(group.members):
                if number % CHUNK == CHUNK - 1:
                    yield
                found = standing.get(member)
                if found is not None:
                    members.append(found)
                    alone.pop(member, None)
            if members:
                cards.append(self.card(group, members))
                _mark(group, members, marked)
            yield
        rest = yield from _worst_steps(alone.values())
        for alarm in rest:
            key = alarm.occurrence_id
            cards.append(self.card(AlarmGroup(key, key, (key,), alarm.priority, ""), [alarm]))
            marked.setdefault(alarm.element_id, []).append(alarm)
            yield
        cards.sort(key=lambda card: card.order)
        more = len(cards) + len(alone) - len(rest) - min(len(cards), MOST_CARDS)
        marks = yield from mark_steps(self._network, marked)
        return DeskView(tuple(cards[:MOST_CARDS]), more, counts, unacknowledged, by_element, marks)


def _worst_steps(alarms: Iterable[AlarmOccurrence]) -> Steps[list[AlarmOccurrence]]:
    """As many of the worst as there are cards, worst first, in slices."""
    worst: list[AlarmOccurrence] = []
    waiting = iter(alarms)
    while part := list(islice(waiting, CHUNK)):
        worst = nsmallest(MOST_CARDS, chain(worst, part), key=_worst_first)
        yield
    return worst


@dataclass(frozen=True, slots=True)
class DeskView:
    """The desk as a whole.

    Attributes:
        cards: the worst causes; more: how many there are beyond them.
        counts: standing alarms by priority; unacknowledged: of all of them.
        by_element: standing alarms of each element; marks: signs for the diagram.
    """

    cards: tuple[CauseLine, ...] = ()
    more: int = 0
    counts: Mapping[Severity, int] = field(default_factory=dict)
    unacknowledged: int = 0
    by_element: Mapping[str, Sequence[AlarmOccurrence]] = field(default_factory=dict)
    marks: tuple[Mark, ...] = ()


def _mark(group: AlarmGroup, members: Sequence[AlarmOccurrence], marked: dict[str, list[AlarmOccurrence]]) -> None:
    """What is less grave than its cause is counted there: a tripped breaker speaks for the meters it left dark."""
    cause = group.element_id or members[0].element_id
    for alarm in members:
        place = alarm.element_id if alarm.priority >= group.priority else cause
        marked.setdefault(place, []).append(alarm)


def _worst_first(alarm: AlarmOccurrence) -> tuple[bool, int, int]:
    return not alarm.state.is_unacknowledged, -int(alarm.priority), -alarm.raised_us

"""Outage records checked: rows as they were written become interruptions, or are named with what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engines.indices.ieee1366 import most_at_once
from engines.values.reliability import Interruption, OutageRecords, RestorationStage
from engines.values.validation import Finding, FindingSeverity, InputError, ValidationReport


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One stage as a file gives it.

    Attributes:
        place: where it stands, e.g. ``line 12``.
        begin, end: text, or a date and time that the format itself knows; ``end`` empty while it lasts.
    """

    place: str
    event: str
    group: str
    customers: object
    begin: object
    end: object
    cause: str = ""
    is_planned: object = False


@dataclass(frozen=True, slots=True)
class RecordHeader:
    """What holds for the whole file, as written."""

    source: str
    customers_served: object
    period_begin: object
    period_end: object
    timezone: str = ""
    groups: Mapping[str, object] | None = None


def check_records(header: RecordHeader, rows: Sequence[RecordRow]) -> OutageRecords:
    """The records as values.

    Raises ``InputError`` naming the first row that cannot be counted; its ``report`` names them all.
    """
    zone = _zone(header)
    begin, end = (_period(header, zone, name) for name in ("period_begin", "period_end"))
    if begin >= end:
        raise InputError(header.source, f"its period ends ({end}) before it begins ({begin})", "correct the period")
    served = _whole(header.source, "customers_served", header.customers_served)
    groups = {n: _whole(header.source, f"group {n}", v) for n, v in (header.groups or {}).items()}
    if sum(groups.values()) > served:
        reason = f"its groups have {sum(groups.values())} customers, more than the {served} served"
        raise InputError(header.source, reason, "correct one of the two")
    check = _Check(header.source, zone, begin, end, served, groups)
    for row in rows:
        check.add(row)
    check.overlaps()
    return check.records()


class _Check:
    """Takes the rows one by one."""

    def __init__(
        self, source: str, zone: tzinfo | None, begin: datetime, end: datetime, served: int, groups: dict[str, int]
    ) -> None:
        self._source, self._zone, self._begin, self._end = source, zone, begin, end
        self._served, self._groups = served, groups
        self._stages: dict[str, list[RestorationStage]] = {}
        self._about: dict[str, tuple[str, bool]] = {}
        self._seen: dict[tuple[str, RestorationStage], str] = {}
        self._findings: list[Finding] = []

    def add(self, row: RecordRow) -> None:
        try:
            stage, is_planned = self._stage(row)
        except InputError as error:
            self._found(FindingSeverity.ERROR, row.place, "", error.reason, error.remedy)
            return
        key = (row.event, stage)
        if key in self._seen:
            reason = f"says the same as {self._seen[key]}"
            self._found(FindingSeverity.WARNING, row.place, "", reason, "it is counted once; take it out")
            return
        self._seen[key] = row.place
        self._stages.setdefault(row.event, []).append(self._within_period(row, stage))
        about = self._about.setdefault(row.event, (row.cause, is_planned))
        if about != (row.cause, is_planned):
            reason = f"event {row.event} has another cause here, or is planned here and not there"
            self._found(FindingSeverity.ERROR, row.place, "cause", reason, "give one event one cause")

    def _within_period(self, row: RecordRow, stage: RestorationStage) -> RestorationStage:
        if stage.end <= self._end:
            return stage
        reason = f"ends ({stage.end}) after the period: only what lies before its end ({self._end}) is counted"
        self._found(FindingSeverity.WARNING, row.place, "end", reason, "correct the end, or lengthen the period")
        return replace(stage, end=self._end)

    def _stage(self, row: RecordRow) -> tuple[RestorationStage, bool]:
        if not row.event:
            raise InputError(row.place, "names no event", "give each event a number")
        customers = _whole(row.place, "customers", row.customers)
        begin = parse_moment(row.place, "begin", row.begin, self._zone)
        if row.end in (None, ""):
            end = self._end
            reason = "has no end: it is counted up to the end of the period"
            self._found(FindingSeverity.WARNING, row.place, "end", reason, "give the end once supply is back")
        else:
            end = parse_moment(row.place, "end", row.end, self._zone)
        if end < begin:
            raise InputError(row.place, f"ends ({end}) before it begins ({begin})", "correct one of the two times")
        if not self._begin <= begin < self._end:
            raise InputError(row.place, f"begins ({begin}) outside the period", "correct the time or the period")
        if self._groups and row.group not in self._groups:
            named = f"group {row.group!r} is not among the groups" if row.group else "names no group"
            raise InputError(row.place, named, "add the group with its customers, or correct the name")
        most = self._groups.get(row.group, self._served)
        if customers > most:
            whose = f"group {row.group} has" if row.group in self._groups else "are served"
            reason = f"{customers} customers are interrupted where {whose} {most}"
            raise InputError(row.place, reason, "correct one of the two numbers")
        return RestorationStage(row.group, customers, begin, end), _truth(row.place, row.is_planned)

    def overlaps(self) -> None:
        """Nobody can lose supply twice at once."""
        every = [(event, s) for event, stages in self._stages.items() for s in stages]
        for group in dict.fromkeys(s.group for _, s in every):
            own = [(event, s) for event, s in every if s.group == group]
            most, limit = most_at_once(s for _, s in own), self._groups.get(group, self._served)
            first = _first_overlap(own)
            if first is None:
                continue
            name = f"group {group}" if group else "the records"
            if most > limit:
                reason = f"{most} customers are without supply at once, of {limit} there are, as events {first} overlap"
                self._found(FindingSeverity.ERROR, name, "", reason, "correct times or customers")
            elif group and group not in self._groups:
                reason = f"events {first} overlap; their customers are taken for different ones"
                self._found(FindingSeverity.WARNING, name, "", reason, "give the group's customers to be sure")
        if most_at_once(s for _, s in every) > self._served:
            reason = f"more customers are without supply at once than the {self._served} served"
            self._found(FindingSeverity.ERROR, "the records", "", reason, "correct times or customers")

    def records(self) -> OutageRecords:
        errors = [f for f in self._findings if f.severity is FindingSeverity.ERROR]
        if errors:
            found = ValidationReport(self._source, tuple(errors + [f for f in self._findings if f not in errors]))
            first = errors[0]
            more = f" ({len(errors) - 1} more rows are wrong)" if len(errors) > 1 else ""
            raise InputError(f"{self._source}, {first.element}", first.reason + more, first.remedy, found)
        interruptions = [
            Interruption(event, tuple(stages), *self._about[event]) for event, stages in self._stages.items()
        ]
        ordered = tuple(sorted(interruptions, key=lambda i: (i.begin, i.event)))
        findings = tuple(self._findings)
        name = str(self._zone or "")
        return OutageRecords(self._source, self._served, self._begin, self._end, ordered, findings, name)

    def _found(self, severity: FindingSeverity, element: str, field: str, reason: str, remedy: str) -> None:
        self._findings.append(Finding(severity, element, field, reason, remedy))


def _first_overlap(stages: Sequence[tuple[str, RestorationStage]]) -> str | None:
    """Two different events of one group that overlap in time, as ``A and B``."""
    ordered = sorted(stages, key=lambda s: s[1].begin)
    latest = ordered[0] if ordered else None
    for event, stage in ordered[1:]:
        assert latest is not None
        if stage.begin < latest[1].end and event != latest[0]:
            return f"{latest[0]} and {event}"
        if stage.end > latest[1].end:
            latest = (event, stage)
    return None


def parse_moment(place: str, name: str, value: object, zone: tzinfo | None) -> datetime:
    """A moment with its offset from UTC, by the clock of ``zone`` where there is one.

    Raises ``InputError`` for what is no time, has no offset, or does not exist or comes twice on a clock change.
    """
    if isinstance(value, datetime):
        moment = value
    elif isinstance(value, date):
        moment = datetime(value.year, value.month, value.day)
    else:
        try:
            moment = datetime.fromisoformat(str(value).strip())
        except ValueError as error:
            reason = f"{name} {value!r} is not a time"
            raise InputError(place, reason, "write it like 2025-03-17T12:12:20+01:00") from error
    if moment.tzinfo is not None:
        return _fixed(moment if zone is None else moment.astimezone(zone))
    if zone is None:
        remedy = "write it like 2025-03-17T12:12:20+01:00, or name the timezone"
        raise InputError(place, f"{name} {value} has no offset from UTC", remedy)
    early, late = (moment.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if early.utcoffset() != late.utcoffset():
        utc = ZoneInfo("UTC")
        exists = early.astimezone(utc).astimezone(zone).replace(tzinfo=None) == moment
        reason = "comes twice that night" if exists else "does not exist: the clock was put forward"
        raise InputError(place, f"{name} {moment} {reason}", "write it with its offset from UTC")
    return _fixed(early)


def _fixed(moment: datetime) -> datetime:
    # Two times of one ZoneInfo are subtracted by the clock on the wall; only fixed offsets give the time that passed.
    offset = moment.utcoffset()
    assert offset is not None
    return moment.replace(tzinfo=timezone(offset), fold=0)


def _zone(header: RecordHeader) -> tzinfo | None:
    if not header.timezone:
        return None
    try:
        return ZoneInfo(header.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        reason = f"timezone {header.timezone!r} is not known"
        raise InputError(header.source, reason, "write it like Europe/Berlin") from error


def _period(header: RecordHeader, zone: tzinfo | None, name: str) -> datetime:
    value = getattr(header, name)
    if value in (None, ""):
        raise InputError(header.source, f"{name} is missing", "give the first day, and the day after the last")
    return parse_moment(header.source, name, value, zone)


def _whole(place: str, name: str, value: object) -> int:
    if value in (None, ""):
        raise InputError(place, f"{name} is missing", "give a whole number")
    try:
        number = float(str(value).strip())
        whole = int(number)
    except (ValueError, OverflowError) as error:
        raise InputError(place, f"{name} {value!r} is not a number", "give a whole number") from error
    if whole != number or whole <= 0 or isinstance(value, bool):
        raise InputError(place, f"{name} {value} is not a whole number above 0", "correct it")
    return whole


def _truth(place: str, value: object) -> bool:
    text = str(value).strip().lower()
    if text in ("true", "yes", "1"):
        return True
    if text in ("false", "no", "0", ""):
        return False
    raise InputError(place, f"planned {value!r} is neither yes nor no", "write yes or no")

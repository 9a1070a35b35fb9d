"""Reliability up to now as the panel shows it: each figure with its data, its formula and its period."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QLocale

from console.windows.live.faults.words import tr
from console.workflows.reliability_figures import (
    PLANNED,
    ReliabilityNow,
    RunningInterruption,
    ShareFigures,
    Span,
    SpanFigures,
)
from engines.values.reliability import InterruptionIndices
from engines.values.repair import FaultCause
from widgets.faults.words import cause_text
from widgets.faults_reliability.lines import (
    FigureCell,
    FigureLine,
    ReliabilityView,
    RunningLine,
    ShareLine,
    SpanHead,
    SpanShares,
)
from widgets.numbers import number_text

MOST_BARS = 8
Pick = Callable[[SpanFigures], float]
Part = Callable[[SpanFigures], InterruptionIndices]


def reliability_view(now: ReliabilityNow) -> ReliabilityView:
    """All that the panel shows."""
    counted = now.span(Span.TWELVE_MONTHS).whole
    data = tr("{events} sustained interruptions in twelve months · {served} customers served").format(
        events=number_text(counted.sustained_events, 0),
        served=number_text(now.customers_served, 0) if now.customers_served > 0 else tr("not known how many"),
    )
    if now.source:
        data = f"{now.source} · {data}"
    return ReliabilityView(
        heads=tuple(_head(each, now) for each in now.spans),
        figures=tuple(_figures(now)),
        shares=tuple(
            SpanShares(
                each.span.value,
                _shares([(share.name or tr("no feeder named"), share) for share in each.by_feeder]),
                _shares([(_cause(share.name), share) for share in each.by_cause]),
            )
            for each in now.spans
        ),
        running=tuple(_running(each, now) for each in now.running),
        data=data,
        notes=tuple(_notes(now)),
    )


def span_text(span: SpanFigures) -> str:
    """A period as people say it."""
    return {
        Span.TODAY: tr("Today"),
        Span.MONTH: QLocale().standaloneMonthName(span.end.month),
        Span.YEAR: str(span.end.year),
        Span.TWELVE_MONTHS: tr("12 months"),
    }[span.span]


def _head(span: SpanFigures, now: ReliabilityNow) -> SpanHead:
    period = tr("{begin} to {end}").format(begin=f"{span.begin:%Y-%m-%d %H:%M:%S}", end=f"{span.end:%Y-%m-%d %H:%M:%S}")
    note = ""
    if span.is_partial:
        note = tr("Records begin within this period: it is counted from there.")
    elif now.records_from is None:
        note = tr("It is not known since when incidents are recorded.") if span.span is Span.TWELVE_MONTHS else ""
    return SpanHead(span.span.value, span_text(span), period, note)


def _figures(now: ReliabilityNow) -> Iterator[FigureLine]:
    threshold = number_text(now.threshold_minutes, 0)
    sustained = tr("interruptions longer than {minutes} minutes").format(minutes=threshold)
    saidi = tr("SAIDI: sum of customers × minutes over {sustained}, per customer served.").format(sustained=sustained)
    saifi = tr("SAIFI: sum of customers over {sustained}, per customer served.").format(sustained=sustained)
    maifi = tr("MAIFI: sum of customers over interruptions of up to {minutes} minutes, per customer served.")
    otherwise = tr(
        "As it would have been without switching orders: whom an order picked up waits for the end of the repair."
    )
    parts: tuple[tuple[str, str, Part], ...] = (
        ("", "", lambda span: span.whole),
        ("unplanned", tr("unplanned"), lambda span: span.unplanned),
        ("planned", tr("planned"), lambda span: span.planned),
        ("without", tr("without the console's plans"), lambda span: span.without_plans),
    )
    for key, name, unit, decimals, formula in (
        ("saidi", tr("SAIDI"), tr("min"), 3, saidi),
        ("saifi", tr("SAIFI"), "", 4, saifi),
    ):
        for part, part_name, of in parts:
            shown = f"{formula} {otherwise}" if part == "without" else formula
            pick = _index(key, of)
            whole_key = f"{key} {part}".strip()
            yield _line(now, whole_key, part_name or name, unit, decimals, shown, pick, of, bool(part))
            if key == "saidi" and part == "planned":
                yield _so_far(now, saidi)
    caidi = tr("CAIDI = SAIDI ÷ SAIFI: how long an interrupted customer was without supply.")
    asai = tr("ASAI = 1 − SAIDI ÷ length of the period: share of the time with supply.")
    events = tr("Incidents with any of the {sustained}.").format(sustained=sustained)
    minutes = tr("Sum of customers × minutes over {sustained}.").format(sustained=sustained)
    whole = parts[0][2]
    for key, name, unit, decimals, formula, one in (
        ("caidi", tr("CAIDI"), tr("min"), 1, caidi, lambda span: span.whole.caidi_minutes),
        ("asai", tr("ASAI"), "%", 4, asai, lambda span: 100 * span.whole.asai),
        ("maifi", tr("MAIFI"), "", 4, maifi.format(minutes=threshold), lambda span: span.whole.maifi),
        ("events", tr("Interruptions"), "", 0, events, lambda span: span.whole.sustained_events),
        ("minutes", tr("Customer minutes"), tr("min"), 0, minutes, lambda span: span.whole.customer_minutes),
    ):
        yield _line(now, key, name, unit, decimals, formula, one, whole, False)


def _index(key: str, of: Part) -> Pick:
    """SAIDI in minutes, or SAIFI, of a part."""
    if key == "saidi":
        return lambda span: of(span).saidi_minutes
    return lambda span: of(span).saifi


def _line(
    now: ReliabilityNow, key: str, name: str, unit: str, decimals: int, formula: str, pick: Pick, of: Part,
    is_part: bool,
) -> FigureLine:  # fmt: skip
    cells = tuple(
        FigureCell(number_text(pick(span), decimals), float(pick(span)), _data(of(span))) for span in now.spans
    )
    return FigureLine(key, name, unit, formula, cells, decimals, is_part)


def _so_far(now: ReliabilityNow, formula: str) -> FigureLine:
    cells = []
    for span in now.spans:
        value = span.running_saidi_minutes
        data = tr("{count} incidents with customers without supply now.").format(
            count=number_text(len(span.running), 0)
        )
        cells.append(FigureCell(number_text(value, 3), value, data))
    beside = tr("Of those who are without supply now, so far; in addition to the figure above.")
    return FigureLine("saidi so far", tr("so far, going on"), tr("min"), f"{formula} {beside}", tuple(cells), 3, True)


def _data(found: InterruptionIndices) -> str:
    served = number_text(found.customers_served, 0) if found.customers_served else tr("not known how many")
    text = tr(
        "From {events} interruptions, {customers} customers interrupted, {minutes} customer minutes; {served} served."
    )
    return text.format(
        events=number_text(found.sustained_events, 0),
        customers=number_text(found.customers_interrupted, 0),
        minutes=number_text(found.customer_minutes, 0),
        served=served,
    )


def _shares(named: Sequence[tuple[str, ShareFigures]]) -> tuple[ShareLine, ...]:
    """The worst, and the others as one: nothing is left out of the sum."""
    most = MOST_BARS if len(named) <= MOST_BARS else MOST_BARS - 1
    lines = [_share(name, [share]) for name, share in named[:most]]
    if rest := [share for _, share in named[most:]]:
        lines.append(_share(tr("{count} others").format(count=number_text(len(rest), 0)), rest))
    return tuple(lines)


def _share(name: str, shares: Sequence[ShareFigures]) -> ShareLine:
    events = tr("{count} ×").format(count=number_text(sum(share.events for share in shares), 0))
    saidi = sum(share.saidi_minutes for share in shares)
    if saidi == saidi:
        return ShareLine(name, saidi, tr("{value} min").format(value=number_text(saidi, 3)), events)
    # Nobody knows how many are served: then customer minutes say who is worst.
    minutes = sum(share.customer_minutes for share in shares)
    return ShareLine(name, minutes, tr("{value} customer min").format(value=number_text(minutes, 0)), events)


def _cause(name: str) -> str:
    if name == PLANNED:
        return tr("planned")
    return cause_text(FaultCause(name)) if name in tuple(FaultCause) else name


def _running(each: RunningInterruption, now: ReliabilityNow) -> RunningLine:
    form = "%H:%M:%S" if each.begin.date() == now.at.date() else "%Y-%m-%d %H:%M:%S"
    text = tr("{customers} customers since {time}").format(
        customers=number_text(each.customers_out, 0), time=each.begin.strftime(form)
    )
    if each.customer_minutes:
        more = tr("{minutes} customer minutes · SAIDI so far {saidi} min").format(
            minutes=number_text(each.customer_minutes, 0), saidi=number_text(each.saidi_minutes, 3)
        )
    else:
        more = tr("not longer than {minutes} minutes yet").format(minutes=number_text(now.threshold_minutes, 0))
    return RunningLine(each.incident_id, each.title, f"{text} · {more}")


def _notes(now: ReliabilityNow) -> Iterator[str]:
    yield tr("IEEE Std 1366. An incident belongs to the period in which its first customer lost supply.")
    compared = now.span(Span.TWELVE_MONTHS).compared
    yield tr(
        "Without the console's plans: incidents whose customers an order picked up before the repair, {count} in "
        "twelve months; those that are not repaired yet count as they are."
    ).format(count=number_text(compared, 0))
    if now.customers_served <= 0:
        yield tr("Nobody said how many customers are served: indices per customer are not known.")
    if now.records_from is not None:
        yield tr("Incidents are recorded since {time}.").format(time=f"{now.records_from:%Y-%m-%d %H:%M:%S}")

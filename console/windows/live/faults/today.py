"""What the incidents of today come to, beneath the list."""

from __future__ import annotations

from datetime import UTC, datetime

from console.faults.faults import Faults
from console.windows.live.faults.words import tr
from console.workflows.outage_records import interruptions_of
from engines.values.incidents import Incident
from engines.values.repair import OutageStage
from widgets.faults.lines import FactLine
from widgets.numbers import number_text


def today_lines(faults: Faults) -> tuple[FactLine, ...]:
    """Interruptions that began today, those still going on counted up to now."""
    now_us = faults.desk.now_us
    begin_us = _midnight_us(now_us)
    mine = [i for i in faults.desk.board.incidents.values() if i.opened_us >= begin_us]
    served = faults.customers_served
    if not mine or served <= 0:
        return ()
    sustained = [s for i in mine for s in _sustained(i, now_us, round(faults.settings.momentary_minutes * 60e6))]
    minutes = sum(s.customers * ((s.end_us or now_us) - s.begin_us) / 60e6 for s in sustained)
    interrupted = sum(s.customers for s in sustained)
    closed = len(interruptions_of(mine))
    going_on = sum(1 for i in mine if i.outage.customers_out)
    text = tr("SAIDI so far {saidi} min · SAIFI {saifi}").format(
        saidi=number_text(minutes / served, 2), saifi=number_text(interrupted / served, 3)
    )
    detail = tr("interruptions: {count}, going on: {open} · {served} customers served").format(
        count=max(closed, len([i for i in mine if i.outage.stages])), open=going_on, served=number_text(served, 0)
    )
    return (FactLine(text, detail),)


def _sustained(incident: Incident, now_us: int, momentary_us: int) -> list[OutageStage]:
    """Interruptions that have lasted for longer than a moment: what the indices count (IEEE Std 1366)."""
    return [s for s in incident.outage.stages if (s.end_us or now_us) - s.begin_us > momentary_us]


def _midnight_us(now_us: int) -> int:
    local = datetime.fromtimestamp(now_us / 1e6, UTC).astimezone()
    return round(local.replace(hour=0, minute=0, second=0, microsecond=0).timestamp() * 1e6)

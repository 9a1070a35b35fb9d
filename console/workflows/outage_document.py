"""An outage report as a document other programs read: plain values, times in ISO 8601 with their offset from UTC."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime, tzinfo
from typing import Any

from console.workflows.outage_report import OutageReport, stage_minutes

Document = dict[str, Any]


def outage_document(report: OutageReport, zone: tzinfo = UTC) -> Document:
    """The report as nested dictionaries; what is not known is ``None``, never 0. Times by the clock of ``zone``."""
    incident = report.incident
    return {
        "incident": incident.incident_id,
        "title": incident.title,
        "state": incident.state.value,
        "feeder": incident.feeder,
        "planned": incident.is_planned,
        "cause": incident.cause.value,
        "elements": list(incident.element_ids),
        "devices": list(incident.device_ids),
        "opened": _time(incident.opened_us, zone),
        "closed": _time(incident.closed_us, zone),
        "supply_back": _time(report.back_us, zone),
        "reported": _time(report.at_us, zone),
        "figures": _plain(asdict(report.figures), zone),
        "stages": [
            {
                "begin": _time(stage.begin_us, zone),
                "end": _time(stage.end_us, zone),
                "customers": stage.customers,
                "minutes": round(stage_minutes(stage, report.at_us), 3),
                "loads": list(stage.load_ids),
            }
            for stage in incident.outage.stages
        ],
        "customers": [_plain(asdict(rank), zone) for rank in report.ranks],
        "estimates": [
            _plain(asdict(review.estimate), zone)
            | _plain({"error_min": review.error_min, "was_in_time": review.was_in_time}, zone)
            for review in report.estimates
        ],
        "orders": [_plain(asdict(order), zone) for order in report.orders],
        "work": [_plain(asdict(each), zone) for each in report.work],
        "documents": [_plain(asdict(document), zone) for document in report.documents],
        "timeline": [_plain(asdict(entry), zone) for entry in incident.timeline],
    }


def _plain(values: Mapping[str, Any], zone: tzinfo) -> Document:
    found: Document = {}
    for name, value in values.items():
        if name.endswith("_us"):
            found[name.removesuffix("_us")] = _time(value, zone)
        elif isinstance(value, list | tuple):
            found[name] = [_plain(each, zone) if isinstance(each, Mapping) else each for each in value]
        elif isinstance(value, float) and not math.isfinite(value):
            found[name] = None
        else:
            found[name] = value
    return found


def _time(time_us: int, zone: tzinfo) -> str | None:
    if not time_us:
        return None
    seconds, rest = divmod(time_us, 1_000_000)
    return datetime.fromtimestamp(seconds, zone).replace(microsecond=rest).isoformat(timespec="milliseconds")

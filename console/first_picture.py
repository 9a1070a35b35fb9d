"""What the window shows before any worker has started: the built-in district with its stored solution."""

from __future__ import annotations

from console.desk import start_time
from console.jobs import OpenedNetwork
from engines.study.study import Study, new_study
from engines.values.validation import ValidationReport


def first_picture(case: str) -> tuple[OpenedNetwork, Study] | None:
    """A shipped network with layout and stored solutions; ``None`` for every other case."""
    if case != "north":
        return None
    from engines.exchange.shipped import load_shipped

    shipped = load_shipped(case)
    if shipped.layout is None:
        return None
    report = ValidationReport(case)
    opened = OpenedNetwork(case, shipped.network, report, shipped.layout, shipped.map_layout, shipped.moments)
    return opened, new_study(shipped.network, time=start_time(shipped.network))

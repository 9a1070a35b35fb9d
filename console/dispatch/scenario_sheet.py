"""A plan over scenarios as a table that can be written to a file: what all share, and the bands over the scenarios."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QCoreApplication

from console.dispatch.kept import KeptPlan
from widgets.tables.export import Sheet


def scenario_sheet(kept: KeptPlan) -> Sheet:
    """A row a step; of a plan over scenarios that has a schedule."""
    assert kept.over is not None
    plan, n_step = kept.over.plan, len(kept.over.plan.times)
    headers, columns, decimals = [tr("begin")], [np.array(plan.times, object)], [-1]

    def add(header: str, values: object, places: int) -> None:
        headers.append(header)
        columns.append(np.asarray(values, float))
        decimals.append(places)

    add(tr("price per MWh"), kept.case.prices.grid[:n_step], 2)
    for device in plan.schedule:
        if device.p_mw is not None:
            add(f"{device.name} MW", device.p_mw, 4)
        if device.position is not None:
            add(f"{device.name} {tr('position')}", device.position, 0)
    for mode in plan.modes:
        add(tr("{storage} charges").format(storage=mode.name), mode.charges, 0)
    for band in plan.bands:
        for level, values in zip(band.levels.tolist(), band.values, strict=True):
            add(f"{band.name} {100 * level:g} % {band.unit}", values, 5)
    return Sheet(kept.name, tuple(headers), tuple(columns), tuple(decimals), f"{kept.name}: {plan.reason}")


def tr(text: str) -> str:
    """``text`` in the person's language."""
    return QCoreApplication.translate("DispatchWindow", text)

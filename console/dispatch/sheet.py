"""A schedule as a table that can be written to a file: a row a step, a column a quantity."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QCoreApplication

from console.dispatch.kept import KeptPlan
from widgets.tables.export import Sheet

_COLUMNS = (
    ("p_mw", "MW", 4),
    ("q_mvar", "Mvar", 4),
    ("position", "", 0),
    ("vm_set_pu", "pu", 4),
    ("energy_mwh", "MWh", 4),
    ("available_mw", "MW", 4),
)


def schedule_sheet(kept: KeptPlan) -> Sheet:
    """The schedule of a plan that has one."""
    assert kept.planned is not None
    plan, case = kept.planned.plan, kept.case
    n_step = len(plan.times)
    headers, columns, decimals = [tr("begin")], [np.array(plan.times, object)], [-1]

    def add(header: str, values: object, places: int) -> None:
        headers.append(header)
        columns.append(np.asarray(values, float))
        decimals.append(places)

    add(tr("price per MWh"), case.prices.grid[:n_step], 2)
    add(tr("load MW"), kept.planned.load_mw, 4)
    add(tr("purchase MW"), plan.purchase_mw, 4)
    add(tr("losses MW"), plan.losses_mw, 6)
    for device in plan.schedule:
        for field, unit, places in _COLUMNS:
            values = getattr(device, field)
            if values is not None:
                words = {"position": tr("position"), "vm_set_pu": tr("set"), "available_mw": tr("available")}
                name = " ".join(part for part in (device.name, words.get(field, ""), unit) if part)
                add(name, values, places)
    if kept.planned.lowest is not None and kept.planned.highest is not None:
        add(tr("lowest voltage pu"), kept.planned.lowest.vm_pu, 5)
        add(tr("highest voltage pu"), kept.planned.highest.vm_pu, 5)
    source = f"{kept.name}: {plan.reason}"
    return Sheet(kept.name, tuple(headers), tuple(columns), tuple(decimals), source)


def tr(text: str) -> str:
    """``text`` in the person's language."""
    return QCoreApplication.translate("DispatchWindow", text)

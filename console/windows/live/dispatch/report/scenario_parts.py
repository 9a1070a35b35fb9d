"""What a report says of the scenarios of a plan: spread, each of them, how bound and cost came together."""

from __future__ import annotations

import numpy as np

from console.dispatch.forecast import ScenarioDay
from console.windows.live.dispatch.report.values import MONEY, Column, Figure, Section, Value, apart, beside_limit
from console.windows.live.dispatch.scenario_courses import spread
from console.windows.live.dispatch.words import tr


def spread_section(day: ScenarioDay) -> Section:
    """Cost, losses, purchase, wind and PV used, lowest and highest voltage over the scenarios."""
    outcomes, empty = day.plan.outcomes, tr("There is no plan.")
    heads = (tr("least"), tr("5 %"), tr("median"), tr("mean"), tr("95 %"), tr("largest"))
    columns = (Column(tr("Over the scenarios"), 2, is_right=False), *(Column(head) for head in heads))
    if not outcomes:
        return Section(tr("Over the scenarios"), tr("Spread"), columns, (), "", empty)
    lost = np.array([o.curtailed_mwh for o in outcomes])
    with np.errstate(invalid="ignore", divide="ignore"):
        used = 100 * np.where(day.available_mwh > 0, 1.0 - lost / day.available_mwh, np.nan)
    figures = (
        (tr("Cost, {sign}").format(sign=MONEY), [o.cost for o in outcomes], 2),
        (tr("Losses, MWh"), [o.losses_mwh for o in outcomes], 4),
        (tr("From the upper grid, MWh"), [o.purchase_mwh for o in outcomes], 3),
        (tr("Wind and PV used, %"), used, 3),
        (tr("Lowest voltage, pu"), [_least(o.vm_min_pu) for o in outcomes], 5),
        (tr("Highest voltage, pu"), [_largest(o.vm_max_pu) for o in outcomes], 5),
    )
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (name, *(Figure(v, decimals) for v in spread(np.asarray(values, float), day.plan.probability)))
        for name, values, decimals in figures
    )
    return Section(tr("Over the scenarios"), tr("Spread"), columns, rows, "", empty)


def scenario_section(day: ScenarioDay) -> Section:
    """A row a scenario."""
    rows: list[tuple[Value, ...]] = []
    for k, o in enumerate(day.plan.outcomes):
        least, most = _least(o.vm_min_pu), _largest(o.vm_max_pu)
        available = float(day.available_mwh[k]) if k < len(day.available_mwh) else float("nan")
        rows.append(
            (
                Figure(k + 1, 0),
                Figure(100 * o.probability, 3),
                Figure(o.cost, 2),
                Figure(o.losses_mwh, 4),
                Figure(o.purchase_mwh, 3),
                Figure(available, 3),
                Figure(o.curtailed_mwh, apart(o.curtailed_mwh, 0.0, 3)),
                Figure(least, beside_limit(least, day.vm_min_pu, 4)),
                Figure(most, beside_limit(most, day.vm_max_pu, 4)),
                Figure(o.ac.solved, 0),
                Figure(len(o.ac.violations), 0),
            )
        )
    columns = (
        Column(tr("Scenario"), 0.7),
        Column(tr("Probability, %"), 0.8),
        Column(tr("Cost, {sign}").format(sign=MONEY)),
        Column(tr("Losses, MWh")),
        Column(tr("From the upper grid, MWh")),
        Column(tr("Wind and PV available, MWh")),
        Column(tr("Curtailed, MWh")),
        Column(tr("Lowest voltage, pu")),
        Column(tr("Highest voltage, pu")),
        Column(tr("Steps solved"), 0.7),
        Column(tr("Violations"), 0.7),
    )
    return Section(tr("Each scenario"), tr("Scenarios"), columns, tuple(rows), "", tr("There is no plan."))


def exchange_rounds(day: ScenarioDay) -> Section:
    """How bound and cost came together."""
    rows = tuple(
        (Figure(k, 0), Figure(e.seconds, 2), Figure(e.cost, 2), Figure(e.lower_bound, 2), Figure(100 * e.gap, 4))
        for k, e in enumerate(day.plan.exchanges, 1)
    )
    columns = (
        Column(tr("Exchange"), 0.7),
        Column(tr("After, s")),
        Column(tr("Objective, {sign}").format(sign=MONEY)),
        Column(tr("Lower bound, {sign}").format(sign=MONEY)),
        Column(tr("Gap, %")),
    )
    return Section(tr("How bound and cost came together"), tr("Rounds"), columns, rows, "", tr("No round was needed."))


def _largest(values: np.ndarray) -> float:
    return float(values.max()) if values.size else float("nan")


def _least(values: np.ndarray) -> float:
    return float(values.min()) if values.size else float("nan")

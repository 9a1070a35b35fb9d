"""One plan on its way: what is switched, what the model says, what the load flow says, what it costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.dispatch.ac_check import AcChecker, AcDay
from engines.dispatch.conic import ConicSolution
from engines.dispatch.instance import Instance
from engines.dispatch.programme import Programme
from engines.dispatch.rounding import Switching
from engines.dispatch.setpoints import Setpoints, read_setpoints

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A plan that was held against the load flow.

    Attributes:
        programme: whose solution it is (its limits may have been drawn tighter than the case's).
        costs: by kind, with purchase and losses of the load flow, expected over the scenarios.
    """

    programme: Programme
    switching: Switching
    solution: ConicSolution
    points: Setpoints
    day: AcDay
    costs: dict[str, float]

    @property
    def holds(self) -> bool:
        """Whether the AC check passed."""
        return self.day.proof.holds

    @property
    def cost(self) -> float:
        """What it costs."""
        return float(sum(self.costs.values()))


def judge(programme: Programme, checker: AcChecker, switching: Switching, solution: ConicSolution) -> Candidate:
    """Hold a solution against the load flow."""
    points = read_setpoints(programme, solution.x, switching)
    day = checker.check(points, switching)
    return Candidate(
        programme, switching, solution, points, day, costs_by_kind(programme.instance, points, day, switching)
    )


def costs_by_kind(instance: Instance, points: Setpoints, day: AcDay, switching: Switching) -> dict[str, float]:
    """What was done costs, by kind, at the prices of the case: purchase and losses are the load flow's."""
    case, horizon = instance.case, instance.horizon
    hours, prices = horizon.weight * horizon.hours, case.prices
    used = points.p_mw["renewables"]
    is_pv = np.array([r.kind == "pv" for r in case.renewables], bool)
    costs = {
        "purchase": float((hours * instance.price) @ day.source_p_mw.sum(axis=1)),
        "loss": prices.loss * float(hours @ day.loss_mw),
        "pv": prices.pv * float(hours @ used[:, is_pv].sum(axis=1)),
        "wt": prices.wt * float(hours @ used[:, ~is_pv].sum(axis=1)),
        "storage": prices.es * float(hours @ (points.charge_mw + points.discharge_mw).sum(axis=1)),
        "turbine": prices.mt * float(hours @ points.p_mw["turbines"].sum(axis=1)),
        "curtailment": prices.curtailment * float(hours @ (instance.available_mw - used).sum(axis=1)),
        "moves": moves_cost(instance, switching),
    }
    if prices.voltage_deviation > 0:
        live = instance.feeder.bus_of_node
        live = live[live < day.vm_pu.shape[1]]
        off = np.abs(np.square(day.vm_pu[:, live]) - 1) / 2
        costs["deviation"] = prices.voltage_deviation * float(hours @ off.sum(axis=1))
    return costs


def move_cost(programme: Programme, switching: Switching) -> float:
    """Price of all moves; the first counts from the initial position."""
    return moves_cost(programme.instance, switching)


def moves_cost(instance: Instance, switching: Switching) -> float:
    """Price of all moves; the first counts from the initial position."""
    total = 0.0
    for s, positions in zip(instance.staircases, switching.positions, strict=True):
        total += s.price * int(np.count_nonzero(np.diff(positions, prepend=s.initial)))
    return total
